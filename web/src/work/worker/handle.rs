//! The handle of the worker that answers questions of the page.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::engine::AnswerView;
use crate::question::{DisplayOptions, Question};
use crate::work::message::Response;
use crate::work::session::PageSession;
use crate::work::task::{Failure, Task};
use crate::work::worker::thread::{ThreadEvent, WorkerThread};

/// An event of the worker.
pub(crate) enum WorkerEvent {
    /// The answer to the question with this number.
    Answer(u32, Result<AnswerView, Failure>),
    /// The worker crashed or did not start.
    Lost {
        /// Whether it had started.
        listened: bool,
    },
}

/// Called with every event.
pub(crate) type OnWorkerEvent = Box<dyn Fn(WorkerEvent)>;

/// Starts a worker that answers questions; absent where the browser allows none.
pub(crate) type StartWorker = fn(OnWorkerEvent) -> Option<WorkerHandle>;

/// The handle of a worker that answers one question after the other, each with its number.
pub(crate) struct WorkerHandle(Box<Put>);

/// Sends a question.
type Put = dyn Fn(u32, &Question, DisplayOptions);

impl WorkerHandle {
    /// Sends a question.
    pub(crate) fn ask(&self, id: u32, question: &Question, display: DisplayOptions) {
        (self.0)(id, question, display);
    }
}

impl fmt::Debug for WorkerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkerHandle")
    }
}

/// The session with the worker, and the question that is being answered.
type Pending = Rc<RefCell<(PageSession, Option<(u32, Question)>)>>;

/// Starts a worker; absent where the browser allows none.
pub(crate) fn open(hear: OnWorkerEvent) -> Option<WorkerHandle> {
    let under = Pending::default();
    let thread =
        WorkerThread::start({
            let under = Rc::clone(&under);
            move |heard| match heard {
                ThreadEvent::Response(Response::End { id, outcome }) => {
                    let answer = {
                        let (end, asked) = &mut *under.borrow_mut();
                        let Some((_, question)) = asked.take_if(|(number, _)| *number == id) else { return };
                        outcome.map(|done| end.shown(&question, done)).transpose()
                    };
                    // One that speaks of what was never said is of no use.
                    hear(answer.map_or(WorkerEvent::Lost { listened: true }, |answer| {
                        WorkerEvent::Answer(id, answer)
                    }));
                }
                ThreadEvent::Response(_) => {}
                ThreadEvent::Lost { listened } => hear(WorkerEvent::Lost { listened }),
            }
        })?;
    Some(WorkerHandle(Box::new(move |id, question, display| {
        let (end, asked) = &mut *under.borrow_mut();
        *asked = Some((id, question.clone()));
        thread.send(&end.request(id, question, &Task::Answer(display)));
    })))
}
