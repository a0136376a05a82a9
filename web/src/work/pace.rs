//! Whether all futures can be counted within a frame: judged by the last few answers, so that one hiccup decides nothing.

use std::collections::VecDeque;

/// Milliseconds that an answer may take so that it is painted with the next frame.
const FRAME: f64 = 8.0;
/// Answers that are looked back at.
const LAST: usize = 5;

/// How long the last answers took.
#[derive(Debug, Default)]
pub(super) struct Pace(VecDeque<f64>);

impl Pace {
    /// After an answer whose futures, all counted, would take some milliseconds: whether such answers take longer than a frame. The
    /// first ones also fit and simulate, so that this is not believed of a few.
    pub(super) fn after(&mut self, milliseconds: f64) -> bool {
        self.0.push_front(milliseconds);
        self.0.truncate(LAST);
        let mut sorted: Vec<f64> = self.0.iter().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted[sorted.len() / 2] > FRAME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hiccup_decides_nothing() {
        let mut pace = Pace::default();
        let told = [90.0, 3.0, 4.0, 3.0, 60.0, 3.0, 3.0].map(|took| pace.after(took));
        assert_eq!(told, [true, true, false, false, false, false, false]);
        let told = [30.0, 30.0, 30.0].map(|took| pace.after(took));
        assert_eq!(told, [false, true, true], "a device that became slow is noticed");
        assert_eq!([3.0, 3.0, 3.0].map(|took| pace.after(took)), [true, true, false]);
    }
}
