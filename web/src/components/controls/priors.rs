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
    /// Whether the series is one that the priors can speak of.
    pub(crate) yearly: bool,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn PriorsRow(props: &Props) -> Html {
    let language = use_language();
    let Props { on, yearly, dispatch } = props;
    let switch = use_node_ref();
    let explained = use_state_eq(|| false);
    let help = use_memo(language, |_| text::priors_help(&tradecast_data::priors()));
    let on_change = use_callback(dispatch.clone(), |event: Event, dispatch| {
        let switch: HtmlInputElement = event.target_unchecked_into();
        dispatch.dispatch(Action::Priors(switch.checked()));
    });
    let on_reset = use_callback((dispatch.clone(), switch.clone()), |_: MouseEvent, (dispatch, switch)| {
        dispatch.dispatch(Action::Priors(true));
        // The button is about to go, and the keyboard must not lose its place with it.
        if let Some(switch) = switch.cast::<HtmlInputElement>() {
            browser::focus(&switch);
        }
    });
    let on_explain = {
        let explained = explained.clone();
        Callback::from(move |_: MouseEvent| explained.set(!*explained))
    };
    let remark = text::priors_remark(*on, *yearly);
    html! {
        <div class={classes!("control", (!on).then_some("moved"))}>
            <div class="name">
                <label for="control-priors">{ say!("priors.label") }</label>
                { info_button("priors", &say!("priors.label"), *explained, on_explain) }
            </div>
            <div class="exact">
                { reset_button("priors", &say!("priors.label"), *on, on_reset) }
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
                <p class="remark">{ remark }</p>
            }
            <p class="help" id="help-priors" hidden={!*explained}>{ (*help).clone() }</p>
        </div>
    }
}
