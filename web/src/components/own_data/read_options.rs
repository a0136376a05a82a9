//! How the table was understood: its first rows, what each column is, and how it could be read otherwise.

use std::rc::Rc;

use tradecast::Frequency;
use tradecast_io::{Encoding, Layout, NumberStyle, Preview, PreviewRow, ReadOptions};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::text::{self, say, say_count};
use crate::work::{ImportState, LAYOUTS, TableImport};

const NUMBERS: [NumberStyle; 3] = [NumberStyle::Plain, NumberStyle::Point, NumberStyle::Comma];
const DATES: [Frequency; 3] = [Frequency::Annual, Frequency::Quarterly, Frequency::Monthly];

/// Powers of ten by which values are multiplied to be in the unit.
const POWERS: [i8; 5] = [0, -3, -6, 3, 6];

fn scaled(power: i8, unit: &str) -> String {
    let (unit, by) = (text::unit(unit), text::number((0..power.unsigned_abs()).map(|_| 10.0).product()));
    match power {
        0 => say!("own.power.none", unit = unit),
        ..0 => say!("own.power.divided", unit = unit, by = by),
        1.. => say!("own.power.times", unit = unit, by = by),
    }
}

/// What was brought, and the choices about it.
pub(crate) fn understand(import: &Rc<TableImport>, now: &ImportState) -> Html {
    html! {
        <>
            if now.busy {
                <p class="small">{ say!("own.reading") }</p>
            }
            if let Some(failure) = &now.failure {
                <p class="problems">{ text::sentence(&failure.to_string()) }</p>
            }
            if let Some((preview, encoding)) = &now.preview {
                if let Some(listing) = &now.listing {
                    <p id="own-read">{ text::own_outcome(listing.series, listing.problems) }</p>
                }
                <details class="understood" open=true>
                    <summary>{ seen(preview, *encoding) }</summary>
                    { choices(import, now, preview) }
                    { rows(preview, &now.options, &preview.rows, None) }
                </details>
            }
        </>
    }
}

fn seen(preview: &Preview, encoding: Encoding) -> String {
    let separator = match preview.separator {
        '\t' => "tab",
        ';' => "semicolon",
        _ => "comma",
    };
    let rows = say_count!("own.rows", preview.total as u64);
    let seen = say!("own.seen", rows = rows, separator = say!(&format!("own.{separator}")));
    match encoding {
        Encoding::Utf8 => seen,
        Encoding::Utf16 => format!("{seen} {}", say!("own.utf16")),
        Encoding::Cyrillic => format!("{seen} {}", say!("own.cyrillic")),
        Encoding::Western => format!("{seen} {}", say!("own.western")),
    }
}

