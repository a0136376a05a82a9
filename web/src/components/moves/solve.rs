//! What would have to be true: levers, a year and a probability in, the values that do it out, marked on their sliders.

use std::rc::Rc;

use tradecast::{Goal, LeverKey, Solution, Verdict};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::shared::number_box::NumberBox;
use crate::components::shared::progress::WorkProgress;
use crate::language::use_language;
use crate::state::{Action, Control, Dispatch, State, last_of_year};
use crate::text::{self, say};
use crate::view::solve::{FREE, choices, growth, moved, sentences, set};
use crate::work::{BackgroundTask, Task, TaskResult};

/// What the user asks of the goal seek.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GoalSettings {
    /// Whether an answer to it is wanted.
    pub(crate) asked: bool,
    /// The levers that may move.
    pub(crate) levers: Vec<String>,
    /// The year, where it is not the one that the page reads out.
    pub(crate) year: Option<i32>,
    /// The probability, %.
    pub(crate) percent: f64,
}

impl Default for GoalSettings {
    fn default() -> Self {
        Self { asked: false, levers: vec!["growth".to_owned()], year: None, percent: 80.0 }
    }
}

impl GoalSettings {
    /// The same without levers of parts that the figures of the moment do not have.
    pub(crate) fn known(&self, state: &State) -> Self {
        let known = state.known();
        let parts = || known.composition.iter().flat_map(|composition| composition.parts());
        let is_known = |lever: &String| {
            let key = lever.parse::<LeverKey>().ok();
            key.is_some_and(|key| key.part().is_none_or(|id| parts().any(|part| part.id.as_str() == id)))
        };
        let levers: Vec<String> = self.levers.iter().filter(|lever| is_known(lever)).cloned().collect();
        let levers = if levers.is_empty() { Self::default().levers } else { levers };
        Self { levers, ..self.clone() }
    }

