//! What moves the answer: what the moved levers changed, which levers it hangs on, what would have to be true.

use yew::prelude::*;

use crate::components::controls::needed::Needed;
use crate::components::moves::attribution::AttributionPanel;
use crate::components::moves::solve::{GoalSeek, GoalSettings, solution};
use crate::components::moves::tornado::TornadoPanel;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::state::{Dispatch, State};
use crate::text::say;
use crate::view;
use crate::view::solve::needed;
use crate::work::{Progress, Task, use_task};

/// Share of the way to the ends of the ranges that a moderate move goes.
const QUARTER: f64 = 0.25;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) shown: AnswerView,
    /// Whether the answer shown is to the choices of the moment, in full.
    pub(crate) settled: bool,
    pub(crate) dispatch: Dispatch,
    /// Told what levers would have to be.
    pub(crate) on_needed: Callback<Needed>,
}

#[component]
pub(crate) fn Moves(props: &Props) -> Html {
    let Props { state, shown, settled, dispatch, on_needed } = props;
    use_language();
    let settings = use_state_eq(GoalSettings::default);
    let known_settings = settings.known(state);
    // While a slider is held nothing here is drawn anew: what is shown belongs to the choices at rest.
    let rested = use_mut_ref(|| state.clone());
    if *settled {
        rested.replace(state.clone());
    }
    let rested = rested.borrow().clone();
    let quarter = use_state_eq(|| false);
    let by = view::asked_period(&shown.answer);
    let reached = shown.answer.arrival.already_reached;
    let moved = !state.assumptions.is_baseline();

    // One after the other, so that one worker does it all: first what somebody asked for.
    let question = state.question().ok().filter(|_| *settled && !reached);
    let solve = question.clone().zip(known_settings.task(state, by.year()));
    let solve = use_task(solve);
    let attribution = question.clone().filter(|_| moved && !solve.is_running());
    let attribution = use_task(attribution.map(|question| (question, Task::Attribution { by })));
    let tornado = question.filter(|_| !solve.is_running() && !attribution.is_running());
    let share = if *quarter { QUARTER } else { 1.0 };
    let tornado = use_task(tornado.map(|question| (question, Task::Tornado { by, share })));

    // Marks on the sliders last as long as what they were found for.
    let marks = match &solve.progress {
        Progress::Done(done) => solution(done).map(needed).unwrap_or_default(),
        _ => Vec::new(),
    };
    use_effect_with(marks, {
        let on_needed = on_needed.clone();
        move |marks| {
            on_needed.emit(Needed::new(marks.clone()));
            move || on_needed.emit(Needed::default())
        }
    });
    let on_settings = use_callback(settings.setter(), |now, settings| settings.set(now));
    let on_quarter = use_callback(quarter.setter(), |choice, quarter| quarter.set(choice == 1));
    let note: AttrValue = view::source_note(&shown.answer).into();
    if reached {
        return html! { <section class="part"><p>{ say!("moves.reached") }</p></section> };
    }
    html! {
        <>
            if moved {
                <AttributionPanel state={rested.clone()} working={attribution} note={note.clone()} />
            }
            <TornadoPanel state={rested.clone()} working={tornado} {note} dispatch={dispatch.clone()} quarter={*quarter} {on_quarter} />
            <GoalSeek state={rested} settings={known_settings} usual={by.year()} working={solve} {on_settings} dispatch={dispatch.clone()} />
        </>
    }
}
