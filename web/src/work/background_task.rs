//! Tasks that take longer than a frame: a worker of their own runs them, reports progress and can be cancelled.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::prelude::*;

use crate::browser::Timer;
use crate::question::Question;
use crate::work::message::{Message, Response};
use crate::work::page_engine;
use crate::work::session::PageSession;
use crate::work::task::{Failure, Task, TaskResult};
use crate::work::worker::thread::{WorkerLost, WorkerThread};

/// The progress of a task.
#[derive(Clone, PartialEq)]
pub(crate) enum Progress {
    /// There is no task.
    Idle,
    /// Running; the share that is done, 0 to 1.
    Running(f64),
    /// Done.
    Done(Rc<TaskResult>),
    /// Failed.
    Failed(Failure),
    /// Cancelled.
    Stopped,
}

/// A task in the worker: `stop` cancels it, `again` restarts it.
#[derive(Clone, PartialEq)]
pub(crate) struct BackgroundTask {
    /// Its progress.
    pub(crate) progress: Progress,
    /// The result of the previous task, while this one runs.
    pub(crate) before: Option<Rc<TaskResult>>,
    /// Cancels it.
    pub(crate) stop: Callback<()>,
    /// Restarts it.
    pub(crate) again: Callback<()>,
}

impl BackgroundTask {
    /// Whether it is running.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.progress, Progress::Running(_))
    }

    /// The result to show, and whether it is that of the previous task.
    pub(crate) fn result(&self) -> Option<(&Rc<TaskResult>, bool)> {
        match &self.progress {
            Progress::Done(done) => Some((done, false)),
            _ => self.before.as_ref().map(|done| (done, true)),
        }
    }
}

/// Milliseconds after which the page runs the task itself where there is no worker: by then it shows that it will be busy.
const SAID: i32 = 60;

thread_local! {
    /// The idle worker: its caches serve the next task.
    static FREE: RefCell<Option<PooledWorker>> = const { RefCell::new(None) };
}

/// The listener of a worker: one at a time.
type SharedListener = Rc<RefCell<Rc<dyn Fn(Result<Response, WorkerLost>)>>>;

/// A worker that is reused, and its listener.
struct PooledWorker {
    thread: WorkerThread,
    session: PageSession,
    /// Numbers the requests, so that responses to earlier ones are ignored.
    asked: u32,
    listener: SharedListener,
}

impl PooledWorker {
    fn take() -> Option<Self> {
        FREE.take().or_else(|| {
            let listener: SharedListener = Rc::new(RefCell::new(Rc::new(idle)));
            let current = Rc::clone(&listener);
            let thread = WorkerThread::start(move |response| {
                let listener = current.borrow().clone();
                listener(response);
            })?;
            Some(Self { thread, session: PageSession::default(), asked: 0, listener })
        })
    }

    fn free(self) {
        self.listener.replace(Rc::new(idle));
        // Of two that are free one is enough; the other ends.
        FREE.set(Some(self));
    }
}

/// The listener of an idle worker: drops one that crashes.
fn idle(response: Result<Response, WorkerLost>) {
    if response.is_err() {
        drop(FREE.take());
    }
}

type OnProgress = Rc<dyn Fn(Progress)>;

/// What runs a task: a worker, or the page after a timer.
enum Runner {
    Worker(PooledWorker),
    Page(#[expect(dead_code, reason = "dropping it stops it")] Timer),
}

type Slot = RefCell<Option<Runner>>;

/// A running task; dropping it terminates the worker.
struct Running(Rc<Slot>);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}

/// A task and the listener of its progress.
struct Job {
    question: Question,
    task: Task,
    tell: OnProgress,
}

impl Job {
    /// Runs it in a worker, or on the page where none starts.
    fn start(self) -> Running {
        let (job, slot) = (Rc::new(self), Rc::<Slot>::default());
        match PooledWorker::take() {
            Some(mut kept) => {
                kept.asked += 1;
                let number = kept.asked;
                let request = kept.session.request(number, &job.question, &job.task);
                let back = Rc::downgrade(&slot);
                kept.listener.replace(Rc::new(move |response| job.on_response(response, number, &back)));
                kept.thread.send(&Message::Request(Box::new(request)));
                slot.replace(Some(Runner::Worker(kept)));
            }
            None => {
                page_engine::set_without_worker();
                job.on_page(&slot);
            }
        }
        Running(slot)
    }

    fn on_response(self: &Rc<Self>, response: Result<Response, WorkerLost>, number: u32, slot: &Weak<Slot>) {
        let Some(slot) = slot.upgrade() else { return };
        match response {
            Ok(Response::Progress { id, share }) if id == number => {
                (self.tell)(Progress::Running(share));
            }
            Ok(Response::End { id, outcome }) if id == number => {
                if let Some(Runner::Worker(kept)) = slot.take() {
                    kept.free();
                }
                self.ended(outcome);
            }
            Ok(_) => {}
            Err(WorkerLost { was_ready: true }) => {
                drop(slot.take());
                self.ended(Err(Failure::lost()));
            }
            Err(WorkerLost { was_ready: false }) => {
                page_engine::set_without_worker();
                self.on_page(&slot);
            }
        }
    }

    fn on_page(self: &Rc<Self>, slot: &Slot) {
        let job = Rc::clone(self);
        let timer = Timer::after(SAID, move || job.ended(page_engine::work(&job.question, &job.task)));
        drop(slot.replace(Some(Runner::Page(timer))));
    }

    fn ended(&self, outcome: Result<TaskResult, Failure>) {
        (self.tell)(outcome.map_or_else(Progress::Failed, |done| Progress::Done(Rc::new(done))));
    }
}

/// Runs a task about a question, again whenever either changes. A task that is no longer wanted is cancelled.
#[hook]
pub(crate) fn use_task(wanted: Option<(Question, Task)>) -> BackgroundTask {
    // What is known of a task belongs to that task: as soon as another one is wanted, it counts as under way.
    let known = use_state(|| (None::<(Question, Task)>, Progress::Idle));
    let before = use_mut_ref(|| None::<Rc<TaskResult>>);
    let running = use_mut_ref(|| None::<Running>);
    let attempt = use_state(|| 0_u32);
    use_effect_with((wanted.clone(), *attempt), {
        let (known, running) = (known.setter(), running.clone());
        move |(wanted, _)| {
            if let Some((question, task)) = wanted {
                let wanted = wanted.clone();
                known.set((wanted.clone(), Progress::Running(0.0)));
                let tell: OnProgress = Rc::new(move |now| known.set((wanted.clone(), now)));
                running.replace(Some(Job { question: question.clone(), task: task.clone(), tell }.start()));
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
