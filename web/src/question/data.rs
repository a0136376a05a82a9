//! The series asked about: that of an embedded case, or one the user brought.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tradecast::{DataContext, Flow, Frequency, Observation, Period, Series, Settings};
use tradecast_data::Case;
use tradecast_io::PriorsDecision;

use crate::rounding::significant;

/// The data of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// An embedded case, by its identifier.
    Case(&'static str),
    /// A series of the user's own.
    Own(Rc<OwnData>),
}

/// The case that the page opens on.
impl Default for Data {
    fn default() -> Self {
        Self::of_case(tradecast_data::default_case())
    }
}

/// A series the user brought.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnData {
    /// The series, of which nothing else is known.
    known: Arc<DataContext>,
    /// Fingerprint of its observations, which a link carries in place of the data.
    pub fingerprint: String,
    /// Whether it is known to be trade between two economies. What reads names comes later than the page: whoever imports says it.
    decision: PriorsDecision,
}

impl OwnData {
    /// A series with its fingerprint.
    #[must_use]
    pub fn new(series: Series) -> Self {
        // Half of it tells data apart and keeps the link short.
        let fingerprint = series.fingerprint().chars().take(8).collect();
        let decision = PriorsDecision::Unknown;
        Self { known: Arc::new(DataContext::only(series)), fingerprint, decision }
    }

    /// The series, of which it is known whether it is trade between two economies.
    #[must_use]
    pub fn decided(self, decision: PriorsDecision) -> Self {
        Self { decision, ..self }
    }
}

/// A series of the user's own as it is stored and as it travels to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub struct Figures {
    name: String,
    unit: String,
    flow: Flow,
    reporter: String,
    observations: Vec<Observation>,
    /// The number of the decision, 0 where it is not known: names would be more code before the first answer.
    #[serde(default)]
    decision: u8,
}

impl OwnData {
    /// The series, to be stored.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let series = &self.known.series;
        Figures {
            name: series.name().to_owned(),
            unit: series.unit().to_owned(),
            flow: series.flow(),
            reporter: series.reporter().to_owned(),
            observations: series.observations().to_vec(),
            decision: self.decision as u8,
        }
    }

    /// The series that was stored.
    ///
    /// # Errors
    /// Those of [`Series::new`].
    pub fn of_figures(figures: Figures) -> tradecast::Result<Self> {
        let Figures { name, unit, flow, reporter, observations, decision } = figures;
        let series = Series::new(name, observations)?;
        let decision = PriorsDecision::ALL.get(usize::from(decision)).copied().unwrap_or_default();
        Ok(Self::new(series.with_unit(unit).with_flow(flow).with_reporter(reporter)).decided(decision))
    }
}

/// Data as they travel to a worker, which has the cases itself.
#[derive(Serialize, Deserialize)]
enum Sent {
    Case(String),
    Own(Figures),
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sent = match self {
            Self::Case(id) => Sent::Case((*id).to_owned()),
            Self::Own(own) => Sent::Own(own.figures()),
        };
        sent.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Sent::deserialize(deserializer)? {
            Sent::Case(id) => tradecast_data::case(&id)
                .map(Self::of_case)
                .ok_or_else(|| serde::de::Error::custom(format!("there is no case {id:?}"))),
            Sent::Own(figures) => {
                let own = OwnData::of_figures(figures).map_err(serde::de::Error::custom)?;
                Ok(Self::Own(Rc::new(own)))
            }
        }
    }
}

/// What is known of a case, at its earlier date or now; by identifier.
type KnownCase = ((&'static str, bool), Arc<DataContext>);

thread_local! {
    static KNOWN: RefCell<Vec<KnownCase>> = const { RefCell::new(Vec::new()) };
}

/// What is known of a case, computed once.
fn known_of(case: &'static Case, as_of: bool) -> Arc<DataContext> {
    let key = (case.id.as_str(), as_of);
    KNOWN.with_borrow_mut(|all| {
        if let Some((_, known)) = all.iter().find(|(of, _)| *of == key) {
            return Arc::clone(known);
        }
        let date = case.as_of.filter(|_| as_of).map(Period::annual);
        let known = Arc::new(case.known_at(date).expect("a test asks every case at both dates"));
        all.push((key, Arc::clone(&known)));
        known
    })
}

impl Data {
    /// An embedded case.
    #[must_use]
    pub fn of_case(case: &'static Case) -> Self {
        Self::Case(&case.id)
    }

    /// The case asked about; absent where the series is the user's own.
    #[must_use]
    pub fn case(&self) -> Option<&'static Case> {
        match self {
            Self::Case(id) => tradecast_data::case(id),
            Self::Own(_) => None,
        }
    }

    /// Fingerprint of the user's own; absent where they are those of a case.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        match self {
            Self::Case(_) => None,
            Self::Own(own) => Some(&own.fingerprint),
        }
    }

    /// Whether they are known to be trade between two economies.
    #[must_use]
    pub fn decision(&self) -> PriorsDecision {
        match self {
            Self::Case(_) => PriorsDecision::BuiltIn,
            Self::Own(own) => own.decision,
        }
    }

    /// The year as of which the page may say "what one could have known"; absent where it offers none.
    #[must_use]
    pub fn earlier(&self) -> Option<i32> {
        self.case().and_then(|case| case.as_of)
    }

    /// All observations, whatever was known when.
    #[must_use]
    pub fn series(&self) -> Arc<Series> {
        Arc::clone(&self.known(false).series)
    }

    /// What is known of them: everything, or what one could have known at the end of [`Data::earlier`].
    #[must_use]
    pub fn known(&self, as_of: bool) -> Arc<DataContext> {
        match (self, self.case()) {
            (Self::Own(own), _) => Arc::clone(&own.known),
            (Self::Case(_), Some(case)) => known_of(case, as_of),
            (Self::Case(_), None) => known_of(tradecast_data::default_case(), as_of),
        }
    }

    /// The target before the user chooses one: that of the case, or twice the last value with trade of own data.
    #[must_use]
    pub fn default_target(&self) -> f64 {
        let twice = || significant(2, self.series().last_positive().map_or(0.0, |last| last.value * 2.0));
        self.case().map_or_else(twice, |case| case.target)
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
    fn every_case_can_be_asked_about_at_both_dates() {
        for case in tradecast_data::cases() {
            let data = Data::of_case(case);
            assert_eq!(*data.series(), *case.turnover());
            for as_of in [false, true] {
                assert!(data.known(as_of).series.last().period <= case.turnover().last().period);
            }
            assert_eq!(data.default_target(), case.target);
        }
    }

    #[test]
    fn own_data_start_with_a_target_of_twice_the_last_value() {
        let observations =
            (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year) / 3.0));
        let data = Data::Own(Rc::new(OwnData::new(Series::new("mine", observations.collect()).unwrap())));
        assert_eq!(data.default_target(), 1300.0);
    }

    #[test]
    fn own_data_with_zeros_are_stored_and_travel_as_they_are() {
        let rows = (2010..).zip([0.0, 2.0, 0.0, 4.0, 5.0, 0.0]);
        let rows = rows.map(|(year, value)| Observation::new(Period::annual(year), value)).collect();
        let own = OwnData::new(Series::new("mine", rows).unwrap());
        assert_eq!(OwnData::of_figures(own.figures()), Ok(own.clone()));
        let data = Data::Own(Rc::new(own));
        let sent = serde_json::to_string(&data).unwrap();
        assert_eq!(serde_json::from_str::<Data>(&sent).unwrap(), data);
        assert_eq!(data.default_target(), 10.0, "twice the last value with trade");
    }
}
