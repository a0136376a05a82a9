//! What is left after a trend: how long it lasts, how large it is, and how to simulate it.

use crate::model::report::Diagnostics;
use crate::numeric::autocorrelation::autocorrelation;
use crate::numeric::draws::Draws;
use crate::series::sample::Sample;

/// Longest memory allowed: beyond, a deviation from trend would never fade and the trend would mean nothing.
const LONGEST_MEMORY: f64 = 0.98;

/// First-order autoregressive deviations from a trend, u(t) = rho u(t-1) + e(t).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deviations {
    /// Share of a deviation that remains one period later.
    pub(crate) memory: f64,
    /// Standard deviation of a deviation, log points.
    pub(crate) sigma: f64,
    /// Degrees of freedom behind sigma.
    pub(crate) degrees_of_freedom: usize,
}

impl Deviations {
    /// Estimates memory from adjacent residuals, corrected for the downward bias of short samples (Kendall 1954,
    /// Biometrika 41, 403: the bias is about -(1 + 3 rho)/n). Negative memory is set to zero.
    pub(crate) fn of(t: &[f64], residuals: &[f64], sigma: f64, degrees_of_freedom: usize) -> Self {
        let memory =
            autocorrelation(t, residuals).map_or(0.0, |rho| rho + (1.0 + 3.0 * rho) / residuals.len() as f64);
        Self { memory: memory.clamp(0.0, LONGEST_MEMORY), sigma, degrees_of_freedom }
    }

    /// Factor on the variance of estimated coefficients when deviations last: a trend's worth of n autocorrelated
    /// deviations carries the information of n (1 - rho)/(1 + rho) independent ones.
    pub(crate) fn variance_inflation(self) -> f64 {
        (1.0 + self.memory) / (1.0 - self.memory)
    }

    /// What is left of a deviation `lead` periods later.
    fn faded(self, deviation: f64, lead: usize) -> f64 {
        (0..lead).fold(deviation, |left, _| left * self.memory)
    }

    /// Median path around a trend, relative to the last value: `trend` gives the trend relative to it at each lead, lead
    /// zero being the present, and the present deviation fades.
    pub(crate) fn point(self, trend: impl Fn(usize) -> f64, lead: usize) -> f64 {
        trend(lead) + self.faded(-trend(0), lead)
    }

    /// One simulated path around a drawn trend, given as in [`Deviations::point`]: the present deviation fades from it,
    /// and surprises, larger by `scale` than estimated, accumulate.
    pub(crate) fn path(
        self,
        draws: Draws,
        scale: f64,
        drawn: impl Fn(usize) -> f64,
        trend: &mut [f64],
        surprise: &mut [f64],
    ) {
        let shock = self.sigma * scale * (1.0 - self.memory * self.memory).sqrt();
        let (mut fading, mut accumulated) = (-drawn(0), 0.0);
        for (lead, (trend, surprise)) in trend.iter_mut().zip(surprise).enumerate() {
            fading *= self.memory;
            accumulated = self.memory * accumulated + shock * draws.surprise(lead);
            *trend = drawn(lead + 1) + fading;
            *surprise = accumulated;
        }
    }
}

/// Diagnostics of residuals in logs, observed in the periods `index` of the sample.
pub(crate) fn diagnostics(
    sample: &Sample,
    index: impl Fn(usize) -> usize,
    residuals: &[f64],
    sigma: f64,
    degrees_of_freedom: usize,
    r_squared: Option<f64>,
) -> Diagnostics {
    let t: Vec<f64> = (0..residuals.len()).map(|i| sample.t[index(i)]).collect();
    let largest = (0..residuals.len())
        .max_by(|&a, &b| residuals[a].abs().total_cmp(&residuals[b].abs()))
        .expect("a fitted model has residuals");
    Diagnostics {
        observations: sample.len(),
        degrees_of_freedom,
        sigma,
        r_squared,
        autocorrelation: autocorrelation(&t, residuals),
        largest_residual: if sigma > 0.0 { residuals[largest].abs() / sigma } else { 0.0 },
        largest_residual_period: sample.period(index(largest)),
    }
}
