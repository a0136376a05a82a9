//! What this device keeps: saved scenarios, and what each tab was at when it was left.

use serde::{Deserialize, Serialize};
use tradecast_io::ReadOptions;
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::question::Data;
use crate::state::State;
use crate::state::scenarios::saved::{LIST, Op, Saved, Shelf, Store, Trouble};
use crate::state::tables::many_series::{Look, Wish};
use crate::state::url::{self, LinkError};
use crate::text::say;

/// Names of what the tabs were at, before the names of the tabs.
const WORK: &str = "tradecast.work.";
/// Names of the figures that were brought, before their fingerprints.
const FIGURES: &str = "tradecast.figures.";
/// Name of the table that was brought last.
const TABLE: &str = "tradecast.table";
/// Name of how it is looked at.
const LOOKED: &str = "tradecast.looked";
/// Tabs of which it is kept what they were at.
const TABS: usize = 8;

/// What a tab was at.
#[derive(Serialize, Deserialize)]
struct Work {
    /// Milliseconds since 1970 when it was kept.
    at: f64,
    /// What was chosen.
    link: String,
}

/// The browser's storage.
struct Device;

impl Store for Device {
    fn read(&self, key: &str) -> Option<String> {
        browser::remembered(key)
    }

    fn write(&self, key: &str, text: &str) -> bool {
        browser::remember(key, text)
    }

    fn print(&self, list: &[Saved]) -> String {
        browser::to_json(&list, false)
    }

    fn parse(&self, text: &str) -> Option<Vec<Saved>> {
        browser::from_json(text).ok()
    }

    fn unused(&self, key: &str) -> String {
        format!("{key}.{}", browser::new_id())
    }
}

/// The saved scenarios, for everything that shows or changes them.
#[derive(Clone, PartialEq)]
pub(crate) struct Scenarios {
    shelf: UseStateHandle<Shelf>,
    trouble: UseStateHandle<Option<String>>,
}

impl Scenarios {
    /// The scenarios, in the order in which they were saved.
    pub(crate) fn list(&self) -> &[Saved] {
        self.shelf.list()
    }

    /// Changes the list, and keeps it.
    pub(crate) fn change(&self, op: &Op) {
        let (shelf, trouble) = self.shelf.after(op, &Device);
        self.shelf.set(shelf);
        if let Some(trouble) = trouble {
            self.trouble.set(Some(told(&trouble)));
        }
    }

    /// What could not be kept or read.
    pub(crate) fn trouble(&self) -> Option<String> {
        (*self.trouble).clone()
    }

    /// Takes that message away.
    pub(crate) fn dismiss(&self) -> Callback<()> {
        let trouble = self.trouble.clone();
        Callback::from(move |()| trouble.set(None))
    }
}

fn told(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotKept => say!("saved.not-kept"),
        Trouble::Damaged(aside) => say!("saved.damaged", name = aside),
    }
}

/// The saved scenarios, also as other tabs change them.
#[hook]
pub(crate) fn use_scenarios() -> Scenarios {
    let opened = use_memo((), |()| Shelf::open(&Device));
    let shelf = use_state(|| opened.0.clone());
    let trouble = use_state(|| opened.1.as_ref().map(told));
    use_effect_with((*shelf).clone(), {
        let setter = shelf.setter();
        move |shelf| {
            let shelf = shelf.clone();
            let listener = Listener::on("storage", move || {
                let fresh = shelf.refreshed(&Device);
                if fresh != shelf {
                    setter.set(fresh);
                }
            });
            move || drop(listener)
        }
    });
    Scenarios { shelf, trouble }
}

/// Keeps what this tab is at; false where that is not possible.
pub(crate) fn keep_work(state: &State) -> bool {
    let work = Work { at: browser::now(), link: url::encode_all(state) };
    let key = format!("{WORK}{}", browser::tab());
    // Who only looks leaves nothing behind, and finds the answer in the document the next time.
    if state.is_untouched() && browser::remembered_keys(WORK).is_empty() {
        return true;
    }
    browser::remember(&key, &browser::to_json(&work, false))
}

