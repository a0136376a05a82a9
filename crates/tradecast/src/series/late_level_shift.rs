//! A shift of level in the last two observations, which may be one or a single wild value: `guide/methods/change.md`, last section.

use crate::period::Period;
use crate::series::sample::{SMALLEST_CHANGE, Sample};

/// Fewest observations: with fewer, growth that lasts is taken for a shift too often.
const FEWEST: usize = 18;
/// Standard deviations of the growth before beyond which a shift is told, from simulations without one (`tests/changes.rs`).
const LIMIT: f64 = 3.0;
/// Smallest share of a shift that must be left at the end: a value that is off and back again is no shift.
const LEFT: f64 = 0.5;

/// A shift of level that nobody knows yet to last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LateLevelShift {
    /// First period at the new level.
    pub(crate) period: Period,
    /// New level over that to which growth led before.
    pub(crate) factor: f64,
}

/// The larger shift of the last two observations, where the growth between those before does not explain it.
pub(crate) fn late_level_shift(sample: &Sample) -> Option<LateLevelShift> {
    let Sample { t, log, .. } = sample;
    if t.len() < FEWEST {
        return None;
    }
    let late = t.len() - 2;
    let span = t[late - 1] - t[0];
    let growth = (log[late - 1] - log[0]) / span;
    // Growth over k periods has k times the variance; one beyond what led here, and that of the mean growth on top.
    let surprise = |i: usize| log[i] - log[i - 1] - (t[i] - t[i - 1]) * growth;
    let squares: f64 = (1..late).map(|i| surprise(i) * surprise(i) / (t[i] - t[i - 1])).sum();
    // Two less than the degrees of freedom: the variance of a Student-t is so much larger than one.
    let variance = (squares + SMALLEST_CHANGE * SMALLEST_CHANGE) / (late - 4) as f64;
    let left = surprise(late) + surprise(late + 1);
    let size = |i: usize| {
        let k = t[i] - t[i - 1];
        surprise(i) * surprise(i) / (variance * k * (1.0 + k / span))
    };
    let shifts = (late..=late + 1).filter(|&i| size(i) > LIMIT * LIMIT && left / surprise(i) >= LEFT);
    let at = shifts.max_by(|a, b| size(*a).total_cmp(&size(*b)))?;
    Some(LateLevelShift { period: sample.period(at), factor: libm::exp(surprise(at)) })
}
