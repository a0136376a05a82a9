#![doc = include_str!("../../../guide/models/growth_curve.md")]

use std::sync::Arc;

use nalgebra::DMatrix;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual::{self, Deviations};
use crate::numeric::draws::Draws;
use crate::numeric::least_squares::{Curve, CurveFit, covariance_factor, nonlinear_least_squares};
use crate::series::sample::Sample;

/// A ceiling estimated above this multiple of the largest value is an exponential in disguise.
const HIGHEST_CEILING: f64 = 20.0;
/// A ceiling whose logarithm has a larger standard error is not determined: a factor of e either way.
const WIDEST_CEILING: f64 = 1.0;
/// An asymmetry whose logarithm has a larger standard error is not determined: it could as well be the logistic or Gompertz.
const WIDEST_ASYMMETRY: f64 = 2.0;
/// Logarithm of a value that is nothing in any unit: a drawn curve never lies lower.
const NOTHING: f64 = -600.0;
/// Simulated parameters stay within this many standard errors, where the linear approximation means something.
const WIDEST_DRAW: f64 = 3.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Logistic,
    Gompertz,
    Richards,
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::Gompertz => "gompertz",
            Self::Richards => "richards",
        }
    }

    /// Parameters of the curve below its ceiling: ln r, m and, for Richards, ln v. A free ceiling, ln K, follows them.
    fn parameters(self) -> usize {
        if self == Self::Richards { 3 } else { 2 }
    }

    /// Share of the ceiling reached at `t`, in logs.
    fn log_share(self, parameters: &[f64], t: f64) -> f64 {
        let decline = libm::exp(-libm::exp(parameters[0]) * (t - parameters[1]));
        match self {
            Self::Logistic => -libm::log1p(decline),
            Self::Gompertz => -decline,
            Self::Richards => {
                let asymmetry = libm::exp(parameters[2]);
                -libm::log1p(asymmetry * decline) / asymmetry
            }
        }
    }
}

/// The curve to be fitted; its parameters are those of the shape and, where the ceiling is free, ln K.
struct Problem<'a> {
    shape: Shape,
    sample: &'a Sample,
    given_ceiling: Option<f64>,
}

impl Curve for Problem<'_> {
    fn residuals(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        let ceiling = self.given_ceiling.unwrap_or_else(|| parameters[self.shape.parameters()]);
        let at = |(t, z): (&f64, &f64)| z - ceiling - self.shape.log_share(parameters, *t);
        let residuals: Vec<f64> = self.sample.t.iter().zip(&self.sample.log).map(at).collect();
        residuals.iter().all(|r| r.is_finite()).then_some(residuals)
    }
}

#[derive(Debug)]
struct GrowthCurve {
    shape: Shape,
    /// Those of the shape and, where it was estimated, ln K relative to the last value.
    parameters: Vec<f64>,
    given_ceiling: Option<f64>,
    errors: Vec<f64>,
    factor: Option<DMatrix<f64>>,
    deviations: Deviations,
    diagnostics: Diagnostics,
    evaluations: usize,
    end: f64,
    scale: f64,
    unit: Arc<str>,
}

