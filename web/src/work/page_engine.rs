//! The engine of the page's own thread: answers that must be painted with the next frame, and everything where no worker starts.

use std::cell::{Cell, RefCell};

use crate::browser;
use crate::engine::{AnswerView, Engine, QUICK};
use crate::question::{DisplayOptions, Precision, Question};
use crate::work::frame_budget::FrameBudget;
use crate::work::perform::perform;
use crate::work::task::{Failure, Task, TaskResult};

thread_local! {
    static ENGINE: RefCell<Option<(Engine, FrameBudget)>> = const { RefCell::new(None) };
    static WITHOUT_WORKER: Cell<bool> = const { Cell::new(false) };
}

/// Notes that no worker starts.
pub(super) fn set_without_worker() {
    WITHOUT_WORKER.set(true);
}

/// Whether no worker starts, so that long work blocks the page.
pub(crate) fn is_without_worker() -> bool {
    WITHOUT_WORKER.get()
}

/// Whether all paths can be counted within a frame.
pub(super) fn keeps_pace() -> bool {
    with_engine(|engine, _| !engine.is_slow())
}

fn with_engine<T>(run: impl FnOnce(&mut Engine, &mut FrameBudget) -> T) -> T {
    ENGINE.with_borrow_mut(|kept| {
        let (engine, pace) = kept.get_or_insert_with(|| (Engine::usual(), FrameBudget::default()));
        run(engine, pace)
    })
}

/// The answer to a question.
pub(super) fn ask(
    question: &Question,
    precision: Precision,
    display: DisplayOptions,
) -> Result<AnswerView, Failure> {
    with_engine(|engine, pace| {
        let start = browser::clock();
        engine.show(display);
        let shown = engine.ask(question, precision)?;
        let parts = if shown.full { 1 } else { QUICK };
        engine.measured(pace.after((browser::clock() - start) * f64::from(parts)));
        Ok(shown)
    })
}

/// Does a task.
pub(super) fn work(question: &Question, task: &Task) -> Result<TaskResult, Failure> {
    with_engine(|engine, _| perform(engine, question, task, &mut |_| {}))
}
