//! Composition: choices in, answer out, and where each of them is shown.

use yew::prelude::*;

use crate::answering::use_answer;
use crate::browser;
use crate::components::{
    Charts, Controls, Evidence, LiveRegion, Moving, OwnDataForm, answer, header, message, strip, table,
    view_switch,
};
use crate::engine::Shown;
use crate::link::use_linked_state;
use crate::state::Data;
use crate::text;

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let (state, link) = use_linked_state();
    let moving = use_state_eq(Moving::default);
    let asked = use_answer(&state);
    let last_good = use_mut_ref(|| None::<Shown>);

    use_effect_with(asked.is_some(), |ready| {
        if *ready {
            browser::set_root_attribute("data-ready", Some("true"));
        }
    });

    let error = match asked {
        Some(Ok(shown)) => {
            last_good.replace(Some(shown));
            None
        }
        Some(Err(error)) => Some(error),
        None => None,
    };
    let shown = last_good.borrow().clone();
    let dispatch = state.dispatcher();
    let on_moving = use_callback(moving.setter(), |now, moving| moving.set(now));
    let on_use = use_callback((link.clone(), dispatch.clone()), |data, (link, dispatch)| {
        link.use_data(dispatch, data)
    });
    let own = matches!(state.data, Data::Own(_));

    html! {
        <>
            { header(&state, &dispatch) }
            <main class="page">
                <section class={classes!("answer", error.is_some().then_some("outdated"))} aria-label={text::ANSWER_PART}>
                    { for link.message().map(|said| message("link-message", said, Some(link.dismiss()))) }
                    { for error.as_ref().map(|error| message("error", text::sentence(&error.to_string()), None)) }
                    if let Some(shown) = &shown {
                        { answer(shown) }
                        <LiveRegion shown={shown.clone()} hold={*moving != Moving::No} />
                        { view_switch(state.view, &dispatch) }
                        if state.view.table {
                            { table(&shown.answer) }
                        } else {
                            <Charts shown={shown.clone()} view={state.view} still={*moving == Moving::Slider} dispatch={dispatch.clone()} />
                        }
                    } else if error.is_none() {
                        <p class="waiting">{ text::WAITING }</p>
                    }
                </section>
                <section class="controls" aria-label={text::CONTROLS_PART}>
                    { for shown.as_ref().map(strip) }
                    <Controls state={(*state).clone()} {dispatch} moving={on_moving} />
                </section>
                <section class="evidence" aria-label={text::EVIDENCE_PART}>
                    if let Some(shown) = &shown {
                        <Evidence shown={shown.clone()} {own} />
                    }
                    <OwnDataForm data={state.data.clone()} {on_use} />
                </section>
            </main>
        </>
    }
}
