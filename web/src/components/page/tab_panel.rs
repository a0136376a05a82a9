//! What stands below the charts: what can be taken along, and the tabs.

use yew::prelude::*;

use crate::components::breakdown::tab::Made;
use crate::components::compare::tab::Compare;
use crate::components::controls::needed::Needed;
use crate::components::evidence::tab::Evidence;
use crate::components::moves::tab::Moves;
use crate::components::own_data::tab::OwnDataForm;
use crate::components::page::report::ReportBox;
use crate::components::page::tabs::Tabs;
use crate::engine::AnswerView;
use crate::question::Data;
use crate::state::{Dispatch, State, Tab};
use crate::storage::Scenarios;

/// What it is about.
pub(crate) struct Below<'a> {
    pub(crate) state: &'a State,
    pub(crate) shown: Option<&'a AnswerView>,
    /// Whether the answer shown is to the choices of the moment, in full.
    pub(crate) settled: bool,
    pub(crate) scenarios: &'a Scenarios,
    pub(crate) dispatch: &'a Dispatch,
    /// Uses other data.
    pub(crate) on_use: Callback<Data>,
    /// Told what levers would have to be.
    pub(crate) on_needed: Callback<Needed>,
}

pub(crate) fn below(about: Below<'_>) -> Html {
    let Below { state, shown, settled, scenarios, dispatch, on_use, on_needed } = about;
    let tab = state.view.tab;
    html! {
        <>
            if let Some(shown) = shown {
                <ReportBox state={state.clone()} shown={shown.clone()} {settled} />
            }
            <Tabs view={state.view} dispatch={dispatch.clone()} />
            <div id="tab-panel" role="tabpanel" aria-labelledby={format!("tab-{}", tab.id())} tabindex="0">
                { match (tab, shown) {
                    (Tab::Data, _) => html! { <OwnDataForm state={state.clone()} {on_use} dispatch={dispatch.clone()} /> },
                    (_, None) => Html::default(),
                    (Tab::Moves, Some(shown)) => html! { <Moves state={state.clone()} shown={shown.clone()} {settled} dispatch={dispatch.clone()} {on_needed} /> },
                    (Tab::Breakdown, Some(shown)) => html! { <Made state={state.clone()} shown={shown.clone()} {settled} dispatch={dispatch.clone()} /> },
                    (Tab::Compare, Some(shown)) => html! { <Compare state={state.clone()} shown={shown.clone()} {settled} scenarios={scenarios.clone()} dispatch={dispatch.clone()} /> },
                    (Tab::Evidence, Some(shown)) => html! { <Evidence shown={shown.clone()} question={state.question().ok()} case={state.data.case().map(|case| case.id.as_str())} /> },
                } }
            </div>
        </>
    }
}
