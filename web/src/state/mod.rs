//! What the user chose, and nothing else; everything shown is computed from it.

mod control;
mod data;
pub mod file;
mod history;
mod levels;
pub mod library;
pub mod draft;
pub mod many;
pub mod panel;
pub mod precedent;
pub mod saved;
pub mod url;

use std::rc::Rc;

use tradecast::{Assumptions, Distribution, Frequency, LeverKey, Period, Target};

use crate::engine::{Ask, Shows};

pub use control::{Control, Idle, Spec};
pub(crate) use control::{round_year, significant};
pub use data::{Data, Known, OwnData};
pub(crate) use history::Dispatch;
pub use history::{Change, History};
pub use levels::Levels;

/// As of which year the page may say "what one could have known": the year of the article the project starts from.
pub const THEN: i32 = 2022;

/// The choices of the user.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The series asked about.
    pub data: Data,
    /// Use only what was known at the end of [`THEN`]; of own data that is everything.
    pub then: bool,
    /// The target, in the unit of the series; the default of the data where absent.
    pub target: Option<f64>,
    /// Year by which the target is due, where there is such a year.
    pub deadline: Option<i32>,
    /// Forecast periods; the default of the engine where absent.
    pub horizon: Option<u32>,
    /// The levers.
    pub assumptions: Assumptions,
    /// Whether what other series teach is used.
    pub priors: bool,
    /// How it is shown.
    pub view: View,
}

/// How the answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// Equal distances on the value axis are equal ratios.
    pub log: bool,
    /// Arrival as a cumulative curve instead of dots.
    pub curve: bool,
    /// Numbers in a table instead of charts.
    pub table: bool,
    /// Some of the futures one by one.
    pub futures: bool,
    /// Levels of the bands.
    pub levels: Levels,
    /// What is shown below the charts.
    pub tab: Tab,
}

/// What is shown below the charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Which levers the answer hangs on, what the moved ones changed, what would have to be true.
    Moves,
    /// The parts of the total.
    Made,
    /// Scenarios side by side.
    Compare,
    /// Warnings, models, records, sources.
    #[default]
    Evidence,
    /// The figures themselves, and the user's own.
    Data,
}

impl Tab {
    /// Every tab, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Moves, Self::Made, Self::Compare, Self::Evidence, Self::Data];

    /// Its identifier, in links and in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::Made => "made",
            Self::Compare => "compare",
            Self::Evidence => "evidence",
            Self::Data => "data",
        }
    }
}

/// A change of one choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Sets a control to a value in its own unit.
    Set(Control, f64),
    /// Sets a lever to a range, of which every future draws its own value.
    Vary(Control, Distribution),
    /// Empties the box of a control that may have no value.
    Clear(Control),
    /// Sets controls to their default.
    Reset(Vec<Control>),
    /// Sets every control to its default; data and view stay.
    ResetAll,
    /// Chooses whether what other series teach is used.
    Priors(bool),
    /// Chooses whether only what was known at the end of [`THEN`] is used.
    Then(bool),
    /// Chooses how the answer is shown.
    Show(View),
    /// Chooses the data; what belonged to the old data goes to its default: as-of, target, deadline, amounts and parts.
    Use(Data),
    /// Corrects figures of the data: the question stays, so that one sees what the correction does.
    Edit(Data),
    /// Replaces everything, as a link does.
    Open(State),
    /// Takes back the last change.
    Undo,
    /// Makes the last change again that was taken back.
    Redo,
    /// Ends a gesture: what follows is a change of its own.
    Settle,
}

impl State {
    /// The state of a page nobody has touched.
    #[must_use]
    pub fn new() -> Self {
        Self {
            data: Data::BuiltIn,
            then: false,
            target: None,
            deadline: None,
            horizon: None,
            assumptions: Assumptions::baseline(),
            priors: true,
            view: View::default(),
        }
    }