/// Fits the curve; `ceiling` is in the unit of the series.
pub(crate) fn fit(shape: Shape, ceiling: Option<f64>, sample: &Sample) -> Result<Box<dyn Fitted>> {
    let model = shape.name();
    let free = usize::from(ceiling.is_none());
    sample.needs(2 * (shape.parameters() + free) + 1, model)?;
    let failed = |reason| Error::NotFitted { model, reason };
    let largest = sample.log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let given_ceiling = ceiling.map(|c| libm::log(c / sample.scale));
    if given_ceiling.is_some_and(|c| c <= largest) {
        let largest = sample.scale * libm::exp(largest);
        return Err(failed(NotFittedReason::LowCeiling { largest }));
    }
    let problem = Problem { shape, sample, given_ceiling };
    let best = nonlinear_least_squares(&problem, starts(shape, sample, largest, given_ceiling.is_none()))
        .ok_or_else(|| failed(NotFittedReason::NoCurve))?;
    let p = best.parameters.len();
    let degrees_of_freedom = sample.len() - p;
    let sigma = (best.sum_of_squares / degrees_of_freedom as f64).sqrt();
    let gram = best.jacobian.transpose() * &best.jacobian;
    let undetermined = || failed(NotFittedReason::NoBend);
    let unscaled = gram.cholesky().ok_or_else(undetermined)?.inverse();
    let errors: Vec<f64> = (0..p).map(|j| sigma * unscaled[(j, j)].sqrt()).collect();
    if given_ceiling.is_none()
        && (best.parameters[p - 1] > largest + libm::log(HIGHEST_CEILING) || errors[p - 1] > WIDEST_CEILING)
    {
        return Err(undetermined());
    }
    let rate_undetermined = errors[0] > WIDEST_CEILING || errors.iter().any(|e| !e.is_finite());
    if rate_undetermined {
        return Err(failed(NotFittedReason::NoRate));
    }
    if shape == Shape::Richards && errors[2] > WIDEST_ASYMMETRY {
        return Err(failed(NotFittedReason::NoAsymmetry));
    }
    let deviations = Deviations::of(&sample.t, &best.residuals, sigma, degrees_of_freedom);
    let covariance = unscaled * (sigma * sigma * deviations.variance_inflation());
    let CurveFit { parameters, residuals, evaluations, .. } = best;
    let mean = sample.log.iter().sum::<f64>() / sample.len() as f64;
    let total: f64 = sample.log.iter().map(|z| (z - mean) * (z - mean)).sum();
    let r_squared = (total > 0.0).then(|| 1.0 - best.sum_of_squares / total);
    Ok(Box::new(GrowthCurve {
        shape,
        parameters,
        given_ceiling,
        errors,
        factor: covariance_factor(&covariance),
        deviations,
        diagnostics: residual::diagnostics(sample, |i| i, &residuals, sigma, degrees_of_freedom, r_squared),
        evaluations,
        end: sample.end(),
        scale: sample.scale,
        unit: sample.unit.clone(),
    }))
}

/// Starting points: slow and fast growth, the bend in the middle and at the end of the sample, less and more symmetric than
/// the logistic, ceilings near and far.
fn starts(shape: Shape, sample: &Sample, largest: f64, free_ceiling: bool) -> Vec<Vec<f64>> {
    let span = sample.end();
    let mut starts = Vec::new();
    for rate in [2.0 / span, 6.0 / span] {
        for inflection in [0.0, span / 2.0, span] {
            starts.push(vec![libm::log(rate), inflection]);
        }
    }
    let with = |starts: Vec<Vec<f64>>, choices: [f64; 2]| -> Vec<Vec<f64>> {
        let each = |start: Vec<f64>| choices.map(|choice| [start.as_slice(), &[choice]].concat());
        starts.into_iter().flat_map(each).collect()
    };
    if shape == Shape::Richards {
        starts = with(starts, [-1.0, 1.0]);
    }
    if free_ceiling {
        starts = with(starts, [1.3, 4.0].map(|multiple| largest + libm::log(multiple)));
    }
    starts
}

impl GrowthCurve {
    fn log_ceiling(&self, parameters: &[f64]) -> f64 {
        self.given_ceiling.unwrap_or_else(|| parameters[self.shape.parameters()])
    }

    /// The curve relative to the last value, in logs, `lead` periods after it.
    fn ahead(&self, parameters: &[f64], lead: usize) -> f64 {
        let share = self.shape.log_share(parameters, self.end + lead as f64);
        (self.log_ceiling(parameters) + share).max(NOTHING)
    }
}

impl Fitted for GrowthCurve {
    fn parameters(&self) -> Vec<Parameter> {
        let estimate = |name: &str, value: f64, std_error: Option<f64>, unit: &str| Parameter {
            name: name.into(),
            value,
            std_error,
            unit: unit.into(),
        };
        let ceiling = libm::exp(self.log_ceiling(&self.parameters)) * self.scale;
        let ceiling_error = self.errors.get(self.shape.parameters()).map(|e| e * ceiling);
        let rate = libm::exp(self.parameters[0]);
        let mut list = vec![
            estimate("ceiling", ceiling, ceiling_error, &self.unit),
            estimate("rate", rate, Some(self.errors[0] * rate), "a period"),
            estimate(
                "inflection",
                self.parameters[1],
                Some(self.errors[1]),
                "periods since the first observation",
            ),
        ];
        if self.shape == Shape::Richards {
            let asymmetry = libm::exp(self.parameters[2]);
            let error = self.errors[2] * asymmetry;
            list.push(estimate("asymmetry", asymmetry, Some(error), "(1 is logistic, 0 is Gompertz)"));
        }
        list
    }

