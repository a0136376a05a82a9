//! Metrics of forecasts: free functions of what was said and what happened, unit-free or in the unit of the values.
//!
//! Arguments that could be swapped are fields with names. Nothing is scored as `None`, never as zero.

use serde::Serialize;

/// Probabilities are drawn in to this distance from 0 and 1 before their logarithm is taken: a thousand simulated futures
/// cannot tell a smaller one from never.
const SMALLEST_PROBABILITY: f64 = 1e-3;

/// A probability that was stated and whether the event happened.
///
/// ```
/// let said = tradecast::Stated { probability: 0.8, happened: true };
/// assert!(said.happened);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    /// Probability stated, 0 to 1.
    pub probability: f64,
    /// Whether it happened.
    pub happened: bool,
}

impl Stated {
    fn outcome(self) -> f64 {
        if self.happened { 1.0 } else { 0.0 }
    }
}

/// Brier score: mean squared difference between probability and outcome (Brier 1950, Monthly Weather Review 78, 1). 0 is
/// perfect, 0.25 is what saying one half always gets.
///
/// ```
/// use tradecast::{Stated, brier};
///
/// let said = [Stated { probability: 0.8, happened: true }, Stated { probability: 0.4, happened: false }];
/// assert!((brier(&said).unwrap() - 0.1).abs() < 1e-12); // (0.04 + 0.16) / 2
/// assert_eq!(brier(&[]), None);
/// ```
#[must_use]
pub fn brier(said: &[Stated]) -> Option<f64> {
    mean(said.iter().map(|s| (s.probability - s.outcome()) * (s.probability - s.outcome())))
}

/// Logarithmic score: mean of minus the logarithm of the probability given to what happened (Good 1952, J. R. Stat. Soc. B
/// 14, 107). 0 is perfect, 0.693 is what saying one half always gets; probabilities below 0.001 count as 0.001.
///
/// ```
/// use tradecast::{Stated, log_score};
///
/// let half = [Stated { probability: 0.5, happened: true }];
/// assert!((log_score(&half).unwrap() - 2f64.ln()).abs() < 1e-12);
/// ```
#[must_use]
pub fn log_score(said: &[Stated]) -> Option<f64> {
    mean(said.iter().map(|s| {
        let given = if s.happened { s.probability } else { 1.0 - s.probability };
        -libm::log(given.clamp(SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY))
    }))
}

/// Probabilities of about the same size and how often the event followed: one row of a reliability table.
///
/// ```
/// use tradecast::{Stated, reliability};
///
/// let said = [0.31, 0.35, 0.38, 0.39].map(|probability| Stated { probability, happened: probability > 0.36 });
/// let [row] = reliability(&said).try_into().unwrap();
/// assert_eq!((row.forecasts, row.frequency), (4, 0.5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReliabilityRow {
    /// Lower edge of the bin of probabilities, which is a tenth wide.
    pub from: f64,
    /// Forecasts in it.
    pub forecasts: usize,
    /// Mean probability stated.
    pub mean_probability: f64,
    /// Share of them that happened.
    pub frequency: f64,
}

/// Reliability table in ten bins of equal width, empty ones left out (Murphy 1973, J. Appl. Meteorology 12, 595).
///
/// ```
/// assert!(tradecast::reliability(&[]).is_empty());
/// ```
#[must_use]
pub fn reliability(said: &[Stated]) -> Vec<ReliabilityRow> {
    const BINS: usize = 10;
    let bin = |s: &Stated| ((s.probability * BINS as f64) as usize).min(BINS - 1);
    let rows = (0..BINS).filter_map(|of| {
        let inside: Vec<Stated> = said.iter().copied().filter(|s| bin(s) == of).collect();
        Some(ReliabilityRow {
            from: of as f64 / BINS as f64,
            forecasts: inside.len(),
            mean_probability: mean(inside.iter().map(|s| s.probability))?,
            frequency: mean(inside.iter().map(|s| s.outcome()))?,
        })
    });
    rows.collect()
}

/// Expected calibration error: mean distance between probability and frequency over the reliability table, weighted by
/// forecasts (Naeini et al. 2015, AAAI 29, eq. 3).
///
/// ```
/// use tradecast::{Stated, calibration_error};
///
/// let said = [0.5, 0.5].map(|probability| Stated { probability, happened: true });
/// assert_eq!(calibration_error(&said), Some(0.5));
/// ```
#[must_use]
pub fn calibration_error(said: &[Stated]) -> Option<f64> {
    let rows = reliability(said);
    let off = rows.iter().map(|row| row.forecasts as f64 * (row.mean_probability - row.frequency).abs());
    (!said.is_empty()).then(|| off.sum::<f64>() / said.len() as f64)
}

/// A point forecast and what happened, both positive and in the same unit.
///
/// ```
/// let pair = tradecast::Pair { actual: 100.0, predicted: 110.0 };
/// assert!(pair.predicted > pair.actual);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// What happened.
    pub actual: f64,
    /// What was forecast.
    pub predicted: f64,
}

/// Symmetric mean absolute percentage error, %: twice the absolute error over the sum (Makridakis 1993, Int. J. Forecasting
/// 9, 527). 0 is perfect, 200 the worst.
///
/// ```
/// use tradecast::{Pair, smape};
///
/// let error = smape(&[Pair { actual: 100.0, predicted: 300.0 }]).unwrap();
/// assert!((error - 100.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn smape(pairs: &[Pair]) -> Option<f64> {
    mean(pairs.iter().map(|p| 200.0 * (p.actual - p.predicted).abs() / (p.actual.abs() + p.predicted.abs())))
}

/// Root mean squared error in logs, log points: 0.1 is about 10 %.
///
/// ```
/// use tradecast::{Pair, rmse_log};
///
/// let error = rmse_log(&[Pair { actual: 1.0, predicted: 1f64.exp() }]).unwrap();
/// assert!((error - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn rmse_log(pairs: &[Pair]) -> Option<f64> {
    let squared = |p: &Pair| {
        let error = libm::log(p.predicted / p.actual);
        error * error
    };
    mean(pairs.iter().map(squared)).map(f64::sqrt)
}

/// Continuous ranked probability score of a sample, in its unit (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, 359,
/// eq. 21): the mean distance to the outcome less half the mean distance between two values. `None` for an empty sample.
///
/// ```
/// let score = tradecast::crps(&[1.0, 2.0, 4.0, 7.0, 11.0], 5.0).unwrap();
/// assert!((score - 1.2).abs() < 1e-12);
/// ```
#[must_use]
pub fn crps(sample: &[f64], outcome: f64) -> Option<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = mean(sorted.iter().map(|v| (v - outcome).abs()))?;
    let spread =
        sorted.iter().enumerate().map(|(i, v)| (2.0 * i as f64 - n + 1.0) * v).sum::<f64>() / (n * n);
    Some(distance - spread)
}

/// Mean of the values; `None` where there is none.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0usize, 0.0), |(count, sum), v| (count + 1, sum + v));
    (count > 0).then(|| sum / count as f64)
}
