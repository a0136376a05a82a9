#![doc = include_str!("../../../guide/models/linear_drift.md")]

use crate::error::Result;
use crate::model::fitted::Fitted;
use crate::model::level::{self, Direction, Estimated, LevelModel};
use crate::model::report::Parameter;
use crate::numeric::sort::sort;
use crate::series::sample::Sample;

/// Standard error of a median relative to that of a mean: the square root of half of pi.
const MEDIAN_ERROR: f64 = 1.253_314_137_315_500_3;

#[derive(Debug, Clone, Copy)]
struct Walk {
    /// Change a period, relative to the last value.
    drift: f64,
    /// Standard error of the drift.
    error: f64,
}

/// Fits a walk whose drift is the mean change.
pub(crate) fn fit_mean(sample: &Sample) -> Result<Box<dyn Fitted>> {
    level::fit("linear-drift", 3, sample, |y| walk(y, (y[y.len() - 1] - y[0]) / (y.len() - 1) as f64, 1.0))
}

/// Fits a walk whose drift is the median change.
pub(crate) fn fit_median(sample: &Sample) -> Result<Box<dyn Fitted>> {
    level::fit("median-drift", 3, sample, |y| walk(y, median_change(y), MEDIAN_ERROR))
}

fn walk(y: &[f64], drift: f64, factor: f64) -> Option<Estimated<Walk>> {
    let changes = (y.len() - 1) as f64;
    let squares = y.windows(2).map(|w| (w[1] - w[0] - drift) * (w[1] - w[0] - drift)).sum::<f64>();
    let error = factor * (squares / (changes - 1.0) / changes).sqrt();
    error.is_finite().then_some(Estimated {
        model: Walk { drift, error },
        parameters: 1,
        evaluations: 0,
        converged: true,
    })
}

fn median_change(y: &[f64]) -> f64 {
    let mut changes: Vec<f64> = y.windows(2).map(|w| w[1] - w[0]).collect();
    sort(&mut changes);
    let (half, odd) = (changes.len() / 2, changes.len() % 2 == 1);
    if odd { changes[half] } else { 0.5 * (changes[half - 1] + changes[half]) }
}

impl LevelModel for Walk {
    type State = f64;

    fn start(&self, y: &[f64]) -> f64 {
        y[0]
    }

    fn next(&self, state: &f64) -> f64 {
        state + self.drift
    }

    fn see(&self, _state: &f64, value: f64) -> f64 {
        value
    }

    fn optimum(&self) -> Option<[f64; 3]> {
        None
    }

    fn parameters(&self, sample: &Sample, direction: Direction) -> Vec<Parameter> {
        vec![Parameter {
            name: "drift".into(),
            // Upside down a rise of 1/y is, at the last value, the fall of y by as much.
            value: direction.turn(self.drift) * sample.scale,
            std_error: Some(self.error * sample.scale),
            unit: format!("{} a period", sample.unit),
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by hand: changes 1, 2, 9 of the values 8, 9, 11, 20.
    #[test]
    fn mean_and_median_of_known_changes() {
        let values = [8.0, 9.0, 11.0, 20.0];
        let series = crate::Series::new(
            "hand",
            (2000..).zip(values).map(|(y, v)| crate::Observation::new(crate::Period::annual(y), v)).collect(),
        );
        let sample = Sample::of(&series.unwrap());
        for (fitted, drift) in [(fit_mean(&sample), 4.0), (fit_median(&sample), 2.0)] {
            let fitted = fitted.unwrap();
            // The grid of logarithms keeps nine digits.
            assert!((fitted.parameters()[0].value - drift).abs() < 1e-7);
            let mut points = [0.0; 3];
            fitted.points(&mut points);
            let expected = libm::log((20.0 + 3.0 * drift) / 20.0);
            assert!((points[2] - expected).abs() < 1e-8);
        }
    }
}
