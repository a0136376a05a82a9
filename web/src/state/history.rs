//! Undo and redo: the choices of before and of after, one entry a gesture.

use std::rc::Rc;

use yew::{Reducible, UseReducerDispatcher};

use crate::state::action::Action;
use crate::state::choices::State;
use crate::state::controls::control::Control;

/// What components send their actions to.
pub(crate) type Dispatch = UseReducerDispatcher<History>;

/// Choices of before or after, the next one last.
type States = Vec<Rc<State>>;

/// Choices that can be taken back; the oldest beyond them are forgotten.
const MOST: usize = 200;

/// The choices of the moment, those before and those taken back.
///
/// A gesture is one entry however many values it passes: a slider held from start to end, a number typed until its box is left.
/// How the answer is shown is no choice that is taken back: an undo leaves the user on the tab where they are.
///
/// ```
/// use tradecast::Lever;
/// use tradecast_web::state::{Action, History, State};
///
/// let growth = |value| Action::Set(Lever::Growth.into(), value);
/// let dragged = History::new(State::new()).after(growth(1.0)).unwrap().after(growth(2.0)).unwrap();
/// let again = dragged.after(Action::Settle).unwrap().after(growth(3.0)).unwrap();
/// let undone = again.after(Action::Undo).unwrap();
/// assert_eq!(undone.state().assumptions.get(Lever::Growth), 2.0);
/// assert_eq!(undone.after(Action::Undo).unwrap().state(), &State::new());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    now: Rc<State>,
    past: States,
    /// What was undone, the next to be redone last.
    undone: States,
    /// The control of a gesture under way.
    held: Option<Control>,
}

/// What an undo or redo would change, for its button.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// One control.
    Control(Control),
    /// The data.
    Data,
    /// As of when.
    AsOf,
    /// What other series teach.
    Priors,
    /// So many controls, or several of the above.
    Several(usize),
}

impl History {
    /// A history that begins here.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self { now: Rc::new(state), past: Vec::new(), undone: Vec::new(), held: None }
    }

    /// The choices of the moment.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.now
    }

    /// What an undo would change; absent where there is nothing to undo.
    #[must_use]
    pub fn undo(&self) -> Option<Change> {
        self.past.last().map(|before| changed(before, &self.now))
    }

    /// What a redo would change; absent where there is nothing to redo.
    #[must_use]
    pub fn redo(&self) -> Option<Change> {
        self.undone.last().map(|after| changed(&self.now, after))
    }

    /// The history after an action; absent where the action changes nothing.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        match action {
            Action::Settle => self.held.is_some().then(|| Self { held: None, ..self.clone() }),
            Action::Undo => self.stepped(|history| [&mut history.past, &mut history.undone]),
            Action::Redo => self.stepped(|history| [&mut history.undone, &mut history.past]),
            Action::Show(_) => Some(Self { now: Rc::new(self.now.after(action)?), ..self.clone() }),
            action => {
                let held = action.gesture().cloned();
                let now = self.now.after(action)?;
                let mut next = self.clone();
                let goes_on = held.is_some() && held == self.held;
                if !goes_on {
                    next.past.push(Rc::clone(&self.now));
                }
                // A gesture that is back where it began has changed nothing.
                let returned = goes_on && next.past.last().is_some_and(|before| same(before, &now));
                if returned {
                    next.past.pop();
                }
                if next.past.len() > MOST {
                    next.past.remove(0);
                }
                next.held = held.filter(|_| !returned);
                next.undone.clear();
                next.now = Rc::new(now);
                Some(next)
            }
        }
    }

    /// The history with the last state of one list as the present, which goes to the other list.
    fn stepped(&self, lists: fn(&mut Self) -> [&mut States; 2]) -> Option<Self> {
        let mut next = self.clone();
        let [from, to] = lists(&mut next);
        let state = from.pop()?;
        to.push(Rc::clone(&self.now));
        next.now = Rc::new(State { view: self.now.view, ..(*state).clone() });
        next.held = None;
        Some(next)
    }
}

impl Action {
    /// The control whose gesture this action is part of; absent where it is one of its own.
    fn gesture(&self) -> Option<&Control> {
        match self {
            Self::Set(control, _) | Self::Vary(control, _) | Self::Clear(control) => Some(control),
            _ => None,
        }
    }
}

/// Whether two states are the same choices, however they are shown.
fn same(one: &State, other: &State) -> bool {
    *one == State { view: one.view, ..other.clone() }
}

fn changed(before: &State, after: &State) -> Change {
    if before.data != after.data {
        return Change::Data;
    }
    let differs = |control: &Control| {
        (control.value(before), control.range(before)) != (control.value(after), control.range(after))
    };
    let mut controls: Vec<Control> = Control::all(after).into_iter().filter(differs).collect();
    match (controls.len(), before.as_of != after.as_of, before.priors != after.priors) {
        (1, false, false) => Change::Control(controls.remove(0)),
        (_, true, false) => Change::AsOf,
        (0, false, true) => Change::Priors,
        (moved, _, priors) => Change::Several(moved + usize::from(priors)),
    }
}

