//! A part of a long table, and buttons to the parts before and after it.

use yew::prelude::*;

use crate::text::{self, say};

/// Which rows are shown, and the way to others; `on_turn` is told the first of them.
pub(crate) fn turns(id: &str, from: usize, page: usize, all: usize, on_turn: Callback<usize>) -> Html {
    let to = (from + page).min(all);
    let turn = |to: Option<usize>, which: &str, label: String| {
        let on_turn = on_turn.clone();
        let onclick = move |_: MouseEvent| on_turn.emit(to.unwrap_or_default());
        html! {
            <button type="button" id={format!("{id}-{which}")} class="button" disabled={to.is_none()} {onclick}>{ label }</button>
        }
    };
    html! {
        <div class="buttons turns">
            { turn(from.checked_sub(page), "earlier", say!("grid.earlier")) }
            <span>{ say!("grid.shown", from = text::number((from + 1) as f64), to = text::number(to as f64), all = text::number(all as f64)) }</span>
            { turn(Some(to).filter(|to| *to < all), "later", say!("grid.later")) }
        </div>
    }
}
