//! Whether a lever asks for something that the series has never done.

use tradecast::{Lever, Observation, Period, Series};

use crate::state::choices::State;
use crate::state::controls::control::Control;

/// Years of growth that a forecast is compared with.
const YEARS: i32 = 5;

/// Something without precedent in the series.
#[derive(Debug, Clone, PartialEq)]
pub enum Beyond {
    /// The average growth and what is added to it, together faster or slower than any five years.
    Growth {
        /// Whether it is faster than the fastest.
        above: bool,
        /// Average growth of the series, % a year.
        average: f64,
        /// The fastest or slowest five years, % a year.
        record: f64,
        /// When these ended.
        until: Period,
    },
    /// A rise or fall larger than that of any year.
    Shock {
        /// Whether it is a rise.
        above: bool,
        /// The largest in a year, %.
        record: f64,
        /// When that was.
        until: Period,
    },
}

/// What the value of a control has no precedent of; absent where it has one, or where the series says nothing about it.
#[must_use]
pub fn beyond(control: &Control, state: &State) -> Option<Beyond> {
    let Control::Lever(key) = control else { return None };
    if key.part().is_some() || !control.is_moved(state) {
        return None;
    }
    let value = control.value(state)?;
    let series = &state.known().series;
    match key.lever() {
        Lever::Growth => {
            let average = average(series)?;
            let windows = changes(series, YEARS);
            let together = average + value;
            let (above, (record, until)) = record(&windows, together)?;
            Some(Beyond::Growth { above, average, record, until })
        }
        Lever::Shock => {
            let (above, (record, until)) = record(&changes(series, 1), value)?;
            // A fall is compared with falls, a rise with rises.
            (above == (value > 0.0)).then_some(Beyond::Shock { above, record, until })
        }
        _ => None,
    }
}

/// Growth from the first to the last observation, % a year.
fn average(series: &Series) -> Option<f64> {
    let (first, last) = (series.observations().first()?, series.last());
    let years = f64::from(last.period.minus(first.period)) / f64::from(series.frequency().per_year());
    yearly(first.value, last.value, years)
}

/// Every change over so many years, % a year, with the period in which it ended.
fn changes(series: &Series, years: i32) -> Vec<(f64, Period)> {
    let all = series.observations();
    let before = |last: &Observation| {
        let from = last.period.plus(-years * series.frequency().per_year());
        let first = all.iter().find(|first| first.period == from)?;
        Some((yearly(first.value, last.value, f64::from(years))?, last.period))
    };
    all.iter().filter_map(before).collect()
}

fn yearly(from: f64, to: f64, years: f64) -> Option<f64> {
    let growth = 100.0 * (libm::pow(to / from, 1.0 / years) - 1.0);
    (years > 0.0 && growth.is_finite()).then_some(growth)
}

/// The record that a value breaks, and whether it is above it.
fn record(known: &[(f64, Period)], value: f64) -> Option<(bool, (f64, Period))> {
    let highest = known.iter().copied().max_by(|one, other| one.0.total_cmp(&other.0))?;
    let lowest = known.iter().copied().min_by(|one, other| one.0.total_cmp(&other.0))?;
    match value {
        value if value > highest.0 => Some((true, highest)),
        value if value < lowest.0 => Some((false, lowest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::question::{Data, OwnData};
    use crate::state::action::Action;

    /// 5 % a year, except that 2015 lost a fifth.
    fn state() -> State {
        let mut value = 100.0;
        let observations = (2000..2021).map(|year| {
            value *= if year == 2015 { 0.8 } else { 1.05 };
            Observation::new(Period::annual(year), value)
        });
        let own = OwnData::new(Series::new("mine", observations.collect()).unwrap());
        State::new().after(Action::Use(Data::Own(Rc::new(own)))).unwrap()
    }

    fn told(lever: Lever, value: f64) -> Option<Beyond> {
        let control = Control::from(lever);
        let moved = state().after(Action::Set(control.clone(), value)).unwrap();
        beyond(&control, &moved)
    }

    #[test]
    fn growth_is_compared_with_five_years_of_the_series() {
        assert_eq!(told(Lever::Growth, 1.0), None);
        let Some(Beyond::Growth { above: true, average, record, .. }) = told(Lever::Growth, 5.0) else {
            panic!("it is faster than any five years")
        };
        assert!((average - 3.58).abs() < 0.01 && (record - 5.0).abs() < 1e-6, "{average} {record}");
        let Some(Beyond::Growth { above: false, record, until, .. }) = told(Lever::Growth, -10.0) else {
            panic!("it is slower than any five years")
        };
        assert!((record + 0.55).abs() < 0.02 && until.year() >= 2015, "{record} {until}");
    }

    #[test]
    fn a_shock_is_compared_with_single_years() {
        assert_eq!(told(Lever::Shock, -15.0), None);
        let fall = told(Lever::Shock, -30.0);
        assert!(
            matches!(fall, Some(Beyond::Shock { above: false, until, .. }) if until == Period::annual(2015))
        );
        assert!(matches!(told(Lever::Shock, 10.0), Some(Beyond::Shock { above: true, .. })));
        assert_eq!(told(Lever::Volatility, 2.0), None, "the series says nothing about it");
    }

    #[test]
    fn what_is_at_its_default_is_not_remarked_on() {
        assert_eq!(beyond(&Lever::Growth.into(), &state()), None);
        assert_eq!(beyond(&Control::Target, &state()), None);
    }
}
