//! A labelled box for a number.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_language;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) range: [f64; 2],
    /// Whether only whole numbers make sense.
    pub(crate) whole: bool,
    pub(crate) value: f64,
    pub(crate) on_number: Callback<f64>,
}

/// The box. What is being typed stays until it is finished, whatever is drawn anew meanwhile.
#[component]
pub(crate) fn NumberBox(props: &Props) -> Html {
    use_language();
    let Props { id, label, range: [min, max], whole, value, on_number } = props;
    let typed = use_state_eq(|| None::<String>);
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()))
        })
    };
    let onchange = {
        let (typed, on_number, min, max, whole) = (typed.setter(), on_number.clone(), *min, *max, *whole);
        Callback::from(move |event: Event| {
            typed.set(None);
            let number = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            if number.is_finite() {
                let number = if whole { number.round() } else { number };
                on_number.emit(number.clamp(min, max));
            }
        })
    };
    let shown = (*typed).clone().unwrap_or_else(|| value.to_string());
    let step = if *whole { "1" } else { "any" };
    html! {
        <label class="choose">
            <span>{ label }</span>
            <input id={*id} type="number" min={min.to_string()} max={max.to_string()} {step} value={shown} {oninput} {onchange} />
        </label>
    }
}
