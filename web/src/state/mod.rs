//! What the user chose, and nothing else; everything shown is computed from it.

mod control;
mod data;
pub mod url;

use std::rc::Rc;

use tradecast::{Assumptions, Frequency, Period, Target};
use yew::Reducible;

pub use control::{Control, Spec};
pub(crate) use control::{levers, round_year};
pub use data::{Data, OwnData};

/// As of which year the page may say "what one could have known": the year of the article the project starts from.
pub const THEN: i32 = 2022;

/// The choices of the user.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The series asked about.
    pub data: Data,
    /// Use only what was known at the end of this year; everything where absent.
    pub as_of: Option<i32>,
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
}

/// A change of one choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Sets a control to a value in its own unit.
    Set(Control, f64),
    /// Sets a control to its default.
    Reset(Control),
    /// Sets every control to its default; data and view stay.
    ResetAll,
    /// Chooses whether what other series teach is used.
    Priors(bool),
    /// Chooses the as-of year.
    AsOf(Option<i32>),
    /// Chooses how the answer is shown.
    Show(View),
    /// Chooses the data; as-of, target and deadline belonged to the old data and go to their defaults.
    Use(Data),
    /// Replaces everything, as a link does.
    Open(State),
}

impl State {
    /// The state of a page nobody has touched.
    #[must_use]
    pub fn new() -> Self {
        Self {
            data: Data::BuiltIn,
            as_of: None,
            target: None,
            deadline: None,
            horizon: None,
            assumptions: Assumptions::baseline(),
            priors: true,
            view: View::default(),
        }
    }

    /// The target level, in the unit of the series.
    #[must_use]
    pub fn target(&self) -> f64 {
        self.target.unwrap_or_else(|| self.data.default_target())
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

    /// The state after an action; absent where the action changes nothing.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        let next = match action {
            Action::Set(control, value) => control.set(self, value),
            Action::Reset(control) => control.reset(self),
            Action::ResetAll => {
                let with_priors = Self { priors: true, ..self.clone() };
                Control::all().into_iter().fold(with_priors, |state, control| control.reset(&state))
            }
            Action::Priors(priors) => Self { priors, ..self.clone() },
            Action::AsOf(year) => Self { as_of: year, ..self.clone() },
            Action::Show(view) => Self { view, ..self.clone() },
            Action::Use(data) => {
                Self { data, as_of: None, target: None, deadline: None, horizon: None, ..self.clone() }
            }
            Action::Open(state) => state,
        };
        (next != *self).then_some(next)
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        self.after(action).map_or(self, Rc::new)
    }
}

/// The last period of a calendar year.
fn last_of_year(year: i32, frequency: Frequency) -> Period {
    let text = match frequency {
        Frequency::Annual => return Period::annual(year),
        Frequency::Quarterly => format!("{year:04}-Q4"),
        Frequency::Monthly => format!("{year:04}-12"),
    };
    text.parse().expect("a year of four digits with its last quarter or month is a period")
}

#[cfg(test)]
mod tests {
    use tradecast::Lever;

    use super::*;

    fn set(control: Control, value: f64) -> Action {
        Action::Set(control, value)
    }

    #[test]
    fn what_changes_nothing_keeps_the_same_state() {
        let state = Rc::new(State::new());
        let nothing = [
            set(Control::Target, State::new().target()),
            set(Control::Target, -5.0),
            set(Control::Target, f64::NAN),
            set(Control::Lever(Lever::Growth), 0.0),
            set(Control::Lever(Lever::Growth), 400.0),
            Action::Reset(Control::Deadline),
            Action::ResetAll,
            Action::Priors(true),
            Action::AsOf(None),
            Action::Show(View::default()),
        ];
        for action in nothing {
            assert!(Rc::ptr_eq(&Rc::clone(&state).reduce(action.clone()), &state), "{action:?}");
        }
    }

    #[test]
    fn every_control_can_be_set_and_reset() {
        for control in Control::all() {
            let spec = control.spec(&State::new());
            for value in [spec.min, spec.max] {
                let Some(moved) = State::new().after(set(control, value)) else {
                    assert_eq!(Some(value), control.value(&State::new()), "{}", spec.id);
                    continue;
                };
                assert_eq!(control.value(&moved), Some(value), "{}", spec.id);
                assert!(control.is_moved(&moved), "{}", spec.id);
                assert_eq!(moved.after(Action::Reset(control)), Some(State::new()), "{}", spec.id);
            }
        }
    }

    #[test]
    fn what_a_slider_shows_can_also_be_typed() {
        for control in Control::all() {
            let state = State::new();
            let spec = control.spec(&state);
            for value in [spec.min, spec.default, spec.max] {
                assert_eq!(control.parse(&crate::text::plain(value), &state), Ok(value), "{}", spec.id);
            }
            for typed in ["", "abc", "NaN", "1e400"] {
                assert!(control.parse(typed, &state).is_err(), "{} {typed}", spec.id);
            }
        }
    }

    #[test]
    fn resetting_all_keeps_data_and_view() {
        let view = View { log: true, ..View::default() };
        let moved = [
            Action::Show(view),
            Action::AsOf(Some(THEN)),
            Action::Priors(false),
            set(Control::Horizon, 12.0),
            set(Control::Target, 7.0),
        ]
        .into_iter()
        .fold(State::new(), |state, action| state.after(action).unwrap());
        let reset = moved.after(Action::ResetAll).unwrap();
        assert_eq!(reset, State { view, as_of: Some(THEN), ..State::new() });
    }

    #[test]
    fn a_deadline_is_the_last_period_of_its_year() {
        assert_eq!(last_of_year(2030, Frequency::Annual), Period::annual(2030));
        assert_eq!(last_of_year(2030, Frequency::Quarterly).to_string(), "2030-Q4");
        assert_eq!(last_of_year(2030, Frequency::Monthly).to_string(), "2030-12");
    }
}
