//! Damped trend in logs: the state-space form ETS(A,Ad,N).
//!
//! **Equations**, with z the logarithm of the series: z(t) = l(t-1) + phi b(t-1) + e(t), l(t) = l(t-1) + phi b(t-1) + alpha e(t),
//! b(t) = phi b(t-1) + beta e(t). In a gap the states move on without a surprise.
//!
//! **When it is right.** Growth has momentum that fades, and part of every surprise is transitory. The strongest single
//! method of the forecasting competitions for yearly series.
//!
//! **Estimates.** alpha in (0, 1), beta = alpha beta* with beta* in (0, 1), phi in (0.80, 0.98), and the initial level and
//! slope, by least squares of the one-step errors (maximum likelihood under normal errors). Where a short series hardly
//! determines a parameter, the simulated spread of its transform is capped by a weak normal prior of standard deviation 2.
//!
//! **Source.** Hyndman, Koehler, Ord and Snyder 2008, *Forecasting with Exponential Smoothing*, table 2.2 and section 5.1;
//! Gardner and McKenzie 1985, Management Science 31, 1237.

use nalgebra::DMatrix;

use super::residual;
use super::{Fitted, Sample};
use crate::answer::{Diagnostics, Parameter};
use crate::draws::{Draws, Purpose};
use crate::error::{Error, Result};
use crate::solve::{Curve, covariance_factor, nonlinear_least_squares};

const LOWEST_PHI: f64 = 0.80;
const HIGHEST_PHI: f64 = 0.98;
/// Standard deviation of the weak prior on the transformed parameters.
const PRIOR: f64 = 2.0;

/// Parameters on their natural scale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Smoothing {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) phi: f64,
    pub(crate) level: f64,
    pub(crate) slope: f64,
}

impl Smoothing {
    /// From the unbounded parameters the solver moves.
    fn from_unbounded(p: &[f64]) -> Self {
        let alpha = expit(p[0]);
        Self {
            alpha,
            beta: alpha * expit(p[1]),
            phi: LOWEST_PHI + (HIGHEST_PHI - LOWEST_PHI) * expit(p[2]),
            level: p[3],
            slope: p[4],
        }
    }

    /// Runs the filter over the observations and returns one-step errors with the final level and slope.
    pub(crate) fn filter(self, t: &[f64], log: &[f64]) -> (Vec<f64>, f64, f64) {
        let (mut level, mut slope) = (self.level, self.slope);
        let mut now = -1.0;
        let mut errors = Vec::with_capacity(log.len());
        for (&t, &z) in t.iter().zip(log) {
            while now + 1.0 < t {
                slope *= self.phi;
                level += slope;
                now += 1.0;
            }
            let trend = self.phi * slope;
            let error = z - level - trend;
            level += trend + self.alpha * error;
            slope = trend + self.beta * error;
            now = t;
            errors.push(error);
        }
        (errors, level, slope)
    }
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

impl Curve for Sample {
    fn residuals(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        let (errors, ..) = Smoothing::from_unbounded(parameters).filter(&self.t, &self.log);
        errors.iter().all(|e| e.is_finite()).then_some(errors)
    }
}

#[derive(Debug)]
struct DampedTrend {
    sample: Sample,
    unbounded: Vec<f64>,
    /// Standard errors of the unbounded parameters; `None` where the data do not determine them.
    errors: Option<Vec<f64>>,
    factor: Option<DMatrix<f64>>,
    sigma: f64,
    degrees_of_freedom: usize,
    diagnostics: Diagnostics,
    evaluations: usize,
}

/// Fits the damped trend.
pub(super) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(8, "damped")?;
    let slope = (sample.log[3] - sample.log[0]) / (sample.t[3] - sample.t[0]);
    let starts = [(-2.0, -2.0), (0.0, -2.0), (2.0, -2.0), (0.0, 1.0), (2.0, 1.0)]
        .map(|(alpha, beta)| vec![alpha, beta, 0.0, sample.log[0] - slope, slope]);
    let best = nonlinear_least_squares(sample, starts).ok_or_else(|| Error::NotFitted {
        model: "damped",
        reason: "least squares did not converge from any starting point".into(),
    })?;
    let degrees_of_freedom = sample.len() - best.parameters.len();
    let sigma = (best.sum_of_squares / degrees_of_freedom as f64).sqrt();
    let gram = best.jacobian.transpose() * &best.jacobian;
    let errors = gram
        .clone()
        .cholesky()
        .map(|c| c.inverse().diagonal().iter().map(|v| sigma * v.sqrt()).collect::<Vec<f64>>())
        .filter(|errors| errors.iter().all(|e| e.is_finite() && *e < 100.0));
    // Posterior under the weak prior: the prior's precision is added to the data's.
    let variance = sigma * sigma;
    let precision = gram / variance.max(f64::MIN_POSITIVE) + DMatrix::identity(5, 5) / (PRIOR * PRIOR);
    let factor = (variance > 0.0)
        .then(|| precision.cholesky())
        .flatten()
        .and_then(|c| covariance_factor(&c.inverse()));
    Ok(Box::new(DampedTrend {
        diagnostics: residual::diagnostics(sample, |i| i, &best.residuals, sigma, degrees_of_freedom, None),
        sample: sample.clone(),
        unbounded: best.parameters,
        errors,
        factor,
        sigma,
        degrees_of_freedom,
        evaluations: best.evaluations,
    }))
}

