//! What the table holds: its series, what is wrong, and what is worth knowing.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::understand::rows;
use crate::state::Data;
use crate::text::{self, say, say_count};
use crate::work::reading::{Listed, Trouble};
use crate::work::{Desk, OnDesk};

/// Series, problems and notes.
pub(super) fn choose(desk: &Rc<Desk>, now: &OnDesk, data: &Data) -> Html {
    let (Some(listing), Some((preview, _))) = (&now.listing, &now.preview) else { return Html::default() };
    let listed = now.found.as_ref().unwrap_or(&listing.listed);
    html! {
        <>
            if listing.series > 0 {
                { series(desk, listed, listing.series, data) }
            }
            if listing.problems > 0 {
                { troubles(desk, "own-problems", &say_count!("own.problems", listing.problems as u64), &listing.troubles) }
            }
            if let Some((row, around)) = &now.rows {
                <div id="own-around">{ rows(preview, &now.options, around, Some(*row)) }</div>
            }
            if listing.notes > 0 {
                <details class="remarks">
                    <summary>{ say_count!("own.notes", listing.notes as u64) }</summary>
                    <ul>{ for listing.remarks.iter().map(|note| html! { <li>{ text::sentence(&note.message) }</li> }) }</ul>
                </details>
            }
        </>
    }
}

fn series(desk: &Rc<Desk>, listed: &[Listed], all: usize, data: &Data) -> Html {
    let on_find = {
        let desk = Rc::clone(desk);
        Callback::from(move |event: InputEvent| {
            desk.find(event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let shown = matches!(data, Data::Own(_)).then(|| data.series());
    let used = |one: &Listed| shown.as_ref().is_some_and(|series| series.name() == one.name);
    let row = |one: &Listed| {
        let (desk, index) = (Rc::clone(desk), one.index);
        let span = say_count!(
            "own.span",
            one.values as u64,
            first = text::short_period(one.first),
            last = text::short_period(one.last)
        );
        html! {
            <li key={one.index}>
                <button type="button" class="button" aria-pressed={used(one).to_string()} onclick={move |_: MouseEvent| desk.take(index)}>
                    <strong>{ one.name.clone() }</strong>{ " " }<span>{ span }</span>
                </button>
            </li>
        }
    };
    html! {
        <div class="choose-series">
            <p>{ say_count!("own.found", all as u64) }</p>
            if all > 8 {
                <label for="own-find">
                    { say!("own.find") }
                    <input id="own-find" type="search" oninput={on_find} />
                </label>
            }
            <ul id="own-list" class="scroll">{ for listed.iter().map(row) }</ul>
            if all > listed.len() {
                <p class="small">{ say!("own.more", shown = listed.len(), all = text::number(all as f64)) }</p>
            }
        </div>
    }
}

fn troubles(desk: &Rc<Desk>, id: &'static str, title: &str, troubles: &[Trouble]) -> Html {
    let row = |trouble: &Trouble| {
        let on_look = trouble.row.map(|row| {
            let desk = Rc::clone(desk);
            move |_: MouseEvent| desk.look(row)
        });
        html! {
            <tr>
                <td class="number">
                    if let (Some(row), Some(look)) = (trouble.row, on_look) {
                        <button type="button" class="quiet" onclick={look} aria-label={say!("own.show-row", row = row)}>{ row }</button>
                    }
                </td>
                <td>{ trouble.column.clone() }</td>
                <td>{ text::problem(&trouble.series, &trouble.message) }</td>
            </tr>
        }
    };
    html! {
        <div {id}>
            <h3>{ title }</h3>
            <div class="scroll" tabindex="0" role="region" aria-label={title.to_owned()}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col" class="number">{ say!("own.row") }</th>
                            <th scope="col">{ say!("own.column") }</th>
                            <th scope="col">{ say!("own.wrong") }</th>
                        </tr>
                    </thead>
                    <tbody>{ for troubles.iter().map(row) }</tbody>
                </table>
            </div>
        </div>
    }
}
