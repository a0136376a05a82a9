//! Scenarios side by side: what is chosen of them, their charts, their differences in words and numbers.

use std::rc::Rc;

use tradecast::{Assumptions, Target};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::browser;
use crate::components::compare::compared::Compared;
use crate::components::compare::draw::Chart;
use crate::components::compare::pair_comparison::PairComparison;
use crate::components::compare::pick::{MOST, pick};
use crate::components::compare::tables;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::question::Question;
use crate::state::scenarios::library::{BASELINE, Candidate, NOW, candidates};
use crate::state::{Dispatch, State};
use crate::storage::{self, Scenarios};
use crate::text::{self, say};
use crate::view::compare::Named;
use crate::view::{self, compare as view_compare};
use crate::work::{Progress, Task, TaskResult, use_task};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) shown: AnswerView,
    /// Whether the answer shown is to the choices of the moment, in full.
    pub(crate) settled: bool,
    pub(crate) scenarios: Scenarios,
    pub(crate) dispatch: Dispatch,
}

/// Where it is remembered which.
const REMEMBERED: &str = "tradecast.compare";

/// What is compared until somebody chooses: the present choices with the baseline, beside what was saved last and is something
/// else, or else ready ones.
fn usual(state: &State, scenarios: &Scenarios, all: &[Candidate]) -> Vec<String> {
    let now = Some(&state.assumptions);
    let other = |id: &str| all.iter().any(|one| one.id == *id && one.assumptions.as_ref() != now);
    let saved = scenarios.list().iter().rev().map(|saved| saved.id.clone()).filter(|id| other(id));
    let saved: Vec<String> = saved.take(MOST - 2).collect();
    let case = state.data.case().filter(|_| saved.is_empty());
    let ready = case.map(|case| case.compared.iter().take(MOST - 2).cloned()).into_iter().flatten();
    let named = [BASELINE, NOW].into_iter().map(str::to_owned).chain(ready);
    named.chain(saved.into_iter().rev()).collect()
}

#[component]
pub(crate) fn Compare(props: &Props) -> Html {
    let language = use_language();
    let Props { state, shown, settled, scenarios, .. } = props;
    let all = use_memo((state.clone(), scenarios.list().to_vec(), language), |(state, saved, _)| {
        candidates(state, saved, |link| storage::open_link(link, &state.data).map(|opened| opened.state))
    });
    let chosen =
        use_state_eq(|| storage::saved_names(REMEMBERED).unwrap_or_else(|| usual(state, scenarios, &all)));
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |ids: Vec<String>| {
            browser::remember(REMEMBERED, &ids.join(" "));
            chosen.set(ids);
        })
    };
    let of = |id: &String| all.iter().find(|one| one.id == *id && one.assumptions.is_some());
    let compared: Vec<Candidate> = chosen.iter().filter_map(of).take(MOST).cloned().collect();
    let asked = view::asked_period(&shown.answer);
    let alike = compared.windows(2).all(|two| two[0].assumptions == two[1].assumptions);

    // What is compared waits until the choices rest: a slider on its way asks nothing.
    let wanted = use_mut_ref(|| None::<(Question, Task)>);
    if *settled && !alike {
        *wanted.borrow_mut() = task(state, &compared, asked);
    }
    let working = use_task(wanted.borrow().clone());
    let done = match &working.progress {
        Progress::Done(done) => Some(Rc::clone(done)),
        _ => working.before.clone(),
    };
    let done = done.filter(|done| matches!(**done, TaskResult::Compare(_))).map(Compared);
    let names: Vec<(String, String)> =
        compared.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let busy = matches!(working.progress, Progress::Running(_));

    html! {
        <section class="part" id="compare" aria-busy={busy.to_string()}>
            <h2>{ say!("compare.title") }</h2>
            <p>{ say!("compare.intro", most = MOST) }</p>
            { pick(&all, &chosen, &compared, &choose) }
            if compared.len() < 2 {
                <p class="small">{ say!("compare.few") }</p>
            } else if alike {
                <p id="compare-alike">{ say!("compare.alike") }</p>
            } else if let Progress::Failed(failure) = &working.progress {
                <p class="problem" role="alert">{ text::sentence(&failure.to_string()) }</p>
            } else if let Some(done) = done {
                <Comparing {done} {names} shown={shown.clone()} {compared} question={wanted.borrow().clone().map(|(question, _)| question)} />
            } else {
                <p class="waiting">{ say!("compare.waiting") }</p>
            }
        </section>
    }
}

/// The task of comparing; the scenarios are told by their identifiers.
fn task(state: &State, compared: &[Candidate], asked: tradecast::Period) -> Option<(Question, Task)> {
    // Of the question only the levers differ, and the task has those of its own.
    let question = Question { assumptions: Assumptions::baseline(), ..state.question().ok()? };
    let levers = |one: &Candidate| Some((one.id.clone(), one.assumptions.clone()?));
    let mut scenarios: Vec<(String, Assumptions)> = compared.iter().filter_map(levers).collect();
    // Without the baseline among them the engine would put it in front; behind them it changes nothing.
    if !scenarios.iter().any(|(_, assumptions)| assumptions.is_baseline()) {
        scenarios.push((String::new(), Assumptions::baseline()));
    }
    Some((question, Task::Compare { by: asked, scenarios }))
}

