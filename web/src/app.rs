//! Composition: choices in, answer out, and where each of them is shown.

use yew::prelude::*;

use crate::browser;
use crate::components::chart::charts::Charts;
use crate::components::controls::moving::Moving;
use crate::components::controls::needed::Needed;
use crate::components::controls::panel::Controls;
use crate::components::page::answer::{LiveRegion, answer, strip};
use crate::components::page::embed::{Embed, Props as EmbeddedProps};
use crate::components::page::header::header;
use crate::components::page::message::{message, notice};
use crate::components::page::new_version::NewVersion;
use crate::components::page::shortcuts::Props as ShortcutsProps;
use crate::components::page::tab_panel::Below;
use crate::components::scenarios::list::Props as ScenarioProps;
use crate::language::use_language;
use crate::lazy_module::{load_worker, use_lazy_module};
use crate::link::use_linked_state;
use crate::load_state::LoadState;
use crate::state::{Action, State};
use crate::storage::use_scenarios;
use crate::text::{self, say};
use crate::work::use_answer;

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let language = use_language();
    let (history, link) = use_linked_state();
    let embed = use_memo((), |()| Embed::of(&browser::query()));
    let scenarios = use_scenarios();
    let state = history.state();
    let moving = use_state_eq(Moving::default);
    let needed = use_state_eq(Needed::default);
    let answered = use_answer(state, *moving == Moving::Slider, load_worker);

    let ready = answered.settled || answered.failure.is_some();
    use_effect_with((ready, answered.busy), |(ready, busy)| {
        if *ready {
            browser::set_root_attribute("data-ready", Some("true"));
        }
        browser::set_root_attribute("data-busy", busy.then_some("true"));
    });

    use_effect_with((language, text::series_name(state.data.series().name())), |(_, series)| {
        browser::describe(&say!("page.title", series = series), &say!("page.description"));
    });

    let lazy = use_lazy_module();
    let module = lazy.ready();
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
    // What is below the charts waits until a slider is let go: a slider must feel like a physical thing.
    let held = *moving == Moving::Slider;
    let below = use_mut_ref(|| (state.clone(), None, false));
    if !held {
        below.replace((state.clone(), shown.clone(), answered.settled));
    }
    let (rested, told, settled) = &*below.borrow();

    if let Some(embed) = *embed {
        return shown.as_ref().zip(module).map_or_else(
            || html! { <p class="waiting">{ say!("page.waiting") }</p> },
            |(shown, module)| {
                let (state, settled) = (state.clone(), answered.settled);
                (module.embedded)(EmbeddedProps { embed, state, shown: shown.clone(), settled })
            },
        );
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
                        { answer(shown, !answered.settled && !held) }
                        <LiveRegion shown={shown.clone()} hold={*moving != Moving::No || !answered.settled} />
                        <Charts
                            shown={shown.clone()}
                            downloads={lazy.map(|module| module.downloads)}
                            view={state.view}
                            still={held}
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
                        { for module.map(|module| (module.scenarios)(ScenarioProps {
                            state: rested.clone(),
                            shown: told.clone().filter(|_| *settled),
                            scenarios: scenarios.clone(),
                            link: link.clone(),
                            dispatch: dispatch.clone(),
                        })) }
                    </Controls>
                </section>
                <section class="evidence" aria-label={say!("page.evidence")}>
                    { for module.map(|module| (module.below)(Below {
                        state: rested,
                        shown: told.as_ref(),
                        settled: *settled,
                        scenarios: &scenarios,
                        dispatch: &dispatch,
                        on_use,
                        on_needed,
                    })) }
                    if lazy == LoadState::Missing {
                        { message("rest-missing", say!("page.rest.missing"), None) }
                    }
                </section>
            </main>
            { for module.map(|module| (module.shortcuts)(ShortcutsProps { dispatch: dispatch.clone() })) }
            <NewVersion />
        </>
    }
}
