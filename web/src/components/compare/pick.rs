//! Which scenarios are compared, and with which of them.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::state::scenarios::library::Candidate;
use crate::text::say;

/// Scenarios that can be compared at a time: as many as there are colours that can be told apart.
pub(crate) const MOST: usize = 5;

/// A box a scenario, and the choice of the reference, which is the first of those chosen.
pub(crate) fn pick(
    all: &[Candidate],
    chosen: &[String],
    compared: &[Candidate],
    choose: &Callback<Vec<String>>,
) -> Html {
    let full = compared.len() >= MOST;
    let row = |one: &Candidate| {
        let place = compared.iter().position(|compared| compared.id == one.id);
        let on_change = {
            let (choose, id) = (choose.clone(), one.id.clone());
            let compared: Vec<String> = compared.iter().map(|one| one.id.clone()).collect();
            Callback::from(move |event: Event| {
                let on = event.target_unchecked_into::<HtmlInputElement>().checked();
                let others = compared.iter().filter(|known| **known != id).cloned();
                choose.emit(others.chain(on.then(|| id.clone())).collect());
            })
        };
        let unfit = one.assumptions.is_none();
        html! {
            <label key={one.id.clone()} class="chip" title={unfit.then(|| say!("compare.unfit"))}>
                <input
                    type="checkbox"
                    name="compared"
                    value={one.id.clone()}
                    checked={place.is_some()}
                    disabled={unfit || (full && place.is_none())}
                    onchange={on_change}
                />
                <span>{ for place.map(swatch) }{ &one.name }</span>
            </label>
        }
    };
    let on_reference = {
        let (choose, chosen) = (choose.clone(), chosen.to_vec());
        let compared: Vec<String> = compared.iter().map(|one| one.id.clone()).collect();
        Callback::from(move |event: Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let first = usize::try_from(index).ok().and_then(|index| compared.get(index));
            let rest = chosen.iter().filter(|id| Some(*id) != first);
            choose.emit(first.into_iter().chain(rest).cloned().collect());
        })
    };
    html! {
        <>
            <fieldset class="chips" id="compared">
                <legend class="unseen">{ say!("compare.which") }</legend>
                { for all.iter().map(row) }
            </fieldset>
            if compared.len() > 1 {
                <label class="choose">
                    { say!("compare.reference") }{ " " }
                    <select id="compare-reference" onchange={on_reference}>
                        { for compared.iter().enumerate().map(|(i, one)| html! { <option selected={i == 0}>{ &one.name }</option> }) }
                    </select>
                </label>
            }
        </>
    }
}

/// A piece of the line of a scenario: its colour and its dashes.
pub(crate) fn swatch(place: usize) -> Html {
    html! {
        <svg class="swatch" viewBox="0 0 28 8" aria-hidden="true">
            <line class={format!("scenario scenario-{place}")} x1="1" x2="27" y1="4" y2="4" />
        </svg>
    }
}
