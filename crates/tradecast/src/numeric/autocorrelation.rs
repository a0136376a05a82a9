//! What is left of a residual a period later.

/// Lag-1 autocorrelation over pairs one period apart; `None` with fewer than three pairs or no variation.
pub(crate) fn autocorrelation(t: &[f64], residuals: &[f64]) -> Option<f64> {
    let adjacent = || (1..t.len()).filter(|&i| t[i] - t[i - 1] == 1.0);
    let power: f64 = residuals.iter().map(|r| r * r).sum::<f64>() / residuals.len() as f64;
    let pairs = adjacent().count();
    let product: f64 = adjacent().map(|i| residuals[i] * residuals[i - 1]).sum();
    (pairs >= 3 && power > 0.0).then(|| (product / pairs as f64 / power).clamp(-1.0, 1.0))
}