    /// Whether nothing was chosen, however it is shown.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        *self == Self { view: self.view, ..Self::new() }
    }

    /// The target level, in the unit of the series.
    #[must_use]
    pub fn target(&self) -> f64 {
        self.target.unwrap_or_else(|| self.data.default_target())
    }

    /// What is known of the series asked about.
    #[must_use]
    pub fn known(&self) -> Rc<Known> {
        self.data.known(self.then)
    }

    /// Forecast periods.
    #[must_use]
    pub fn horizon(&self) -> u32 {
        self.horizon.unwrap_or_else(|| self.data.default_horizon())
    }

    /// The target as the engine takes it; a deadline is the last period of its year.
    ///
    /// # Errors
    /// [`tradecast::Error::BadTarget`] where the level is not positive and finite.
    pub fn engine_target(&self) -> tradecast::Result<Target> {
        let target = Target::level(self.target())?;
        let frequency = self.data.series().frequency();
        Ok(match self.deadline {
            Some(year) => target.by(last_of_year(year, frequency)),
            None => target,
        })
    }

    /// The question to the engine.
    ///
    /// # Errors
    /// Those of [`Self::engine_target`].
    pub fn ask(&self) -> tradecast::Result<Ask> {
        Ok(Ask {
            data: self.data.clone(),
            then: self.then,
            target: self.engine_target()?,
            horizon: self.horizon(),
            assumptions: self.assumptions.clone(),
            priors: self.priors,
        })
    }

    /// What the answer shows beside the forecast.
    #[must_use]
    pub fn shows(&self) -> Shows {
        Shows { levels: self.view.levels, futures: self.view.futures }
    }

    /// The state after an action; absent where the action changes nothing.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        let next = match action {
            Action::Set(control, value) => control.set(self, value.into()),
            Action::Vary(control, range) => control.set(self, range.into()),
            Action::Clear(control) => control.reset(self),
            Action::Reset(controls) => {
                controls.iter().fold(self.clone(), |state, control| control.reset(&state))
            }
            Action::ResetAll => {
                Self { data: self.data.clone(), then: self.then, view: self.view, ..Self::new() }
            }
            Action::Priors(priors) => Self { priors, ..self.clone() },
            Action::Then(then) => {
                let next = Self { then, ..self.clone() };
                Control::all(&next).into_iter().fold(next, |state, control| control.within_range(&state))
            }
            Action::Show(view) => Self { view, ..self.clone() },
            Action::Use(data) => Self {
                data,
                then: false,
                target: None,
                deadline: None,
                horizon: None,
                assumptions: of_any_series(&self.assumptions),
                ..self.clone()
            },
            Action::Edit(data) => self.corrected(data),
            Action::Open(state) => state,
            // These are about the history, and no state alone knows one.
            Action::Undo | Action::Redo | Action::Settle => return None,
        };
        (next != *self).then_some(next)
    }
}

