#![doc = include_str!("../../guide/methods/calendar.md")]

use crate::error::reason::DistributionError;
use crate::error::{Error, Result};
use crate::period::Period;
use crate::question::assumptions::Setting;
use crate::question::distribution::Distribution;
use crate::question::lever::{Lever, LeverKey};

/// Numbers above this are calendar years: no lever counts so far.
const CALENDAR: f64 = 1000.0;

/// Which way a lever counts years.
#[derive(Clone, Copy, PartialEq)]
enum Count {
    Ahead,
    Back,
}

impl Count {
    fn of(lever: Lever) -> Option<Self> {
        match lever {
            Lever::ShockYear | Lever::ContractsYear | Lever::ProgrammeYear | Lever::ReliefYear => {
                Some(Self::Ahead)
            }
            Lever::MoneyOf => Some(Self::Back),
            _ => None,
        }
    }

    /// Years from the last observation to a calendar year.
    fn years(self, calendar: f64, origin: Period) -> f64 {
        let apart = calendar - f64::from(origin.year());
        let per_year = f64::from(origin.frequency().per_year());
        match self {
            Self::Ahead => apart + 1.0 - f64::from(origin.of_year()) / per_year,
            Self::Back => -apart,
        }
    }
}

impl Setting {
    /// Whether a lever is set to calendar years, which must be [counted](Self::counted) before it can be used.
    ///
    /// ```
    /// use tradecast::{Lever, Setting};
    ///
    /// assert!(Setting::Fixed(2027.0).is_calendar(Lever::ProgrammeYear));
    /// assert!(!Setting::Fixed(2027.0).is_calendar(Lever::Programme));
    /// ```
    #[must_use]
    pub fn is_calendar(self, lever: Lever) -> bool {
        Count::of(lever).is_some() && self.years().iter().any(|year| *year > CALENDAR)
    }

    /// The parameters that are years.
    fn years(&self) -> &[f64] {
        match self {
            Self::Fixed(year) => std::slice::from_ref(year),
            Self::Uncertain(Distribution::Triangular(years) | Distribution::Pert(years)) => years,
            Self::Uncertain(Distribution::Normal(p) | Distribution::Lognormal(p)) => &p[..1],
        }
    }

    /// What the levers count: the same setting where it is in no calendar years, otherwise in years from the last observation,
    /// `origin`.
    ///
    /// ```
    /// use tradecast::{Lever, Period, Setting};
    ///
    /// let key = Lever::ProgrammeYear.into();
    /// assert_eq!(Setting::Fixed(2027.0).counted(&key, Period::annual(2022))?, Setting::Fixed(5.0));
    /// assert_eq!(Setting::Fixed(3.0).counted(&key, Period::annual(2022))?, Setting::Fixed(3.0));
    /// let past = Setting::Fixed(2020.0).counted(&key, Period::annual(2022)).unwrap_err();
    /// assert!(past.to_string().contains("from 2023 to 2037"));
    /// // A quarter later it is a quarter of a year nearer.
    /// assert_eq!(Setting::Fixed(2023.0).counted(&key, "2022-Q3".parse()?)?, Setting::Fixed(1.25));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::YearOutOfReach`] where a year is not within the lever's range from `origin`; [`Error::BadDistribution`] where the
    /// distribution has no calendar years.
    pub fn counted(self, key: &LeverKey, origin: Period) -> Result<Self> {
        let Some(count) = Count::of(key.lever()).filter(|_| self.is_calendar(key.lever())) else {
            return Ok(self);
        };
        let within = |calendar: f64| {
            let [min, max, _] = key.lever().range(1.0);
            (min..=max).contains(&count.years(calendar, origin))
        };
        if let Some(year) = self.years().iter().find(|year| !within(**year)) {
            let mut allowed = (-100..=100)
                .map(|apart| origin.year().saturating_add(apart))
                .filter(|year| within(f64::from(*year)));
            let first = allowed.next().expect("every such lever reaches more than a year");
            let last = allowed.next_back().unwrap_or(first);
            return Err(Error::YearOutOfReach { lever: key.to_string(), year: *year, first, last, origin });
        }
        let years = |parameters: [f64; 3]| {
            let mut counted = parameters.map(|year| count.years(year, origin));
            if count == Count::Back {
                counted.reverse();
            }
            counted
        };
        Ok(match self {
            Self::Fixed(year) => Self::Fixed(count.years(year, origin)),
            Self::Uncertain(Distribution::Triangular(p)) => Distribution::Triangular(years(p)).into(),
            Self::Uncertain(Distribution::Pert(p)) => Distribution::Pert(years(p)).into(),
            Self::Uncertain(Distribution::Normal([mean, deviation])) => {
                Distribution::Normal([count.years(mean, origin), deviation]).into()
            }
            Self::Uncertain(distribution @ Distribution::Lognormal(_)) => {
                let reason = DistributionError::NoCalendarYears { distribution: distribution.to_string() };
                return Err(Error::BadDistribution { lever: key.to_string(), reason });
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str, lever: Lever, origin: &str) -> Result<String> {
        let setting: Setting = text.parse().unwrap();
        setting.counted(&lever.into(), origin.parse().unwrap()).map(|setting| setting.to_string())
    }

    #[test]
    fn every_parameter_that_is_a_year_is_counted() {
        for (text, lever, origin, expected) in [
            ("2027", Lever::ReliefYear, "2024", "3"),
            ("triangular(2026, 2027, 2030)", Lever::ProgrammeYear, "2024", "triangular(2, 3, 6)"),
            ("normal(2027, 1)", Lever::ShockYear, "2024", "normal(3, 1)"),
            ("2022", Lever::MoneyOf, "2024", "2"),
            ("pert(2010, 2020, 2022)", Lever::MoneyOf, "2024", "pert(2, 4, 14)"),
            ("2025", Lever::ContractsYear, "2024-12", "1"),
            ("2025", Lever::ContractsYear, "2023-12", "2"),
            ("15", Lever::ContractsYear, "2024", "15"),
            ("lognormal(3, 0.5)", Lever::ShockYear, "2024", "lognormal(3, 0.5)"),
            ("2000", Lever::Programme, "2024", "2000"),
        ] {
            assert_eq!(counted(text, lever, origin).unwrap(), expected, "{text} {origin}");
        }
    }

    #[test]
    fn a_year_out_of_reach_names_those_within() {
        for (text, lever, origin, fix) in [
            ("2024", Lever::ReliefYear, "2024", "from 2025 to 2039"),
            ("2040", Lever::ReliefYear, "2024", "from 2025 to 2039"),
            ("2025", Lever::MoneyOf, "2024", "from 1994 to 2024"),
            ("2024", Lever::ShockYear, "2024-03", "from 2025 to 2038"),
            ("triangular(1, 2027, 2030)", Lever::ProgrammeYear, "2024", "from 2025 to 2039"),
            ("lognormal(2027, 0.1)", Lever::ProgrammeYear, "2024", "no calendar years"),
        ] {
            let error = counted(text, lever, origin).unwrap_err().to_string();
            assert!(error.contains(fix) && error.contains(lever.spec().id), "{text}: {error}");
        }
    }
}
