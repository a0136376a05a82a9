//! Periods that stand so far from all others that they are mistyped, or as good as: found when a series is made, because one of
//! them would become the origin of every forecast.

use std::fmt;

use crate::error::Error;
use crate::format;
use crate::period::{Frequency, Period};

/// Years without a value beyond which a year's worth of values is no part of a series: no reason for silence is known that lasted
/// longer and left so little.
const SILENCE: i32 = 30;
/// Periods that a series may span, and how many more for each observation: models look at every one of them.
const SPAN: usize = 2_500;
const SPAN_PER_VALUE: usize = 20;
/// Fewest values of a series from which others can be far.
const REST: usize = 3;
/// Years without a value that are worth a word although the series can be used.
const LONG: i32 = 10;

/// A gap of a series that may be a mistyped year: ten years or more, or shorter where one end is a year's worth of values that another
/// year lacks.
///
/// ```
/// use tradecast::{Observation, Period, Series};
///
/// let years = (1960..1980).chain([2009, 2010]).map(|year| Observation::new(Period::annual(year), 1.0));
/// let gaps = Series::new("demo", years.collect())?.long_gaps();
/// assert_eq!((gaps[0].period, gaps[0].near), (Period::annual(2009), Period::annual(1979)));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongGap {
    /// The period beside the gap, on the side that has fewer values.
    pub period: Period,
    /// The period on the other side.
    pub near: Period,
    /// Periods without a value that are written nearly as the first, next to one with a value.
    pub probable: Vec<Period>,
}

impl fmt::Display for LongGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { period, near, probable } = self;
        write!(f, "{period} stands apart: the nearest period with a value is {near}; ")?;
        match probable.as_slice() {
            [] => f.write_str("correct the year where it is mistyped"),
            probable => write!(f, "correct the year where {} was meant", format::either(probable)),
        }
    }
}

/// The long gaps among periods of one frequency in rising order.
pub(crate) fn long_gaps(periods: &[Period]) -> Vec<LongGap> {
    let Some(first) = periods.first() else { return Vec::new() };
    let cycle = first.frequency().per_year();
    let told = |at: usize| {
        let Beside { at, near, meant, missing } = Beside::of(periods, at);
        let suspect = !meant.probable.is_empty() && missing >= shortest(first.frequency());
        let told = missing >= LONG * cycle || suspect;
        told.then_some(LongGap { period: periods[at], near: periods[near], probable: meant.probable })
    };
    (1..periods.len()).filter(|at| periods[*at].minus(periods[at - 1]) > cycle).filter_map(told).collect()
}

/// The shortest gap, in periods, that a mistyped year is thought to leave. In yearly figures some years are often missing.
fn shortest(frequency: Frequency) -> i32 {
    match frequency {
        Frequency::Annual => 5,
        Frequency::Quarterly | Frequency::Monthly => frequency.per_year(),
    }
}

/// A gap, seen from the side with fewer values.
struct Beside {
    /// Index of the period beside the gap on that side.
    at: usize,
    /// Index of the period on the other side.
    near: usize,
    /// Periods missing.
    missing: i32,
    meant: Meant,
}

impl Beside {
    /// The gap before the period of this index.
    fn of(periods: &[Period], at: usize) -> Self {
        let missing = periods[at].minus(periods[at - 1]) - 1;
        let (before, after) = periods.split_at(at);
        let ((stray, rest), (at, near)) = if after.len() <= before.len() {
            ((after, before), (at, at - 1))
        } else {
            ((before, after), (at - 1, at))
        };
        Self { at, near, missing, meant: Meant::of(stray, rest) }
    }
}

/// Looks for such a period among periods of one frequency in rising order; `row` tells the row of the one at an index.
pub(crate) fn check(periods: &[Period], row: impl Fn(usize) -> usize) -> Result<(), Error> {
    match find(periods) {
        Some(Found { at, near, probable }) => {
            Err(Error::FarOffPeriod { row: row(at), period: periods[at], near: periods[near], probable })
        }
        None => Ok(()),
    }
}

/// The period that is far off, that of the others which is nearest, and what was probably meant.
struct Found {
    at: usize,
    near: usize,
    probable: Vec<Period>,
}

