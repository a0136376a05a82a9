#![doc = include_str!("../../../guide/models/trend.md")]

use std::sync::Arc;

use nalgebra::DMatrix;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift::growth_parameter;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual::{self, Deviations};
use crate::numeric::draws::Draws;
use crate::numeric::least_squares::{Column, LeastSquares, covariance_factor, ordinary_least_squares};
use crate::series::sample::Sample;

/// Lowest value of a straight line, as a share of the last value.
pub(crate) const FLOOR: f64 = 0.01;

const POWERS: [&str; 6] = ["constant", "time", "time^2", "time^3", "time^4", "time^5"];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Linear,
    LogLinear,
    Polynomial,
}

#[derive(Debug)]
struct Trend {
    kind: Kind,
    fit: LeastSquares,
    /// Factor of the coefficients' covariance, inflated for autocorrelation; `None` where nothing is uncertain.
    factor: Option<DMatrix<f64>>,
    deviations: Deviations,
    diagnostics: Diagnostics,
    end: f64,
    scale: f64,
    unit: Arc<str>,
    per_year: f64,
}

/// Fits a straight line in levels.
pub(crate) fn fit_linear(sample: &Sample) -> Result<Box<dyn Fitted>> {
    let levels: Vec<f64> = sample.log.iter().map(|&z| libm::exp(z)).collect();
    fit(Kind::Linear, "linear", 1, sample, &levels)
}

/// Fits a straight line in logs.
pub(crate) fn fit_log_linear(sample: &Sample) -> Result<Box<dyn Fitted>> {
    fit(Kind::LogLinear, "log-linear", 1, sample, &sample.log)
}

/// Fits a polynomial in logs.
pub(crate) fn fit_polynomial(sample: &Sample, degree: usize) -> Result<Box<dyn Fitted>> {
    fit(Kind::Polynomial, "polynomial", degree, sample, &sample.log)
}

fn fit(
    kind: Kind,
    model: &'static str,
    degree: usize,
    sample: &Sample,
    y: &[f64],
) -> Result<Box<dyn Fitted>> {
    sample.needs(degree + 3, model)?;
    let columns: Vec<Column> = POWERS
        .iter()
        .take(degree + 1)
        .enumerate()
        .map(|(power, name)| Column { name, values: sample.t.iter().map(|&t| raise(t, power)).collect() })
        .collect();
    let fit = ordinary_least_squares(model, &columns, y)?;
    let log_residuals: Vec<f64> = match kind {
        Kind::Linear => {
            (0..y.len()).map(|i| sample.log[i] - libm::log((y[i] - fit.residuals[i]).max(FLOOR))).collect()
        }
        Kind::LogLinear | Kind::Polynomial => fit.residuals.clone(),
    };
    let sum_of_squares: f64 = log_residuals.iter().map(|u| u * u).sum();
    let sigma = (sum_of_squares / fit.degrees_of_freedom as f64).sqrt();
    let deviations = Deviations::of(&sample.t, &log_residuals, sigma, fit.degrees_of_freedom);
    let covariance = &fit.unscaled_covariance * (fit.sigma * fit.sigma * deviations.variance_inflation());
    if fit.coefficients.iter().any(|c| !c.is_finite()) || !sigma.is_finite() {
        return Err(Error::NotFitted { model, reason: NotFittedReason::EstimatesNotFinite });
    }
    Ok(Box::new(Trend {
        kind,
        factor: covariance_factor(&covariance),
        deviations,
        diagnostics: residual::diagnostics(
            sample,
            |i| i,
            &log_residuals,
            sigma,
            fit.degrees_of_freedom,
            fit.r_squared,
        ),
        end: sample.end(),
        scale: sample.scale,
        unit: sample.unit.clone(),
        per_year: sample.per_year(),
        fit,
    }))
}

fn raise(t: f64, power: usize) -> f64 {
    (0..power).fold(1.0, |product, _| product * t)
}

impl Trend {
    /// The trend relative to the last value, in logs.
    fn at(&self, coefficients: &[f64], t: f64) -> f64 {
        let value = coefficients.iter().rev().fold(0.0, |sum, c| sum * t + c);
        if self.kind == Kind::Linear { libm::log(value.max(FLOOR)) } else { value }
    }
}

impl Fitted for Trend {
    fn parameters(&self) -> Vec<Parameter> {
        let LeastSquares { coefficients, unscaled_covariance, sigma, .. } = &self.fit;
        let error = |j: usize| sigma * unscaled_covariance[(j, j)].sqrt();
        let level = |j: usize, name: &str, unit: String| Parameter {
            name: name.into(),
            value: coefficients[j] * self.scale,
            std_error: Some(error(j) * self.scale),
            unit,
        };
        match self.kind {
            Kind::Linear => vec![
                level(0, "intercept", self.unit.to_string()),
                level(1, "slope", format!("{} a period", self.unit)),
            ],
            Kind::LogLinear | Kind::Polynomial => {
                let mut list: Vec<Parameter> = (0..coefficients.len())
                    .map(|j| Parameter {
                        name: if j == 0 { "intercept".into() } else { POWERS[j].into() },
                        value: coefficients[j] + if j == 0 { libm::log(self.scale) } else { 0.0 },
                        std_error: Some(error(j)),
                        unit: if j == 0 {
                            format!("log {}", self.unit)
                        } else {
                            "log points a period".into()
                        },
                    })
                    .collect();
                if self.kind == Kind::LogLinear {
                    list.push(growth_parameter("growth", coefficients[1], Some(error(1)), self.per_year));
                }
                list
            }
        }
    }

    fn convergence(&self) -> Convergence {
        Convergence::ClosedForm
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
    }

    fn point(&self, lead: usize) -> f64 {
        self.deviations.point(|lead| self.at(&self.fit.coefficients, self.end + lead as f64), lead)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.deviations.degrees_of_freedom);
        let drawn = draws.around(&self.fit.coefficients, self.factor.as_ref(), |normal| normal * scale);
        let ahead = |lead: usize| self.at(&drawn, self.end + lead as f64);
        self.deviations.path(draws, scale, ahead, trend, surprise);
    }
}
