//! A choice between a few ways, all of them in sight.

use yew::prelude::*;

use crate::state::{Action, Dispatch, View};
use crate::text::say;

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

/// Charts or a table, and how the value axis is measured.
pub(crate) fn view_switch(view: View, dispatch: &Dispatch) -> Html {
    let on_choose = |change: fn(View, bool) -> View| {
        let dispatch = dispatch.clone();
        Callback::from(move |choice| dispatch.dispatch(Action::Show(change(view, choice == 1))))
    };
    let on_view = on_choose(|view, table| View { table, ..view });
    let on_scale = on_choose(|view, log| View { log, ..view });
    html! {
        <div class="bar">
            <h2>{ if view.table { say!("table.title") } else { say!("chart.fan") } }</h2>
            if !view.table {
                { switch("scale", say!("page.scale"), [say!("page.scale.linear"), say!("page.scale.log")], view.log.into(), on_scale) }
            }
            { switch("view", say!("page.view"), [say!("page.view.chart"), say!("page.view.table")], view.table.into(), on_view) }
        </div>
    }
}
