//! The track record of a series of its own: answers given at earlier dates, with what was known then, beside what happened.

use tradecast::{Backtest, Frequency, Period, Record, Result, Series, Settings};

/// Earlier dates asked, at most: each takes a fit of every model.
const ORIGINS: usize = 24;
/// Paths of each.
const PATHS: u32 = 2000;
/// Fewest observations that an earlier answer rests on.
const HISTORY: usize = 8;
/// Targets, as multiples of the value at the origin.
const MULTIPLES: [f64; 3] = [1.25, 1.5, 2.0];

/// What is asked of a series at earlier dates: a third of it is left to learn from, and a quarter to be looked ahead at most.
fn plan(series: &Series) -> Backtest {
    let observations = series.observations().len();
    let longest = match series.frequency() {
        Frequency::Annual => 10,
        Frequency::Quarterly => 12,
        Frequency::Monthly => 24,
    };
    let horizon = u32::try_from(observations / 4).unwrap_or(longest).clamp(1, longest);
    Backtest {
        target_multiples: MULTIPLES.to_vec(),
        history: (observations / 3).max(HISTORY),
        settings: Settings { horizon, paths: PATHS, ..Settings::default() },
        ..Backtest::default()
    }
}

/// The dates that meet the plan, the latest among them; of many, evenly chosen ones.
fn origins(plan: &Backtest, series: &Series) -> Vec<Period> {
    let all = series.observations().iter().map(|observation| observation.period);
    let mut met: Vec<Period> = all.filter(|origin| plan.meets(series, *origin)).collect();
    if met.len() > ORIGINS {
        met = (1..=ORIGINS).map(|number| met[number * met.len() / ORIGINS - 1]).collect();
    }
    met
}

/// Asks at earlier dates and compares; a record of no cases where the series is too short for that. What other series teach is
/// left out: that was learnt later.
pub(super) fn record(series: &Series, progress: &mut dyn FnMut(f64)) -> Result<Record> {
    let plan = plan(series);
    let origins = origins(&plan, series);
    let mut tally = plan.tally();
    for (done, origin) in origins.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
        progress(done as f64 / origins.len() as f64);
        if let Some(case) = plan.ask(series, *origin, None)? {
            tally.add(&case);
        }
    }
    Ok(tally.record())
}

#[cfg(test)]
mod tests {
    use tradecast::Observation;

    use super::*;

    fn yearly(years: std::ops::Range<i32>) -> Series {
        let value = |year: i32| 100.0 + f64::from((year - 1900) * 37 % 11 + 3 * (year - 1900));
        let rows = years.map(|year| Observation::new(Period::annual(year), value(year)));
        Series::new("test", rows.collect()).unwrap()
    }

    #[test]
    fn as_many_dates_as_there_are_and_no_more_than_can_be_waited_for() {
        let count = |series: &Series| origins(&plan(series), series).len();
        assert_eq!([5, 9, 10, 24, 60].map(|years| count(&yearly(1900..1900 + years))), [0, 0, 1, 11, 24]);
        let long = yearly(1900..2000);
        let chosen = origins(&plan(&long), &long);
        assert_eq!(chosen.last().copied(), Some(Period::annual(1989)), "ten years are left to compare with");
        assert!(chosen.is_sorted() && chosen.windows(2).all(|pair| pair[0] != pair[1]), "{chosen:?}");
    }

    #[test]
    fn every_date_is_counted_and_told() {
        let mut told = Vec::new();
        let found = record(&yearly(1990..2005), &mut |share| told.push(share)).unwrap();
        assert_eq!((found.cases, found.overall.to), (5, 3));
        assert_eq!(told, [0.0, 0.2, 0.4, 0.6, 0.8]);
        assert_eq!(record(&yearly(2000..2006), &mut |_| {}).unwrap().cases, 0);
    }
}
