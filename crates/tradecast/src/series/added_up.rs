//! Years added up from months or quarters.
//!
//! A target is announced for the trade of a year; offices publish months. A year is the sum of its months. A year inside the
//! series that lacks a quarter of its months or fewer is completed: a missing month takes the share that it had in the nearest
//! complete year. A year that lacks more is left out, as is the first year where it is not complete. The year after the last
//! complete one is the running year, whose first months are known.

use crate::error::{Error, Result};
use crate::period::{Frequency, Period};
use crate::series::series::{MIN_OBSERVATIONS, Observation, Series};

/// Periods added up from shorter ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AddedUp {
    /// The complete periods.
    pub(crate) sums: Series,
    /// Shorter periods that were missing and got a value from the nearest complete period.
    pub(crate) filled: Vec<Period>,
    /// Incomplete periods that were left out.
    pub(crate) left_out: Vec<Period>,
    /// What is known of the running period: the values of its first shorter periods.
    pub(crate) known: Vec<f64>,
}

impl AddedUp {
    /// Adds up a series of shorter periods.
    pub(crate) fn of(series: &Series, to: Frequency) -> Result<Self> {
        if series.frequency().per_year() <= to.per_year() {
            return Err(Error::PeriodsTooLong {
                series: series.name().to_owned(),
                found: series.frequency(),
                to,
            });
        }
        let (complete, filled) = completed(series, to)?;
        let (sums, mut left_out) = match complete.summed(to) {
            Ok(summed) if summed.0.observations().len() >= MIN_OBSERVATIONS => summed,
            found => {
                let have = found.map_or(0, |(sums, _)| sums.observations().len());
                let (series, need) = (series.name().to_owned(), MIN_OBSERVATIONS);
                return Err(Error::TooFewWholePeriods { series, have, need, to });
            }
        };
        let running = sums.last().period.plus(1);
        let of_running = |one: &&Observation| one.period.within(to) == Some(running);
        let known: Vec<f64> =
            complete.observations().iter().filter(of_running).map(|one| one.value).collect();
        if let Some(period) = left_out.iter().find(|period| **period > running).map(|_| running) {
            let missing = missing(&complete, period);
            return Err(Error::IncompletePeriod { series: series.name().to_owned(), period, missing });
        }
        if left_out.last() == Some(&running) {
            left_out.pop();
            let first =
                complete.observations().iter().find(of_running).expect("a period left out has a part");
            let missing = missing(&complete, running);
            // The months must be the first ones: otherwise a year would be begun in its middle.
            if missing.iter().any(|part| *part < first.period || *part < complete.last().period) {
                return Err(Error::IncompletePeriod {
                    series: series.name().to_owned(),
                    period: running,
                    missing,
                });
            }
        }
        Ok(Self { sums, filled, left_out, known })
    }
}

/// The shorter periods of a period that a series does not have.
fn missing(series: &Series, period: Period) -> Vec<Period> {
    let has = |part: &Period| series.observations().iter().any(|one| one.period == *part);
    parts(period, series.frequency()).into_iter().filter(|part| !has(part)).collect()
}

/// The shorter periods of a period.
pub(crate) fn parts(period: Period, of: Frequency) -> Vec<Period> {
    let each = of.per_year() / period.frequency().per_year();
    let [first, _] = period.months();
    let first = first.within(of).expect("a month lies in every period");
    (0..each).map(|part| first.plus(part)).collect()
}

