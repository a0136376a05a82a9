//! The worker that answers questions of the page.

use std::cell::RefCell;
use std::rc::Rc;

use crate::engine::AnswerView;
use crate::question::{DisplayOptions, Question};
use crate::work::message::{Message, Response};
use crate::work::session::PageSession;
use crate::work::task::{Failure, Task};
use crate::work::worker::thread::{WorkerLost, WorkerThread};

/// The answer to the question with a number.
pub(crate) type NumberedAnswer = (u32, Result<AnswerView, Failure>);

/// Called with every answer, and when the worker is lost.
pub(crate) type OnAnswer = Box<dyn Fn(Result<NumberedAnswer, WorkerLost>)>;

/// Sends a question, with the number that its answer will have, to a worker that answers one after the other. Dropping it terminates
/// the worker.
pub(crate) type SendQuestion = Box<dyn Fn(u32, &Question, DisplayOptions)>;

/// Starts a worker that answers questions; absent where the browser allows none.
pub(crate) type StartWorker = fn(OnAnswer) -> Option<SendQuestion>;

/// The session with the worker, and the question that is being answered.
type Pending = Rc<RefCell<(PageSession, Option<(u32, Question)>)>>;

/// Starts a worker; absent where the browser allows none.
pub(crate) fn open(on_answer: OnAnswer) -> Option<SendQuestion> {
    let pending = Pending::default();
    let thread = WorkerThread::start({
        let pending = Rc::clone(&pending);
        move |response| match response {
            Ok(Response::End { id, outcome }) => {
                let answer = {
                    let (session, asked) = &mut *pending.borrow_mut();
                    let Some((_, question)) = asked.take_if(|(number, _)| *number == id) else { return };
                    outcome.map(|result| session.shown(&question, result)).transpose()
                };
                // A worker that refers to what was never sent is of no use.
                on_answer(answer.map(|answer| (id, answer)).ok_or(WorkerLost { was_ready: true }));
            }
            Ok(_) => {}
            Err(lost) => on_answer(Err(lost)),
        }
    })?;
    Some(Box::new(move |id, question, display| {
        let (session, asked) = &mut *pending.borrow_mut();
        *asked = Some((id, question.clone()));
        let request = session.request(id, question, &Task::Answer(display));
        thread.send(&Message::Request(Box::new(request)));
    }))
}
