//! Many series at once: what is asked of each, and how the list of them is looked at.

use serde::{Deserialize, Serialize};
use tradecast::{Assumptions, Result, Series, Target};

use crate::question::Data;
use crate::rounding::round_year;
use crate::state::action::of_any_series;
use crate::state::choices::{State, last_of_year};
use crate::state::controls::control::Control;

/// Series listed at a time.
pub const LISTED: usize = 50;

/// A level, for every series its own or one for all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Level {
    /// So many times the last value.
    Times(f64),
    /// An amount, in the unit of the series.
    Amount(f64),
}

/// What every series is to reach, and when.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TargetForAll {
    /// The target.
    pub level: Level,
    /// The year by whose end it is due.
    pub by: i32,
}

/// What is asked of every series: the target, and what is assumed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskAll {
    /// The target.
    pub wish: TargetForAll,
    /// The levers that mean the same for every series.
    pub assumptions: Assumptions,
    /// Whether what other pairs teach is used, where the user says so; otherwise for each series as it fits.
    pub priors: Option<bool>,
}

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Key {
    /// How likely the target is reached in time; before that is known, the order of the table.
    #[default]
    Chance,
    /// The name.
    Name,
    /// The last value.
    Last,
    /// The target.
    Target,
    /// When half of the paths have arrived.
    Half,
    /// The growth that is needed.
    Growth,
    /// How often others like it came as far.
    Others,
}

impl Key {
    /// Every key, in the order of the columns.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Chance, Self::Half, Self::Last, Self::Target, Self::Growth, Self::Others];

    /// Whether the largest stands first.
    #[must_use]
    pub fn falls(self) -> bool {
        matches!(self, Self::Chance | Self::Last | Self::Target | Self::Others)
    }

    /// Its identifier.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Chance => "chance",
            Self::Name => "name",
            Self::Last => "last",
            Self::Target => "target",
            Self::Half => "half",
            Self::Growth => "growth",
            Self::Others => "others",
        }
    }
}

/// Which series are listed, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListQuery {
    /// Words that names must hold.
    pub find: String,
    /// The order.
    pub key: Key,
    /// Whether it is turned around.
    pub turned: bool,
    /// How many series are passed over.
    pub from: usize,
}

impl ListQuery {
    /// Ordered by a key; the other way round where it is already.
    #[must_use]
    pub fn by(&self, key: Key) -> Self {
        Self { key, turned: key == self.key && !self.turned, from: 0, ..self.clone() }
    }

    /// Of other words.
    #[must_use]
    pub fn of(&self, find: String) -> Self {
        Self { find, from: 0, ..self.clone() }
    }
}

impl TargetForAll {
    /// What is asked before the user says it: twice the last value by the year that people name.
    #[must_use]
    pub fn usual(latest: i32) -> Self {
        Self { level: Level::Times(2.0), by: round_year(latest) }
    }

    /// The target of a series.
    ///
    /// # Errors
    /// [`tradecast::Error::BadTarget`] where the level is not positive and finite.
    pub fn target(&self, series: &Series) -> Result<Target> {
        let target = match self.level {
            Level::Times(times) => Target::multiple_of(series, times)?,
            Level::Amount(amount) => Target::level(amount)?,
        };
        Ok(target.by(last_of_year(self.by, series.frequency())))
    }
}

impl AskAll {
    /// A wish under what is assumed on the page.
    #[must_use]
    pub fn under(wish: TargetForAll, state: &State) -> Self {
        Self { wish, assumptions: of_any_series(&state.assumptions), priors: state.priors }
    }
}

/// The page with a series of the list, asked about what the list asked of it.
///
/// ```
/// use std::rc::Rc;
/// use tradecast::{Observation, Period, Series};
/// use tradecast_web::question::{Data, OwnData};
/// use tradecast_web::state::State;
/// use tradecast_web::state::tables::many_series;
///
/// let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
/// let data = Data::Own(Rc::new(OwnData::new(Series::new("mine", rows.collect())?)));
/// let state = many_series::opened(&State::new(), data, (28.5, 2030));
/// assert_eq!((state.target(), state.deadline), (28.5, Some(2030)));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn opened(state: &State, data: Data, (target, by): (f64, i32)) -> State {
    let used = State {
        data,
        as_of: false,
        target: None,
        deadline: Some(by),
        horizon: None,
        assumptions: of_any_series(&state.assumptions),
        ..state.clone()
    };
    Control::Target.set(&used, target.into())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tradecast::{Lever, Observation, Period};

    use super::*;
    use crate::question::OwnData;
    use crate::state::action::Action;

    fn series(last: f64) -> Series {
        let rows = (2010..2020)
            .map(|year| Observation::new(Period::annual(year), if year == 2019 { last } else { 10.0 }));
        Series::new("mine", rows.collect()).unwrap()
    }

    #[test]
    fn a_key_chosen_again_turns_the_list() {
        let look = ListQuery { find: "azer".to_owned(), from: 100, ..ListQuery::default() };
        let by_name = look.by(Key::Name);
        assert_eq!((by_name.turned, by_name.from, by_name.find.as_str()), (false, 0, "azer"));
        assert!(by_name.by(Key::Name).turned && !by_name.by(Key::Name).by(Key::Name).turned);
        assert!(!by_name.by(Key::Name).by(Key::Last).turned);
        assert_eq!(by_name.of("kaz".to_owned()), ListQuery { find: "kaz".to_owned(), ..by_name });
    }

    #[test]
    fn a_wish_is_a_target_of_every_series() {
        let wish = TargetForAll { level: Level::Times(1.5), by: 2030 };
        let target = wish.target(&series(12.3)).unwrap();
        assert_eq!((target.value(), target.deadline()), (12.3 * 1.5, Some(Period::annual(2030))));
        let amount = TargetForAll { level: Level::Amount(70.0), ..wish };
        assert_eq!(amount.target(&series(12.3)).unwrap().value(), 70.0);
        assert!(TargetForAll { level: Level::Amount(0.0), ..wish }.target(&series(12.3)).is_err());
        assert_eq!(TargetForAll::usual(2019), TargetForAll { level: Level::Times(2.0), by: 2025 });
    }

    #[test]
    fn a_series_of_the_list_is_asked_what_the_list_asked() {
        let moved = [
            Action::AsOf(true),
            Action::Set(Lever::Growth.into(), 2.0),
            Action::Set(Lever::Programme.into(), 300.0),
            Action::Priors(Some(false)),
        ];
        let state = moved.into_iter().fold(State::new(), |state, action| state.after(action).unwrap());
        let wish = TargetForAll { level: Level::Times(2.0), by: 2028 };
        let asked = AskAll::under(wish, &state);
        let data = Data::Own(Rc::new(OwnData::new(series(12.3))));
        let opened = opened(&state, data.clone(), (24.6, 2028));
        assert_eq!(opened.engine_target().unwrap(), wish.target(&series(12.3)).unwrap());
        assert_eq!((&opened.assumptions, opened.priors), (&asked.assumptions, asked.priors));
        assert!(!opened.as_of && opened.assumptions.moved().count() == 1);
        // What is the default of the series is not said in the link.
        assert_eq!(super::opened(&state, data.clone(), (data.default_target(), 2028)).target, None);
    }
}
