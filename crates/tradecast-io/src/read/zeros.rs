//! What to say of the values of a series that are zero.

use tradecast::{Observation, Series};

use crate::note::{Note, Zeros};
use crate::read::entry::Place;

/// What to say of the zeros of a series whose observations stand in `places`, in their order; `heading` names a column.
///
/// Where they stand before the first period with trade or after the last, it is told in these words; where some stand between periods
/// with trade, or where there never was any, all of them are counted.
///
/// ```
/// use tradecast::{Observation, Period, Series};
/// use tradecast_io::{Place, zero_notes};
///
/// let rows = (2018..).zip([0.0, 0.0, 1.5]).map(|(year, value)| Observation::new(Period::annual(year), value));
/// let series = Series::new("a", rows.collect())?;
/// let places = [1, 2, 3].map(|row| Place { row, column: 1 });
/// let notes = zero_notes(&series, &places, |_| Some("value".to_owned()));
/// assert_eq!((notes[0].code(), notes[0].values()["period"].clone()), ("no_trade_before", "2020".into()));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn zero_notes(of: &Series, places: &[Place], heading: impl Fn(usize) -> Option<String>) -> Vec<Note> {
    let all = of.observations();
    let zeros: Vec<usize> = (0..all.len()).filter(|at| all[*at].value == 0.0).collect();
    let (Some(&first), Some(&last)) = (zeros.first(), zeros.last()) else { return Vec::new() };
    let with_trade = |o: &Observation| o.value > 0.0;
    let begins = all.iter().position(with_trade).unwrap_or(all.len());
    let ends = all.iter().rposition(with_trade).map_or(0, |at| at + 1);
    let (before, since) = (begins, all.len() - ends);
    let from = |at: usize, zeros: usize| Zeros {
        series: of.name().to_owned(),
        row: places.get(at).map_or(0, |place| place.row),
        column: places.get(at).and_then(|place| heading(place.column)).unwrap_or_default(),
        zeros,
        of: all.len(),
    };
    if begins > ends || zeros.len() > before + since {
        return vec![Note::Zeros {
            zeros: from(first, zeros.len()),
            first: all[first].period,
            last: all[last].period,
        }];
    }
    let never_before = (before > 0).then(|| Note::NoTradeBefore {
        zeros: from(first, before),
        first: all[first].period,
        period: all[begins].period,
    });
    let none_since = (since > 0).then(|| Note::NoTradeSince {
        zeros: from(ends, since),
        period: all[ends].period,
        last: all[last].period,
    });
    never_before.into_iter().chain(none_since).collect()
}

#[cfg(test)]
mod tests {
    use tradecast::{Observation, Period};

    use super::*;

    fn told(values: &[f64]) -> Vec<String> {
        let rows = (2000..).zip(values).filter(|(_, value)| value.is_finite());
        let rows = rows.map(|(year, value)| Observation::new(Period::annual(year), *value)).collect();
        let places: Vec<Place> = (2..).take(values.len()).map(|row| Place { row, column: 1 }).collect();
        let series = Series::new("test", rows).unwrap();
        zero_notes(&series, &places, |_| Some("value".to_owned())).iter().map(ToString::to_string).collect()
    }

    fn said(place: &str, what: &str) -> String {
        format!(
            "{place}: {what}; a zero says that there was no trade; leave the cell empty where nothing was recorded"
        )
    }

    #[test]
    fn zeros_at_the_ends_are_told_as_the_time_without_trade() {
        assert_eq!(
            told(&[0.0, 0.0, 3.0, 4.0]),
            [said("row 2, column \"value\"", "no trade before 2002: 2 of 4 values are zero")]
        );
        assert_eq!(
            told(&[3.0, 4.0, f64::NAN, 0.0]),
            [said("row 4, column \"value\"", "no trade since 2003: 1 of 3 values is zero")]
        );
        assert_eq!(
            told(&[0.0, 4.0, 0.0]),
            [
                said("row 2, column \"value\"", "no trade before 2001: 1 of 3 values is zero"),
                said("row 4, column \"value\"", "no trade since 2002: 1 of 3 values is zero"),
            ]
        );
    }

    #[test]
    fn other_zeros_are_counted_and_a_series_without_any_has_no_note() {
        assert_eq!(
            told(&[0.0, 4.0, 0.0, 5.0]),
            [said("row 2, column \"value\"", "2 of 4 values are zero, the first in 2000, the last in 2002")]
        );
        assert_eq!(told(&[4.0, 0.0, 5.0]), [said("row 3, column \"value\"", "1 of 3 values is zero: 2001")]);
        assert_eq!(
            told(&[0.0, 0.0]),
            [said("row 2, column \"value\"", "2 of 2 values are zero, the first in 2000, the last in 2001")]
        );
        assert!(told(&[4.0, 5.0]).is_empty());
    }
}
