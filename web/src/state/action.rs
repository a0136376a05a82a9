//! Changes of the choices.

use tradecast::{Assumptions, Distribution, LeverKey};

use crate::question::Data;
use crate::state::choices::{State, ViewChange};
use crate::state::controls::control::Control;

/// A change of one choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Sets a control to a value in its own unit.
    Set(Control, f64),
    /// Sets a lever to a range, of which every path draws its own value.
    Vary(Control, Distribution),
    /// Empties the box of a control that may have no value.
    Clear(Control),
    /// Sets controls to their default.
    Reset(Vec<Control>),
    /// Sets every control to its default; data and view stay.
    ResetAll,
    /// Chooses whether what other pairs teach is used; where nothing is chosen, it is used where it fits the data.
    Priors(Option<bool>),
    /// Chooses whether only what was known at the end of [`Data::earlier`] is used.
    AsOf(bool),
    /// Changes how the answer is shown.
    Show(ViewChange),
    /// Chooses the data; what belonged to the old data goes to its default: as-of, target, deadline, amounts, parts and priors.
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
                Self { data: self.data.clone(), as_of: self.as_of, view: self.view, ..Self::new() }
            }
            Action::Priors(priors) => {
                let fits = self.data.decision().uses_priors();
                Self { priors: priors.filter(|on| !(*on && fits)), ..self.clone() }
            }
            Action::AsOf(as_of) => {
                let next = Self { as_of, ..self.clone() };
                Control::all(&next).into_iter().fold(next, |state, control| control.within_range(&state))
            }
            Action::Show(change) => Self { view: self.view.after(change), ..self.clone() },
            Action::Use(data) => Self {
                // An answer about the same figures need not be given twice.
                priors: self
                    .priors
                    .filter(|_| data.fingerprint().is_some_and(|own| Some(own) == self.data.fingerprint())),
                data,
                as_of: false,
                target: None,
                deadline: None,
                horizon: None,
                assumptions: of_any_series(&self.assumptions),
                view: self.view,
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
            priors: self.priors,
            ..used
        };
        Control::all(&next).into_iter().fold(next, |state, control| control.within_range(&state))
    }
}

/// The levers that mean the same for every series: of the whole, and no amounts.
pub(crate) fn of_any_series(assumptions: &Assumptions) -> Assumptions {
    let of_one = |key: &LeverKey| key.part().is_some() || key.lever().spec().times_last;
    let moved: Vec<LeverKey> = assumptions.moved().map(|(key, _)| key.clone()).filter(of_one).collect();
    moved.iter().fold(assumptions.clone(), |kept, key| kept.without(key))
}