    /// The task to find out, for the `usual` year where none is chosen; none where nobody asked.
    pub(crate) fn task(&self, state: &State, usual: i32) -> Option<Task> {
        let [least, most] = Control::Deadline.spec(state).typed;
        let year = f64::from(self.year.unwrap_or(usual)).clamp(least, most);
        #[expect(clippy::cast_possible_truncation, reason = "a year within the horizon")]
        let by = last_of_year(year as i32, state.data.series().frequency());
        let free = self.levers.iter().map(|key| (key.clone(), 1.0)).collect();
        let goal = Goal { by, probability: self.percent.clamp(1.0, 99.0) / 100.0 };
        self.asked.then_some(Task::Solve { goal, free })
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) settings: GoalSettings,
    /// The year that the page reads out.
    pub(crate) usual: i32,
    pub(crate) working: BackgroundTask,
    pub(crate) on_settings: Callback<GoalSettings>,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn GoalSeek(props: &Props) -> Html {
    let Props { state, settings, usual, working, on_settings, dispatch } = props;
    let language = use_language();
    let choices = use_memo((state.clone(), language), |(state, _)| choices(state));
    let result = working.result().filter(|_| settings.asked);
    let result = result.and_then(|(done, old)| Some((solution(done)?, old)));
    let old = result.is_some_and(|(_, old)| old);

    let chosen = |place: usize| {
        let (settings, on_settings) = (settings.clone(), on_settings.clone());
        Callback::from(move |event: Event| {
            let key = event.target_unchecked_into::<HtmlSelectElement>().value();
            let mut levers = settings.levers.clone();
            levers.truncate(place.max(levers.len().min(FREE)));
            match (place < levers.len(), key.is_empty()) {
                (true, true) => drop(levers.remove(place)),
                (true, false) => levers[place] = key,
                (false, true) => {}
                (false, false) => levers.push(key),
            }
            on_settings.emit(GoalSettings { levers, ..settings.clone() });
        })
    };
    let select = |place: usize| {
        let now = settings.levers.get(place).map_or("", String::as_str);
        let taken = |id: &str| id != now && settings.levers.iter().any(|lever| lever == id);
        html! {
            <label class="choose" key={place}>
                <span>{ if place == 0 { say!("solve.lever") } else { say!("solve.also") } }</span>
                <select id={format!("solve-lever-{place}")} onchange={chosen(place)}>
                    if place > 0 {
                        <option value="" selected={now.is_empty()}>{ say!("solve.none") }</option>
                    }
                    { for choices.iter().map(|(group, levers)| html! {
                        <optgroup label={group.clone()}>
                            { for levers.iter().filter(|(id, _)| !taken(id)).map(|(id, name)| html! {
                                <option value={id.clone()} selected={id == now}>{ name }</option>
                            }) }
                        </optgroup>
                    }) }
                </select>
            </label>
        }
    };
    let number = |id: &'static str,
                  label: String,
                  range: [f64; 2],
                  value: f64,
                  change: fn(&GoalSettings, f64) -> GoalSettings| {
        let settings = settings.clone();
        let on_number = on_settings.reform(move |number| change(&settings, number));
        html! { <NumberBox {id} {label} {range} whole=true {value} {on_number} /> }
    };
    let years = Control::Deadline.spec(state).typed;
    let year = f64::from(settings.year.unwrap_or(*usual)).clamp(years[0], years[1]);
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the years of the forecast")]
    let of_year =
        |settings: &GoalSettings, year: f64| GoalSettings { year: Some(year as i32), ..settings.clone() };
    let on_ask = {
        let (settings, on_settings) = (settings.clone(), on_settings.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_settings.emit(GoalSettings { asked: true, ..settings.clone() });
        })
    };
    let on_forget = {
        let (settings, on_settings) = (settings.clone(), on_settings.clone());
        Callback::from(move |_: MouseEvent| {
            on_settings.emit(GoalSettings { asked: false, ..settings.clone() })
        })
    };
    let on_set = |levers: Vec<(LeverKey, f64)>| {
        let (state, dispatch) = (state.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            // One move, to be undone as one.
            let set = match &levers[..] {
                [(key, value)] => Action::Set(Control::Lever(key.clone()), *value),
                levers => Action::Open(set(&state, levers)),
            };
            for action in [Action::Settle, set, Action::Settle] {
                dispatch.dispatch(action);
            }
        })
    };
    let places = (settings.levers.len() + 1).min(FREE);
    html! {
        <section class="part" aria-labelledby="solve-title">
            <div class="bar">
                <h2 id="solve-title">{ say!("solve.title") }</h2>
                <WorkProgress label={say!("solve.work")} working={working.clone()} />
            </div>
            <form class="solve" onsubmit={on_ask}>
                { number("solve-percent", say!("solve.percent"), [1.0, 99.0], settings.percent, |settings, percent| GoalSettings { percent, ..settings.clone() }) }
                { number("solve-year", say!("solve.year"), years, year, of_year) }
                { for (0..places).map(select) }
                if settings.asked {
                    <button type="button" id="solve-forget" class="quiet" onclick={on_forget}>{ say!("solve.forget") }</button>
                } else {
                    <button type="submit" id="solve-ask" class="button strong">{ say!("solve.ask") }</button>
                }
            </form>
            if let Some((solution, _)) = result {
                <div id="solution" class={classes!("moves", "solution", old.then_some("old"))} aria-busy={old.then_some("true")}>
                    { for sentences(solution, state).into_iter().enumerate().map(|(i, sentence)| {
                        let class = if i > 0 { "small" } else if solution.verdict == Verdict::Reached { "needed" } else { "" };
                        html! { <p class={classes!("told", class)}>{ text::sentence(&sentence) }</p> }
                    }) }
                    { for growth(solution, state).map(|sentence| html! { <p class="told small">{ sentence }</p> }) }
                    if solution.verdict != Verdict::Already && !moved(solution).is_empty() {
                        <button type="button" id="solve-set" class="button" disabled={old} onclick={on_set(moved(solution))}>
                            { if solution.verdict == Verdict::Reached { say!("solve.set") } else { say!("solve.set.best") } }
                        </button>
                    }
                </div>
            }
        </section>
    }
}

pub(crate) fn solution(done: &Rc<TaskResult>) -> Option<&Solution> {
    match &**done {
        TaskResult::Solve(solution) => Some(solution),
        _ => None,
    }
}
