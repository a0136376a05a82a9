//! The series asked about: the built-in one, or one the user brought.

use std::rc::Rc;

use tradecast::{Frequency, Series, Settings};

use crate::state::control::two_digits;

/// The data of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Kazakhstan and Azerbaijan.
    BuiltIn,
    /// A series of the user's own.
    Own(Rc<OwnData>),
}

/// A series the user brought.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnData {
    /// The series.
    pub series: Rc<Series>,
    /// Fingerprint of its observations, which a link carries in place of the data.
    pub fingerprint: String,
}

impl OwnData {
    /// A series with its fingerprint.
    #[must_use]
    pub fn new(series: Series) -> Self {
        // Half of it tells data apart and keeps the link short.
        let fingerprint = series.fingerprint().chars().take(8).collect();
        Self { series: Rc::new(series), fingerprint }
    }
}

thread_local! {
    static BUILT_IN: Rc<Series> = Rc::new(tradecast_data::turnover());
}

impl Data {
    /// All observations, whatever the as-of year.
    #[must_use]
    pub fn series(&self) -> Rc<Series> {
        match self {
            Self::BuiltIn => BUILT_IN.with(Rc::clone),
            Self::Own(own) => Rc::clone(&own.series),
        }
    }

    /// The target before the user chooses one: the announced billion, or twice the last value of own data.
    #[must_use]
    pub fn default_target(&self) -> f64 {
        match self {
            Self::BuiltIn => tradecast_data::TARGET_USD_M,
            Self::Own(own) => two_digits(own.series.last().value * 2.0),
        }
    }

    /// The horizon before the user chooses one, in periods: the engine's default for years, six years for shorter periods.
    #[must_use]
    pub fn default_horizon(&self) -> u32 {
        match self.series().frequency() {
            Frequency::Annual => Settings::default().horizon,
            Frequency::Quarterly => 24,
            Frequency::Monthly => 72,
        }
    }
}

#[cfg(test)]
mod tests {
    use tradecast::{Observation, Period, Question, Target};

    use super::*;

    #[test]
    fn a_link_and_an_answer_name_the_data_alike() {
        let observations =
            (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
        let series = Series::new("mine", observations.collect()).unwrap();
        let own = OwnData::new(series.clone());
        let answer = Question::new(series, Target::level(30.0).unwrap()).answer().unwrap();
        assert!(answer.data_hash.starts_with(&own.fingerprint), "{} {}", answer.data_hash, own.fingerprint);
    }

    #[test]
    fn own_data_start_with_a_target_of_twice_the_last_value() {
        let observations =
            (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year) / 3.0));
        let data = Data::Own(Rc::new(OwnData::new(Series::new("mine", observations.collect()).unwrap())));
        assert_eq!(data.default_target(), 1300.0);
    }
}
