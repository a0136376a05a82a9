//! A choice between a few ways, all of them in sight.

use yew::prelude::*;

/// Radio buttons drawn as one bar: its identifier, what is chosen, the ways in order, and the index of the chosen one.
pub(crate) fn switch(
    id: &'static str,
    label: String,
    options: [String; 2],
    chosen: usize,
    on_choose: Callback<usize>,
) -> Html {
    html! {
        <fieldset class="switch" {id}>
            <legend class="unseen">{ label }</legend>
            { for options.into_iter().enumerate().map(|(i, option)| html! {
                <label>
                    <input
                        type="radio"
                        name={id}
                        value={i.to_string()}
                        checked={i == chosen}
                        onchange={on_choose.reform(move |_: Event| i)}
                    />
                    <span>{ option }</span>
                </label>
            }) }
        </fieldset>
    }
}
