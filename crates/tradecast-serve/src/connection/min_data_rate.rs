//! A minimum rate: patience that waiting uses up and bytes give back.

use std::time::Duration;

/// How long the other side of a connection may keep us waiting. It begins with the full patience; waiting uses it up, and each byte
/// gives back what it takes at the minimum rate, never more than the full patience. So no stall is longer than the patience, and no
/// transfer is slower than the minimum rate for longer.
#[derive(Debug, Clone)]
pub(crate) struct MinDataRate {
    left: Duration,
    /// It was used up once, whatever came then.
    exhausted: bool,
    patience: Duration,
    /// Bytes a second.
    min_rate: u32,
}

/// While others wait for the memory that a transfer holds, it has this part of the patience.
const CROWDED: u32 = 8;

impl MinDataRate {
    pub(crate) fn new(patience: Duration, min_rate: u32) -> Self {
        Self { left: patience, exhausted: false, patience, min_rate: min_rate.max(1) }
    }

    pub(crate) fn waited(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(time);
        self.exhausted |= self.left.is_zero();
    }

    pub(crate) fn moved(&mut self, bytes: usize) {
        let earned = Duration::from_secs_f64(bytes as f64 / f64::from(self.min_rate));
        self.left = self.left.saturating_add(earned).min(self.patience);
    }

    /// Whether the other side is too slow.
    pub(crate) fn is_over(&self, crowded: bool) -> bool {
        self.exhausted || (crowded && self.patience - self.left >= self.patience / CROWDED)
    }

    /// How long to wait before looking again.
    pub(crate) fn step(&self) -> Duration {
        (self.patience / (2 * CROWDED)).max(Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_stall_ends_with_the_patience_whatever_was_moved_before() {
        let mut rate = MinDataRate::new(10 * SECOND, 1_000);
        rate.moved(1_000_000);
        rate.waited(9 * SECOND);
        assert!(!rate.is_over(false));
        rate.waited(SECOND);
        assert!(rate.is_over(false));
    }

    #[test]
    fn the_minimum_rate_is_enough_and_less_is_not() {
        let transfer = |bytes| {
            let mut rate = MinDataRate::new(10 * SECOND, 1_000);
            (0..1_000).find(|_| {
                rate.waited(SECOND);
                rate.moved(bytes);
                rate.is_over(false)
            })
        };
        assert_eq!(transfer(1_000), None);
        assert_eq!(transfer(500), Some(18), "half the rate uses up half a second each second");
        assert_eq!(transfer(0), Some(9));
    }

    #[test]
    fn patience_is_short_while_others_wait() {
        let mut rate = MinDataRate::new(8 * SECOND, 1_000);
        rate.waited(SECOND / 2);
        assert!(!rate.is_over(true));
        rate.waited(SECOND / 2);
        assert!(rate.is_over(true) && !rate.is_over(false));
        rate.moved(1_000);
        assert!(!rate.is_over(true));
    }
}
