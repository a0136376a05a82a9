//! The answer to the choices of the moment: the latest question only, quick while something moves, in full once it rests.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::ends::PageEnd;
use super::flow::{Flow, Lost, Next};
use super::thread::{Heard, Thread};
use super::{Failure, Report, Task, page};
use crate::browser;
use crate::engine::{Ask, Precision, Shown, Shows};
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
    /// Whether an answer to the choices of the moment, quick or full as it is wanted, is under way.
    pub(crate) busy: bool,
}

type Question = (Ask, Precision, Shows);
type Outcome = Result<Shown, Failure>;

/// Questions of the page, wherever they are answered.
struct Answers {
    this: Weak<Self>,
    place: RefCell<Place>,
    flow: RefCell<Flow<Question>>,
    told: RefCell<Rc<dyn Fn(Question, Outcome)>>,
}

/// Where questions are answered.
enum Place {
    Worker(Thread, PageEnd),
    /// Between two frames, where no worker starts.
    Page,
}

impl Answers {
    fn start() -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            place: RefCell::new(Self::place(this)),
            flow: RefCell::default(),
            told: RefCell::new(Rc::new(|_, _| {})),
        })
    }

    fn place(this: &Weak<Self>) -> Place {
        let this = this.clone();
        let thread = Thread::start(move |heard| {
            let Some(this) = this.upgrade() else { return };
            match heard {
                Heard::Report(Report::End { id, outcome }) => this.ended(id, outcome),
                Heard::Report(_) => {}
                Heard::Lost { listened } => this.lost(listened),
            }
        });
        thread.map_or_else(
            || {
                page::alone();
                Place::Page
            },
            |thread| Place::Worker(thread, PageEnd::default()),
        )
    }

    /// Wants the answer to a question, and to none before it.
    fn want(&self, question: Question) {
        let next = self.flow.borrow_mut().want(question);
        self.put(next);
    }

    fn forget(&self) {
        self.flow.borrow_mut().forget();
    }

    fn put(&self, next: Next<Question>) {
        let Some((id, (ask, precision, shows))) = next else { return };
        match &mut *self.place.borrow_mut() {
            Place::Worker(thread, end) => {
                thread.send(&end.request(id, &ask, &Task::Answer(precision, shows)))
            }
            Place::Page => {
                let this = self.this.clone();
                browser::on_next_frame(move || {
                    let outcome = page::ask(&ask, precision, shows);
                    if let Some(this) = this.upgrade() {
                        this.told(id, outcome);
                    }
                });
            }
        }
    }

    /// The worker has reported.
    fn ended(&self, id: u32, outcome: Result<super::Done, Failure>) {
        let asked = self.flow.borrow().running(id).map(|(ask, ..)| ask.clone());
        let Some(ask) = asked else { return };
        let outcome = match outcome {
            Ok(done) => match &mut *self.place.borrow_mut() {
                Place::Worker(_, end) => end.shown(&ask, done).map(Ok),
                Place::Page => return,
            },
            Err(failure) => Some(Err(failure)),
        };
        match outcome {
            Some(outcome) => self.told(id, outcome),
            // It speaks of what was never said.
            None => self.lost(true),
        }
    }

    fn told(&self, id: u32, outcome: Outcome) {
        let Some((question, next)) = self.flow.borrow_mut().ended(id) else { return };
        // The next question is on its way before the page draws this answer.
        self.put(next);
        let told = self.told.borrow().clone();
        told(question, outcome);
    }

    /// The worker is gone: another one takes its place, or the page itself where it never listened.
    fn lost(&self, listened: bool) {
        let place = if listened {
            Self::place(&self.this)
        } else {
            page::alone();
            Place::Page
        };
        drop(self.place.replace(place));
        let lost = self.flow.borrow_mut().lost();
        match lost {
            Lost::Idle => {}
            Lost::Again(id, question) => self.put(Some((id, question))),
            Lost::GiveUp(question, next) => {
                self.put(next);
                let told = self.told.borrow().clone();
                told(question, Err(Failure::lost()));
            }
        }
    }
}

/// The answer to the choices; quick ones while something `moves`.
#[hook]
pub(crate) fn use_answer(state: &State, moves: bool) -> Answered {
    let answers = use_memo((), |()| Answers::start());
    let last = use_state(|| None::<(Question, Outcome)>);
    let good = use_mut_ref(|| None::<Shown>);
    let precision = if moves { Precision::Quick } else { Precision::Full };
    let wanted = state.ask().map(|ask| (ask, precision, state.shows())).map_err(Failure::from);

    use_effect_with((), {
        let (answers, last) = ((*answers).clone(), last.setter());
        move |()| {
            *answers.told.borrow_mut() =
                Rc::new(move |question, outcome| last.set(Some((question, outcome))));
        }
    });
    use_effect_with(wanted.clone(), {
        let answers = (*answers).clone();
        move |wanted| match wanted {
            Ok(question) => answers.want(question.clone()),
            Err(_) => answers.forget(),
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
    let answered = matches!((&wanted, &*last), (Ok(wanted), Some((asked, _))) if asked == wanted);
    Answered { shown, busy: !answered && failure.is_none(), failure, settled }
}
