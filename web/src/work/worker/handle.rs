//! A worker that answers questions of the page.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::engine::AnswerView;
use crate::question::{Ask, Shows};
use crate::work::message::Response;
use crate::work::session::PageSession;
use crate::work::task::{Failure, Task};
use crate::work::worker::thread::{ThreadEvent, WorkerThread};

/// What is heard from elsewhere.
pub(crate) enum WorkerEvent {
    /// The answer to the question of that number.
    Answer(u32, Result<AnswerView, Failure>),
    /// There is nobody any more.
    Lost {
        /// Whether there ever was.
        listened: bool,
    },
}

/// Who hears it.
pub(crate) type OnWorkerEvent = Box<dyn Fn(WorkerEvent)>;

/// Starts a worker that answers questions; nothing where none starts.
pub(crate) type StartWorker = fn(OnWorkerEvent) -> Option<WorkerHandle>;

/// Where questions are answered one after the other, each with its number.
pub(crate) struct WorkerHandle(Box<Put>);

/// Puts a question there.
type Put = dyn Fn(u32, &Ask, Shows);

impl WorkerHandle {
    /// Asks there.
    pub(crate) fn ask(&self, id: u32, ask: &Ask, shows: Shows) {
        (self.0)(id, ask, shows);
    }
}

impl fmt::Debug for WorkerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Elsewhere")
    }
}

/// The page's end of the wire, and the question under way.
type Pending = Rc<RefCell<(PageSession, Option<(u32, Ask)>)>>;

/// Opens a worker; nothing where none starts.
pub(crate) fn open(hear: OnWorkerEvent) -> Option<WorkerHandle> {
    let under = Pending::default();
    let thread =
        WorkerThread::start({
            let under = Rc::clone(&under);
            move |heard| match heard {
                ThreadEvent::Response(Response::End { id, outcome }) => {
                    let answer = {
                        let (end, asked) = &mut *under.borrow_mut();
                        let Some((_, ask)) = asked.take_if(|(number, _)| *number == id) else { return };
                        outcome.map(|done| end.shown(&ask, done)).transpose()
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
    Some(WorkerHandle(Box::new(move |id, ask, shows| {
        let (end, asked) = &mut *under.borrow_mut();
        *asked = Some((id, ask.clone()));
        thread.send(&end.request(id, ask, &Task::Answer(shows)));
    })))
}
