//! The series asked about: the built-in one, or one the user brought.

use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tradecast::{Composition, Flow, Frequency, Observation, Period, Readings, Series, Settings};

use crate::rounding::significant;

/// As of which year the page may say "what one could have known": the year of the article the project starts from.
pub const THEN: i32 = 2022;

/// The data of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Kazakhstan and Azerbaijan.
    BuiltIn,
    /// A series of the user's own.
    Own(Rc<OwnData>),
}

/// The data behind a question as known at some date: the series, its composition and the figures of the running year.
#[derive(Debug, Clone, PartialEq)]
pub struct DataContext {
    /// The observations.
    pub series: Rc<Series>,
    /// What they are made of; absent where that is not known.
    pub composition: Option<Composition>,
    /// What the first months of the year to come said, and how others count.
    pub readings: Readings,
}

impl DataContext {
    /// A series of which nothing else is known.
    #[must_use]
    pub fn only(series: Series) -> Self {
        Self { series: Rc::new(series), composition: None, readings: Readings::default() }
    }

    /// The built-in series, as known at the end of a year; everything where absent.
    ///
    /// # Errors
    /// [`tradecast::Error::AsOfTooEarly`] where nothing was known yet.
    pub fn built_in(year: Option<i32>) -> tradecast::Result<Self> {
        let (series, date) = (tradecast_data::turnover(), year.map(Period::annual));
        let series = date.map_or_else(|| Ok(series.clone()), |date| series.as_of(date))?;
        Ok(Self {
            composition: tradecast_data::composition().as_of(series.last().period)?,
            series: Rc::new(series),
            readings: tradecast_data::readings(date),
        })
    }
}

/// A series the user brought.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnData {
    /// The series, of which nothing else is known.
    known: Rc<DataContext>,
    /// Fingerprint of its observations, which a link carries in place of the data.
    pub fingerprint: String,
}

impl OwnData {
    /// A series with its fingerprint.
    #[must_use]
    pub fn new(series: Series) -> Self {
        // Half of it tells data apart and keeps the link short.
        let fingerprint = series.fingerprint().chars().take(8).collect();
        Self { known: Rc::new(DataContext::only(series)), fingerprint }
    }
}

/// A series as it travels to a worker.
#[derive(Serialize, Deserialize)]
struct Figures {
    name: String,
    unit: String,
    flow: Flow,
    reporter: String,
    observations: Vec<Observation>,
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figures = match self {
            Self::BuiltIn => None,
            Self::Own(own) => {
                let series = &own.known.series;
                Some(Figures {
                    name: series.name().to_owned(),
                    unit: series.unit().to_owned(),
                    flow: series.flow(),
                    reporter: series.reporter().to_owned(),
                    observations: series.observations().to_vec(),
                })
            }
        };
        figures.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(figures) = Option::<Figures>::deserialize(deserializer)? else { return Ok(Self::BuiltIn) };
        let Figures { name, unit, flow, reporter, observations } = figures;
        let series = Series::new(name, observations).map_err(serde::de::Error::custom)?;
        let series = series.with_unit(unit).with_flow(flow).with_reporter(reporter);
        Ok(Self::Own(Rc::new(OwnData::new(series))))
    }
}

thread_local! {
    static LATEST: Rc<DataContext> = Rc::new(DataContext::built_in(None).expect("the series is not empty"));
    static BEFORE: Rc<DataContext> = Rc::new(DataContext::built_in(Some(THEN)).expect("the series began thirty years before"));
}

impl Data {
    /// All observations, whatever was known when.
    #[must_use]
    pub fn series(&self) -> Rc<Series> {
        Rc::clone(&self.known(false).series)
    }

    /// What is known of them: everything, or what one could have known at the end of [`THEN`].
    #[must_use]
    pub fn known(&self, then: bool) -> Rc<DataContext> {
        match self {
            Self::BuiltIn if then => BEFORE.with(Rc::clone),
            Self::BuiltIn => LATEST.with(Rc::clone),
            Self::Own(own) => Rc::clone(&own.known),
        }
    }

    /// The target before the user chooses one: the announced billion, or twice the last value of own data.
    #[must_use]
    pub fn default_target(&self) -> f64 {
        match self {
            Self::BuiltIn => tradecast_data::TARGET_USD_M,
            Self::Own(own) => significant(2, own.known.series.last().value * 2.0),
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
