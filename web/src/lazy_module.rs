//! The rest of the program: what the first answer does not need is a module of its own, which is loaded while that answer is computed.

use std::cell::Cell;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::chart::download::{Downloads, Props as DownloadsProps};
use crate::components::page::embed::{Embedded, Props as EmbeddedProps};
use crate::components::page::shortcuts::{Props as ShortcutsProps, Shortcuts};
use crate::components::page::tab_panel::{Below, below};
use crate::components::scenarios::list::{Props as ScenarioProps, ScenarioBox};
use crate::load_state::LoadState;
use crate::work::{self, StartWorker};

/// The functions of the module. They are called through this table only: a function that is called by its name is loaded with the page.
#[derive(Debug)]
pub(crate) struct LazyModule {
    pub(crate) below: fn(Below<'_>) -> Html,
    pub(crate) downloads: fn(DownloadsProps) -> Html,
    pub(crate) embedded: fn(EmbeddedProps) -> Html,
    pub(crate) scenarios: fn(ScenarioProps) -> Html,
    pub(crate) shortcuts: fn(ShortcutsProps) -> Html,
    /// Starts a worker that answers questions.
    pub(crate) start_worker: StartWorker,
    /// Does the work of a worker.
    pub(crate) serve: fn(),
}

#[wasm_split(later, fallible)]
fn lazy_module() -> Result<&'static LazyModule, SplitLoaderError> {
    Ok(&LazyModule {
        below,
        downloads: |props| html! { <Downloads ..props /> },
        embedded: |props| html! { <Embedded ..props /> },
        scenarios: |props| html! { <ScenarioBox ..props /> },
        shortcuts: |props| html! { <Shortcuts ..props /> },
        start_worker: work::open,
        serve: work::serve,
    })
}

thread_local! {
    static LOADED: Cell<Option<&'static LazyModule>> = const { Cell::new(None) };
}

/// Loads the module and hands it on; nothing where it cannot be loaded.
pub(crate) fn load(then: impl FnOnce(Option<&'static LazyModule>) + 'static) {
    if let Some(loaded) = LOADED.get() {
        return then(Some(loaded));
    }
    spawn_local(async move {
        let loaded = lazy_module().await.ok();
        LOADED.set(loaded);
        then(loaded);
    });
}

/// Loads the module and hands on what starts a worker.
pub(crate) fn load_worker(then: Box<dyn FnOnce(Option<StartWorker>)>) {
    load(move |module| then(module.map(|module| module.start_worker)));
}

/// The module, loaded by now or soon.
#[hook]
pub(crate) fn use_lazy_module() -> LoadState<&'static LazyModule> {
    let state = use_state_eq(|| LoadState::Loading);
    use_effect_with((), {
        let state = state.setter();
        move |()| load(move |module| state.set(module.map_or(LoadState::Missing, LoadState::Ready)))
    });
    *state
}
