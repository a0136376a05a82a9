//! Scenarios side by side.

use yew::prelude::*;

use crate::engine::Shown;
use crate::language::use_language;
use crate::state::{Dispatch, State};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) shown: Shown,
    /// Whether the answer shown is to the choices of the moment, in full.
    pub(crate) settled: bool,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn Compare(_props: &Props) -> Html {
    use_language();
    Html::default()
}
