//! Tasks that take longer than a frame: done in a worker of their own, which says how far it is and can be told to stop.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::thread::Thread;
use super::{Done, Failure, Report, Request, Task, perform};
use crate::browser;
use crate::engine::{Ask, Engine};

/// How far a task is.
#[derive(Clone, PartialEq)]
pub(crate) enum Progress {
    /// Nothing was asked, or it was stopped.
    Idle,
    /// Under way; how far, 0 to 1.
    Running(f64),
    /// Done.
    Done(Rc<Done>),
    /// It could not be done.
    Failed(Failure),
}

/// A task for the worker: `progress` to look at, `stop` to end it.
#[derive(Clone, PartialEq)]
pub(crate) struct Working {
    /// How far it is.
    pub(crate) progress: Progress,
    /// What came of the task before, for as long as the present one is under way.
    pub(crate) before: Option<Rc<Done>>,
    /// Stops it.
    pub(crate) stop: Callback<()>,
}

thread_local! {
    /// The worker that is free, so that the next task finds everything fitted and simulated.
    static FREE: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// A worker, and who is told what it reports.
#[derive(Clone)]
struct Kept {
    thread: Rc<Thread>,
    told: Rc<RefCell<Rc<dyn Fn(Report)>>>,
}

impl Kept {
    fn take() -> Option<Self> {
        FREE.take().or_else(|| {
            let told: Rc<RefCell<Rc<dyn Fn(Report)>>> = Rc::new(RefCell::new(Rc::new(|_| {})));
            let tell = Rc::clone(&told);
            let thread = Thread::start(move |report| {
                let told = tell.borrow().clone();
                told(report);
            })?;
            Some(Self { thread: Rc::new(thread), told })
        })
    }
}

/// A task under way; dropping it ends the worker, so that it costs nothing any more.
struct Running(Rc<RefCell<Option<Kept>>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.take();
    }
}

fn start(ask: &Ask, task: &Task, tell: Rc<dyn Fn(Progress)>) -> Running {
    let slot = Rc::new(RefCell::new(None));
    let Some(kept) = Kept::take() else {
        // Without a worker it is done between two frames.
        let (ask, task, cell) = (ask.clone(), task.clone(), Rc::clone(&slot));
        browser::on_next_frame(move || {
            if Rc::strong_count(&cell) > 1 {
                let outcome = perform(&mut Engine::usual(), &ask, &task, &mut |_| {});
                tell(outcome.map_or_else(Progress::Failed, |done| Progress::Done(Rc::new(done))));
            }
        });
        return Running(slot);
    };
    let listener = {
        let slot = Rc::downgrade(&slot);
        move |report: Report| match report {
            Report::Progress { share, .. } => tell(Progress::Running(share)),
            Report::End { outcome, .. } => {
                if let Some(kept) = slot.upgrade().and_then(|slot| slot.take()) {
                    FREE.set(Some(kept));
                }
                tell(outcome.map_or_else(Progress::Failed, |done| Progress::Done(Rc::new(done))));
            }
            Report::Ready | Report::Read { .. } => {}
        }
    };
    *kept.told.borrow_mut() = Rc::new(listener);
    kept.thread.send(&Request { id: 0, ask: ask.clone(), task: task.clone() });
    slot.replace(Some(kept));
    Running(slot)
}

/// Does a task about a question whenever either changes; none where there is nothing to do. What is no longer wanted is ended.
#[hook]
pub(crate) fn use_task(wanted: Option<(Ask, Task)>) -> Working {
    let progress = use_state(|| Progress::Idle);
    let before = use_mut_ref(|| None::<Rc<Done>>);
    let running = use_mut_ref(|| None::<Running>);
    use_effect_with(wanted, {
        let (progress, running) = (progress.setter(), running.clone());
        move |wanted| {
            running.take();
            match wanted {
                None => progress.set(Progress::Idle),
                Some((ask, task)) => {
                    progress.set(Progress::Running(0.0));
                    let told = progress.clone();
                    let started = start(ask, task, Rc::new(move |now| told.set(now)));
                    running.replace(Some(started));
                }
            }
            move || drop(running.take())
        }
    });
    if let Progress::Done(done) = &*progress {
        before.replace(Some(Rc::clone(done)));
    }
    let stop = {
        let (progress, running) = (progress.setter(), running);
        Callback::from(move |()| {
            running.take();
            progress.set(Progress::Idle);
        })
    };
    Working { progress: (*progress).clone(), before: before.borrow().clone(), stop }
}
