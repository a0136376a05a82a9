//! The periods and bands of an answer, and the period that the page reads out.

use tradecast::{Answer, Period};

use crate::rounding::round_year;

/// Every period shown, first observation to last forecast.
#[must_use]
pub fn periods(answer: &Answer) -> Vec<Period> {
    let (Some(first), Some(last)) = (answer.history.first(), answer.forecast.last()) else {
        return Vec::new();
    };
    (0..=last.period.minus(first.period)).map(|step| first.period.plus(step)).collect()
}

/// Levels of the bands, %, narrowest first.
#[must_use]
pub fn levels(answer: &Answer) -> Vec<f64> {
    answer.forecast.first().map(|row| row.bands.iter().map(|band| band.level).collect()).unwrap_or_default()
}

/// Whether the series has zeros, so that a period to come may be without trade.
#[must_use]
pub fn has_zeros(answer: &Answer) -> bool {
    answer.forecast.iter().any(|row| row.zero > 0.0)
}

/// Whether a period between the first and the last observation has no figure.
#[must_use]
pub fn has_gap(answer: &Answer) -> bool {
    answer.history.windows(2).any(|pair| pair[1].period.minus(pair[0].period) > 1)
}

/// The period that the page reads out until the user picks one: the deadline, or the round year people would name.
#[must_use]
pub fn asked_period(answer: &Answer) -> Period {
    let origin = answer.question.origin;
    let round = || {
        let named = round_year(origin.year());
        let in_year =
            answer.forecast.iter().map(|row| row.period).filter(|period| period.year() <= named).max();
        in_year.unwrap_or_else(|| origin.plus(1))
    };
    answer.question.target.deadline().unwrap_or_else(round)
}
