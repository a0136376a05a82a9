//! What of the table cannot be used, and what is worth knowing.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::own_data::read_options::rows;
use crate::text::{self, say, say_count};
use crate::work::table::reader::TableProblem;
use crate::work::{ImportState, TableImport};

/// Problems and notes.
pub(crate) fn remarks(import: &Rc<TableImport>, now: &ImportState) -> Html {
    let (Some(listing), Some((preview, _))) = (&now.listing, &now.preview) else { return Html::default() };
    html! {
        <>
            if listing.problems > 0 {
                { troubles(import, "own-problems", &say_count!("own.problems", listing.problems as u64), &listing.troubles) }
            }
            if let Some((row, around)) = &now.rows {
                <div id="own-around">{ rows(preview, &now.options, around, Some(*row)) }</div>
            }
            if listing.notes > 0 {
                <details class="remarks">
                    <summary>{ say_count!("own.notes", listing.notes as u64) }</summary>
                    <ul>{ for listing.remarks.iter().map(|note| html! { <li>{ text::sentence(&note.what.note()) }</li> }) }</ul>
                </details>
            }
        </>
    }
}

fn troubles(import: &Rc<TableImport>, id: &'static str, title: &str, troubles: &[TableProblem]) -> Html {
    let row = |trouble: &TableProblem| {
        let on_look = trouble.row.map(|row| {
            let import = Rc::clone(import);
            move |_: MouseEvent| import.around(row)
        });
        html! {
            <tr>
                <td class="number">
                    if let (Some(row), Some(look)) = (trouble.row, on_look) {
                        <button type="button" class="quiet" onclick={look} aria-label={say!("own.show-row", row = row)}>{ row }</button>
                    }
                </td>
                <td>{ trouble.column.clone() }</td>
                <td>{ text::problem(&trouble.series, &trouble.what.to_string()) }</td>
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
