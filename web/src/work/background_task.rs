//! Tasks that take longer than a frame: done in a worker of their own, which says how far it is and can be told to stop.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::prelude::*;

use crate::browser::Timer;
use crate::question::Ask;
use crate::work::message::Response;
use crate::work::page_engine;
use crate::work::session::PageSession;
use crate::work::task::{Done, Failure, Task};
use crate::work::worker::thread::{ThreadEvent, WorkerThread};

/// How far a task is.
#[derive(Clone, PartialEq)]
pub(crate) enum Progress {
    /// Nothing was asked.
    Idle,
    /// Under way; how far, 0 to 1.
    Running(f64),
    /// Done.
    Done(Rc<Done>),
    /// It could not be done.
    Failed(Failure),
    /// It was told to stop.
    Stopped,
}

/// A task for the worker: `progress` to look at, `stop` to end it, `again` to start it once more.
#[derive(Clone, PartialEq)]
pub(crate) struct BackgroundTask {
    /// How far it is.
    pub(crate) progress: Progress,
    /// What came of the task before, for as long as the present one is under way.
    pub(crate) before: Option<Rc<Done>>,
    /// Stops it.
    pub(crate) stop: Callback<()>,
    /// Starts it again.
    pub(crate) again: Callback<()>,
}

impl BackgroundTask {
    /// Whether it is under way.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.progress, Progress::Running(_))
    }

    /// What there is to be shown: what came of the task, or of the one before; and whether it is the latter.
    pub(crate) fn result(&self) -> Option<(&Rc<Done>, bool)> {
        match &self.progress {
            Progress::Done(done) => Some((done, false)),
            _ => self.before.as_ref().map(|done| (done, true)),
        }
    }
}

/// Milliseconds after which the page itself begins, where there is no worker: it has then said so.
const SAID: i32 = 60;

thread_local! {
    /// The worker that is free, so that the next task finds everything fitted and simulated.
    static FREE: RefCell<Option<PooledWorker>> = const { RefCell::new(None) };
}

/// Who hears of a worker: one after the other, never two.
type SharedListener = Rc<RefCell<Rc<dyn Fn(ThreadEvent)>>>;

/// A worker, and who hears of it.
struct PooledWorker {
    thread: WorkerThread,
    end: PageSession,
    /// Numbers requests, so that nothing is heard out of turn.
    asked: u32,
    hears: SharedListener,
}

impl PooledWorker {
    fn take() -> Option<Self> {
        FREE.take().or_else(|| {
            let hears: SharedListener = Rc::new(RefCell::new(Rc::new(idle)));
            let hear = Rc::clone(&hears);
            let thread = WorkerThread::start(move |heard| {
                let hears = hear.borrow().clone();
                hears(heard);
            })?;
            Some(Self { thread, end: PageSession::default(), asked: 0, hears })
        })
    }

    fn free(self) {
        self.hears.replace(Rc::new(idle));
        // Of two that are free one is enough; the other ends.
        FREE.set(Some(self));
    }
}

/// What is heard of a worker that has nothing to do: one that breaks is not kept.
fn idle(heard: ThreadEvent) {
    if let ThreadEvent::Lost { .. } = heard {
        drop(FREE.take());
    }
}

type OnProgress = Rc<dyn Fn(Progress)>;

/// What a task under way holds on to: its worker, or the timer after which the page begins.
enum Held {
    Worker(PooledWorker),
    Page(#[expect(dead_code, reason = "dropping it stops it")] Timer),
}

type Slot = RefCell<Option<Held>>;

/// A task under way; dropping it ends the worker, so that it costs nothing any more.
struct Running(Rc<Slot>);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}

/// What is to be done, and who is told.
struct Job {
    ask: Ask,
    task: Task,
    tell: OnProgress,
}

impl Job {
    /// Does it in a worker, or on the page where none starts.
    fn start(self) -> Running {
        let (job, slot) = (Rc::new(self), Rc::<Slot>::default());
        match PooledWorker::take() {
            Some(mut kept) => {
                kept.asked += 1;
                let number = kept.asked;
                let request = kept.end.request(number, &job.ask, &job.task);
                let back = Rc::downgrade(&slot);
                kept.hears.replace(Rc::new(move |heard| job.hear(heard, number, &back)));
                kept.thread.send(&request);
                slot.replace(Some(Held::Worker(kept)));
            }
            None => {
                page_engine::set_without_worker();
                job.on_page(&slot);
            }
        }
        Running(slot)
    }

    fn hear(self: &Rc<Self>, heard: ThreadEvent, number: u32, slot: &Weak<Slot>) {
        let Some(slot) = slot.upgrade() else { return };
        match heard {
            ThreadEvent::Response(Response::Progress { id, share }) if id == number => {
                (self.tell)(Progress::Running(share));
            }
            ThreadEvent::Response(Response::End { id, outcome }) if id == number => {
                if let Some(Held::Worker(kept)) = slot.take() {
                    kept.free();
                }
                self.ended(outcome);
            }
            ThreadEvent::Response(_) => {}
            ThreadEvent::Lost { listened: true } => {
                drop(slot.take());
                self.ended(Err(Failure::lost()));
            }
            ThreadEvent::Lost { listened: false } => {
                page_engine::set_without_worker();
                self.on_page(&slot);
            }
        }
    }

    fn on_page(self: &Rc<Self>, slot: &Slot) {
        let job = Rc::clone(self);
        let timer = Timer::after(SAID, move || job.ended(page_engine::work(&job.ask, &job.task)));
        drop(slot.replace(Some(Held::Page(timer))));
    }

    fn ended(&self, outcome: Result<Done, Failure>) {
        (self.tell)(outcome.map_or_else(Progress::Failed, |done| Progress::Done(Rc::new(done))));
    }
}

/// Does a task about a question whenever either changes; none where there is nothing to do. What is no longer wanted is ended.
#[hook]
pub(crate) fn use_task(wanted: Option<(Ask, Task)>) -> BackgroundTask {
    // What is known of a task belongs to that task: as soon as another one is wanted, it counts as under way.
    let known = use_state(|| (None::<(Ask, Task)>, Progress::Idle));
    let before = use_mut_ref(|| None::<Rc<Done>>);
    let running = use_mut_ref(|| None::<Running>);
    let attempt = use_state(|| 0_u32);
    use_effect_with((wanted.clone(), *attempt), {
        let (known, running) = (known.setter(), running.clone());
        move |(wanted, _)| {
            if let Some((ask, task)) = wanted {
                let wanted = wanted.clone();
                known.set((wanted.clone(), Progress::Running(0.0)));
                let tell: OnProgress = Rc::new(move |now| known.set((wanted.clone(), now)));
                running.replace(Some(Job { ask: ask.clone(), task: task.clone(), tell }.start()));
            }
            move || drop(running.take())
        }
    });
    let progress = match &*known {
        (asked, progress) if *asked == wanted => progress.clone(),
        _ if wanted.is_some() => Progress::Running(0.0),
        _ => Progress::Idle,
    };
    if let Progress::Done(done) = &progress {
        before.replace(Some(Rc::clone(done)));
    }
    let stop = {
        let (known, running) = (known.setter(), running);
        Callback::from(move |()| {
            drop(running.take());
            known.set((wanted.clone(), Progress::Stopped));
        })
    };
    let again = {
        let attempt = attempt.clone();
        Callback::from(move |()| attempt.set(*attempt + 1))
    };
    BackgroundTask { progress, before: before.borrow().clone(), stop, again }
}