/// The series with the values that a nearly complete period lacks, and which those are.
fn completed(series: &Series, to: Frequency) -> Result<(Series, Vec<Period>)> {
    let observations = series.observations();
    let each = (series.frequency().per_year() / to.per_year()) as usize;
    let groups: Vec<&[Observation]> =
        observations.chunk_by(|one, next| one.period.within(to) == next.period.within(to)).collect();
    let (first, last) = (series.first().period, series.last().period);
    let mut added = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let period = group[0].period.within(to).expect("the periods are shorter");
        let inside = |part: &Period| (first..=last).contains(part);
        let has = |part: &Period| group.iter().any(|one| one.period == *part);
        let parts = parts(period, series.frequency());
        let gaps: Vec<Period> = parts.into_iter().filter(|part| inside(part) && !has(part)).collect();
        if gaps.is_empty() || gaps.len() * 4 > each {
            continue;
        }
        let complete = |other: &&usize| groups[**other].len() == each;
        let others: Vec<usize> = (0..groups.len()).filter(|other| *other != at).collect();
        let nearest = others.iter().filter(complete).min_by_key(|other| (other.abs_diff(at), **other > at));
        let Some(nearest) = nearest.map(|nearest| groups[*nearest]) else { continue };
        let share = |period: Period| {
            let place = |one: &&Observation| {
                (one.period.of_year() - 1) as usize % each == (period.of_year() - 1) as usize % each
            };
            nearest.iter().find(place).map_or(0.0, |one| one.value)
        };
        let here: f64 = group.iter().map(|one| one.value).sum();
        let there: f64 = group.iter().map(|one| share(one.period)).sum();
        if there > 0.0 {
            let fill = |part: &Period| {
                Observation::new(*part, share(*part) * here / there).marked_weak("not reported")
            };
            added.extend(gaps.iter().map(fill));
        }
    }
    let filled = added.iter().map(|one: &Observation| one.period).collect();
    let rows = observations.iter().cloned().chain(added).collect();
    let complete = Series::new(series.name(), rows)?;
    let complete =
        complete.with_unit(series.unit()).with_flow(series.flow()).with_reporter(series.reporter());
    Ok((complete, filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Months from January of 2020 on, of which some are left out; a month is worth its number in the year, doubled each year.
    fn months(count: i32, without: &[i32]) -> Series {
        let first: Period = "2020-01".parse().unwrap();
        let value = |month: i32| f64::from(month % 12 + 1) * f64::from(1 << (month / 12));
        let rows = (0..count).filter(|month| !without.contains(month));
        let rows = rows.map(|month| Observation::new(first.plus(month), value(month))).collect();
        Series::new("test", rows).unwrap().with_unit("tonnes")
    }

    fn added(series: &Series) -> AddedUp {
        AddedUp::of(series, Frequency::Annual).unwrap()
    }

    fn values(series: &Series) -> Vec<f64> {
        series.observations().iter().map(|one| one.value).collect()
    }

    #[test]
    fn a_year_is_the_sum_of_its_months_and_the_running_year_has_its_first() {
        let found = added(&months(40, &[]));
        assert_eq!(values(&found.sums), [78.0, 156.0, 312.0]);
        assert_eq!((found.sums.unit(), found.known.as_slice()), ("tonnes", &[8.0, 16.0, 24.0, 32.0][..]));
        assert!(found.filled.is_empty() && found.left_out.is_empty());
        assert!(added(&months(36, &[])).known.is_empty());
        let (quarters, _) = months(40, &[]).summed(Frequency::Quarterly).unwrap();
        assert_eq!(added(&quarters).known, [48.0]);
        let by_quarter = AddedUp::of(&months(40, &[]), Frequency::Quarterly).unwrap();
        assert_eq!((by_quarter.sums.observations().len(), by_quarter.known.as_slice()), (13, &[32.0][..]));
    }

    #[test]
    fn a_few_missing_months_take_their_share_and_more_leave_the_year_out() {
        let found = added(&months(40, &[14, 15, 25]));
        let filled: Vec<String> = found.filled.iter().map(Period::to_string).collect();
        assert_eq!(filled, ["2021-03", "2021-04", "2022-02"]);
        assert_eq!(values(&found.sums), [78.0, 156.0, 312.0], "each year is twice the one before");
        assert_eq!(found.known, [8.0, 16.0, 24.0, 32.0]);
        assert!(found.sums.observations()[1].weak);
        let found = added(&months(52, &[14, 15, 16, 17]));
        assert_eq!(found.left_out, [Period::annual(2021)]);
        assert_eq!(values(&found.sums), [78.0, 312.0, 624.0]);
    }

    #[test]
    fn the_first_year_may_be_incomplete_and_the_last_but_one_may_not() {
        let found = added(&months(54, &[0, 1, 2, 3]));
        assert_eq!(
            (found.left_out.as_slice(), values(&found.sums)),
            (&[Period::annual(2020)][..], vec![156.0, 312.0, 624.0])
        );
        let refused = AddedUp::of(&months(52, &[38, 39, 40, 41]), Frequency::Annual).unwrap_err();
        assert_eq!(refused.code(), "incomplete_period");
        assert!(
            refused.to_string().contains("2023 lacks 2023-03, 2023-04, 2023-05 and 2023-06"),
            "{refused}"
        );
        let late = AddedUp::of(&months(42, &[36, 37, 38, 39]), Frequency::Annual).unwrap_err();
        assert_eq!(late.code(), "incomplete_period");
        let years = Series::new("y", vec![Observation::new(Period::annual(2020), 1.0)]).unwrap();
        assert_eq!(AddedUp::of(&years, Frequency::Annual).unwrap_err().code(), "periods_too_long");
        for few in [5, 30] {
            let refused = AddedUp::of(&months(few, &[]), Frequency::Annual).unwrap_err();
            assert_eq!(refused.code(), "too_few_whole_periods");
        }
    }
}
