//! The answer to the choices of the moment. While something moves the page's own thread answers, from as many paths as there is
//! time for before the next frame: the way to a worker and back alone would take longer. Once it rests a worker counts all of them,
//! the latest question only.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::prelude::*;

use crate::browser;
use crate::engine::AnswerView;
use crate::question::{DisplayOptions, Precision, Question};
use crate::state::State;
use crate::work::latest::{LatestWins, Lost, Next};
use crate::work::page_engine;
use crate::work::task::Failure;
use crate::work::worker::handle::{OnAnswer, SendQuestion, StartWorker};
use crate::work::worker::thread::WorkerLost;

/// What is known of the answer at the moment.
#[derive(Clone, PartialEq)]
pub(crate) struct AnswerState {
    /// The last answer that there was; absent until the first.
    pub(crate) shown: Option<AnswerView>,
    /// Why the choices of the moment have none.
    pub(crate) failure: Option<Failure>,
    /// Whether the answer shown is to the choices of the moment, and from all paths.
    pub(crate) settled: bool,
    /// Whether an answer to the choices of the moment, quick or full as it is wanted, is under way.
    pub(crate) busy: bool,
}

type DisplayedQuestion = (Question, DisplayOptions);
type Outcome = Result<AnswerView, Failure>;

/// Loads what starts a worker and hands it on; nothing where it cannot be loaded.
pub(crate) type LoadWorker = fn(Box<dyn FnOnce(Option<StartWorker>)>);

/// Questions of the page, wherever they are answered.
struct Answers {
    this: Weak<Self>,
    load: LoadWorker,
    /// Where questions from all paths are answered; absent until one is asked there.
    place: RefCell<Option<Place>>,
    flow: RefCell<LatestWins<DisplayedQuestion>>,
    last: RefCell<Option<(DisplayedQuestion, Outcome)>>,
    /// The last answer that there was.
    good: RefCell<Option<AnswerView>>,
    redraw: RefCell<Rc<dyn Fn()>>,
}

/// Where questions are answered that may take longer than a frame.
enum Place {
    Worker(SendQuestion),
    /// Between two frames, where no worker starts.
    Page,
}

