//! Random walk with drift in logs: compound growth.
//!
//! **Equation.** z(t) = z(t-1) + mu + e(t), with z the logarithm of the series. Over a gap of k periods the change has mean
//! k mu and variance k sigma^2.
//!
//! **When it is right.** Growth has no memory: a good year raises the level for good and says nothing about the next one.
//!
//! **Estimates.** mu is the mean change per period, (z(T) - z(1)) / (T - 1), which is maximum likelihood also with gaps;
//! its standard error is sigma / sqrt(T - 1). Parameters: drift, % a year.
//!
//! **Source.** Hyndman and Athanasopoulos, *Forecasting: principles and practice*, 3rd ed., section 5.2.

use super::{Fitted, Sample, residual};
use crate::answer::{Diagnostics, Parameter};
use crate::draws::{Draws, Purpose};
use crate::error::Result;

#[derive(Debug)]
pub(super) struct RandomWalk {
    /// Mean change per period, log points.
    drift: f64,
    /// Standard error of the drift; `None` where the drift is not estimated.
    drift_error: Option<f64>,
    per_year: f64,
    sigma: f64,
    degrees_of_freedom: usize,
    diagnostics: Diagnostics,
}

/// Fits a random walk whose drift is estimated.
pub(super) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(3, "drift")?;
    let span = sample.end();
    let drift = -sample.log[0] / span;
    Ok(Box::new(walk(sample, drift, Some(span))))
}

/// The walk around a drift; `span` is the time it was estimated over, `None` where it was not estimated.
pub(super) fn walk(sample: &Sample, drift: f64, span: Option<f64>) -> RandomWalk {
    let standardised: Vec<f64> = (1..sample.len())
        .map(|i| {
            let k = sample.t[i] - sample.t[i - 1];
            (sample.log[i] - sample.log[i - 1] - k * drift) / k.sqrt()
        })
        .collect();
    let degrees_of_freedom = standardised.len() - usize::from(span.is_some());
    let sum_of_squares: f64 = standardised.iter().map(|e| e * e).sum();
    let sigma = (sum_of_squares / degrees_of_freedom as f64).sqrt();
    RandomWalk {
        drift,
        drift_error: span.map(|span| sigma / span.sqrt()),
        per_year: sample.per_year(),
        sigma,
        degrees_of_freedom,
        diagnostics: residual::diagnostics(sample, |i| i + 1, &standardised, sigma, degrees_of_freedom, None),
    }
}

impl Fitted for RandomWalk {
    fn parameters(&self) -> Vec<Parameter> {
        let drift =
            self.drift_error.map(|error| growth_parameter("drift", self.drift, Some(error), self.per_year));
        let sigma = Parameter {
            name: "sigma".into(),
            value: self.sigma,
            std_error: None,
            unit: "log points a period".into(),
        };
        drift.into_iter().chain([sigma]).collect()
    }

    fn convergence(&self) -> String {
        "closed form".into()
    }

    fn diagnostics(&self) -> Diagnostics {
        self.diagnostics.clone()
    }

    fn point(&self, lead: usize) -> f64 {
        self.drift * lead as f64
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.degrees_of_freedom);
        let error = self.drift_error.map_or(0.0, |error| error * scale * draws.normal(Purpose::Parameter, 0));
        let drift = self.drift + error;
        let mut accumulated = 0.0;
        for (lead, (trend, surprise)) in trend.iter_mut().zip(surprise).enumerate() {
            accumulated += self.sigma * scale * draws.surprise(lead);
            *trend = drift * (lead + 1) as f64;
            *surprise = accumulated;
        }
    }
}

/// Growth of a year beyond this many log points is reported as this, so that it stays a number.
const LARGEST_GROWTH: f64 = 650.0;

/// Growth per period in logs as a parameter in per cent a year, with the delta-method standard error.
pub(super) fn growth_parameter(name: &str, per_period: f64, error: Option<f64>, per_year: f64) -> Parameter {
    let growth = libm::exp((per_period * per_year).min(LARGEST_GROWTH));
    Parameter {
        name: name.into(),
        value: (growth - 1.0) * 100.0,
        std_error: error.map(|e| e * per_year * growth * 100.0),
        unit: "% a year".into(),
    }
}
