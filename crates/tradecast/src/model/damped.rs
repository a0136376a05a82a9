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

/// Fits the damped trend, starting near the optimum of a shorter sample where there is one.
pub(super) fn fit(sample: &Sample, near: Option<[f64; 3]>) -> Result<Box<dyn Fitted>> {
    Ok(Box::new(smoothing::fit("damped", Errors::Additive, Slope::Damped, Scale::Logs, sample, near)?))
}

#[cfg(test)]
mod tests {
    use crate::model::reference::{cases, number, numbers, sample};
    use crate::model::smoothing::{Smoothing, State, filter};

    /// The filter at given parameters against statsmodels' smoother: exact arithmetic, so rounding only, of the logarithms to
    /// ten digits at most.
    #[test]
    fn the_filter_agrees_with_statsmodels() {
        let mut compared = 0;
        for case in cases(include_str!("../../../../tests/reference/damped.json")) {
            let sample = sample(&case);
            let scale = libm::log(sample.scale);
            let log: Vec<f64> = sample.log.iter().map(|z| z + scale).collect();
            for fixed in case["fixed"].as_array().unwrap() {
                let at = |name: &str| number(&fixed[name]);
                let smoothing = Smoothing { alpha: at("alpha"), beta: at("beta"), phi: at("phi") };
                let mut sse = 0.0;
                let start = State { level: at("level"), slope: at("slope") };
                let mut state = filter(&sample.t, &log, smoothing, start, |_, error| sse += error * error);
                assert!((sse / at("sse") - 1.0).abs() < 1e-8, "{} {sse}", case["series"]);
                for theirs in numbers(&fixed["forecast"]) {
                    state = state.moved(smoothing);
                    assert!(
                        (state.level - theirs).abs() < 1e-9,
                        "{} {} {theirs}",
                        case["series"],
                        state.level
                    );
                }
                compared += 1;
            }
        }
        assert!(compared >= 6);
    }
}
