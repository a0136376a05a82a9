//! The figures of the series in a table: read-only where they are built in, otherwise each of them can be edited.

use tradecast::{Observation, Series};
use tradecast_io::PriorsDecision;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::components::own_data::about::own_data;
use crate::components::shared::cited::cited;
use crate::components::shared::pager::turns;
use crate::language::use_language;
use crate::question::Data;
use crate::state::tables::draft::{Column, Draft, Fault};
use crate::state::{Action, Dispatch};
use crate::text::{self, say};

/// Rows shown at a time.
const PAGE: usize = 60;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) data: Data,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn Grid(props: &Props) -> Html {
    use_language();
    let Props { data, dispatch } = props;
    let series = data.series();
    match data {
        Data::Case(_) => html! {
            <>
                <p class="small">{ say!("grid.copy-note") }</p>
                <div class="buttons">
                    <button type="button" id="edit-copy" class="button" onclick={
                        let (dispatch, series) = (dispatch.clone(), series.clone());
                        move |_: MouseEvent| dispatch.dispatch(Action::Edit(own_data((*series).clone(), PriorsDecision::BuiltIn)))
                    }>{ say!("grid.copy") }</button>
                </div>
                { known(&series) }
            </>
        },
        Data::Own(_) => html! {
            <Editor series={(*series).clone()} decision={data.decision()} dispatch={dispatch.clone()} />
        },
    }
}

/// The figures with the source of each.
fn known(series: &Series) -> Html {
    let row = |observation: &Observation| {
        let (reporter, address) = observation.source.rsplit_once(", ").unwrap_or((&observation.source, ""));
        let linked = address.starts_with("https://") || address.starts_with("http://");
        html! {
            <tr>
                <th scope="row">{ text::period(observation.period) }</th>
                <td class="number">{ text::number(observation.value) }</td>
                <td>{ if observation.weak { say!("grid.is-weak") } else { String::new() } }</td>
                <td>
                    if linked {
                        <a href={address.to_owned()} rel="noreferrer external">{ text::reporter(reporter) }</a>
                    } else {
                        { cited(&observation.source) }
                    }
                </td>
                <td>{ text::sentence_or_none(&text::translated(&observation.note)) }</td>
            </tr>
        }
    };
    html! {
        <div class="scroll tall" tabindex="0" role="region" aria-label={say!("grid.title")}>
            <table id="known" class="grid">
                { head(series.unit(), false) }
                <tbody>{ for series.observations().iter().rev().map(row) }</tbody>
            </table>
        </div>
    }
}

fn head(unit: &str, editable: bool) -> Html {
    let (note, source) = (say!("grid.note"), say!("grid.source"));
    html! {
        <thead>
            <tr>
                <th scope="col">{ say!("grid.period") }</th>
                <th scope="col" class="number">{ text::unit(unit) }</th>
                <th scope="col">{ say!("grid.weak") }</th>
                if editable {
                    <th scope="col">{ note }</th>
                    <th scope="col">{ source }</th>
                    <th scope="col"><span class="unseen">{ say!("grid.row-actions") }</span></th>
                } else {
                    <th scope="col">{ source }</th>
                    <th scope="col">{ note }</th>
                }
            </tr>
        </thead>
    }
}

#[derive(Properties, PartialEq)]
struct EditorProps {
    series: Series,
    decision: PriorsDecision,
    dispatch: Dispatch,
}

/// A change of the rows.
enum Change {
    Type(usize, Column, String),
    Mark(usize, bool),
    Below(Option<usize>),
    Remove(usize),
    Paste(usize, Column, String),
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    use_language();
    let EditorProps { series, decision, dispatch } = props;
    let decision = *decision;
    let draft = use_state(|| Draft::of(series));
    // What the draft was made of or became: anything else comes from elsewhere, such as a step back.
    let same = use_mut_ref(|| series.clone());
    let faults = use_state(Vec::<Fault>::new);
    let page = use_state_eq(|| pages(series.observations().len()) - 1);
    use_effect_with(series.clone(), {
        let (draft, faults, same, page) = (draft.setter(), faults.setter(), same.clone(), page.setter());
        move |series| {
            if *same.borrow() != *series {
                same.replace(series.clone());
                draft.set(Draft::of(series));
                faults.set(Vec::new());
                page.set(pages(series.observations().len()) - 1);
            }
        }
    });
    let on_change = {
        let (draft, faults, same, series, dispatch) =
            (draft.clone(), faults.setter(), same, series.clone(), dispatch.clone());
        let page = page.setter();
        Callback::from(move |change: Change| {
            let mut next = (*draft).clone();
            let follow = match change {
                Change::Type(row, column, typed) => {
                    next.set(row, column, &typed);
                    None
                }
                Change::Mark(row, weak) => {
                    next.mark(row, weak);
                    None
                }
                Change::Below(row) => {
                    next.insert_below(row);
                    Some((row.map_or(0, |row| row + 1), Column::Value))
                }
                Change::Remove(row) => {
                    next.remove(row);
                    Some((row.min(next.rows.len().saturating_sub(1)), Column::Value))
                }
                Change::Paste(row, column, block) => {
                    let rows = next.paste(row, column, &block);
                    Some((row + rows.saturating_sub(1), column))
                }
            };
            match next.series(&series) {
                Ok(edited) => {
                    faults.set(Vec::new());
                    same.replace(edited.clone());
                    if edited != series {
                        dispatch.dispatch(Action::Edit(own_data(edited, decision)));
                    }
                }
                Err(found) => faults.set(found),
            }
            draft.set(next);
            if let Some((row, column)) = follow {
                page.set(row / PAGE);
                browser::on_next_frame(move || {
                    browser::on_next_frame(move || browser::focus_on(&id(row, column)));
                });
            }
        })
    };
    let all = draft.rows.len();
    let shown = (*page).min(pages(all) - 1);
    let (from, to) = (shown * PAGE, (shown * PAGE + PAGE).min(all));
    html! {
        <>
            <p class="small">{ say!("grid.help") }</p>
            if !faults.is_empty() {
                <ul id="grid-faults" class="problems" role="status">
                    { for faults.iter().take(8).map(|fault| fault_line(fault, &page.setter())) }
                    <li>{ say!("grid.unchanged") }</li>
                </ul>
            }
            if pages(all) > 1 {
                { turns("grid", from, PAGE, all, Callback::from({
                    let page = page.setter();
                    move |from| page.set(from / PAGE)
                })) }
            }
            <div class="scroll" tabindex="0" role="region" aria-label={say!("grid.title")}>
                <table id="grid" class="grid" aria-rowcount={(all + 1).to_string()}>
                    { head(series.unit(), true) }
                    <tbody>
                        { for (from..to).map(|at| row(&draft, at, &faults, &on_change)) }
                    </tbody>
                </table>
            </div>
            <div class="buttons">
                <button type="button" id="grid-add" class="button" onclick={on_change.reform(move |_: MouseEvent| Change::Below(all.checked_sub(1)))}>
                    { say!("grid.add") }
                </button>
            </div>
        </>
    }
}

