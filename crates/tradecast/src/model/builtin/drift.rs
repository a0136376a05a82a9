#![doc = include_str!("../../../guide/models/drift.md")]

use crate::error::Result;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::priors::Priors;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::{Draws, Purpose};
use crate::series::sample::Sample;

#[derive(Debug)]
pub(crate) struct RandomWalk {
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
pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(3, "drift")?;
    let span = sample.end();
    let drift = -sample.log[0] / span;
    Ok(Box::new(walk(sample, drift, Some(span))))
}

/// Spread of lasting growth rates between pairs, log points a year. Mean growth of 1,799 pairs over two consecutive stretches of
/// some 24 years, less that of all pairs, is not correlated (-0.05): this is more than the panel supports.
const LASTING_SPREAD: f64 = 0.01;

/// Fits a random walk whose drift is drawn towards the panel's growth, or towards none where there are no priors.
pub(crate) fn fit_shrunk(sample: &Sample, priors: Option<&Priors>) -> Result<Box<dyn Fitted>> {
    sample.needs(3, "shrunk-drift")?;
    let span = sample.end();
    let own = walk(sample, -sample.log[0] / span, Some(span));
    let per_year = sample.per_year();
    let elsewhere = priors.map_or(0.0, |priors| priors.common_growth) / per_year;
    let (spread, error) = (LASTING_SPREAD / per_year, own.sigma / span.sqrt());
    // Precisions add up; a series without any variation knows its drift.
    let kept = spread * spread / (spread * spread + error * error);
    let drift = elsewhere + kept * (own.drift - elsewhere);
    Ok(Box::new(RandomWalk { drift_error: Some(kept.sqrt() * error), ..walk(sample, drift, Some(span)) }))
}

/// The walk around a drift; `span` is the time it was estimated over, `None` where it was not estimated.
pub(crate) fn walk(sample: &Sample, drift: f64, span: Option<f64>) -> RandomWalk {
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

    fn convergence(&self) -> Convergence {
        Convergence::ClosedForm
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
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
pub(crate) fn growth_parameter(name: &str, per_period: f64, error: Option<f64>, per_year: f64) -> Parameter {
    let growth = libm::exp((per_period * per_year).min(LARGEST_GROWTH));
    Parameter {
        name: name.into(),
        value: (growth - 1.0) * 100.0,
        std_error: error.map(|e| e * per_year * growth * 100.0),
        unit: "% a year".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::yearly;

    /// The posterior of a normal mean, by hand: drift 0.05, sigma 0.2 over four years, prior 0 and 0.01.
    #[test]
    fn a_drift_is_drawn_towards_growth_elsewhere() {
        let changes = [0.25, -0.15, 0.25, -0.15];
        let mut level = 0.0;
        let logs = changes.map(|c| {
            level += c;
            level
        });
        let values: Vec<f64> = [0.0].iter().chain(&logs).map(|z| libm::exp(*z)).collect();
        let fitted = fit_shrunk(&yearly(&values), None).unwrap();
        let error = (4.0f64 * 0.04 / 3.0).sqrt() / 2.0;
        let kept = 1e-4 / (1e-4 + error * error);
        assert!((fitted.point(1) - kept * 0.05).abs() < 1e-9, "{}", fitted.point(1));
    }
}
