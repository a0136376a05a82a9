//! The user's own series: pasted or from a file, checked, and used only once it can be.

use std::rc::Rc;

use tradecast::{MIN_OBSERVATIONS, ModelChoice, Series, fit};
use tradecast_io::{ReadOptions, Table, read_csv};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::browser;
use crate::language::use_language;
use crate::state::{Data, OwnData};
use crate::text::{self, say};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) data: Data,
    pub(crate) on_use: Callback<Data>,
}

/// What came of reading a text.
#[derive(Clone, PartialEq)]
struct Read {
    /// What is wrong or worth knowing, one sentence each.
    problems: Vec<String>,
    notes: Vec<String>,
    /// The series that can be used.
    series: Vec<Series>,
}

fn read(bytes: &[u8], unit: &str) -> Read {
    let options =
        ReadOptions { unit: unit.trim().to_owned(), name: say!("own.name"), ..ReadOptions::default() };
    match read_csv(bytes, &options) {
        Err(error) => {
            Read { problems: vec![text::sentence(&error.to_string())], notes: Vec::new(), series: Vec::new() }
        }
        Ok(Table { series, problems, notes }) => {
            let (series, short): (Vec<Series>, Vec<Series>) =
                series.into_iter().partition(|series| series.observations().len() >= MIN_OBSERVATIONS);
            let short = short.iter().filter_map(|series| fit(series, &ModelChoice::Auto).err());
            let bad =
                problems.iter().map(|problem| text::problem(&problem.series, &problem.error.to_string()));
            Read {
                problems: bad.chain(short.map(|error| text::sentence(&error.to_string()))).collect(),
                notes: notes.iter().map(|note| text::sentence(&note.to_string())).collect(),
                series,
            }
        }
    }
}

#[component]
pub(crate) fn OwnDataForm(props: &Props) -> Html {
    use_language();
    let typed = use_state(String::new);
    let unit = use_state(|| text::USUAL_UNIT.to_owned());
    let outcome = use_state(|| None::<Read>);
    let chosen = use_state_eq(|| 0_usize);

    let take = {
        let (outcome, chosen, unit, on_use) =
            (outcome.setter(), chosen.setter(), unit.clone(), props.on_use.clone());
        Callback::from(move |bytes: Vec<u8>| {
            let result = read(&bytes, &unit);
            if let Some(first) = result.series.first() {
                on_use.emit(Data::Own(Rc::new(OwnData::new(first.clone()))));
            }
            chosen.set(0);
            outcome.set(Some(result));
        })
    };
    let on_file = {
        let (take, typed) = (take.clone(), typed.setter());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                let (take, typed) = (take.clone(), typed.clone());
                browser::read_file(file, move |bytes| {
                    let bytes = bytes.unwrap_or_default();
                    typed.set(String::from_utf8_lossy(&bytes).into_owned());
                    take.emit(bytes);
                });
            }
        })
    };
    let on_typed = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlTextAreaElement>().value())
        })
    };
    let on_unit = {
        let unit = unit.setter();
        Callback::from(move |event: InputEvent| {
            unit.set(event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let on_read = {
        let (take, typed) = (take, typed.clone());
        Callback::from(move |_: MouseEvent| take.emit(typed.as_bytes().to_vec()))
    };
    let on_choose = {
        let (outcome, chosen, on_use) = (outcome.clone(), chosen.setter(), props.on_use.clone());
        Callback::from(move |event: Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let index = usize::try_from(index).unwrap_or(0);
            if let Some(series) = outcome.as_ref().and_then(|read| read.series.get(index)) {
                on_use.emit(Data::Own(Rc::new(OwnData::new(series.clone()))));
                chosen.set(index);
            }
        })
    };
    let on_back = {
        let (outcome, on_use) = (outcome.setter(), props.on_use.clone());
        Callback::from(move |_: MouseEvent| {
            outcome.set(None);
            on_use.emit(Data::BuiltIn);
        })
    };
    let own = matches!(props.data, Data::Own(_));

    html! {
        <section class="part" id="own-data">
            <h2>{ say!("own.title") }</h2>
            <details open={own}>
                <summary>{ say!("own.summary") }</summary>
                <p>{ say!("own.intro") }</p>
                <div class="form">
                    <label for="own-csv">{ say!("own.csv") }</label>
                    <textarea
                        id="own-csv"
                        rows="8"
                        spellcheck="false"
                        placeholder={text::OWN_EXAMPLE}
                        value={(*typed).clone()}
                        oninput={on_typed}
                        aria-describedby="own-outcome"
                    />
                    <label for="own-unit">{ say!("own.unit") }</label>
                    <input id="own-unit" type="text" value={(*unit).clone()} oninput={on_unit} />
                    <label for="own-file">{ say!("own.file") }</label>
                    <input id="own-file" type="file" accept=".csv,text/csv,text/plain" onchange={on_file} />
                    <div class="buttons">
                        <button type="button" id="own-use" class="button strong" onclick={on_read}>{ say!("own.use") }</button>
                        if own {
                            <button type="button" id="own-back" class="button" onclick={on_back}>{ say!("own.back") }</button>
                        }
                    </div>
                </div>
                <div id="own-outcome" role="status">
                    if let Some(read) = &*outcome {
                        <p>{ text::own_outcome(read.series.len(), read.problems.len()) }</p>
                        if read.series.len() > 1 {
                            <label class="choose">
                                { say!("own.choose") }
                                <select id="own-series" onchange={on_choose}>
                                    { for read.series.iter().enumerate().map(|(i, series)| html! {
                                        <option selected={i == *chosen}>{ series.name() }</option>
                                    }) }
                                </select>
                            </label>
                        }
                        <ul class="problems">
                            { for read.problems.iter().map(|problem| html! { <li>{ problem }</li> }) }
                        </ul>
                        <ul>{ for read.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
                    }
                </div>
            </details>
        </section>
    }
}
