#![doc = include_str!("../../../guide/models/ces.md")]

use crate::error::Result;
use crate::model::fitted::Fitted;
use crate::model::level::{self, Direction, Estimated, LevelModel};
use crate::model::report::Parameter;
use crate::numeric::minimise::minimise;
use crate::series::sample::Sample;

/// Values behind the first guess of the level.
const FIRST: usize = 10;

#[derive(Debug, Clone, Copy)]
struct Ces {
    a0: f64,
    a1: f64,
    /// States before the first value.
    start: State,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    level: f64,
    potential: f64,
}

/// Fits the model, starting near the optimum of a shorter sample where there is one.
pub(crate) fn fit(sample: &Sample, near: Option<[f64; 3]>) -> Result<Box<dyn Fitted>> {
    level::fit("ces", 5, sample, |y| {
        let count = y.len() as f64;
        // Minus twice the log-likelihood, up to a constant.
        let mut deviance = |p: &[f64; 2]| {
            if is_stable(*p) {
                count * libm::log(Ces::at(*p, y).1.max(f64::MIN_POSITIVE))
            } else {
                f64::INFINITY
            }
        };
        let starts =
            near.map_or(vec![[1.3, 1.0], [0.8, 1.0], [1.6, 1.0], [1.1, 0.9]], |[a0, a1, _]| vec![[a0, a1]]);
        let best = minimise(&mut deviance, &[(0.05, 1.95), (0.4, 1.6)], &starts)?;
        let (model, sum_of_squares) = Ces::at(best.at, y);
        sum_of_squares.is_finite().then_some(Estimated {
            model,
            parameters: 4,
            evaluations: best.evaluations,
            converged: best.converged,
        })
    })
}

/// The three circles within which shocks fade.
fn is_stable([a0, a1]: [f64; 2]) -> bool {
    let square = |x: f64| x * x;
    square(a0 - 2.5) + square(a1) > 1.25
        && square(a0 - 0.5) + square(a1 - 1.0) > 0.25
        && square(a0 - 1.5) + square(a1 - 0.5) < 1.5
}

impl Ces {
    /// The model at given parameters, with its sum of squared one-step errors.
    fn at([a0, a1]: [f64; 2], y: &[f64]) -> (Self, f64) {
        let first = &y[..y.len().min(FIRST)];
        let level = first.iter().sum::<f64>() / first.len() as f64;
        let guess = Self { a0, a1, start: State { level, potential: level / 1.1 } };
        let end = y.iter().fold(guess.start, |state, value| guess.see(&state, *value));
        let start = y.iter().rev().fold(end, |state, value| guess.see(&state, *value));
        let model = Self { a0, a1, start };
        let mut state = start;
        let mut sum_of_squares = 0.0;
        for value in y {
            let error = value - state.level;
            sum_of_squares += error * error;
            state = model.see(&state, *value);
        }
        (model, sum_of_squares)
    }
}

impl LevelModel for Ces {
    type State = State;

    fn start(&self, y: &[f64]) -> State {
        self.see(&self.start, y[0])
    }

    fn next(&self, state: &State) -> f64 {
        state.level
    }

    fn see(&self, state: &State, value: f64) -> State {
        let error = value - state.level;
        State {
            level: state.level - (1.0 - self.a1) * state.potential + (self.a0 - self.a1) * error,
            potential: state.level + (1.0 - self.a0) * state.potential + (self.a0 + self.a1) * error,
        }
    }

    fn optimum(&self) -> Option<[f64; 3]> {
        Some([self.a0, self.a1, 0.0])
    }

    fn parameters(&self, _sample: &Sample, _direction: Direction) -> Vec<Parameter> {
        let parameter = |name: &str, value: f64| Parameter {
            name: name.into(),
            value,
            std_error: None,
            unit: "share".into(),
        };
        vec![parameter("a0", self.a0), parameter("a1", self.a1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::{cases, number, numbers, sample};

    /// Against smoothing with complex numbers, and its least squares from many starts.
    #[test]
    fn the_recursion_is_complex_smoothing() {
        let mut compared = 0;
        for case in cases(include_str!("../../../../../tests/reference/ces.json")) {
            let sample = sample(&case);
            let y: Vec<f64> = sample.bridged().into_iter().map(libm::exp).collect();
            let fixed = &case["fixed"];
            let (model, square) = Ces::at([1.2, 1.05], &y);
            // The grid of logarithms keeps ten digits of a value.
            assert!((square / number(&fixed["square"]) - 1.0).abs() < 1e-8, "{square}");
            let mut state = y[1..].iter().fold(model.start(&y), |state, value| model.see(&state, *value));
            for expected in numbers(&fixed["forecast"]) {
                let next = model.next(&state);
                assert!((next - expected).abs() < 1e-8, "{next} {expected}");
                state = model.see(&state, next);
            }
            let fitted = fit(&sample, None).unwrap();
            let shares: Vec<f64> = fitted.parameters().iter().map(|p| p.value).collect();
            let reached = Ces::at([shares[0], shares[1]], &y).1;
            let optimum = number(&case["optimum"]);
            assert!(reached <= optimum * (1.0 + 1e-4), "{} {reached} {optimum}", case["series"]);
            compared += 1;
        }
        assert!(compared >= 4);
    }

    #[test]
    fn stability_is_that_of_the_paper() {
        assert!(is_stable([1.3, 1.0]));
        for unstable in [[2.1, 1.0], [0.5, 1.0], [1.5, 1.9]] {
            assert!(!is_stable(unstable), "{unstable:?}");
        }
    }
}
