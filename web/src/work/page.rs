//! The engine of the page itself, for browsers in which no worker starts: the same numbers, while the page waits.

use std::cell::{Cell, RefCell};

use super::{Done, Failure, Task, perform};
use crate::engine::{Ask, Engine, Precision, Shown, Shows};

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
    static ALONE: Cell<bool> = const { Cell::new(false) };
}

/// No worker starts.
pub(super) fn alone() {
    ALONE.set(true);
}

/// Whether long work makes the page wait, as no worker starts.
pub(crate) fn is_alone() -> bool {
    ALONE.get()
}

/// The answer to a question.
pub(super) fn ask(ask: &Ask, precision: Precision, shows: Shows) -> Result<Shown, Failure> {
    ENGINE.with_borrow_mut(|engine| {
        let engine = engine.get_or_insert_with(Engine::usual);
        engine.show(shows);
        Ok(engine.ask(ask, precision)?)
    })
}

/// Does a task.
pub(super) fn work(ask: &Ask, task: &Task) -> Result<Done, Failure> {
    ENGINE.with_borrow_mut(|engine| perform(engine.get_or_insert_with(Engine::usual), ask, task, &mut |_| {}))
}