/// The rows as they stand, with what each column is; one of them marked.
pub(crate) fn rows(
    preview: &Preview,
    options: &ReadOptions,
    shown: &[PreviewRow],
    marked: Option<usize>,
) -> Html {
    let is = |heading: &str, column: &Option<String>| column.as_deref() == Some(heading);
    let role = |heading: &str| match options.layout {
        Layout::Wide if is(heading, &options.series_column) => "series",
        Layout::Wide => "",
        _ if is(heading, &options.period_column) => "period",
        _ if is(heading, &options.value_column) => "value",
        _ if is(heading, &options.series_column) => "series",
        _ => "",
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={say!("own.preview")}>
            <table class="preview">
                <thead>
                    <tr>
                        <th scope="col" class="number">{ say!("own.row") }</th>
                        { for preview.headings.iter().map(|heading| html! {
                            <th scope="col" class={role(heading)}>
                                { heading.clone() }
                                if !role(heading).is_empty() {
                                    <span class="role">{ say!(&format!("own.role.{}", role(heading))) }</span>
                                }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for shown.iter().map(|row| html! {
                        <tr class={(marked == Some(row.row)).then_some("marked")}>
                            <th scope="row" class="number">{ row.row }</th>
                            { for row.cells.iter().map(|cell| html! { <td>{ cell.clone() }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn choices(import: &Rc<TableImport>, now: &ImportState, preview: &Preview) -> Html {
    let options = &now.options;
    let wide = options.layout == Layout::Wide;
    let column =
        |id: &'static str, chosen: &Option<String>, none: bool, set: fn(&mut ReadOptions, Option<String>)| {
            let mut names: Vec<(String, bool)> = Vec::new();
            if none || chosen.is_none() {
                names
                    .push((say!(if none { "own.no-column" } else { "own.choose-column" }), chosen.is_none()));
            }
            let first = names.len();
            names.extend(
                preview.headings.iter().map(|heading| (heading.clone(), chosen.as_ref() == Some(heading))),
            );
            let headings = preview.headings.clone();
            select(
                id,
                names,
                change(import, options, move |options, at| {
                    set(options, at.checked_sub(first).and_then(|at| headings.get(at).cloned()));
                }),
            )
        };
    let on_skip = {
        let (import, options) = (Rc::clone(import), options.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Ok(row) = input.value().trim().parse::<usize>() {
                import.read(ReadOptions { skip: row.saturating_sub(1), ..options.clone() });
            }
        })
    };
    let on_sheet = {
        let import = Rc::clone(import);
        Callback::from(move |at| import.choose_sheet(at))
    };
    let sheets = now.sheets.iter().enumerate().map(|(at, name)| (name.clone(), at == now.sheet)).collect();
    let layouts = LAYOUTS.iter().zip(["long", "headless", "wide"]);
    let layouts = layouts.map(|(layout, id)| (say!(&format!("own.layout.{id}")), *layout == options.layout));
    let numbers = NUMBERS.iter().zip(["plain", "point", "comma"]);
    let numbers = numbers.map(|(style, id)| (say!(&format!("own.numbers.{id}")), *style == options.numbers));
    let powers = POWERS.iter().map(|power| (scaled(*power, &options.unit), *power == options.power));
    let dates = DATES.iter().zip(["years", "quarters", "months"]);
    let dates = dates.map(|(frequency, id)| (say!(&format!("own.{id}")), Some(*frequency) == options.dates));
    html! {
        <div class="choices">
            if now.sheets.len() > 1 {
                { select("own-sheet", sheets, on_sheet) }
            }
            { select("own-layout", layouts.collect(), change(import, options, |options, at| {
                options.layout = LAYOUTS.get(at).copied().unwrap_or_default();
            })) }
            if !wide {
                { column("own-period", &options.period_column, false, |options, name| options.period_column = name) }
                { column("own-value", &options.value_column, false, |options, name| {
                    *options = match name {
                        Some(heading) => options.clone().with_value_column(&heading),
                        None => ReadOptions { value_column: None, ..options.clone() },
                    };
                }) }
            }
            { column("own-series", &options.series_column, true, |options, name| options.series_column = name) }
            { select("own-numbers", numbers.collect(), change(import, options, |options, at| {
                options.numbers = NUMBERS.get(at).copied().unwrap_or_default();
            })) }
            { select("own-power", powers.collect(), change(import, options, |options, at| {
                options.power = POWERS.get(at).copied().unwrap_or_default();
            })) }
            if options.dates.is_some() {
                { select("own-dates", dates.collect(), change(import, options, |options, at| {
                    options.dates = DATES.get(at).copied();
                })) }
            }
            <label for="own-skip">
                { say!("own.skip") }
                <input id="own-skip" type="number" min="1" max="999" value={(options.skip + 1).to_string()} onchange={on_skip} />
            </label>
        </div>
    }
}

/// What a choice changes of how the table is read.
fn change(
    import: &Rc<TableImport>,
    options: &ReadOptions,
    change: impl Fn(&mut ReadOptions, usize) + 'static,
) -> Callback<usize> {
    let (import, options) = (Rc::clone(import), options.clone());
    Callback::from(move |at| {
        let mut options = options.clone();
        change(&mut options, at);
        import.read(options);
    })
}

/// A choice among names, one of them chosen; its label is named by its identifier.
pub(crate) fn select(id: &'static str, names: Vec<(String, bool)>, on_choose: Callback<usize>) -> Html {
    let on_change = on_choose.reform(|event: Event| {
        usize::try_from(event.target_unchecked_into::<HtmlSelectElement>().selected_index()).unwrap_or(0)
    });
    html! {
        <label for={id}>
            { say!(&id.replacen('-', ".choice.", 1)) }
            <select {id} onchange={on_change}>
                { for names.into_iter().map(|(name, selected)| html! { <option {selected}>{ name }</option> }) }
            </select>
        </label>
    }
}
