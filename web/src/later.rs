//! The part of the program that the first answer does not need: a module of its own, loaded once that answer is there.

use std::cell::Cell;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::{
    Compare, CompareProps, Embedded, EmbeddedProps, Evidence, EvidenceProps, Made, MadeProps, Moves,
    MovesProps, OwnDataForm, OwnDataProps, ReportBox, ReportProps, ScenarioBox, ScenarioProps, Shortcuts,
    ShortcutsProps,
};
use crate::work::{self, Elsewhere, Hear};

/// What is in it. Whoever calls it goes through here: what is called by its name is loaded with the page.
#[derive(Debug)]
pub(crate) struct Later {
    pub(crate) compare: fn(CompareProps) -> Html,
    pub(crate) data: fn(OwnDataProps) -> Html,
    pub(crate) embedded: fn(EmbeddedProps) -> Html,
    pub(crate) evidence: fn(EvidenceProps) -> Html,
    pub(crate) made: fn(MadeProps) -> Html,
    pub(crate) moves: fn(MovesProps) -> Html,
    pub(crate) report: fn(ReportProps) -> Html,
    pub(crate) scenarios: fn(ScenarioProps) -> Html,
    pub(crate) shortcuts: fn(ShortcutsProps) -> Html,
    /// Opens a worker that answers questions.
    pub(crate) open: fn(Hear) -> Option<Elsewhere>,
    /// Does the work of a worker.
    pub(crate) serve: fn(),
}

#[wasm_split(later, fallible)]
fn later() -> Result<&'static Later, SplitLoaderError> {
    Ok(&Later {
        compare: |props| html! { <Compare ..props /> },
        data: |props| html! { <OwnDataForm ..props /> },
        embedded: |props| html! { <Embedded ..props /> },
        evidence: |props| html! { <Evidence ..props /> },
        made: |props| html! { <Made ..props /> },
        moves: |props| html! { <Moves ..props /> },
        report: |props| html! { <ReportBox ..props /> },
        scenarios: |props| html! { <ScenarioBox ..props /> },
        shortcuts: |props| html! { <Shortcuts ..props /> },
        open: work::open,
        serve: work::serve,
    })
}

thread_local! {
    static LOADED: Cell<Option<&'static Later>> = const { Cell::new(None) };
}

/// Hands it on as soon as it is there; nothing where it cannot be loaded.
pub(crate) fn load(then: impl FnOnce(Option<&'static Later>) + 'static) {
    if let Some(loaded) = LOADED.get() {
        return then(Some(loaded));
    }
    spawn_local(async move {
        let loaded = later().await.ok();
        LOADED.set(loaded);
        then(loaded);
    });
}

/// It, once it is there; loaded as soon as it is `wanted`.
#[hook]
pub(crate) fn use_later(wanted: bool) -> Option<&'static Later> {
    let there = use_state_eq(|| Loaded(LOADED.get()));
    use_effect_with(wanted, {
        let there = there.setter();
        move |wanted| {
            if *wanted {
                load(move |later| there.set(Loaded(later)));
            }
        }
    });
    there.0
}

/// There is only one: it is either there or not.
#[derive(Clone, Copy)]
struct Loaded(Option<&'static Later>);

impl PartialEq for Loaded {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_some() == other.0.is_some()
    }
}
