//! Paths one after the other, each under two scenarios: hypothetical outcomes, played or stepped through.

use std::rc::Rc;

use tradecast::Assumptions;
use yew::prelude::*;

use crate::browser::{self, Timer};
use crate::components::compare::compared::Compared;
use crate::components::compare::draw::{drawn, use_pane};
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::question::Question;
use crate::state::scenarios::library::Candidate;
use crate::text::{self, say};
use crate::view;
use crate::view::compare::{Named, Tally, pair, pair_extent, plain_target, tally};
use crate::work::{Progress, Task, TaskResult, use_task};

/// Paths that can be shown.
const COUNT: usize = 100;
/// Milliseconds that each is shown for.
const PACE: i32 = 400;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) question: Question,
    pub(crate) done: Compared,
    pub(crate) names: Vec<(String, String)>,
    pub(crate) shown: AnswerView,
    pub(crate) compared: Vec<Candidate>,
    /// The scenario that is compared with the reference.
    pub(crate) place: usize,
}

#[component]
pub(crate) fn PairComparison(props: &Props) -> Html {
    use_language();
    let Props { question, done, names, shown, compared, place } = props;
    let around = use_node_ref();
    let pane = use_pane(&around);
    // Nothing is drawn by lot before somebody wants to see it.
    let count = use_state_eq(|| 0_usize);
    let playing = use_state_eq(|| false);
    let levers: Option<[Assumptions; 2]> = compared
        .first()
        .zip(compared.get(*place))
        .and_then(|(one, other)| Some([one.assumptions.clone()?, other.assumptions.clone()?]));
    let wanted = levers.clone().filter(|_| *count > 0);
    let task =
        wanted.map(|levers| (question.clone(), Task::Draws { scenarios: levers.to_vec(), count: COUNT }));
    let working = use_task(task);
    let paths = match &working.progress {
        Progress::Done(done) => match &**done {
            TaskResult::Draws(paths) => Some((Rc::clone(done), paths.first().map_or(0, Vec::len))),
            _ => None,
        },
        _ => None,
    };
    // Other scenarios are other paths: the count begins again.
    use_effect_with((levers.clone(), question.clone()), {
        let (count, playing) = (count.setter(), playing.setter());
        move |_| {
            count.set(0);
            playing.set(false);
        }
    });
    let there = paths.is_some();
    use_effect_with((*playing, *count, there), {
        let (count, playing) = (count.clone(), playing.setter());
        move |(on, shown, there)| {
            let next = *shown + 1;
            let timer = (*on && *there).then(|| {
                Timer::after(PACE, move || if next > COUNT { playing.set(false) } else { count.set(next) })
            });
            move || drop(timer)
        }
    });
    let on_play = {
        let (count, playing) = (count.clone(), playing.clone());
        Callback::from(move |_: MouseEvent| {
            if !*playing && (*count == 0 || *count >= COUNT) {
                count.set(1);
            }
            playing.set(!*playing);
        })
    };
    let on_step = {
        let (count, playing) = (count.clone(), playing.setter());
        Callback::from(move |_: MouseEvent| {
            playing.set(false);
            count.set(*count % COUNT + 1);
        })
    };
    let on_again = {
        let (count, playing) = (count.setter(), playing.setter());
        Callback::from(move |_: MouseEvent| {
            playing.set(false);
            count.set(0);
        })
    };
    let Some(comparison) = done.comparison() else { return Html::default() };
    let named = Named { comparison, names, answer: &shown.answer };
    let scenarios = named.scenarios();
    let name = |place: usize| scenarios.get(place).map_or("", |(name, _)| name).to_owned();
    let asked = view::asked_period(&shown.answer);
    let lead = usize::try_from(asked.minus(shown.answer.question.origin) - 1).unwrap_or(0);
    let all = paths.as_ref().and_then(|(done, _)| match &**done {
        TaskResult::Draws(paths) => Some(paths),
        _ => None,
    });
    let at = count.saturating_sub(1);
    let chart = all.zip(*pane).and_then(|(paths, pane)| {
        let path_of = |which: usize| Some(paths.get(which)?.get(at)?.as_slice());
        pair(&named, [path_of(0)?, path_of(1)?], [0, *place], pair_extent(&named, paths)?, &pane)
    });
    let counted = all.filter(|paths| paths.len() == 2).map(|paths| {
        let pairs = paths[0].iter().zip(&paths[1]).take(*count);
        tally(
            pairs.map(|(one, other)| [one.as_slice(), other.as_slice()]),
            lead,
            shown.answer.question.target.value(),
        )
    });
    let plain = levers.as_ref().is_some_and(|levers| levers.iter().all(plain_target));
    let said = counted.filter(|tally| tally.shown > 0).map(|tally| {
        let Tally { shown, higher, first, behind } = tally;
        let higher = say!(
            "duel.higher",
            name = name(*place),
            reference = name(0),
            by = text::period(asked),
            count = higher,
            shown = shown
        );
        if plain {
            format!("{higher} {}", say!("duel.first", first = first, behind = behind))
        } else {
            higher
        }
    });
    let calm = browser::prefers_stillness();
    html! {
        <figure class="chart-figure" id="duel">
            <h3 class="chart-title">{ say!("duel.title", name = name(*place), reference = name(0)) }</h3>
            <div class="canvas compare-canvas" ref={around}>
                if let Some(chart) = chart {
                    { drawn("duel", &say!("duel.title", name = name(*place), reference = name(0)), &said.clone().unwrap_or_default(), &chart, &say!("duel.target")) }
                } else {
                    <p class="invitation">{ say!("duel.invitation") }</p>
                }
            </div>
            <p class="reading" role="status" aria-live={if *playing { "off" } else { "polite" }}>{ said.unwrap_or_default() }</p>
            <div class="buttons">
                if !calm {
                    <button type="button" id="duel-play" class="button" aria-pressed={playing.to_string()} onclick={on_play}>{ if *playing { say!("duel.pause") } else { say!("duel.play") } }</button>
                }
                <button type="button" id="duel-step" class="button" onclick={on_step}>{ say!("duel.step") }</button>
                <button type="button" id="duel-again" class="button" disabled={*count == 0} onclick={on_again}>{ say!("duel.again") }</button>
            </div>
        </figure>
    }
}
