//! The answer to the choices of the moment: the latest question only, quick while something moves, in full once it rests.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::thread::Thread;
use super::{Failure, Report, Request, Task, perform};
use crate::browser;
use crate::engine::{Ask, Engine, Precision, Shown, Shows};
use crate::state::State;

/// What is known of the answer at the moment.
#[derive(Clone, PartialEq)]
pub(crate) struct Answered {
    /// The last answer that there was; absent until the first.
    pub(crate) shown: Option<Shown>,
    /// Why the choices of the moment have none.
    pub(crate) failure: Option<Failure>,
    /// Whether the answer shown is to the choices of the moment, and from all futures.
    pub(crate) settled: bool,
}

/// One question under way, the latest one waiting.
struct Answers {
    thread: Option<Thread>,
    /// Used where there is no worker.
    engine: RefCell<Engine>,
    flow: RefCell<Flow>,
    told: RefCell<Rc<dyn Fn(Question, Result<Shown, Failure>)>>,
}

type Question = (Ask, Precision, Shows);

#[derive(Default)]
struct Flow {
    next: u32,
    running: Option<(u32, Question)>,
    waiting: Option<Question>,
}

impl Answers {
    fn start() -> Rc<Self> {
        Rc::new_cyclic(|this: &std::rc::Weak<Self>| {
            let back = this.clone();
            let thread = Thread::start(move |report| {
                if let (Some(answers), Report::End { id, outcome }) = (back.upgrade(), report) {
                    answers.ended(
                        id,
                        outcome.map(|done| done.into_shown().expect("it was asked for an answer")),
                    );
                }
            });
            Self {
                thread,
                engine: RefCell::new(Engine::usual()),
                flow: RefCell::default(),
                told: RefCell::new(Rc::new(|_, _| {})),
            }
        })
    }

    /// Asks, unless something is asked already: then this waits, instead of what waited before.
    fn ask(self: &Rc<Self>, question: Question) {
        let mut flow = self.flow.borrow_mut();
        if flow.running.is_some() {
            flow.waiting = Some(question);
            return;
        }
        flow.next += 1;
        let id = flow.next;
        flow.running = Some((id, question.clone()));
        drop(flow);
        let (ask, precision, shows) = question;
        match &self.thread {
            Some(thread) => thread.send(&Request { id, ask, task: Task::Answer(precision, shows) }),
            None => {
                let this = Rc::clone(self);
                browser::on_next_frame(move || {
                    let task = Task::Answer(precision, shows);
                    let outcome = perform(&mut this.engine.borrow_mut(), &ask, &task, &mut |_| {});
                    this.ended(
                        id,
                        outcome.map(|done| done.into_shown().expect("it was asked for an answer")),
                    );
                });
            }
        }
    }

    fn ended(self: &Rc<Self>, id: u32, outcome: Result<Shown, Failure>) {
        let mut flow = self.flow.borrow_mut();
        let Some((_, question)) = flow.running.take_if(|(running, _)| *running == id) else { return };
        let waiting = flow.waiting.take();
        drop(flow);
        let told = self.told.borrow().clone();
        told(question, outcome);
        if let Some(waiting) = waiting {
            self.ask(waiting);
        }
    }
}

/// The answer to the choices; quick ones while something `moves`.
#[hook]
pub(crate) fn use_answer(state: &State, moves: bool) -> Answered {
    let answers = use_memo((), |()| Answers::start());
    let last = use_state(|| None::<(Question, Result<Shown, Failure>)>);
    let good = use_mut_ref(|| None::<Shown>);
    let precision = if moves { Precision::Quick } else { Precision::Full };
    let ask = state.ask().map_err(Failure::from);
    let wanted = ask.map(|ask| (ask, precision, state.shows()));

    use_effect_with((), {
        let (answers, last) = ((*answers).clone(), last.setter());
        move |()| {
            *answers.told.borrow_mut() =
                Rc::new(move |question, outcome| last.set(Some((question, outcome))));
        }
    });
    use_effect_with(wanted.clone(), {
        let answers = (*answers).clone();
        move |wanted| {
            if let Ok(question) = wanted {
                answers.ask(question.clone());
            }
        }
    });

    if let Some((_, Ok(shown))) = &*last {
        good.replace(Some(shown.clone()));
    }
    let shown = good.borrow().clone();
    let (failure, settled) = match (&wanted, &*last) {
        (Err(failure), _) => (Some(failure.clone()), false),
        (Ok(wanted), Some((asked, Err(failure)))) if asked == wanted => (Some(failure.clone()), false),
        (Ok((wanted, _, shows)), Some(((asked, Precision::Full, shown), Ok(_)))) => {
            (None, (asked, shown) == (wanted, shows))
        }
        _ => (None, false),
    };
    Answered { shown, failure, settled }
}
