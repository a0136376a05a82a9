//! The saved scenarios of this device.

use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::state::scenarios::saved::{Op, Saved, SavedScenarios, Storage, StorageError};
use crate::text::say;

/// The browser's storage.
pub(crate) struct BrowserStorage;

impl Storage for BrowserStorage {
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
    shelf: UseStateHandle<SavedScenarios>,
    trouble: UseStateHandle<Option<String>>,
}

impl Scenarios {
    /// The scenarios, in the order in which they were saved.
    pub(crate) fn list(&self) -> &[Saved] {
        self.shelf.list()
    }

    /// Changes the list and stores it.
    pub(crate) fn change(&self, op: &Op) {
        let (shelf, trouble) = self.shelf.after(op, &BrowserStorage);
        self.shelf.set(shelf);
        if let Some(trouble) = trouble {
            self.trouble.set(Some(told(&trouble)));
        }
    }

    /// Why the list could not be stored or read.
    pub(crate) fn trouble(&self) -> Option<String> {
        (*self.trouble).clone()
    }

    /// Takes that message away.
    pub(crate) fn dismiss(&self) -> Callback<()> {
        let trouble = self.trouble.clone();
        Callback::from(move |()| trouble.set(None))
    }
}

pub(crate) fn told(trouble: &StorageError) -> String {
    match trouble {
        StorageError::NotKept => say!("saved.not-kept"),
        StorageError::Damaged(aside) => say!("saved.damaged", name = aside),
    }
}

/// The saved scenarios, also as other tabs change them.
#[hook]
pub(crate) fn use_scenarios() -> Scenarios {
    let opened = use_memo((), |()| SavedScenarios::open(&BrowserStorage));
    let shelf = use_state(|| opened.0.clone());
    let trouble = use_state(|| opened.1.as_ref().map(told));
    use_effect_with((*shelf).clone(), {
        let setter = shelf.setter();
        move |shelf| {
            let shelf = shelf.clone();
            let listener = Listener::on("storage", move || {
                let fresh = shelf.refreshed(&BrowserStorage);
                if fresh != shelf {
                    setter.set(fresh);
                }
            });
            move || drop(listener)
        }
    });
    Scenarios { shelf, trouble }
}

/// A stored list of names.
pub(crate) fn saved_names(key: &str) -> Option<Vec<String>> {
    Some(browser::remembered(key)?.split_whitespace().map(str::to_owned).collect())
}
