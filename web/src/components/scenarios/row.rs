//! One saved scenario: open it, rename it, copy it, take it along, delete it.

use tradecast::Scenario;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::language::use_language;
use crate::state::scenarios::file::file_name;
use crate::state::scenarios::saved::{Op, Saved, Short, free_name};
use crate::storage::Scenarios;
use crate::text::{self, say};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) saved: Saved,
    pub(crate) scenarios: Scenarios,
    /// What a file would say of it; absent where its figures are not here.
    pub(crate) file: Option<Scenario>,
    pub(crate) on_open: Callback<Saved>,
    pub(crate) on_remove: Callback<String>,
}

#[component]
pub(crate) fn Row(props: &Props) -> Html {
    use_language();
    let Props { saved, scenarios, file, on_open, on_remove } = props;
    let renaming = use_state_eq(|| false);
    let on_rename = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(!*renaming))
    };
    let on_named = {
        let (scenarios, saved, renaming) = (scenarios.clone(), saved.clone(), renaming.setter());
        Callback::from(move |event: Event| {
            let name = event.target_unchecked_into::<HtmlInputElement>().value().trim().to_owned();
            renaming.set(false);
            if !name.is_empty() && name != saved.name {
                let name = free_name(scenarios.list(), &name);
                scenarios.change(&Op::Put(vec![Saved { name, ..saved.clone() }]));
            }
        })
    };
    let on_copy = {
        let (scenarios, saved) = (scenarios.clone(), saved.clone());
        Callback::from(move |_: MouseEvent| {
            let at = scenarios.list().iter().position(|known| known.id == saved.id);
            let name = free_name(scenarios.list(), &say!("scenarios.copy-of", name = saved.name));
            let copy = Saved { id: browser::new_id(), name, ..saved.clone() };
            scenarios.change(&Op::Insert(at.map_or(usize::MAX, |at| at + 1), copy));
        })
    };
    let open = {
        let saved = saved.clone();
        on_open.reform(move |_: MouseEvent| saved.clone())
    };
    let remove = {
        let id = saved.id.clone();
        on_remove.reform(move |_: MouseEvent| id.clone())
    };
    let addresses = use_memo(file.clone(), |file| {
        file.as_ref().map(|file| {
            let json = browser::file_address("application/json", &browser::to_json(file, true));
            (json, browser::file_address("application/toml", &file.to_toml()))
        })
    });
    let named = |what: &str| say!(&format!("scenarios.{what}-of"), name = saved.name);
    html! {
        <li>
            if *renaming {
                <input type="text" class="rename" value={saved.name.clone()} aria-label={named("name")} maxlength="80" onchange={on_named} />
            } else {
                <button type="button" class="open" onclick={open}>
                    <strong>{ &saved.name }</strong>
                    <span>{ if let Some(short) = &saved.short { said(short) } else { saved.description.clone() } }</span>
                </button>
            }
            <span class="acts">
                <button type="button" class="link" aria-label={named("rename")} onclick={on_rename}>{ say!("scenarios.rename") }</button>
                <button type="button" class="link" aria-label={named("duplicate")} onclick={on_copy}>{ say!("scenarios.duplicate") }</button>
                if let Some((json, toml)) = &*addresses {
                    <a download={format!("{}.json", file_name(&saved.name))} href={json.clone()} aria-label={named("json")}>{ "JSON" }</a>
                    <a download={format!("{}.toml", file_name(&saved.name))} href={toml.clone()} aria-label={named("toml")}>{ "TOML" }</a>
                }
                <button type="button" class="link" aria-label={named("remove")} onclick={remove}>{ say!("scenarios.remove") }</button>
            </span>
        </li>
    }
}

/// "Reached in 2032; by 2030: 31 %".
fn said(short: &Short) -> String {
    let Short { half, end, by, probability } = short;
    say!(
        "scenarios.short",
        half = text::or_after(*half, *end),
        by = text::period(*by),
        probability = text::percent(*probability)
    )
}