fn pages(rows: usize) -> usize {
    rows.div_ceil(PAGE).max(1)
}

/// The identifier of a cell.
fn id(row: usize, column: Column) -> String {
    format!("cell-{row}-{}", column.id())
}

fn fault_line(fault: &Fault, page: &UseStateSetter<usize>) -> Html {
    let (row, column, page) = (fault.row, fault.column, page.clone());
    let on_go = move |_: MouseEvent| {
        page.set(row / PAGE);
        browser::on_next_frame(move || browser::focus_on(&id(row, column)));
    };
    html! {
        <li>
            <button type="button" class="quiet" onclick={on_go}>{ say!("grid.go", row = row + 1) }</button>
            { " " }{ fault.message.clone() }
        </li>
    }
}

fn row(draft: &Draft, at: usize, faults: &[Fault], on_change: &Callback<Change>) -> Html {
    let shown = &draft.rows[at];
    let cell = |column: Column, value: &str, label: String| {
        let fault = faults.iter().find(|fault| fault.row == at && fault.column == column);
        let on_type = on_change.reform(move |event: Event| {
            Change::Type(at, column, event.target_unchecked_into::<HtmlInputElement>().value())
        });
        let on_paste = {
            let on_change = on_change.clone();
            Callback::from(move |event: Event| {
                let block = browser::pasted(&event).filter(|text| text.trim_end().contains(['\n', '\t']));
                if let Some(block) = block {
                    event.prevent_default();
                    on_change.emit(Change::Paste(at, column, block));
                }
            })
        };
        let on_key = {
            let on_change = on_change.clone();
            Callback::from(move |event: KeyboardEvent| {
                let to = match event.key().as_str() {
                    "ArrowDown" | "Enter" => Some(at + 1),
                    "ArrowUp" => at.checked_sub(1),
                    _ => return,
                };
                event.prevent_default();
                // Below the last row there is no cell to go to, and what was typed counts all the same.
                let typed = event.target_unchecked_into::<HtmlInputElement>().value();
                on_change.emit(Change::Type(at, column, typed));
                if let Some(to) = to {
                    browser::focus_on(&id(to, column));
                }
            })
        };
        html! {
            <input
                id={id(at, column)}
                type="text"
                class={column.id()}
                inputmode={if column == Column::Value { "decimal" } else { "text" }}
                value={value.to_owned()}
                aria-label={label}
                aria-invalid={fault.is_some().then_some("true")}
                title={fault.map(|fault| fault.message.clone())}
                autocomplete="off"
                onchange={on_type}
                onpaste={on_paste}
                onkeydown={on_key}
            />
        }
    };
    let of = |what: String| say!("grid.of", what = what, period = shown.period);
    html! {
        <tr key={at} aria-rowindex={(at + 2).to_string()}>
            <td>{ cell(Column::Period, &shown.period, say!("grid.period-of", row = at + 1)) }</td>
            <td>{ cell(Column::Value, &shown.value, of(say!("grid.value"))) }</td>
            <td class="middle">
                <input
                    type="checkbox"
                    checked={shown.weak}
                    aria-label={of(say!("grid.weak"))}
                    onchange={on_change.reform(move |event: Event| Change::Mark(at, event.target_unchecked_into::<HtmlInputElement>().checked()))}
                />
            </td>
            <td>{ cell(Column::Note, &shown.note, of(say!("grid.note"))) }</td>
            <td class="source">{ text::breakable(&shown.source) }</td>
            <td class="middle">
                <button type="button" class="quiet" aria-label={of(say!("grid.insert"))} title={say!("grid.insert")}
                    onclick={on_change.reform(move |_: MouseEvent| Change::Below(Some(at)))}>{ "+" }</button>
                <button type="button" class="quiet" aria-label={of(say!("grid.remove"))} title={say!("grid.remove")}
                    onclick={on_change.reform(move |_: MouseEvent| Change::Remove(at))}>{ "×" }</button>
            </td>
        </tr>
    }
}