fn find(periods: &[Period]) -> Option<Found> {
    let (count, frequency) = (periods.len(), periods.first()?.frequency());
    let missing = |at: usize| periods[at].minus(periods[at - 1]) - 1;
    // At most a year's worth at one end.
    let most = (frequency.per_year() as usize).min(count.saturating_sub(REST));
    let ends = (1..=most).flat_map(|few| [count - few, few]);
    let silent = ends.filter(|at| missing(*at) >= shortest(frequency));
    let mut stray = silent.filter_map(|at| {
        let Beside { at, near, meant: Meant { probable, is_hole }, missing } = Beside::of(periods, at);
        let (is_last, decades) = (at > near, missing > SILENCE * frequency.per_year());
        let far = match frequency {
            // Of small trade there are yearly figures now and then, with holes: 85 of 38,557 series of a panel without mistakes would
            // be refused by the rule for months, which refuses none of 472 series of months.
            Frequency::Annual => decades && !probable.is_empty() && (is_last || is_hole),
            Frequency::Quarterly | Frequency::Monthly => {
                is_hole || (decades && (is_last || !probable.is_empty()))
            }
        };
        far.then_some(Found { at, near, probable })
    });
    let spans = periods[count - 1].minus(periods[0]) as usize + 1;
    let sparse = || {
        let at = (1..count).max_by_key(|at| missing(*at))?;
        let Beside { at, near, .. } = Beside::of(periods, at);
        (spans > SPAN + SPAN_PER_VALUE * count).then_some(Found { at, near, probable: Vec::new() })
    };
    stray.next().or_else(sparse)
}

/// What was probably meant by periods of one year that stand apart.
#[derive(Default)]
struct Meant {
    /// The first of them in each year that it may have been.
    probable: Vec<Period>,
    /// Whether they then fill a hole in what is complete otherwise.
    is_hole: bool,
}

impl Meant {
    fn of(stray: &[Period], rest: &[Period]) -> Self {
        let (first, last) = (stray[0], stray[stray.len() - 1]);
        if first.year() != last.year() {
            return Self::default();
        }
        let cycle = first.frequency().per_year();
        let is_known = |period: Period| rest.binary_search(&period).is_ok();
        let holes: i32 =
            rest.windows(2).map(|pair| pair[1].minus(pair[0]) - 1).filter(|gap| *gap < cycle).sum();
        let allowed = if cycle == 1 { 0 } else { 1 + rest.len() / 20 };
        let is_complete = holes as usize <= stray.len() + allowed;
        let (mut filling, mut adjoining) = (Vec::new(), Vec::new());
        let years = rest[0].year() - 1..=rest[rest.len() - 1].year() + 1;
        for year in years.filter(|year| is_similar(*year, first.year())) {
            let moved = |period: Period| period.plus((year - first.year()) * cycle);
            if stray.iter().any(|period| is_known(moved(*period))) {
                continue;
            }
            match (is_known(moved(first).plus(-1)), is_known(moved(last).plus(1))) {
                (true, true) if is_complete => filling.push(moved(first)),
                (true, _) | (_, true) => adjoining.push(moved(first)),
                (false, false) => {}
            }
        }
        let is_hole = !filling.is_empty();
        Self { probable: if is_hole { filling } else { adjoining }, is_hole }
    }
}

