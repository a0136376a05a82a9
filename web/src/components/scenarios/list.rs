//! Scenarios: save what was chosen under a name, open a saved or a ready one, take them along as files.

use std::rc::Rc;

use tradecast::{Assumptions, Scenario};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::scenarios::files::Files;
use crate::components::scenarios::row::Row;
use crate::components::shared::cited::cited;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::link::Link;
use crate::state::scenarios::file::to_file;
use crate::state::scenarios::library::{Cited, Ready, ready};
use crate::state::scenarios::saved::{Op, Saved, Short, free_name};
use crate::state::{Action, Dispatch, State, url};
use crate::storage::{self, Scenarios};
use crate::text::{say, say_count};
use crate::{browser, view};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    /// The answer to what was chosen; absent until it is there.
    pub(crate) shown: Option<AnswerView>,
    pub(crate) scenarios: Scenarios,
    pub(crate) link: Link,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn ScenarioBox(props: &Props) -> Html {
    let language = use_language();
    let Props { state, shown, scenarios, link, dispatch } = props;
    let name = use_state(String::new);
    let said = use_state_eq(String::new);
    let removed = use_state(|| None::<(usize, Saved)>);
    let on_name = {
        let name = name.setter();
        Callback::from(move |event: InputEvent| {
            name.set(event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let save = {
        let (state, shown, scenarios) = (state.clone(), shown.clone(), scenarios.clone());
        let (name, said) = (name.clone(), said.setter());
        Callback::from(move |()| {
            let wanted =
                if name.trim().is_empty() { say!("scenarios.unnamed") } else { name.trim().to_owned() };
            let free = free_name(scenarios.list(), &wanted);
            let saved = Saved {
                id: browser::new_id(),
                name: free.clone(),
                description: String::new(),
                sources: Vec::new(),
                link: url::encode_choices(&state),
                short: shown.as_ref().map(short),
            };
            scenarios.change(&Op::Put(vec![saved]));
            said.set(say!("scenarios.saved", name = free));
            name.set(String::new());
        })
    };
    let on_key = {
        let save = save.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                save.emit(());
            }
        })
    };
    let on_remove = {
        let (scenarios, removed) = (scenarios.clone(), removed.setter());
        Callback::from(move |id: String| {
            let at = scenarios.list().iter().position(|saved| saved.id == id);
            removed.set(at.map(|at| (at, scenarios.list()[at].clone())));
            scenarios.change(&Op::Remove(id));
        })
    };
    let on_back = {
        let (scenarios, removed) = (scenarios.clone(), removed.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some((at, saved)) = &*removed {
                scenarios.change(&Op::Insert(*at, saved.clone()));
            }
            removed.set(None);
        })
    };
    let on_open = {
        let (link, dispatch, state) = (link.clone(), dispatch.clone(), state.clone());
        Callback::from(move |saved: Saved| link.open_scenario(&dispatch, &saved.link, &state))
    };
    let ready = use_memo((state.data.clone(), state.as_of, language), |_| ready(state));
    let list = scenarios.list();
    // Opening a link costs too much to be done with every move of a slider.
    let files = use_memo((list.to_vec(), state.data.clone()), |(list, data)| {
        let file = |saved: &Saved| {
            let Saved { name, description, sources, link, .. } = saved;
            let opened = storage::open_link(link, data).ok()?;
            Some(to_file(name, description, sources, &opened.state.assumptions))
        };
        list.iter().map(file).collect::<Vec<Option<Scenario>>>()
    });
    let all = use_memo(Rc::clone(&files), |files| files.iter().flatten().cloned().collect::<Vec<_>>());
    html! {
        <details class="fold group scenarios" id="scenarios">
            <summary>
                <span class="title">{ say!("scenarios.title") }</span>
                if !list.is_empty() {
                    <span class="count">{ say_count!("scenarios.count", list.len() as u64) }</span>
                }
            </summary>
            <div class="inside">
                <div class="save">
                    <input
                        type="text"
                        id="scenario-name"
                        maxlength="80"
                        autocomplete="off"
                        placeholder={say!("scenarios.name")}
                        aria-label={say!("scenarios.name")}
                        value={(*name).clone()}
                        oninput={on_name}
                        onkeydown={on_key}
                    />
                    <button type="button" id="save-scenario" class="button" onclick={save.reform(|_: MouseEvent| ())}>{ say!("scenarios.save") }</button>
                </div>
                <p class="small" role="status">
                    if let Some((_, saved)) = &*removed {
                        { say!("scenarios.removed", name = saved.name) }{ " " }
                        <button type="button" id="undo-remove" class="link" onclick={on_back}>{ say!("scenarios.back") }</button>
                    } else {
                        { (*said).clone() }
                    }
                </p>
                if !list.is_empty() {
                    <ul class="list" id="saved">
                        { for list.iter().zip(files.iter()).map(|(saved, file)| html! {
                            <Row
                                key={saved.id.clone()}
                                saved={saved.clone()}
                                scenarios={scenarios.clone()}
                                file={file.clone()}
                                on_open={on_open.clone()}
                                on_remove={on_remove.clone()}
                            />
                        }) }
                    </ul>
                }
                <Files state={state.clone()} scenarios={scenarios.clone()} files={all} />
                <h3>{ say!("scenarios.ready") }</h3>
                <ul class="list" id="ready">{ for ready.iter().map(|one| ready_row(one, state, dispatch)) }</ul>
            </div>
        </details>
    }
}

/// An answer in short, as a list shows it.
fn short(shown: &AnswerView) -> Short {
    let answer = &shown.answer;
    let by = view::asked_period(answer);
    let end = answer.forecast.last().map_or(by, |row| row.period);
    Short { half: answer.arrival.median, end, by, probability: answer.arrival.reached_by(by) }
}

fn ready_row(ready: &Ready, state: &State, dispatch: &Dispatch) -> Html {
    let Ready { id, name, description, sources, assumptions } = ready;
    let chosen = *assumptions == state.assumptions;
    let on_open = {
        let (dispatch, state, assumptions): (_, _, Assumptions) =
            (dispatch.clone(), state.clone(), assumptions.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Open(State { assumptions: assumptions.clone(), ..state.clone() }));
        })
    };
    html! {
        <li key={*id}>
            <button type="button" class="open" id={format!("ready-{id}")} aria-pressed={chosen.to_string()} onclick={on_open}>
                <strong>{ name }</strong>
                <span>{ description }</span>
            </button>
            if !sources.is_empty() {
                <details class="cited">
                    <summary>{ say!("scenarios.sources") }</summary>
                    <ul>{ for sources.iter().map(source) }</ul>
                </details>
            }
        </li>
    }
}

fn source(source: &Cited) -> Html {
    let Cited { text, url } = source;
    html! {
        <li>
            if url.is_empty() {
                { cited(text) }
            } else {
                <a href={url.clone()} rel="noreferrer external">{ cited(text) }</a>
            }
        </li>
    }
}
