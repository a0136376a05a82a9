//! Scenarios from files and into one.

use std::cell::RefCell;
use std::rc::Rc;

use tradecast::{Scenario, ScenarioEntries};
use web_sys::{File, HtmlInputElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::components::shared::drop_zone::{DropZone, listed, use_drop};
use crate::language::use_language;
use crate::lazy_toml::from_toml;
use crate::state::scenarios::file::{self, Read};
use crate::state::scenarios::saved::{Op, Saved, free_name};
use crate::state::{State, url};
use crate::storage::Scenarios;
use crate::text::{self, say, say_count};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) scenarios: Scenarios,
    /// The saved scenarios whose figures are here, as files say them.
    pub(crate) files: Rc<Vec<Scenario>>,
}

/// What came of a file.
#[derive(Clone, PartialEq)]
struct Outcome {
    said: String,
    wrong: bool,
}

#[component]
pub(crate) fn Files(props: &Props) -> Html {
    use_language();
    let Props { state, scenarios, files } = props;
    let outcomes = use_state_eq(Vec::<Outcome>::new);
    let take = {
        let (state, scenarios, outcomes) = (state.clone(), scenarios.clone(), outcomes.clone());
        Callback::from(move |files: Vec<File>| {
            outcomes.set(Vec::new());
            let told = Rc::new(RefCell::new(Vec::new()));
            for file in files {
                let name = file.name();
                let (state, scenarios, told, outcomes) =
                    (state.clone(), scenarios.clone(), told.clone(), outcomes.setter());
                browser::read_file(file, move |bytes| {
                    spawn_local(async move {
                        let outcome = opened(&name, bytes, &state, &scenarios).await;
                        told.borrow_mut().push(outcome);
                        outcomes.set(told.borrow().clone());
                    });
                });
            }
        })
    };
    let on_files = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            take.emit(listed(input.files()));
            // The same file can be chosen again once it is mended.
            input.set_value("");
        })
    };
    let DropZone { over, on_over, on_leave, on_drop } = use_drop(take);
    let all = use_memo(files.clone(), |files| {
        (files.len() > 1)
            .then(|| browser::file_address("application/json", &browser::to_json(&**files, true)))
    });
    html! {
        <div class={classes!("drop", over.then_some("over"))} ondrop={on_drop} ondragover={on_over} ondragleave={on_leave}>
            <label class="button">
                { say!("scenarios.open-file") }
                <input type="file" id="scenario-file" class="unseen" multiple={true} accept=".json,.toml,application/json" onchange={on_files} />
            </label>
            if let Some(address) = &*all {
                <a class="button" id="save-all" download="scenarios.json" href={address.clone()}>
                    { say!("scenarios.save-all") }
                </a>
            }
            <div role="status" id="file-outcome">
                { for outcomes.iter().map(|Outcome { said, wrong }| html! { <p class={if *wrong { "problem" } else { "small" }}>{ said }</p> }) }
            </div>
        </div>
    }
}

/// Saves what a file holds, and says what came of it.
async fn opened(name: &str, bytes: Option<Vec<u8>>, state: &State, scenarios: &Scenarios) -> Outcome {
    let wrong =
        |reason: String| Outcome { said: say!("file.wrong", name = name, reason = reason), wrong: true };
    let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return wrong(say!("file.no-text"));
    };
    let text = text.trim_start_matches('\u{feff}');
    let parsed = if name.to_lowercase().ends_with(".toml") {
        let read = from_toml(text.to_owned()).await;
        read.unwrap_or_else(|_| Err(say!("page.rest.missing"))).map(|one| vec![one])
    } else if text.trim_start().starts_with('[') {
        browser::from_json::<Vec<ScenarioEntries>>(text)
            .and_then(|all| all.iter().map(file::from_entries).collect::<Result<Vec<_>, _>>())
    } else {
        browser::from_json::<ScenarioEntries>(text)
            .and_then(|entries| file::from_entries(&entries))
            .map(|one| vec![one])
    };
    let read = parsed.and_then(|files| {
        files.into_iter().map(|scenario| file::read(scenario, state)).collect::<Result<Vec<Read>, String>>()
    });
    let read = match read {
        Ok(read) => read,
        Err(reason) => return wrong(text::sentence(&reason)),
    };
    let count = read.len();
    let mut list = scenarios.list().to_vec();
    let known = list.len();
    for one in read {
        let Read { name: given, description, sources, assumptions } = one;
        let wanted = if given.is_empty() { browser::stem(name) } else { given };
        let link = url::encode_choices(&State { assumptions, ..state.clone() });
        let name = free_name(&list, &wanted);
        list.push(Saved { id: browser::new_id(), name, description, sources, link, short: None });
    }
    scenarios.change(&Op::Put(list.split_off(known)));
    Outcome { said: say_count!("file.taken", count as u64, name = name), wrong: false }
}