impl Reducible for History {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        self.after(action).map_or(self, Rc::new)
    }
}

#[cfg(test)]
mod tests {
    use tradecast::{Distribution, Lever};

    use super::*;
    use crate::state::choices::{Tab, ViewChange};

    fn growth(value: f64) -> Action {
        Action::Set(Lever::Growth.into(), value)
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> History {
        let start = History::new(State::new());
        actions.into_iter().fold(start, |history, action| history.after(action.clone()).unwrap_or(history))
    }

    fn value(history: &History) -> f64 {
        history.state().assumptions.get(Lever::Growth)
    }

    #[test]
    fn a_gesture_is_one_entry_and_the_next_gesture_another() {
        let history = after([growth(1.0), growth(2.0), growth(3.0), Action::Settle, growth(4.0)]);
        let back = history.after(Action::Undo).unwrap();
        assert_eq!(value(&back), 3.0);
        let start = back.after(Action::Undo).unwrap();
        assert_eq!((value(&start), start.undo()), (0.0, None));
        assert!(start.after(Action::Undo).is_none(), "there is nothing left");
        let forth = start.after(Action::Redo).unwrap().after(Action::Redo).unwrap();
        assert_eq!((value(&forth), forth.redo()), (4.0, None));
    }

    #[test]
    fn another_control_another_kind_of_change_and_a_reset_are_entries_of_their_own() {
        let history = after([
            growth(1.0),
            Action::Set(Control::Target, 800.0),
            Action::Priors(Some(false)),
            Action::AsOf(true),
            Action::Reset(vec![Lever::Growth.into()]),
            Action::Reset(vec![Control::Target]),
        ]);
        let mut undone = Vec::new();
        let mut history = history;
        while let Some(change) = history.undo() {
            undone.push(change);
            history = history.after(Action::Undo).unwrap();
        }
        let expected = [
            Change::Control(Control::Target),
            Change::Control(Lever::Growth.into()),
            Change::AsOf,
            Change::Priors,
            Change::Control(Control::Target),
            Change::Control(Lever::Growth.into()),
        ];
        assert_eq!(undone, expected);
        assert_eq!(history.state(), &State::new());
    }

    #[test]
    fn a_box_emptied_on_the_way_to_another_year_is_part_of_typing() {
        let history = after([
            Action::Set(Control::Deadline, 2035.0),
            Action::Settle,
            Action::Clear(Control::Deadline),
            Action::Set(Control::Deadline, 2040.0),
        ]);
        assert_eq!(history.after(Action::Undo).unwrap().state().deadline, Some(2035));
    }

    #[test]
    fn a_range_takes_the_place_of_a_number_and_goes_back_to_it() {
        let range = Distribution::Triangular([0.0, 2.0, 4.0]);
        let history = after([growth(1.0), Action::Settle, Action::Vary(Lever::Growth.into(), range)]);
        assert_eq!(value(&history), 2.0);
        assert_eq!(value(&history.after(Action::Undo).unwrap()), 1.0);
    }

    #[test]
    fn a_gesture_that_ends_where_it_began_leaves_no_entry() {
        let history = after([growth(1.0), growth(0.0)]);
        assert_eq!((history.undo(), history.state()), (None, &State::new()));
        let on = history.after(growth(2.0)).unwrap();
        assert_eq!(value(&on.after(Action::Undo).unwrap()), 0.0);
    }

    #[test]
    fn how_it_is_shown_is_no_entry_and_stays_through_an_undo() {
        let history = after([growth(1.0), Action::Show(ViewChange::Tab(Tab::Compare))]);
        let back = history.after(Action::Undo).unwrap();
        assert_eq!((back.state().view.tab, back.undo()), (Tab::Compare, None));
        let elsewhere = back.after(Action::Show(ViewChange::Tab(Tab::default()))).unwrap();
        assert!(elsewhere.redo().is_some(), "looking loses nothing");
    }

    #[test]
    fn a_new_choice_ends_what_could_be_redone() {
        let history = after([growth(1.0), Action::Settle, growth(2.0), Action::Undo, growth(5.0)]);
        assert_eq!(history.redo(), None);
        assert_eq!(value(&history.after(Action::Undo).unwrap()), 1.0);
    }

    #[test]
    fn opening_and_resetting_all_are_one_entry_each() {
        let other = after([growth(3.0), Action::Set(Control::Target, 700.0)]).state().clone();
        let history = after([growth(1.0), Action::Open(other.clone()), Action::ResetAll]);
        assert_eq!(history.undo(), Some(Change::Several(2)));
        let opened = history.after(Action::Undo).unwrap();
        assert_eq!(opened.state(), &other);
        assert_eq!(value(&opened.after(Action::Undo).unwrap()), 1.0);
    }

    #[test]
    fn only_so_much_is_kept() {
        let history = after(
            (0..500)
                .map(|i| Action::Set(Control::Target, f64::from(100 + i)))
                .flat_map(|set| [set, Action::Settle]),
        );
        assert_eq!(history.past.len(), MOST);
    }
}
