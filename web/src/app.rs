//! Composition: choices in, answer out, and where each of them is shown.

use yew::prelude::*;

use crate::browser;
use crate::components::{
    Charts, CompareProps, Controls, Embed, EmbeddedProps, EvidenceProps, LiveRegion, MadeProps, MovesProps, Moving, Needed,
    NewVersion, OwnDataProps, ReportProps, ScenarioProps, ShortcutsProps, Tabs, answer, header, message, notice, strip,
};
use crate::engine::Shown;
use crate::keep::use_scenarios;
use crate::language::use_language;
use crate::later::use_later;
use crate::link::use_linked_state;
use crate::state::{Action, Data, State, Tab};
use crate::text::{self, say};
use crate::work::use_answer;

/// The page.
#[component]
pub(crate) fn App() -> Html {
    use_language();
    let (history, link) = use_linked_state();
    let embed = use_memo((), |()| Embed::of(&browser::query()));
    let scenarios = use_scenarios();
    let state = history.state();
    let moving = use_state_eq(Moving::default);
    let needed = use_state_eq(Needed::default);
    let answered = use_answer(state, *moving == Moving::Slider);

    let ready = answered.settled || answered.failure.is_some();
    use_effect_with((ready, answered.busy), |(ready, busy)| {
        if *ready {
            browser::set_root_attribute("data-ready", Some("true"));
        }
        browser::set_root_attribute("data-busy", busy.then_some("true"));
    });

    let later = use_later(ready);
    let dispatch = history.dispatcher();
    let on_moving = use_callback((moving.setter(), dispatch.clone()), |now, (moving, dispatch)| {
        moving.set(now);
        if now == Moving::No {
            dispatch.dispatch(Action::Settle);
        }
    });
    let on_use = use_callback((link.clone(), dispatch.clone()), |data, (link, dispatch)| {
        link.use_data(dispatch, data)
    });
    let on_needed = use_callback(needed.setter(), |levers, needed| needed.set(levers));
    let on_afresh = {
        let (dispatch, close, view) = (dispatch.clone(), link.dismiss(), state.view);
        Callback::from(move |()| {
            close.emit(());
            dispatch.dispatch(Action::Open(State { view, ..State::new() }));
        })
    };
    let (shown, error) = (&answered.shown, &answered.failure);
    let own = matches!(state.data, Data::Own(_));

    if let Some(embed) = *embed {
        let Some((shown, later)) = shown.as_ref().zip(later) else {
            return html! { <p class="waiting">{ say!("page.waiting") }</p> };
        };
        return (later.embedded)(EmbeddedProps { embed, state: state.clone(), shown: shown.clone(), settled: answered.settled });
    }
    html! {
        <>
            { header(&history, &dispatch) }
            <main class="page">
                <section class={classes!("answer", error.is_some().then_some("outdated"))} aria-label={say!("page.answer")}>
                    { for link.notice().map(|told| notice(&told, &link.dismiss(), on_afresh)) }
                    { for scenarios.trouble().map(|said| message("saved-message", said, Some(scenarios.dismiss()))) }
                    { for error.iter().map(|error| message("error", text::sentence(&error.to_string()), None)) }
                    if let Some(shown) = shown {
                        { answer(shown, !answered.settled) }
                        <LiveRegion shown={shown.clone()} hold={*moving != Moving::No || !answered.settled} />
                        <Charts
                            shown={shown.clone()}
                            view={state.view}
                            still={*moving == Moving::Slider}
                            dispatch={dispatch.clone()}
                            moving={on_moving.clone()}
                        />
                    } else if error.is_none() {
                        <p class="waiting">{ say!("page.waiting") }</p>
                    }
                </section>
                <section class="controls" aria-label={say!("page.controls")}>
                    { for shown.iter().map(strip) }
                    <Controls state={state.clone()} needed={(*needed).clone()} dispatch={dispatch.clone()} moving={on_moving}>
                        { for later.map(|later| (later.scenarios)(ScenarioProps {
                            state: state.clone(),
                            shown: shown.clone().filter(|_| answered.settled),
                            scenarios: scenarios.clone(),
                            link: link.clone(),
                            dispatch: dispatch.clone(),
                        })) }
                    </Controls>
                </section>
                <section class="evidence" aria-label={say!("page.evidence")}>
                    if let Some(shown) = shown {
                        { for later.map(|later| (later.report)(ReportProps { state: state.clone(), shown: shown.clone(), settled: answered.settled })) }
                    }
                    <Tabs view={state.view} dispatch={dispatch.clone()} />
                    <div id="tab-panel" role="tabpanel" aria-labelledby={format!("tab-{}", state.view.tab.id())} tabindex="0">
                        { match (later, state.view.tab, shown) {
                            (Some(later), Tab::Data, _) => (later.data)(OwnDataProps { state: state.clone(), on_use, dispatch: dispatch.clone() }),
                            (None, ..) | (_, _, None) => Html::default(),
                            (Some(later), Tab::Moves, Some(shown)) => (later.moves)(MovesProps { state: state.clone(), shown: shown.clone(), settled: answered.settled, dispatch: dispatch.clone(), on_needed }),
                            (Some(later), Tab::Made, Some(shown)) => (later.made)(MadeProps { state: state.clone(), shown: shown.clone(), settled: answered.settled, dispatch: dispatch.clone() }),
                            (Some(later), Tab::Compare, Some(shown)) => (later.compare)(CompareProps { state: state.clone(), shown: shown.clone(), settled: answered.settled, scenarios: scenarios.clone(), dispatch: dispatch.clone() }),
                            (Some(later), Tab::Evidence, Some(shown)) => (later.evidence)(EvidenceProps { shown: shown.clone(), ask: state.ask().ok(), own }),
                        } }
                    </div>
                </section>
            </main>
            { for later.map(|later| (later.shortcuts)(ShortcutsProps { view: state.view, dispatch: dispatch.clone() })) }
            <NewVersion />
        </>
    }
}
