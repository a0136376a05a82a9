//! What the first answer does not need: a part of the program that is loaded after it.

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use crate::components::{
    Compare, CompareProps, Evidence, EvidenceProps, Made, MadeProps, Moves, MovesProps, OwnDataForm,
    OwnDataProps, ReportBox, ReportProps, ScenarioBox, ScenarioProps,
};

/// The parts of the page that come later. Nothing else names what they are made of, so that all of it comes with them.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) compare: fn(CompareProps) -> Html,
    pub(crate) data: fn(OwnDataProps) -> Html,
    pub(crate) evidence: fn(EvidenceProps) -> Html,
    pub(crate) made: fn(MadeProps) -> Html,
    pub(crate) moves: fn(MovesProps) -> Html,
    pub(crate) report: fn(ReportProps) -> Html,
    pub(crate) scenarios: fn(ScenarioProps) -> Html,
}

#[wasm_split(later)]
fn parts() -> &'static Parts {
    &Parts {
        compare: |props| html! { <Compare ..props /> },
        data: |props| html! { <OwnDataForm ..props /> },
        evidence: |props| html! { <Evidence ..props /> },
        made: |props| html! { <Made ..props /> },
        moves: |props| html! { <Moves ..props /> },
        report: |props| html! { <ReportBox ..props /> },
        scenarios: |props| html! { <ScenarioBox ..props /> },
    }
}

/// The parts, once they are there.
#[hook]
pub(crate) fn use_parts() -> Option<&'static Parts> {
    let there = use_state(|| None::<&'static Parts>);
    use_effect_with((), {
        let there = there.setter();
        move |()| yew::platform::spawn_local(async move { there.set(Some(parts().await)) })
    });
    *there
}
