#![doc = include_str!("../../../guide/models/theta.md")]

use crate::error::Result;
use crate::model::fitted::Fitted;
use crate::model::level::{self, Direction, Estimated, LevelModel};
use crate::model::report::Parameter;
use crate::numeric::minimise::minimise;
use crate::series::sample::Sample;

const LOWEST_ALPHA: f64 = 0.1;
const HIGHEST_ALPHA: f64 = 0.99;

/// Fits the model, starting near the optimum of a shorter sample where there is one.
pub(crate) fn fit(sample: &Sample, near: Option<[f64; 3]>) -> Result<Box<dyn Fitted>> {
    level::fit("theta", 4, sample, |y| {
        let lines = Line::through_each(y);
        let count = y.len() as f64;
        // Minus twice the log-likelihood, up to a constant.
        let mut deviance = |p: &[f64; 1]| {
            count * libm::log(Theta::at(p[0], y, &lines).sum_of_squares.max(f64::MIN_POSITIVE))
        };
        let starts = near.map_or(vec![[0.2], [0.5], [0.8]], |[alpha, ..]| vec![[alpha]]);
        let best = minimise(&mut deviance, &[(LOWEST_ALPHA, HIGHEST_ALPHA)], &starts)?;
        let model = Theta::at(best.at[0], y, &lines);
        let finite = model.initial_level.is_finite() && model.weight.is_finite();
        finite.then_some(Estimated {
            model,
            parameters: 3,
            evaluations: best.evaluations,
            converged: best.converged,
        })
    })
}

/// The straight line through all values so far, updated value by value.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Values so far.
    count: f64,
    mean: f64,
    slope: f64,
}

impl Line {
    fn through(first: f64) -> Self {
        Self { count: 1.0, mean: first, slope: 0.0 }
    }

    /// The line after each value.
    fn through_each(y: &[f64]) -> Vec<Self> {
        let mut lines = vec![Self::through(y[0])];
        for value in &y[1..] {
            lines.push(lines[lines.len() - 1].and(*value));
        }
        lines
    }

    fn and(self, value: f64) -> Self {
        let t = self.count + 1.0;
        Self {
            count: t,
            mean: (self.count * self.mean + value) / t,
            slope: ((t - 2.0) * self.slope + 6.0 * (value - self.mean) / t) / (t + 1.0),
        }
    }

    fn intercept(self) -> f64 {
        self.mean - self.slope * (self.count + 1.0) / 2.0
    }
}

/// Everything a forecast needs at one point of time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    line: Line,
    level: f64,
    /// (1 - alpha)^t.
    left: f64,
}

/// Estimates on the scale of the values relative to the last one.
#[derive(Debug, Clone, Copy)]
struct Theta {
    alpha: f64,
    /// 1 - 1/theta.
    weight: f64,
    initial_level: f64,
    sum_of_squares: f64,
}

/// What the trend line adds to the forecast, before it is weighted by 1 - 1/theta.
fn trend(line: Line, left: f64, alpha: f64) -> f64 {
    left * line.intercept() + (1.0 - left * (1.0 - alpha)) / alpha * line.slope
}

impl Theta {
    /// Least squares over the other two parameters at a given alpha.
    fn at(alpha: f64, y: &[f64], lines: &[Line]) -> Self {
        // The level is what the data imply and a share `left` of l(0).
        let (mut level, mut left) = (alpha * y[0], 1.0 - alpha);
        let (mut qq, mut qx, mut xx, mut qe, mut xe, mut ee) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (t, (&value, line)) in y.iter().skip(1).zip(lines).enumerate() {
            if t > 0 {
                let (x, e) = (trend(*line, left, alpha), value - level);
                (qq, qx, xx) = (qq + left * left, qx + left * x, xx + x * x);
                (qe, xe, ee) = (qe + left * e, xe + x * e, ee + e * e);
            }
            level = alpha * value + (1.0 - alpha) * level;
            left *= 1.0 - alpha;
        }
        let determinant = qq * xx - qx * qx;
        let weight = if determinant > 1e-12 * qq * xx { (xe * qq - qe * qx) / determinant } else { 0.5 };
        let weight = weight.clamp(0.0, 1.0);
        let initial_level = if qq > 0.0 { (qe - weight * qx) / qq } else { 0.0 };
        let sum_of_squares = ee - 2.0 * (initial_level * qe + weight * xe)
            + initial_level * (initial_level * qq + 2.0 * weight * qx)
            + weight * weight * xx;
        Self { alpha, weight, initial_level, sum_of_squares: sum_of_squares.max(0.0) }
    }
}

impl LevelModel for Theta {
    type State = State;

    fn start(&self, y: &[f64]) -> State {
        let level = self.alpha * y[0] + (1.0 - self.alpha) * self.initial_level;
        State { line: Line::through(y[0]), level, left: 1.0 - self.alpha }
    }

    fn next(&self, state: &State) -> f64 {
        state.level + self.weight * trend(state.line, state.left, self.alpha)
    }

    fn see(&self, state: &State, value: f64) -> State {
        State {
            line: state.line.and(value),
            level: self.alpha * value + (1.0 - self.alpha) * state.level,
            left: state.left * (1.0 - self.alpha),
        }
    }

    fn optimum(&self) -> Option<[f64; 3]> {
        Some([self.alpha, 0.0, 0.0])
    }

    fn parameters(&self, sample: &Sample, direction: Direction) -> Vec<Parameter> {
        let parameter = |name: &str, value: f64, unit: &str| Parameter {
            name: name.into(),
            value,
            std_error: None,
            unit: unit.into(),
        };
        let (level, unit) = match direction {
            Direction::Upright => (self.initial_level * sample.scale, sample.unit.to_string()),
            Direction::UpsideDown => (self.initial_level / sample.scale, format!("1 / {}", sample.unit)),
        };
        vec![
            parameter("alpha", self.alpha, "share"),
            // An infinite theta, the walk with drift, is reported as one part in a million.
            parameter("theta", 1.0 / (1.0 - self.weight).max(1e-6), "factor"),
            parameter("initial level", level, &unit),
        ]
    }
}

#[cfg(test)]
mod tests {
    use crate::model::reference::{cases, number, numbers, sample};

    /// Against a line fitted anew at every step, and least squares from a dense grid.
    #[test]
    fn optimum_and_forecasts_are_those_of_the_paper() {
        let mut compared = 0;
        for case in cases(include_str!("../../../../../tests/reference/theta.json")) {
            let sample = sample(&case);
            let fitted = super::fit(&sample, None).unwrap();
            let alpha = fitted.parameters()[0].value;
            assert!((alpha - number(&case["alpha"])).abs() < 1e-4, "{} {alpha}", case["series"]);
            let mut points = [0.0; 6];
            fitted.points(&mut points);
            for (point, expected) in points.iter().zip(numbers(&case["forecast"])) {
                assert!((point - libm::log(expected)).abs() < 1e-4, "{} {point}", case["series"]);
            }
            compared += 1;
        }
        assert!(compared >= 3);
    }
}