#[derive(Properties, PartialEq)]
struct ComparingProps {
    done: Compared,
    names: Vec<(String, String)>,
    shown: AnswerView,
    compared: Vec<Candidate>,
    question: Option<Question>,
}

/// The charts and tables of a comparison.
#[component]
fn Comparing(props: &ComparingProps) -> Html {
    let language = use_language();
    let ComparingProps { done, names, shown, compared, question } = props;
    let against = use_state_eq(|| None::<usize>);
    let Some(comparison) = done.comparison() else { return Html::default() };
    let answer = &shown.answer;
    let named = Named { comparison, names, answer };
    let scenarios = named.scenarios();
    if scenarios.len() < 2 {
        return html! { <p class="waiting">{ say!("compare.waiting") }</p> };
    }
    // Until one is chosen, the first that is not the reference by another name.
    let differs = |(_, compared): &(&str, &tradecast::Compared)| {
        compared.difference.as_ref().is_some_and(|all| all.value.iter().any(|row| row.median != 0.0))
    };
    let first = scenarios.iter().position(differs).unwrap_or(1);
    let place = (*against).unwrap_or(first).clamp(1, scenarios.len() - 1);
    let on_against = {
        let against = against.setter();
        Callback::from(move |event: Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            against.set(Some(usize::try_from(index).unwrap_or(0) + 1));
        })
    };
    let unit = &answer.question.unit;
    let target = text::money(Target::value(&answer.question.target), unit);
    let reference = scenarios[0].0.to_owned();
    let other = scenarios[place].0.to_owned();
    let medians = {
        let (done, names, shown) = (done.clone(), names.clone(), shown.clone());
        Callback::from(move |pane| {
            let comparison = done.comparison()?;
            view_compare::medians(&Named { comparison, names: &names, answer: &shown.answer }, &pane)
        })
    };
    let arrivals = {
        let (done, names, shown) = (done.clone(), names.clone(), shown.clone());
        Callback::from(move |pane| {
            let comparison = done.comparison()?;
            view_compare::arrivals(&Named { comparison, names: &names, answer: &shown.answer }, &pane)
        })
    };
    let difference = {
        let (done, names, shown) = (done.clone(), names.clone(), shown.clone());
        Callback::from(move |pane| {
            let comparison = done.comparison()?;
            view_compare::difference(
                &Named { comparison, names: &names, answer: &shown.answer },
                place,
                &pane,
            )
        })
    };
    let drawn = format!("{:p}", Rc::as_ptr(&done.0));
    let key = format!("{drawn} {names:?} {language:?}");
    let note = view::source_note(answer);
    let numbers = {
        let (done, names, shown) = (done.clone(), names.clone(), shown.clone());
        Callback::from(move |()| match done.comparison() {
            Some(comparison) => {
                let named = Named { comparison, names: &names, answer: &shown.answer };
                view_compare::csv(&view_compare::period_rows(&named))
            }
            None => String::new(),
        })
    };
    let sentences = tables::sentences(&scenarios, comparison);
    html! {
        <>
            <div role="status"><ul class="sentences">{ for sentences.iter().map(|sentence| html! { <li class="told">{ sentence }</li> }) }</ul></div>
            { tables::summary(&scenarios, comparison) }
            <div class="pair-of-charts">
                <Chart note={note.clone()} csv={numbers.clone()} id="compare-medians" title={say!("compare.medians", unit = text::axis_unit(unit))} description={sentences.join(" ")} changed={key.clone()} place={medians} level={say!("compare.target", target = target)} />
                <Chart note={note.clone()} csv={numbers.clone()} id="compare-arrivals" title={say!("compare.arrivals")} description={sentences.join(" ")} changed={key.clone()} place={arrivals} level="" />
            </div>
            <div class="bar">
                <h3>{ say!("compare.apart") }</h3>
                <label class="choose">
                    <span class="unseen">{ say!("compare.which") }</span>
                    <select id="compare-against" onchange={on_against}>
                        { for scenarios.iter().enumerate().skip(1).map(|(i, (name, _))| html! { <option selected={i == place}>{ *name }</option> }) }
                    </select>
                </label>
            </div>
            <div class="pair-of-charts">
                <Chart note={note.clone()} csv={numbers.clone()} id="compare-difference" title={say!("compare.difference", name = other, reference = reference, unit = text::axis_unit(unit))} description={sentences.get(place - 1).cloned().unwrap_or_default()} changed={format!("{key} {place}")} place={difference} level={say!("compare.same")} />
                if let Some(question) = question {
                    <PairComparison question={question.clone()} done={done.clone()} names={names.clone()} shown={shown.clone()} compared={compared.clone()} {place} />
                }
            </div>
            { tables::by_period(&named) }
        </>
    }
}
