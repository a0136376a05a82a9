//! What moves the answer: which levers it hangs on, what the moved ones changed, what would have to be true.

use yew::prelude::*;

use super::needed::Needed;
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
    /// Told what levers would have to be.
    pub(crate) on_needed: Callback<Needed>,
}

#[component]
pub(crate) fn Moves(_props: &Props) -> Html {
    use_language();
    Html::default()
}
