//! Periods as people read them.

use tradecast::Period;

use super::say;

/// A period.
#[must_use]
pub fn period(period: Period) -> String {
    period.to_string()
}

/// A period, or that it lies beyond the last one.
#[must_use]
pub fn or_after(reached: Option<Period>, last: Period) -> String {
    reached.map_or_else(|| say!("period.after", period = period(last)), period)
}

/// A range of periods that may end beyond the last one.
#[must_use]
pub fn range([from, to]: [Option<Period>; 2], last: Period) -> String {
    if from.is_none() && to.is_none() {
        return or_after(None, last);
    }
    say!("period.range", from = or_after(from, last), to = or_after(to, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_may_end_beyond_the_horizon() {
        let year = Period::annual;
        assert_eq!(range([Some(year(2027)), Some(year(2041))], year(2052)), "2027 – 2041");
        assert_eq!(range([Some(year(2027)), None], year(2052)), "2027 – after 2052");
        assert_eq!(range([None, None], year(2052)), "after 2052");
    }
}
