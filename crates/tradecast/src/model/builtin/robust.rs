#![doc = include_str!("../../../guide/models/robust.md")]

use std::sync::Arc;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift::growth_parameter;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual::{self, Deviations};
use crate::numeric::draws::{Draws, Purpose, normal_quantile};
use crate::numeric::quantile;
use crate::numeric::sort::sort;
use crate::series::sample::Sample;

/// Name of the model.
const MODEL: &str = "robust";
/// Most observations: a century of months. The number of pairs grows with the square.
const LONGEST: usize = 1200;
/// Confidence of the interval around the slope.
const CONFIDENCE: f64 = 0.95;

#[derive(Debug)]
struct Robust {
    slope: Slope,
    /// Trend at the middle, relative to the last value.
    level: f64,
    level_error: f64,
    /// Factor on the standard errors, because autocorrelated deviations carry less information.
    inflation: f64,
    deviations: Deviations,
    diagnostics: Diagnostics,
    /// From the median time to the last observation.
    to_end: f64,
    scale: f64,
    unit: Arc<str>,
    per_year: f64,
}

/// A slope with the limits of its confidence interval, log points a period.
#[derive(Debug, Clone, Copy)]
struct Slope {
    estimate: f64,
    low: f64,
    high: f64,
}

impl Slope {
    /// Theil's slope and Sen's interval. Times must differ.
    fn of(t: &[f64], z: &[f64]) -> Self {
        let n = t.len();
        let mut slopes: Vec<f64> = Vec::with_capacity(n * (n - 1) / 2);
        for i in 1..n {
            slopes.extend((0..i).map(|j| (z[i] - z[j]) / (t[i] - t[j])));
        }
        sort(&mut slopes);
        // The limits have as many slopes outside them as a significant S would leave.
        let (pairs, last) = (slopes.len() as f64, slopes.len() - 1);
        let width = normal_quantile(0.5 + CONFIDENCE / 2.0) * kendall_variance(z).sqrt();
        let low = (libm::rint((pairs - width) / 2.0) as usize).saturating_sub(1);
        let high = (libm::rint((pairs + width) / 2.0) as usize).min(last);
        let [estimate] = quantile::of(&slopes, [0.5]);
        Self { estimate, low: slopes[low], high: slopes[high] }
    }

    fn error(self) -> f64 {
        (self.high - self.low) / (2.0 * normal_quantile(0.5 + CONFIDENCE / 2.0))
    }
}

/// Variance of Kendall's S where nothing trends, with the correction for equal values.
fn kendall_variance(z: &[f64]) -> f64 {
    let term = |k: usize| (k * (k - 1) * (2 * k + 5)) as f64;
    let mut sorted = z.to_vec();
    sort(&mut sorted);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|equal| term(equal.len())).sum();
    (term(z.len()) - ties) / 18.0
}

/// Fits the robust trend.
pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(5, MODEL)?;
    if sample.len() > LONGEST {
        let reason = NotFittedReason::TooLong { have: sample.len(), most: LONGEST };
        return Err(Error::NotFitted { model: MODEL, reason });
    }
    let slope = Slope::of(&sample.t, &sample.log);
    let [middle] = quantile::of(&sample.t, [0.5]);
    let detrended: Vec<f64> =
        sample.t.iter().zip(&sample.log).map(|(t, z)| z - slope.estimate * (t - middle)).collect();
    let [level] = quantile::of(&detrended, [0.5]);
    let residuals: Vec<f64> = detrended.iter().map(|z| z - level).collect();
    let degrees_of_freedom = sample.len() - 2;
    let sum_of_squares: f64 = residuals.iter().map(|u| u * u).sum();
    let sigma = (sum_of_squares / degrees_of_freedom as f64).sqrt();
    let deviations = Deviations::of(&sample.t, &residuals, sigma, degrees_of_freedom);
    Ok(Box::new(Robust {
        slope,
        level,
        level_error: sigma * (std::f64::consts::FRAC_PI_2 / sample.len() as f64).sqrt(),
        inflation: deviations.variance_inflation().sqrt(),
        deviations,
        diagnostics: residual::diagnostics(sample, |i| i, &residuals, sigma, degrees_of_freedom, None),
        to_end: sample.end() - middle,
        scale: sample.scale,
        unit: sample.unit.clone(),
        per_year: sample.per_year(),
    }))
}

impl Robust {
    /// The trend relative to the last value, in logs, `lead` periods after it.
    fn ahead(&self, [level, slope]: [f64; 2], lead: usize) -> f64 {
        level + slope * (self.to_end + lead as f64)
    }
}

impl Fitted for Robust {
    fn parameters(&self) -> Vec<Parameter> {
        let Slope { estimate, low, high } = self.slope;
        let level = libm::exp(self.level) * self.scale;
        vec![
            growth_parameter("growth", estimate, Some(self.slope.error()), self.per_year),
            growth_parameter("growth, 95 % from", low, None, self.per_year),
            growth_parameter("growth, 95 % to", high, None, self.per_year),
            Parameter {
                name: "level at the median time".into(),
                value: level,
                std_error: Some(self.level_error * level),
                unit: self.unit.to_string(),
            },
        ]
    }

    fn convergence(&self) -> Convergence {
        Convergence::Medians
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
    }

    fn point(&self, lead: usize) -> f64 {
        self.deviations.point(|lead| self.ahead([self.level, self.slope.estimate], lead), lead)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.deviations.degrees_of_freedom);
        // Around the median time level and slope are estimated nearly independently.
        let error = |of: f64, k: usize| of * self.inflation * scale * draws.normal(Purpose::Parameter, k);
        let drawn =
            [self.level + error(self.level_error, 0), self.slope.estimate + error(self.slope.error(), 1)];
        self.deviations.path(draws, scale, |lead| self.ahead(drawn, lead), trend, surprise);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Observation, Period, Series};

    fn sample(log: impl Fn(i32) -> f64) -> Sample {
        let observations =
            (0..21).map(|t| Observation::new(Period::annual(2000 + t), libm::exp(log(t)))).collect();
        Sample::of(&Series::new("test", observations).unwrap())
    }

    #[test]
    fn a_quarter_of_wild_values_leaves_the_slope_alone() {
        let wild = |t: i32| if t % 4 == 1 { 3.0 } else { 0.0 };
        let fitted = fit(&sample(|t| 0.07 * f64::from(t) + wild(t))).unwrap();
        let growth = &fitted.parameters()[0];
        // Most slopes between the undisturbed values are equal, so their median is exact up to the grid of logarithms.
        assert!((growth.value - 100.0 * libm::expm1(0.07)).abs() < 1e-6, "{growth:?}");
    }

    #[test]
    fn a_constant_series_stays_constant() {
        let fitted = fit(&sample(|_| 2.0)).unwrap();
        let (mut trend, mut surprise) = ([1.0; 5], [1.0; 5]);
        fitted.path(Draws::new(1, 1, 0), &mut trend, &mut surprise);
        assert_eq!((trend, surprise), ([0.0; 5], [0.0; 5]));
        assert_eq!(fitted.parameters()[0].std_error, Some(0.0));
    }
}