    fn convergence(&self) -> Convergence {
        Convergence::LevenbergMarquardt { evaluations: self.evaluations }
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
    }

    fn point(&self, lead: usize) -> f64 {
        self.deviations.point(|lead| self.ahead(&self.parameters, lead), lead)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.deviations.degrees_of_freedom);
        let bounded = |normal: f64| normal.clamp(-WIDEST_DRAW, WIDEST_DRAW);
        let drawn = draws.around(&self.parameters, self.factor.as_ref(), bounded);
        self.deviations.path(draws, scale, |lead| self.ahead(&drawn, lead), trend, surprise);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(curve: impl Fn(f64) -> f64) -> Sample {
        let log: Vec<f64> = (0..25).map(|t| libm::log(curve(f64::from(t)))).collect();
        let last = log[24];
        Sample {
            t: (0..25).map(f64::from).collect(),
            log: log.iter().map(|z| z - last).collect(),
            scale: libm::exp(last),
            start: crate::Period::annual(2000),
            unit: "USD m".into(),
            regressors: Vec::new(),
        }
    }

    fn check<const N: usize>(
        shape: Shape,
        ceiling: Option<f64>,
        curve: impl Fn(f64) -> f64,
        expected: [f64; N],
    ) {
        let fitted = fit(shape, ceiling, &sample(curve)).unwrap();
        for (parameter, expected) in fitted.parameters().iter().zip(expected) {
            // Noise-free data: the optimum is exact up to the solver's tolerance.
            assert!(
                (parameter.value - expected).abs() < 1e-5 * expected,
                "{shape:?} {parameter:?} {expected}"
            );
        }
    }

    #[test]
    fn known_curves_are_recovered() {
        let logistic = |t: f64| 500.0 / (1.0 + libm::exp(-0.35 * (t - 12.0)));
        let gompertz = |t: f64| 500.0 * libm::exp(-libm::exp(-0.2 * (t - 9.0)));
        check(Shape::Logistic, None, logistic, [500.0, 0.35, 12.0]);
        check(Shape::Logistic, Some(500.0), logistic, [500.0, 0.35, 12.0]);
        check(Shape::Gompertz, None, gompertz, [500.0, 0.2, 9.0]);
        check(Shape::Gompertz, Some(500.0), gompertz, [500.0, 0.2, 9.0]);
        let richards = |t: f64| 500.0 * libm::exp(-libm::log1p(0.4 * libm::exp(-0.3 * (t - 11.0))) / 0.4);
        check(Shape::Richards, None, richards, [500.0, 0.3, 11.0, 0.4]);
        check(Shape::Richards, Some(500.0), richards, [500.0, 0.3, 11.0, 0.4]);
        check(Shape::Richards, None, logistic, [500.0, 0.35, 12.0, 1.0]);
    }

    #[test]
    fn richards_says_where_it_ends_in_gompertz() {
        let wobbling = |t: f64| 500.0 * libm::exp(-libm::exp(-0.2 * (t - 9.0)) + 0.02 * libm::sin(9.0 * t));
        let error = fit(Shape::Richards, Some(500.0), &sample(wobbling)).unwrap_err();
        assert!(error.to_string().contains("use one of those models"), "{error}");
    }

    #[test]
    fn exponential_growth_has_no_ceiling() {
        for shape in [Shape::Logistic, Shape::Gompertz, Shape::Richards] {
            let error = fit(shape, None, &sample(|t| libm::exp(0.1 * t))).unwrap_err();
            assert_eq!(error.code(), "not_fitted", "{error}");
        }
    }

    #[test]
    fn a_ceiling_below_the_data_is_refused() {
        let error =
            fit(Shape::Logistic, Some(400.0), &sample(|t| 500.0 / (1.0 + libm::exp(-0.35 * (t - 12.0)))))
                .unwrap_err();
        assert!(error.to_string().contains("ceiling"), "{error}");
    }
}
