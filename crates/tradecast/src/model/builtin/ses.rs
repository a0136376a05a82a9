#![doc = include_str!("../../../guide/models/ses.md")]

use crate::error::Result;
use crate::model::fitted::Fitted;
use crate::model::smoothing::{self, Errors, Scale, Slope};
use crate::series::sample::Sample;

/// Fits the level, starting near the optimum of a shorter sample where there is one.
pub(crate) fn fit(sample: &Sample, near: Option<[f64; 3]>) -> Result<Box<dyn Fitted>> {
    Ok(Box::new(smoothing::fit("ses", Errors::Additive, Slope::None, Scale::Logs, sample, near)?))
}

#[cfg(test)]
mod tests {
    use crate::model::reference::{cases, sample};

    /// Against least squares over a dense grid of alpha, with the initial level in closed form. A gap is left to the tests of the
    /// filter.
    #[test]
    fn the_level_is_that_of_least_squares_over_a_grid() {
        let mut compared = 0;
        for case in cases(include_str!("../../../../../tests/reference/damped.json")) {
            let sample = sample(&case);
            if sample.t.last() != Some(&(sample.len() as f64 - 1.0)) {
                continue;
            }
            let best = (1..20_000).map(|step| level(f64::from(step) / 20_000.0, &sample.log));
            let (_, alpha, level) = best.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
            let fitted = super::fit(&sample, None).unwrap();
            // Where the optimum is flat, alpha is known to the root of what the search leaves of the deviance.
            let found = fitted.parameters()[0].value;
            assert!((found - alpha).abs() < 5e-3, "{}: {found} instead of {alpha}", case["series"]);
            for lead in 1..=6 {
                assert!((fitted.point(lead) - level).abs() < 1e-3, "{} {level}", case["series"]);
            }
            compared += 1;
        }
        assert!(compared >= 2);
    }

    /// Sum of squares, alpha and last level: errors are linear in the initial level, which comes first in closed form.
    fn level(alpha: f64, y: &[f64]) -> (f64, f64, f64) {
        let (mut from_data, mut left) = (0.0, 1.0);
        let (mut ll, mut le, mut ee) = (0.0, 0.0, 0.0);
        for value in y {
            let error = value - from_data;
            (ll, le, ee) = (ll + left * left, le + left * error, ee + error * error);
            from_data += alpha * error;
            left *= 1.0 - alpha;
        }
        (ee - le * le / ll, alpha, from_data + left * le / ll)
    }
}
