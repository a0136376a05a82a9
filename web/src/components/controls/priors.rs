//! The switch that lets what other series teach into the answer, or leaves it out.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::components::controls::control::{info_button, reset_button};
use crate::language::use_language;
use crate::state::{Action, Dispatch};
use crate::text::{self, say};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on: bool,
    /// Whether that is the user's choice.
    pub(crate) chosen: bool,
    /// Why it is as it is.
    pub(crate) remark: String,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn PriorsRow(props: &Props) -> Html {
    let language = use_language();
    let Props { on, chosen, remark, dispatch } = props;
    let switch = use_node_ref();
    let explained = use_state_eq(|| false);
    let help = use_memo(language, |_| text::priors_help(&tradecast_data::priors()));
    let on_change = use_callback(dispatch.clone(), |event: Event, dispatch| {
        let switch: HtmlInputElement = event.target_unchecked_into();
        dispatch.dispatch(Action::Priors(Some(switch.checked())));
    });
    let on_reset = use_callback((dispatch.clone(), switch.clone()), |_: MouseEvent, (dispatch, switch)| {
        dispatch.dispatch(Action::Priors(None));
        // The button is about to go, and the keyboard must not lose its place with it.
        if let Some(switch) = switch.cast::<HtmlInputElement>() {
            browser::focus(&switch);
        }
    });
    let on_explain = {
        let explained = explained.clone();
        Callback::from(move |_: MouseEvent| explained.set(!*explained))
    };
    html! {
        <div class={classes!("control", chosen.then_some("moved"))}>
            <div class="name">
                <label for="control-priors">{ say!("priors.label") }</label>
                { info_button("priors", &say!("priors.label"), *explained, on_explain) }
            </div>
            <div class="exact">
                { reset_button("priors", &say!("priors.label"), !*chosen, on_reset) }
                <input
                    id="control-priors"
                    type="checkbox"
                    role="switch"
                    ref={switch}
                    checked={*on}
                    onchange={on_change}
                />
                <span class="unit" aria-hidden="true">{ if *on { say!("control.on") } else { say!("control.off") } }</span>
            </div>
            if !remark.is_empty() {
                <p class="remark">{ remark.clone() }</p>
            }
            <p class="help" id="help-priors" hidden={!*explained}>{ (*help).clone() }</p>
        </div>
    }
}
