//! What of the fan is shown: levels of the bands, some paths one by one, axes that are locked.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::shared::menu::Menu;
use crate::language::use_language;
use crate::question::Levels;
use crate::state::{Action, Dispatch, View, ViewChange};
use crate::text::say;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) view: View,
    pub(crate) locked: bool,
    pub(crate) on_lock: Callback<bool>,
    pub(crate) dispatch: Dispatch,
}

/// Levels that are chosen with one press.
const USUAL: [&str; 4] = ["50,80,95", "30,60,90", "50,90", "80"];

/// Paths that are shown one by one.
pub(crate) const SAMPLE_PATHS: u32 = 20;

#[component]
pub(crate) fn Options(props: &Props) -> Html {
    use_language();
    let Props { view, locked, on_lock, dispatch } = props;
    let wrong = use_state_eq(|| false);
    let show = {
        let dispatch = dispatch.clone();
        move |change| dispatch.dispatch(Action::Show(change))
    };
    let on_levels = {
        let (show, wrong) = (show.clone(), wrong.setter());
        Callback::from(move |typed: String| match typed.parse::<Levels>() {
            Ok(levels) => {
                wrong.set(false);
                show(ViewChange::Levels(levels));
            }
            Err(_) => wrong.set(true),
        })
    };
    let on_paths = {
        Callback::from(move |event: Event| {
            show(ViewChange::Paths(event.target_unchecked_into::<HtmlInputElement>().checked()));
        })
    };
    let on_locked =
        on_lock.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let on_typed = on_levels.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    let usual = USUAL.into_iter().map(|levels| {
        let chosen = levels.parse() == Ok(view.levels);
        html! {
            <button
                type="button"
                class="button"
                aria-pressed={chosen.to_string()}
                onclick={on_levels.reform(move |_: MouseEvent| levels.to_owned())}
            >
                { levels.replace(',', " · ") }
            </button>
        }
    });
    html! {
        <Menu id="fan-options" label={say!("chart.options")}>
            <fieldset class="levels">
                <legend>{ say!("chart.bands") }</legend>
                <div class="buttons">{ for usual }</div>
                <label for="levels" class="small">{ say!("chart.bands.typed") }</label>
                <input
                    id="levels"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    value={view.levels.to_string().replace(',', ", ")}
                    aria-invalid={wrong.to_string()}
                    aria-describedby={wrong.then_some("levels-problem")}
                    onchange={on_typed}
                />
                if *wrong {
                    <p id="levels-problem" class="problem" role="alert">{ say!("chart.bands.problem") }</p>
                }
            </fieldset>
            <label class="tick">
                <input id="paths" type="checkbox" checked={view.paths} onchange={on_paths} />
                { say!("chart.paths.toggle", count = SAMPLE_PATHS) }
            </label>
            <label class="tick">
                <input id="lock" type="checkbox" checked={*locked} onchange={on_locked} />
                { say!("chart.lock") }
            </label>
        </Menu>
    }
}
