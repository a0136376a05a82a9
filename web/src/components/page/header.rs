//! The header: what the page is about, as of when, its link and its colours.

use yew::prelude::*;

use crate::browser::{self, Timer};
use crate::components::page::language_choice::LanguageChoice;
use crate::components::shared::switch::switch;
use crate::language::use_language;
use crate::link;
use crate::state::{Action, Change, Dispatch, History, State};
use crate::text::{self, say, say_count};

pub(crate) fn header(history: &History, dispatch: &Dispatch) -> Html {
    let state = history.state();
    let series = state.data.series();
    let on_as_of = {
        let dispatch = dispatch.clone();
        Callback::from(move |choice| dispatch.dispatch(Action::AsOf(choice == 0)))
    };
    html! {
        <header class="top">
            <p class="brand">
                <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
                    <path class="logo-fan" d="M5 21L29 5V27Z" />
                    <path class="logo-line" d="M3 23L9 19L13 21L29 11" />
                </svg>
                { say!("page.name") }
            </p>
            <h1>{ text::title(&text::series_name(series.name())) }</h1>
            <div class="tools">
                if let Some(earlier) = state.data.earlier() {
                    { switch(
                        "as-of",
                        say!("page.as_of"),
                        [text::as_of_then(earlier), text::as_of_latest(series.last().period)],
                        usize::from(!state.as_of),
                        on_as_of,
                    ) }
                }
                { undo_and_redo(history, dispatch) }
                <CopyLink state={state.clone()} />
                <LanguageChoice />
                <Theme />
            </div>
        </header>
    }
}

/// The buttons that take back and make again; each says what it would change.
fn undo_and_redo(history: &History, dispatch: &Dispatch) -> Html {
    let button = |id: &'static str,
                  name: &'static str,
                  change: Option<Change>,
                  action: Action,
                  shape: &'static str| {
        let title = match &change {
            None => say!(&format!("{name}.nothing")),
            Some(change) => say!(name, change = name_of(change, history.state())),
        };
        let dispatch = dispatch.clone();
        html! {
            <button
                type="button"
                {id}
                class="button square"
                disabled={change.is_none()}
                aria-label={title.clone()}
                {title}
                onclick={move |_: MouseEvent| dispatch.dispatch(action.clone())}
            >
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d={shape} /></svg>
            </button>
        }
    };
    html! {
        <span class="pair">
            { button("undo", "undo", history.undo(), Action::Undo, "M6 3L2.500 6.500L6 10M3 6.500H9.500A3.500 3.500 0 0 1 9.500 13.500H6") }
            { button("redo", "redo", history.redo(), Action::Redo, "M10 3L13.500 6.500L10 10M13 6.500H6.500A3.500 3.500 0 0 0 6.500 13.500H10") }
        </span>
    }
}

fn name_of(change: &Change, state: &State) -> String {
    match change {
        Change::Control(control) => control.spec(state).name(),
        Change::Data => say!("undo.data"),
        Change::AsOf => say!("undo.then"),
        Change::Priors => say!("priors.label"),
        Change::Several(count) => say_count!("undo.several", *count as u64),
    }
}

#[derive(Properties, PartialEq)]
struct CopyProps {
    state: State,
}

/// What became of the last attempt to copy.
#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotTried,
    Done,
    Failed,
}

/// Milliseconds for which the button says that the link was copied.
const THANKS: i32 = 2500;

#[component]
fn CopyLink(props: &CopyProps) -> Html {
    use_language();
    let copied = use_state_eq(|| Copied::NotTried);
    let timer = use_mut_ref(|| None::<Timer>);
    let address = use_state(String::new);
    let onclick = {
        let (state, copied, address) = (props.state.clone(), copied.clone(), address.clone());
        Callback::from(move |_: MouseEvent| {
            let link = link::address(&state);
            address.set(link.clone());
            let (copied, timer) = (copied.setter(), timer.clone());
            browser::copy(link, move |worked| {
                copied.set(if worked { Copied::Done } else { Copied::Failed });
                let after = copied.clone();
                *timer.borrow_mut() =
                    worked.then(|| Timer::after(THANKS, move || after.set(Copied::NotTried)));
            });
        })
    };
    html! {
        <>
            <button type="button" id="copy-link" class="button" {onclick}>
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.500 9M9 11.500L7.500 13A3 3 0 0 1 3 8.500L4.500 7" />
                </svg>
                <span aria-live="polite">{ if *copied == Copied::Done { say!("page.copied") } else { say!("page.copy_link") } }</span>
            </button>
            if *copied == Copied::Failed {
                <label class="address">
                    { say!("page.copy_by_hand") }
                    <input id="link" type="text" readonly={true} value={(*address).clone()} />
                </label>
            }
        </>
    }
}

/// Light or dark, remembered on this device; the system's wish until the button is used.
#[component]
fn Theme() -> Html {
    use_language();
    let dark = use_state_eq(|| match browser::root_attribute("data-theme").as_deref() {
        Some("dark") => true,
        Some(_) => false,
        None => browser::prefers_dark(),
    });
    let onclick = {
        let dark = dark.clone();
        Callback::from(move |_: MouseEvent| {
            let theme = if *dark { "light" } else { "dark" };
            browser::set_root_attribute("data-theme", Some(theme));
            // Where it is not remembered, only the next visit begins with the system's colours.
            browser::remember("theme", theme);
            dark.set(!*dark);
        })
    };
    let label = if *dark { say!("page.to_light") } else { say!("page.to_dark") };
    html! {
        <button type="button" id="theme" class="button square" aria-label={label.clone()} title={label} {onclick}>
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                if *dark {
                    <circle cx="8" cy="8" r="3" />
                    <path d="M8 1.500v1.500M8 13v1.500M1.500 8h1.500M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1" />
                } else {
                    <path d="M13.500 9.500A6 6 0 0 1 6.500 2.500A6 6 0 1 0 13.500 9.500Z" />
                }
            </svg>
        </button>
    }
}