/// Whether two years are written with one digit different or two neighbours swapped, or are a century apart.
fn is_similar(one: i32, other: i32) -> bool {
    let digits = |year: i32| [1000, 100, 10, 1].map(|place| year / place % 10);
    let (one_by_one, others) = (digits(one), digits(other));
    let different = one_by_one.iter().zip(&others).filter(|(one, other)| one != other).count();
    let swapped = |at: &usize| {
        let mut swapped = one_by_one;
        swapped.swap(*at, at + 1);
        swapped == others
    };
    different == 1 || (one - other).abs() == 100 || (different == 2 && (0..3).any(|at| swapped(&at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The period found, the nearest and what was meant, as text.
    fn found(periods: &[Period]) -> Option<(String, String, Vec<String>)> {
        let mut periods = periods.to_vec();
        periods.sort_unstable();
        let told = |Found { at, near, probable }: Found| {
            let probable = probable.iter().map(ToString::to_string).collect();
            (periods[at].to_string(), periods[near].to_string(), probable)
        };
        find(&periods).map(told)
    }

    fn run(first: &str, count: i32) -> Vec<Period> {
        let first: Period = first.parse().unwrap();
        (0..count).map(|at| first.plus(at)).collect()
    }

    /// A run in which one period is written as another.
    fn with(first: &str, count: i32, meant: &str, typed: &str) -> Vec<Period> {
        let meant: Period = meant.parse().unwrap();
        let mut periods = run(first, count);
        *periods.iter_mut().find(|period| **period == meant).unwrap() = typed.parse().unwrap();
        periods
    }

    #[test]
    fn a_mistyped_year_is_found_and_the_right_one_named() {
        for (first, count, meant, typed, near, probable) in [
            ("2015-01", 60, "2016-05", "2061-05", "2019-12", vec!["2016-05"]),
            ("2015-01", 60, "2016-05", "2026-05", "2019-12", vec!["2016-05"]),
            ("2015-01", 60, "2016-05", "2006-05", "2015-01", vec!["2016-05"]),
            ("2015-01", 60, "2016-05", "1016-05", "2015-01", vec!["2016-05"]),
            ("2015-01", 60, "2016-05", "0216-05", "2015-01", vec!["2016-05"]),
            ("2015-01", 60, "2016-05", "9016-05", "2019-12", vec!["2016-05"]),
            // The first and the last, of which one neighbour is known.
            ("2015-01", 60, "2019-12", "2091-12", "2019-11", vec!["2019-12"]),
            ("2015-01", 60, "2015-01", "1915-01", "2015-02", vec!["2015-01"]),
            ("2001-Q1", 60, "2008-Q3", "2080-Q3", "2015-Q4", vec!["2008-Q3"]),
            ("1990", 30, "2001", "2101", "2019", vec!["2001"]),
            ("1990", 30, "2001", "1001", "1990", vec!["2001"]),
            ("1990", 27, "2016", "2061", "2015", vec!["2016"]),
            // Two digits off: it cannot be guessed, but stands alone after decades.
            ("2015-01", 60, "2016-05", "2079-05", "2019-12", vec![]),
        ] {
            let probable = probable.into_iter().map(str::to_owned).collect();
            let expected = Some((typed.to_owned(), near.to_owned(), probable));
            assert_eq!(found(&with(first, count, meant, typed)), expected);
        }
    }

    #[test]
    fn a_mistyped_year_of_several_months_is_found() {
        let months = |of: &str, count| run(of, count);
        let mut periods = [months("2015-01", 12), months("2061-01", 12), months("2017-01", 36)].concat();
        assert_eq!(found(&periods), Some(("2061-01".into(), "2019-12".into(), vec!["2016-01".into()])));
        // Where there is a value for one of them already, another year was meant.
        periods.push("2016-03".parse().unwrap());
        assert_eq!(found(&periods), Some(("2061-01".into(), "2019-12".into(), vec![])));
    }

    #[test]
    fn several_years_may_have_been_meant() {
        let mut periods = with("2010-01", 120, "2016-05", "2061-05");
        periods.retain(|period| period.to_string() != "2011-05");
        let both = vec!["2011-05".to_owned(), "2016-05".to_owned()];
        assert_eq!(found(&periods), Some(("2061-05".into(), "2019-12".into(), both)));
    }

    #[test]
    fn genuine_gaps_are_no_mistakes() {
        let apart = |a: &str, m, b: &str, n| [run(a, m), run(b, n)].concat();
        for periods in [
            apart("1980-01", 120, "2010-01", 3),
            apart("1980-01", 120, "2010-01", 1),
            apart("1980-01", 5, "2005-01", 100),
            apart("1950", 40, "2012", 1),
            apart("1958", 20, "2016", 1),
            apart("1938", 1, "1992", 30),
            apart("1850", 1, "1951", 60),
            apart("1980-Q1", 40, "2010-Q1", 20),
            // Half a century, but more than a year's worth of values after it.
            apart("1950-01", 60, "2005-01", 13),
            // The first month after twenty years, and the one that would have been next without them.
            apart("2000-01", 60, "2025-01", 1),
            // Sparse as a whole.
            run("2000", 20).into_iter().map(|year| year.plus(20 * (year.year() - 2000))).collect(),
            run("2000-05", 30).into_iter().step_by(6).collect(),
            run("1900", 1),
            [run("1967", 1), run("1976", 1), run("1978", 9), run("1988", 7)].concat(),
            apart("1900", 1, "2000", 1),
            apart("1900", 2, "2000", 1),
            // A month is missing, and another year follows later: not what was meant, as others are missing too.
            [run("2000-01", 24), run("2002-06", 40), run("2005-11", 30), run("2018-11", 1)].concat(),
        ] {
            assert_eq!(found(&periods), None, "{}..{}", periods[0], periods[periods.len() - 1]);
        }
    }

    #[test]
    fn gaps_that_are_used_are_told() {
        let told = |periods: &[Period]| -> Vec<(String, String, Vec<String>)> {
            let gaps = long_gaps(periods).into_iter();
            let text = |period: &Period| period.to_string();
            gaps.map(|gap| (text(&gap.period), text(&gap.near), gap.probable.iter().map(text).collect()))
                .collect()
        };
        let resumed = [run("2000-01", 60), run("2025-01", 1)].concat();
        assert_eq!(told(&resumed), [("2025-01".into(), "2004-12".into(), vec!["2005-01".to_owned()])]);
        let longer = [run("1990", 5), run("2012", 12)].concat();
        assert_eq!(told(&longer), [("1994".into(), "2012".into(), vec![])]);
        assert_eq!(told(&[run("1990", 5), run("1999", 12)].concat()), []);
        assert_eq!(told(&run("2000-05", 90)), []);
    }

    #[test]
    fn what_spans_too_much_is_refused_where_it_breaks() {
        let periods = [run("0001-01", 4), run("9998-12", 3)].concat();
        assert_eq!(found(&periods), Some(("9998-12".into(), "0001-04".into(), vec![])));
        let scattered: Vec<Period> = (0..100).map(|at| Period::annual(1 + 99 * at)).collect();
        assert!(found(&scattered).is_some());
    }
}
