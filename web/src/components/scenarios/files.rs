//! Scenarios from files and into one.

use web_sys::{File, FileList, HtmlInputElement};
use yew::prelude::*;

use crate::browser;
use crate::keep::{self, Scenarios};
use crate::language::use_language;
use crate::state::file::{FileScenario, Read};
use crate::state::saved::{Op, Saved, free_name};
use crate::state::{State, url};
use crate::text::{self, say, say_count};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) state: State,
    pub(super) scenarios: Scenarios,
}

/// What came of a file.
#[derive(Clone, PartialEq)]
struct Outcome {
    said: String,
    wrong: bool,
}

#[component]
pub(super) fn Files(props: &Props) -> Html {
    use_language();
    let Props { state, scenarios } = props;
    let outcomes = use_state_eq(Vec::<Outcome>::new);
    let over = use_state_eq(|| false);
    let take = {
        let (state, scenarios, outcomes) = (state.clone(), scenarios.clone(), outcomes.clone());
        Callback::from(move |files: Vec<File>| {
            outcomes.set(Vec::new());
            let told = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
            for file in files {
                let name = file.name();
                let (state, scenarios, told, outcomes) =
                    (state.clone(), scenarios.clone(), told.clone(), outcomes.setter());
                browser::read_file(file, move |bytes| {
                    told.borrow_mut().push(opened(&name, bytes, &state, &scenarios));
                    outcomes.set(told.borrow().clone());
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
    let on_drop = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            take.emit(listed(event.data_transfer().and_then(|dropped| dropped.files())));
        })
    };
    let on_over = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let on_leave = {
        let over = over.setter();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let all: Vec<FileScenario> = scenarios
        .list()
        .iter()
        .filter_map(|saved| {
            let opened = keep::open(&saved.link, &state.data).ok()?;
            let Saved { name, description, sources, .. } = saved;
            Some(FileScenario::new(name, description, sources, &opened.state.assumptions))
        })
        .collect();
    html! {
        <div class={classes!("drop", over.then_some("over"))} ondrop={on_drop} ondragover={on_over} ondragleave={on_leave}>
            <label class="button">
                { say!("scenarios.open-file") }
                <input type="file" id="scenario-file" class="unseen" multiple={true} accept=".json,application/json" onchange={on_files} />
            </label>
            if all.len() > 1 {
                <a class="button" id="save-all" download="scenarios.json" href={browser::file_address("application/json", &browser::to_json(&all, true))}>
                    { say!("scenarios.save-all") }
                </a>
            }
            <div role="status" id="file-outcome">
                { for outcomes.iter().map(|Outcome { said, wrong }| html! { <p class={if *wrong { "problem" } else { "small" }}>{ said }</p> }) }
            </div>
        </div>
    }
}

fn listed(files: Option<FileList>) -> Vec<File> {
    files.map(|files| (0..files.length()).filter_map(|i| files.get(i)).collect()).unwrap_or_default()
}

/// Saves what a file holds, and says what came of it.
fn opened(name: &str, bytes: Option<Vec<u8>>, state: &State, scenarios: &Scenarios) -> Outcome {
    let wrong =
        |reason: String| Outcome { said: say!("file.wrong", name = name, reason = reason), wrong: true };
    if name.to_lowercase().ends_with(".toml") {
        return wrong(say!("file.toml"));
    }
    let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return wrong(say!("file.no-text"));
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let parsed = if text.starts_with('[') {
        browser::from_json::<Vec<FileScenario>>(text)
    } else {
        browser::from_json::<FileScenario>(text).map(|one| vec![one])
    };
    let read = parsed.and_then(|files| {
        files.into_iter().map(|file| file.read(state)).collect::<Result<Vec<Read>, String>>()
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
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let wanted = if given.is_empty() { stem.to_owned() } else { given };
        let link = url::encode_choices(&State { assumptions, ..state.clone() });
        let name = free_name(&list, &wanted);
        list.push(Saved { id: browser::new_id(), name, description, sources, link, short: None });
    }
    scenarios.change(&Op::Put(list.split_off(known)));
    Outcome { said: say_count!("file.taken", count as u64, name = name), wrong: false }
}