impl DampedTrend {
    /// Level and damped slope per lead from the end of the sample.
    fn trend(smoothing: Smoothing, level: f64, slope: f64) -> impl Iterator<Item = f64> {
        let mut state = (level, slope);
        std::iter::repeat_with(move || {
            state.1 *= smoothing.phi;
            state.0 += state.1;
            state.0
        })
    }
}

impl Fitted for DampedTrend {
    fn parameters(&self) -> Vec<Parameter> {
        let Smoothing { alpha, beta, phi, .. } = Smoothing::from_unbounded(&self.unbounded);
        let logit_slope = |share: f64| share * (1.0 - share);
        let phi_share = (phi - LOWEST_PHI) / (HIGHEST_PHI - LOWEST_PHI);
        let beta_share = beta / alpha;
        let error = |j: usize, slope: f64| self.errors.as_ref().map(|e| e[j] * slope);
        let parameter = |name: &str, value: f64, std_error: Option<f64>| Parameter {
            name: name.into(),
            value,
            std_error,
            unit: "share".into(),
        };
        vec![
            parameter("alpha", alpha, error(0, logit_slope(alpha))),
            parameter("beta*", beta_share, error(1, logit_slope(beta_share))),
            parameter("phi", phi, error(2, logit_slope(phi_share) * (HIGHEST_PHI - LOWEST_PHI))),
            Parameter {
                name: "sigma".into(),
                value: self.sigma,
                std_error: None,
                unit: "log points a period".into(),
            },
        ]
    }

    fn convergence(&self) -> String {
        format!("Levenberg-Marquardt converged after {} evaluations", self.evaluations)
    }

    fn diagnostics(&self) -> Diagnostics {
        self.diagnostics.clone()
    }

    fn point(&self, lead: usize) -> f64 {
        let smoothing = Smoothing::from_unbounded(&self.unbounded);
        let (_, level, slope) = smoothing.filter(&self.sample.t, &self.sample.log);
        Self::trend(smoothing, level, slope).nth(lead.saturating_sub(1)).expect("the trend never ends")
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.degrees_of_freedom);
        let mut drawn = self.unbounded.clone();
        if let Some(factor) = &self.factor {
            for j in 0..drawn.len() {
                drawn[j] +=
                    (0..=j).map(|k| factor[(j, k)] * draws.normal(Purpose::Parameter, k)).sum::<f64>();
            }
        }
        let smoothing = Smoothing::from_unbounded(&drawn);
        let (_, level, slope) = smoothing.filter(&self.sample.t, &self.sample.log);
        for (lead, trend_now) in trend.iter_mut().zip(Self::trend(smoothing, level, slope)) {
            *lead = trend_now;
        }
        // The model is linear: surprises add to the trend what they would add to zero.
        let (mut level, mut slope) = (0.0, 0.0);
        for (lead, surprise) in surprise.iter_mut().enumerate() {
            let error = self.sigma * scale * draws.surprise(lead);
            let moved = smoothing.phi * slope;
            *surprise = level + moved + error;
            level += moved + smoothing.alpha * error;
            slope = moved + smoothing.beta * error;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The filter at given parameters against statsmodels' smoother: exact arithmetic, so rounding only.
    #[test]
    fn the_filter_agrees_with_statsmodels() {
        let file =
            |text: &str| serde_json::from_str::<Value>(text).unwrap()["cases"].as_array().unwrap().clone();
        let series = file(include_str!("../../../../tests/reference/series.json"));
        let mut compared = 0;
        for case in file(include_str!("../../../../tests/reference/damped.json")) {
            let values = &series.iter().find(|s| s["name"] == case["series"]).unwrap()["values"];
            let pairs: Vec<(f64, f64)> = values
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| (pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap()))
                .collect();
            let t: Vec<f64> = pairs.iter().map(|(year, _)| year - pairs[0].0).collect();
            let log: Vec<f64> = pairs.iter().map(|(_, value)| libm::log(*value)).collect();
            for fixed in case["fixed"].as_array().unwrap() {
                let at = |name: &str| fixed[name].as_f64().unwrap();
                let (alpha, beta, phi) = (at("alpha"), at("beta"), at("phi"));
                let smoothing = Smoothing { alpha, beta, phi, level: at("level"), slope: at("slope") };
                let (errors, level, slope) = smoothing.filter(&t, &log);
                let sse: f64 = errors.iter().map(|e| e * e).sum();
                assert!((sse / at("sse") - 1.0).abs() < 1e-10, "{} {sse}", case["series"]);
                for (ours, theirs) in
                    DampedTrend::trend(smoothing, level, slope).zip(fixed["forecast"].as_array().unwrap())
                {
                    assert!(
                        (ours - theirs.as_f64().unwrap()).abs() < 1e-10,
                        "{} {ours} {theirs}",
                        case["series"]
                    );
                }
                compared += 1;
            }
        }
        assert!(compared >= 6);
    }
}
