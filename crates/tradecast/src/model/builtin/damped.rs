#![doc = include_str!("../../../guide/models/damped.md")]

use crate::error::Result;
use crate::model::fitted::Fitted;
use crate::model::smoothing::{self, Errors, Scale, Slope};
use crate::series::sample::Sample;

/// Fits the damped trend, starting near the optimum of a shorter sample where there is one.
pub(crate) fn fit(sample: &Sample, near: Option<[f64; 3]>) -> Result<Box<dyn Fitted>> {
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
        for case in cases(include_str!("../../../../../tests/reference/damped.json")) {
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
