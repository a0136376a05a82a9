//! Damped trend in logs: the state-space form ETS(A,Ad,N).
//!
//! **Equations**, with z the logarithm of the series: z(t) = l(t-1) + phi b(t-1) + e(t), l(t) = l(t-1) + phi b(t-1) + alpha e(t),
//! b(t) = phi b(t-1) + beta e(t). In a gap the states move on without a surprise.
//!
//! **When it is right.** Growth has momentum that fades, and part of every surprise is transitory. The strongest single
//! method of the forecasting competitions for yearly series.
//!
//! **Estimates.** alpha in (0, 1), beta = alpha beta* with beta* in (0, 1), phi in (0.80, 0.98), and the initial level and
//! slope, by least squares of the one-step errors (maximum likelihood under normal errors). Where a short series hardly
//! determines a parameter, the simulated spread of its transform is capped by a weak normal prior of standard deviation 2.
//! The same on levels, with other trends and errors, is [`super::ets`].
//!
//! **Source.** Hyndman, Koehler, Ord and Snyder 2008, *Forecasting with Exponential Smoothing*, table 2.2 and section 5.1;
//! Gardner and McKenzie 1985, Management Science 31, 1237.

use super::smoothing::{self, Errors, Scale, Slope};
use super::{Fitted, Sample};
use crate::error::Result;

/// Fits the damped trend.
pub(super) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    Ok(Box::new(smoothing::fit("damped", Errors::Additive, Slope::Damped, Scale::Logs, sample)?))
}

#[cfg(test)]
mod tests {
    use crate::model::smoothing::{Smoothing, State, filter};
    use serde_json::Value;

    /// The filter at given parameters against statsmodels' smoother: exact arithmetic, so rounding only.
    #[test]
    fn the_filter_agrees_with_statsmodels() {
        let file =
            |text: &str| serde_json::from_str::<Value>(text).unwrap()["cases"].as_array().unwrap().clone();
        let series = file(include_str!("../../../../tests/reference/series.json"));
        let mut compared = 0;
        for case in file(include_str!("../../../../tests/reference/damped.json")) {
            let values = &series.iter().find(|s| s["name"] == case["series"]).unwrap()["values"];
            let pairs: Vec<(f64, f64)> = values
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| (pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap()))
                .collect();
            let t: Vec<f64> = pairs.iter().map(|(year, _)| year - pairs[0].0).collect();
            let log: Vec<f64> = pairs.iter().map(|(_, value)| libm::log(*value)).collect();
            for fixed in case["fixed"].as_array().unwrap() {
                let at = |name: &str| fixed[name].as_f64().unwrap();
                let smoothing = Smoothing { alpha: at("alpha"), beta: at("beta"), phi: at("phi") };
                let mut sse = 0.0;
                let start = State { level: at("level"), slope: at("slope") };
                let mut state = filter(&t, &log, smoothing, start, |_, error| sse += error * error);
                assert!((sse / at("sse") - 1.0).abs() < 1e-10, "{} {sse}", case["series"]);
                for theirs in fixed["forecast"].as_array().unwrap() {
                    state = state.moved(smoothing);
                    let (ours, theirs) = (state.level, theirs.as_f64().unwrap());
                    assert!((ours - theirs).abs() < 1e-10, "{} {ours} {theirs}", case["series"]);
                }
                compared += 1;
            }
        }
        assert!(compared >= 6);
    }
}