impl Answers {
    fn new(load: LoadWorker) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            load,
            place: RefCell::default(),
            flow: RefCell::default(),
            last: RefCell::default(),
            good: RefCell::default(),
            redraw: RefCell::new(Rc::new(|| {})),
        })
    }

    /// Has the worker ready, and goes on then.
    fn prepare(&self, then: impl FnOnce(&Self) + 'static) {
        let this = self.this.clone();
        (self.load)(Box::new(move |start| {
            let Some(this) = this.upgrade() else { return };
            if this.place.borrow().is_none() {
                let place = this.place(start);
                this.place.replace(Some(place));
            }
            then(&this);
        }));
    }

    fn place(&self, start: Option<StartWorker>) -> Place {
        let this = self.this.clone();
        let on_answer: OnAnswer = Box::new(move |answer| {
            let Some(this) = this.upgrade() else { return };
            match answer {
                Ok((id, outcome)) => this.answered(id, outcome),
                Err(lost) => this.lost(lost),
            }
        });
        start.and_then(|start| start(on_answer)).map_or_else(Self::on_page, Place::Worker)
    }

    fn on_page() -> Place {
        page_engine::set_without_worker();
        Place::Page
    }

    /// Answers on the page's own thread, so that it is drawn with the answer: the first question of all, what is asked while something
    /// `moves`, and everything where all paths can be counted within a frame.
    fn at_once(&self, question: &DisplayedQuestion, moves: bool) {
        let first = self.last.borrow().is_none();
        if self.is_answered(question, moves) || !(first || moves || page_engine::keeps_pace()) {
            return;
        }
        self.flow.borrow_mut().forget();
        let precision = if first { Precision::Full } else { Precision::Quick };
        self.know(question.clone(), page_engine::ask(&question.0, precision, question.1));
    }

    /// Wants the answer from all paths to a question, and to none before it.
    fn want(&self, question: &DisplayedQuestion) {
        if self.is_answered(question, false) {
            return self.flow.borrow_mut().forget();
        }
        let next = self.flow.borrow_mut().want(question.clone());
        self.put(next);
    }

    fn forget(&self) {
        self.flow.borrow_mut().forget();
    }

    /// Whether the last answer is that to a question, and from all paths unless something `moves`.
    fn is_answered(&self, question: &DisplayedQuestion, moves: bool) -> bool {
        matches!(&*self.last.borrow(), Some((asked, Ok(shown))) if asked == question && (moves || shown.full))
    }

    fn know(&self, question: DisplayedQuestion, outcome: Outcome) {
        if let Ok(shown) = &outcome {
            self.good.replace(Some(shown.clone()));
        }
        self.last.replace(Some((question, outcome)));
    }

    fn put(&self, next: Next<DisplayedQuestion>) {
        let Some((id, (question, display))) = next else { return };
        if self.place.borrow().is_none() {
            return self.prepare(move |this| this.put(Some((id, (question, display)))));
        }
        let this = self.this.clone();
        match &*self.place.borrow() {
            Some(Place::Worker(send)) => send(id, &question, display),
            _ => browser::on_next_frame(move || {
                let outcome = page_engine::ask(&question, Precision::Full, display);
                if let Some(this) = this.upgrade() {
                    this.answered(id, outcome);
                }
            }),
        }
    }

    fn answered(&self, id: u32, outcome: Outcome) {
        let Some((question, next)) = self.flow.borrow_mut().ended(id) else { return };
        // The next question is on its way before the page draws this answer.
        self.put(next);
        if let Some(question) = question {
            self.tell(question, outcome);
        }
    }

    fn tell(&self, question: DisplayedQuestion, outcome: Outcome) {
        self.know(question, outcome);
        let redraw = self.redraw.borrow().clone();
        redraw();
    }

    /// The worker is gone: another one takes its place with the next question, or the page itself where it never was ready.
    fn lost(&self, WorkerLost { was_ready }: WorkerLost) {
        drop(self.place.replace((!was_ready).then(Self::on_page)));
        let lost = self.flow.borrow_mut().lost();
        match lost {
            Lost::Idle => {}
            Lost::Again(id, question) => self.put(Some((id, question))),
            Lost::GiveUp(question, next) => {
                self.put(next);
                self.tell(question, Err(Failure::lost()));
            }
        }
    }
}

/// The answer to the choices: at once while something `moves`, from as many paths as there is time for.
#[hook]
pub(crate) fn use_answer(state: &State, moves: bool, load: LoadWorker) -> AnswerState {
    let answers = use_memo((), move |()| Answers::new(load));
    let redraw = use_force_update();
    let wanted = state.question().map(|question| (question, state.display_options())).map_err(Failure::from);

    use_effect_with((), {
        let answers = Rc::clone(&answers);
        move |()| {
            *answers.redraw.borrow_mut() = Rc::new(move || redraw.force_update());
            // The first answer, which the page gives itself, is painted first.
            browser::on_next_frame(move || answers.prepare(|_| ()));
        }
    });
    if let Ok(question) = &wanted {
        answers.at_once(question, moves);
    }
    use_effect_with((wanted.clone(), moves), {
        let answers = Rc::clone(&answers);
        move |(wanted, moves)| match wanted {
            Ok(_) if *moves => {}
            Ok(question) => answers.want(question),
            Err(_) => answers.forget(),
        }
    });

    let shown = answers.good.borrow().clone();
    let failure = match (&wanted, &*answers.last.borrow()) {
        (Err(failure), _) => Some(failure.clone()),
        (Ok(wanted), Some((asked, Err(failure)))) if asked == wanted => Some(failure.clone()),
        _ => None,
    };
    let answered = |moves| wanted.as_ref().is_ok_and(|wanted| answers.is_answered(wanted, moves));
    AnswerState {
        shown,
        settled: !moves && answered(false),
        busy: failure.is_none() && !answered(moves),
        failure,
    }
}
