//! Zeros among large values, which may be missing figures.

use super::{LEAST_JUMP, Looked, QualityProblem, QualityWarning, median};

/// Zeros in a row from which on they are a time without trade.
const PAUSE: usize = 3;
/// A value is large where it is at least so many times the smallest step between values: a zero then is not what rounding leaves.
const LARGE: f64 = 20.0;
/// At most one in so many values is such a zero; where there are more, trade comes and goes.
const RARE: usize = 6;

impl Looked<'_> {
    /// Zeros, one or two in a row, between large values of a series that else moves less.
    pub(super) fn zeros(&self) -> Vec<QualityWarning> {
        let pauses = |at: &usize| !self.goes_on(*at);
        let between: Vec<usize> = (0..self.changes.len()).filter(pauses).collect();
        let is_calm = median(self.changes.iter().map(|change| change.abs()).collect())
            .is_some_and(|usual| usual < LEAST_JUMP);
        if between.is_empty() || !is_calm || RARE * between.len() > self.observations().len() {
            return Vec::new();
        }
        let least = LARGE * self.smallest_step();
        let tell = |at: usize| {
            let [before, after] = [self.traded(at).value, self.traded(at + 1).value];
            let (first, count) = (self.with_trade[at] + 1, self.with_trade[at + 1] - self.with_trade[at] - 1);
            let period = self.observations()[first].period;
            (count < PAUSE && before.min(after) >= least)
                .then(|| self.warning(first, QualityProblem::Zero { period, count, before, after }))
        };
        between.into_iter().filter_map(tell).collect()
    }

    /// The smallest difference between two values, nothing among them.
    fn smallest_step(&self) -> f64 {
        let mut values: Vec<f64> = self.observations().iter().map(|o| o.value).collect();
        values.sort_unstable_by(f64::total_cmp);
        let steps = values.windows(2).map(|pair| pair[1] - pair[0]);
        steps.filter(|step| *step > 0.0).fold(f64::INFINITY, f64::min)
    }
}