impl State {
    /// The same question about corrected figures. A target that follows from the last figure stays where it was.
    fn corrected(&self, data: Data) -> Self {
        let same =
            matches!(self.data, Data::Own(_)) && data.series().frequency() == self.data.series().frequency();
        let used = self.after(Action::Use(data)).unwrap_or_else(|| self.clone());
        let next = Self {
            target: Some(self.target()).filter(|target| *target != used.data.default_target()),
            deadline: self.deadline,
            horizon: self.horizon.filter(|_| same),
            assumptions: if same { self.assumptions.clone() } else { used.assumptions.clone() },
            ..used
        };
        Control::all(&next).into_iter().fold(next, |state, control| control.within_range(&state))
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The levers that mean the same for every series: of the whole, and no amounts.
pub(crate) fn of_any_series(assumptions: &Assumptions) -> Assumptions {
    let of_one = |key: &LeverKey| key.part().is_some() || key.lever().spec().times_last;
    let moved: Vec<LeverKey> = assumptions.moved().map(|(key, _)| key.clone()).filter(of_one).collect();
    moved.iter().fold(assumptions.clone(), |kept, key| kept.without(key))
}

/// The last period of a calendar year.
pub(crate) fn last_of_year(year: i32, frequency: Frequency) -> Period {
    let text = match frequency {
        Frequency::Annual => return Period::annual(year),
        Frequency::Quarterly => format!("{year:04}-Q4"),
        Frequency::Monthly => format!("{year:04}-12"),
    };
    text.parse().expect("a year of four digits with its last quarter or month is a period")
}

#[cfg(test)]
mod tests {
    use tradecast::{Lever, Observation, Series, Setting};
    use yew::Reducible;

    use super::*;

    fn set(control: Control, value: f64) -> Action {
        Action::Set(control, value)
    }

    #[test]
    fn what_changes_nothing_keeps_the_same_state() {
        let state = Rc::new(History::new(State::new()));
        let nothing = [
            set(Control::Target, State::new().target()),
            set(Control::Target, -5.0),
            set(Control::Target, f64::NAN),
            set(Lever::Growth.into(), 0.0),
            set(Lever::Growth.into(), 400.0),
            Action::Reset(vec![Control::Deadline]),
            Action::ResetAll,
            Action::Priors(true),
            Action::Then(false),
            Action::Show(View::default()),
        ];
        for action in nothing {
            assert!(Rc::ptr_eq(&Rc::clone(&state).reduce(action.clone()), &state), "{action:?}");
        }
    }

    #[test]
    fn every_control_can_be_set_and_reset() {
        let state = State::new();
        assert!(Control::all(&state).len() > 100, "the levers of every part are among them");
        for control in Control::all(&state) {
            let spec = control.spec(&state);
            for value in [spec.min, spec.max] {
                let Some(moved) = state.after(set(control.clone(), value)) else {
                    assert_eq!(Some(value), control.value(&state), "{}", spec.id);
                    continue;
                };
                assert_eq!(control.value(&moved), Some(value), "{}", spec.id);
                assert!(control.is_moved(&moved), "{}", spec.id);
                assert_eq!(
                    moved.after(Action::Reset(vec![control.clone()])),
                    Some(State::new()),
                    "{}",
                    spec.id
                );
            }
        }
    }

    #[test]
    fn what_a_slider_shows_can_also_be_typed() {
        let state = State::new();
        for control in Control::all(&state) {
            let spec = control.spec(&state);
            for value in [spec.min, spec.default, spec.max] {
                let typed = crate::text::plain(value);
                assert_eq!(control.parse(&typed, &state), Ok(Setting::Fixed(value)), "{}", spec.id);
            }
            for typed in ["", "abc", "NaN", "1e400", "triangular(1)", "wind(1,2)"] {
                assert!(control.parse(typed, &state).is_err(), "{} {typed}", spec.id);
            }
        }
    }

    #[test]
    fn a_slider_of_ratios_goes_from_end_to_end() {
        let spec = Control::from(Lever::Capacity).spec(&State::new());
        assert!(spec.log);
        for value in [spec.min, spec.max] {
            assert!((spec.value_at(spec.position(value)) / value - 1.0).abs() < 0.05, "{value}");
        }
        assert_eq!(spec.value_at(100.0), spec.default, "at the right end there is no limit");
        let middle = spec.value_at(50.0);
        assert!((spec.position(middle) - 50.0).abs() < 0.5 && middle / spec.min > 10.0, "{middle}");
    }

    #[test]
    fn own_data_take_over_only_what_means_the_same_there() {
        let observations =
            (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
        let own = OwnData::new(Series::new("mine", observations.collect()).unwrap());
        let moved = [
            Action::Then(true),
            set(Lever::Growth.into(), 2.0),
            set(Lever::Programme.into(), 300.0),
            set(Control::Lever("wheat.price".parse().unwrap()), -30.0),
        ]
        .into_iter()
        .fold(State::new(), |state, action| state.after(action).unwrap());
        let next = moved.after(Action::Use(Data::Own(Rc::new(own)))).unwrap();
        let kept: Vec<String> = next.assumptions.moved().map(|(key, _)| key.to_string()).collect();
        assert_eq!(kept, ["growth"]);
        assert!(!next.then && Control::all(&next).iter().all(|control| !control.id().contains('.')));
    }

    #[test]
    fn corrected_figures_are_asked_the_same_question() {
        let own = |last: f64| {
            let values =
                (2010..2020).map(|year| (year, if year == 2019 { last } else { f64::from(year - 2000) }));
            let rows = values.map(|(year, value)| Observation::new(Period::annual(year), value));
            Data::Own(Rc::new(OwnData::new(Series::new("mine", rows.collect()).unwrap())))
        };
        let moved =
            [Action::Use(own(19.0)), set(Lever::Growth.into(), 2.0), set(Lever::Programme.into(), 5.0)]
                .into_iter()
                .fold(State::new(), |state, action| state.after(action).unwrap());
        let corrected = moved.after(Action::Edit(own(21.0))).unwrap();
        assert_eq!((corrected.target(), corrected.assumptions), (moved.target(), moved.assumptions.clone()));
        assert_eq!(moved.after(Action::Edit(own(19.0))), None);
        let copy = State::new().after(Action::Edit(own(19.0))).unwrap();
        assert_eq!(copy.target(), State::new().target(), "a copy of the built-in series keeps its target");
    }

    #[test]
    fn an_amount_stays_within_what_was_known() {
        let most = Control::from(Lever::Programme).spec(&State::new()).max;
        let largest = State::new().after(set(Lever::Programme.into(), most)).unwrap();
        let then = largest.after(Action::Then(true)).unwrap();
        let programme = then.assumptions.get(Lever::Programme);
        assert!(programme < most);
        assert_eq!(programme, Control::from(Lever::Programme).spec(&then).max);
    }

    #[test]
    fn resetting_all_keeps_data_and_view() {
        let view = View { log: true, ..View::default() };
        let moved = [
            Action::Show(view),
            Action::Then(true),
            Action::Priors(false),
            set(Control::Horizon, 12.0),
            set(Control::Target, 7.0),
        ]
        .into_iter()
        .fold(State::new(), |state, action| state.after(action).unwrap());
        let reset = moved.after(Action::ResetAll).unwrap();
        assert_eq!(reset, State { view, then: true, ..State::new() });
    }

    #[test]
    fn a_deadline_is_the_last_period_of_its_year() {
        assert_eq!(last_of_year(2030, Frequency::Annual), Period::annual(2030));
        assert_eq!(last_of_year(2030, Frequency::Quarterly).to_string(), "2030-Q4");
        assert_eq!(last_of_year(2030, Frequency::Monthly).to_string(), "2030-12");
    }
}