/// Keeps figures that were brought, so that a reload finds them; false where there is no room.
pub(crate) fn keep_figures(data: &Data) -> bool {
    let Data::Own(own) = data else { return true };
    let key = format!("{FIGURES}{}", own.fingerprint);
    // Notes and names may change while the figures, and so the fingerprint, stay.
    let text = browser::to_json(data, false);
    browser::remembered(&key).is_some_and(|kept| kept == text) || browser::remember(&key, &text)
}

/// The figures with a fingerprint, where this device has them.
pub(crate) fn figures(fingerprint: &str) -> Option<Data> {
    let kept = browser::remembered(&format!("{FIGURES}{fingerprint}"))?;
    let data: Data = browser::from_json(&kept).ok()?;
    matches!(&data, Data::Own(own) if own.fingerprint == fingerprint).then_some(data)
}

/// A table that was brought, and how it is read.
#[derive(Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) options: ReadOptions,
}

/// How its series are looked at, and what is asked of them.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Looked {
    pub(crate) look: Look,
    pub(crate) wish: Option<Wish>,
}

/// Keeps the table that was brought last, or none where there is no room: it is a comfort, and nothing is lost without.
pub(crate) fn keep_table(table: Option<&Table>) {
    let kept = table.is_some_and(|table| browser::remember(TABLE, &browser::to_json(table, false)));
    if !kept {
        browser::forget(TABLE);
        browser::forget(LOOKED);
    }
}

/// Keeps how it is looked at.
pub(crate) fn keep_looked(looked: &Looked) {
    browser::remember(LOOKED, &browser::to_json(looked, false));
}

/// The table that was brought last, and how it was looked at.
pub(crate) fn table() -> Option<(Table, Looked)> {
    let table = browser::from_json(&browser::remembered(TABLE)?).ok()?;
    let looked = browser::remembered(LOOKED).and_then(|looked| browser::from_json(&looked).ok());
    Some((table, looked.unwrap_or_default()))
}

/// A link, opened with the figures of the page or with those that this device has.
///
/// # Errors
/// Those of [`url::decode`].
pub(crate) fn open(link: &str, at_hand: &Data) -> Result<url::Opened, LinkError> {
    match url::decode(link, at_hand) {
        Err(LinkError::WantsData(fingerprint)) => match figures(&fingerprint) {
            Some(data) => url::decode(link, &data),
            None => Err(LinkError::WantsData(fingerprint)),
        },
        opened => opened,
    }
}

/// What this tab was at when it was left; where it is a new one and `any` is wished, what the last of the others was at.
pub(crate) fn work(any: bool) -> Option<State> {
    let mut works: Vec<(String, Work)> = browser::remembered_keys(WORK)
        .into_iter()
        .filter_map(|key| Some((key.clone(), browser::from_json(&browser::remembered(&key)?).ok()?)))
        .collect();
    works.sort_by(|one, other| other.1.at.total_cmp(&one.1.at));
    let own = format!("{WORK}{}", browser::tab());
    let found = works.iter().find(|(key, _)| *key == own).or(works.first().filter(|_| any));
    let state = found.and_then(|(_, work)| Some(open(&work.link, &Data::BuiltIn).ok()?.state));
    tidy(&works);
    state
}

/// Forgets what tabs of long ago were at, and figures that none is about any more.
fn tidy(works: &[(String, Work)]) {
    for (key, _) in works.iter().skip(TABS) {
        browser::forget(key);
    }
    let mut lists = works.iter().take(TABS).map(|(_, work)| work.link.clone()).collect::<Vec<String>>();
    lists.extend(browser::remembered(LIST));
    for key in browser::remembered_keys(FIGURES) {
        let fingerprint = key.trim_start_matches(FIGURES);
        if !lists.iter().any(|text| text.contains(fingerprint)) {
            browser::forget(&key);
        }
    }
}

/// A list of names that is remembered.
pub(crate) fn remembered_names(key: &str) -> Option<Vec<String>> {
    Some(browser::remembered(key)?.split_whitespace().map(str::to_owned).collect())
}
