//! How much fits into a frame, and into a batch. The median of the last few answers decides, so that one slow answer does not.

use std::collections::VecDeque;

/// Milliseconds that an answer may take so that it is painted with the next frame.
const FRAME: f64 = 8.0;
/// Answers whose times are kept.
const LAST: usize = 5;

/// How long the last answers took.
#[derive(Debug, Default)]
pub(super) struct FrameBudget(VecDeque<f64>);

impl FrameBudget {
    /// After an answer whose paths, all counted, would take some milliseconds: whether such answers take longer than a frame. The
    /// first ones also fit and simulate, so that this is not believed of a few.
    pub(super) fn after(&mut self, milliseconds: f64) -> bool {
        self.0.push_front(milliseconds);
        self.0.truncate(LAST);
        let mut sorted: Vec<f64> = self.0.iter().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted[sorted.len() / 2] > FRAME
    }
}

/// Milliseconds that a batch may take: another request waits that long at most.
const PORTION: f64 = 150.0;
/// The largest batch.
const LARGEST: usize = 64;

/// How many items a batch has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BatchSize(usize);

impl Default for BatchSize {
    fn default() -> Self {
        Self(1)
    }
}

impl BatchSize {
    /// How many.
    pub(super) fn size(self) -> usize {
        self.0
    }

    /// The size of the next batch, after one that took so many milliseconds: at most twice as large.
    pub(super) fn after(self, milliseconds: f64) -> Self {
        let fitting = self.0 as f64 * PORTION / milliseconds.max(1.0);
        Self((fitting as usize).clamp(1, (2 * self.0).min(LARGEST)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_grow_to_what_can_be_waited_for() {
        // Five milliseconds each.
        let grown = std::iter::successors(Some(BatchSize::default()), |portion| {
            Some(portion.after(portion.size() as f64 * 5.0))
        });
        assert_eq!(grown.take(7).map(BatchSize::size).collect::<Vec<_>>(), [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(BatchSize(30).after(1500.0).size(), 3, "a device that became slow is noticed");
        assert_eq!((BatchSize(1).after(900.0).size(), BatchSize(64).after(0.0).size()), (1, 64));
    }

    #[test]
    fn one_hiccup_decides_nothing() {
        let mut pace = FrameBudget::default();
        let told = [90.0, 3.0, 4.0, 3.0, 60.0, 3.0, 3.0].map(|took| pace.after(took));
        assert_eq!(told, [true, true, false, false, false, false, false]);
        let told = [30.0, 30.0, 30.0].map(|took| pace.after(took));
        assert_eq!(told, [false, true, true], "a device that became slow is noticed");
        assert_eq!([3.0, 3.0, 3.0].map(|took| pace.after(took)), [true, true, false]);
    }
}
