//! What a series shows at an origin, free of units: the regressors of the panel model.

use crate::numeric::mean::mean;
use crate::series::sample::volatility;

/// Lowest volatility that is believed.
const LOWEST_VOLATILITY: f64 = 0.03;

/// How many numbers say what is known of a pair at an origin, free of units: see [`Priors::centre`].
pub(crate) const FEATURES: usize = 5;

/// The features of a series less those of an average pair. Few changes say little about volatility; two of them are trusted
/// half.
pub(crate) fn excess(t: &[f64], log: &[f64], centre: &[f64; FEATURES]) -> [f64; FEATURES] {
    let own = features(t, log);
    let changes_seen = (t.len() - 1) as f64;
    let mut excess: [f64; FEATURES] = std::array::from_fn(|j| own[j] - centre[j]);
    excess[FEATURES - 1] *= changes_seen / (changes_seen + 2.0);
    excess
}

/// Last growth a year; level above the mean of the last five and ten years; growth a year over five years; log volatility.
/// Gaps are bridged: a change over k years counts as k equal ones, a mean takes the years that are there.
pub(crate) fn features(t: &[f64], log: &[f64]) -> [f64; FEATURES] {
    let last = t.len() - 1;
    let above = |years: f64| {
        let recent = (0..t.len()).filter(|&i| t[last] - t[i] < years).map(|i| log[i]);
        log[last] - mean(recent).expect("the last value is recent")
    };
    let five = (0..t.len()).rev().find(|&i| t[last] - t[i] >= 5.0).unwrap_or(0);
    let over = |from: usize| if last > from { (log[last] - log[from]) / (t[last] - t[from]) } else { 0.0 };
    [
        over(last.saturating_sub(1)),
        above(5.0),
        above(10.0),
        over(five),
        libm::log(volatility(t, log).max(LOWEST_VOLATILITY)),
    ]
}
