//! What the total is made of, what each part brings, and how others count the same trade.

use std::rc::Rc;

use tradecast::{Contributions, PartShares};
use yew::prelude::*;

use crate::components::breakdown::bars::Bars;
use crate::components::breakdown::gap::Gap;
use crate::components::chart::download::ChartFigure;
use crate::components::shared::switch::switch;
use crate::components::shared::unbroken::unbroken;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::state::{Dispatch, State};
use crate::text::{self, Language, say};
use crate::view;
use crate::work::{Progress, Task, TaskResult, use_task};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) shown: AnswerView,
    /// Whether the answer shown is to the choices of the moment, in full.
    pub(crate) settled: bool,
    pub(crate) dispatch: Dispatch,
}

/// The parts of the answer shown.
#[derive(Clone, PartialEq)]
pub(crate) struct Parts {
    /// Them; absent where nothing is known of parts, and until they are computed.
    pub(crate) made: Option<Rc<view::Breakdown>>,
    /// What they bring; absent as they are.
    brings: Option<Rc<Contributions>>,
    /// Whether they are being computed.
    pub(crate) busy: bool,
}

/// Takes the paths of the answer apart, once it rests.
#[hook]
pub(crate) fn use_parts(state: &State, shown: &AnswerView, settled: bool) -> Parts {
    let language = use_language();
    let known = state.known();
    let composed = known.composition.is_some();
    let by = view::asked_period(&shown.answer);
    let wanted = state
        .question()
        .ok()
        .filter(|_| settled && composed)
        .map(|question| (question, Task::Breakdown { by }));
    let working = use_task(wanted);
    let done = match &working.progress {
        Progress::Done(done) => Some(Rc::clone(done)),
        _ => None,
    };
    let kept = use_mut_ref(|| None::<(AnswerView, Language, Rc<view::Breakdown>, Rc<Contributions>)>);
    if let Some(TaskResult::Breakdown { shares, contributions }) = done.as_deref().filter(|_| settled) {
        let is_new = kept
            .borrow()
            .as_ref()
            .is_none_or(|(of, said_in, made, _)| of != shown || *said_in != language || !fits(made, shares));
        if is_new && let Some(made) = view::Breakdown::of(&shown.answer, known.composition.as_ref(), shares) {
            kept.replace(Some((shown.clone(), language, Rc::new(made), Rc::new(contributions.clone()))));
        }
    }
    let kept = kept.borrow();
    let kept = kept.as_ref().filter(|_| composed);
    Parts {
        made: kept.map(|(.., made, _)| Rc::clone(made)),
        brings: kept.map(|(.., brings)| Rc::clone(brings)),
        busy: composed && done.is_none(),
    }
}

/// Whether numbers have as many periods ahead as shares.
fn fits(made: &view::Breakdown, shares: &[PartShares]) -> bool {
    let ahead = made.rows.iter().filter(|row| row.ahead).count();
    shares.iter().all(|part| part.shares.len() == ahead)
}

#[component]
pub(crate) fn Made(props: &Props) -> Html {
    use_language();
    let Props { state, shown, settled, .. } = props;
    let Parts { made, brings, busy } = use_parts(state, shown, *settled);
    let as_shares = use_state_eq(|| false);
    let on_measure = use_callback(as_shares.setter(), |choice, as_shares| as_shares.set(choice == 1));
    let as_table = use_state_eq(|| false);
    let on_view = use_callback(as_table.setter(), |choice, as_table| as_table.set(choice == 1));
    let csv = use_callback(made.clone(), |(), made| made.as_ref().map(|made| made.csv()).unwrap_or_default());
    let known = state.known();
    let note = view::source_note(&shown.answer);
    let on_off = usize::from;
    let view = switch(
        "made-view",
        say!("page.view"),
        [say!("page.view.chart"), say!("page.view.table")],
        on_off(*as_table),
        on_view,
    );
    let measure = switch(
        "made-measure",
        say!("made.measure"),
        [say!("made.amounts"), say!("made.shares")],
        on_off(*as_shares),
        on_measure,
    );
    let tools = html! {
        <>
            { view }
            if !*as_table {
                { measure }
            }
        </>
    };
    html! {
        <>
            <section class={classes!("part", busy.then_some("outdated"))} id="made-of">
                if known.composition.is_none() {
                    <h2>{ say!("made.heading") }</h2>
                    <p>{ say!("made.none") }</p>
                } else if let Some(made) = made {
                    <ChartFigure id="made" title={say!("made.title", series = text::title(&text::series_name(&shown.answer.question.series)))} note={note.clone()} {csv} {tools}>
                        if *as_table {
                            { table(&made) }
                        } else {
                            <Bars made={Rc::clone(&made)} shown={shown.clone()} shares={*as_shares} />
                            <p class="legend">{ say!("made.intro") }</p>
                        }
                    </ChartFigure>
                    <h2>{ say!("made.contributions.title") }</h2>
                    <p id="brings" class="told">{ for brings.iter().map(|brings| unbroken(&view::contributions(brings, &shown.answer))) }</p>
                } else {
                    <p class="waiting">{ say!("made.waiting") }</p>
                }
            </section>
            { for shown.answer.mirror_gaps.iter().enumerate().map(|(i, gap)| html! {
                <Gap id={format!("gap-{i}")} shown={shown.clone()} gap={gap.clone()} readings={known.readings.clone()} note={note.clone()} />
            }) }
        </>
    }
}

/// The numbers: the same as in the file, rounded.
fn table(made: &view::Breakdown) -> Html {
    let number = |value: &Option<f64>, ahead: bool| {
        let said = value.map(|value| if ahead { text::about_number(value) } else { text::number(value) });
        html! { <td class="number">{ said }</td> }
    };
    let row = |row: &view::BreakdownRow| {
        let kind = if row.ahead { say!("made.kind.ahead") } else { say!("made.kind.known") };
        html! {
            <tr>
                <th scope="row">{ text::period(row.period) }</th>
                <td>{ kind }</td>
                { number(&row.total, row.ahead) }
                { for row.values.iter().map(|value| number(value, row.ahead)) }
            </tr>
        }
    };
    html! {
        <div class="scroll tall" tabindex="0" role="region" aria-label={say!("made.table")}>
            <table id="made-table">
                <thead>
                    <tr>
                        <th scope="col">{ say!("table.period") }</th>
                        <th scope="col">{ say!("made.column.kind") }</th>
                        <th scope="col" class="number">{ say!("made.column.total") }</th>
                        { for made.columns.iter().map(|column| html! { <th scope="col" class="number">{ column.label.clone() }</th> }) }
                    </tr>
                </thead>
                <tbody>{ for made.rows.iter().rev().map(row) }</tbody>
            </table>
        </div>
    }
}
