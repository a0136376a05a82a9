//! The rest of the program: what the first answer does not need is a module of its own, which arrives while that answer is computed.

use std::cell::Cell;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::chart::download::{Downloads, Props as DownloadsProps};
use crate::components::page::embed::{Embedded, Props as EmbeddedProps};
use crate::components::page::shortcuts::{Props as ShortcutsProps, Shortcuts};
use crate::components::page::tab_panel::{Below, below};
use crate::components::scenarios::list::{Props as ScenarioProps, ScenarioBox};
use crate::state::file::FileScenario;
use crate::work::{self, Elsewhere, Hear};

/// What is in it. It is called through here and nowhere else: what is called by its name is loaded with the page.
#[derive(Debug)]
pub(crate) struct Later {
    pub(crate) below: fn(Below<'_>) -> Html,
    pub(crate) downloads: fn(DownloadsProps) -> Html,
    pub(crate) embedded: fn(EmbeddedProps) -> Html,
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
        below,
        downloads: |props| html! { <Downloads ..props /> },
        embedded: |props| html! { <Embedded ..props /> },
        scenarios: |props| html! { <ScenarioBox ..props /> },
        shortcuts: |props| html! { <Shortcuts ..props /> },
        open: work::open,
        serve: work::serve,
    })
}

thread_local! {
    static LOADED: Cell<Option<&'static Later>> = const { Cell::new(None) };
}

/// A scenario of a TOML file. What reads TOML is another module: few bring such a file.
#[wasm_split(toml, fallible)]
pub(crate) fn from_toml(text: String) -> Result<Result<FileScenario, String>, SplitLoaderError> {
    Ok(FileScenario::from_toml(&text))
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

/// The rest of the program, as far as the page knows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rest {
    /// It is not there yet.
    Comes,
    /// It is there.
    There(&'static Later),
    /// It cannot be loaded.
    Missing,
}

/// There is only one.
impl PartialEq for Rest {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Rest {
    /// It, where it is there.
    pub(crate) fn there(self) -> Option<&'static Later> {
        match self {
            Self::There(later) => Some(later),
            Self::Comes | Self::Missing => None,
        }
    }
}

/// The rest of the program, loaded by now or soon.
#[hook]
pub(crate) fn use_rest() -> Rest {
    let rest = use_state_eq(|| Rest::Comes);
    use_effect_with((), {
        let rest = rest.setter();
        move |()| load(move |later| rest.set(later.map_or(Rest::Missing, Rest::There)))
    });
    *rest
}
