//! Bringing figures: a file, or a text.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::browser;
use crate::components::own_data::import_prop::ImportProp;
use crate::language::use_language;
use crate::text::{self, say, say_count};

/// Letters from which a pasted text is only summed up: a text field of a million letters makes every key press slow.
const LONG: usize = 40_000;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) import: ImportProp,
    /// Whether the page shows own data.
    pub(crate) own: bool,
    pub(crate) on_back: Callback<()>,
}

#[component]
pub(crate) fn ChooseFile(props: &Props) -> Html {
    use_language();
    let Props { import: ImportProp(import), own, on_back } = props;
    let typed = use_state(String::new);
    let pasted = use_state(|| None::<u64>);
    let on_file = {
        let (import, typed, pasted) = (import.clone(), typed.setter(), pasted.setter());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                let (import, name) = (import.clone(), browser::stem(&file.name()));
                typed.set(String::new());
                pasted.set(None);
                browser::read_file(file, move |bytes| import.bring(name, bytes.unwrap_or_default(), false));
                // The same file may be chosen again, after it was mended.
                input.set_value("");
            }
        })
    };
    let on_typed = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let on_paste = {
        let (import, typed, pasted) = (import.clone(), typed.setter(), pasted.setter());
        Callback::from(move |event: Event| {
            let Some(text) = browser::pasted(&event) else { return };
            if text.len() > LONG {
                event.prevent_default();
                typed.set(String::new());
                pasted.set(Some(text.lines().count() as u64));
                import.bring(String::new(), text.into_bytes(), false);
            }
        })
    };
    let on_read = {
        let (import, typed, pasted) = (import.clone(), typed.clone(), pasted.clone());
        Callback::from(move |_: MouseEvent| {
            // What was pasted as a whole has been read already.
            if pasted.is_some() && typed.is_empty() {
                import.take(0);
            } else {
                import.bring(String::new(), typed.as_bytes().to_vec(), true);
            }
        })
    };
    let on_back = {
        let (import, typed, pasted, on_back) =
            (import.clone(), typed.setter(), pasted.setter(), on_back.clone());
        Callback::from(move |_: MouseEvent| {
            import.clear();
            typed.set(String::new());
            pasted.set(None);
            on_back.emit(());
        })
    };
    html! {
        <>
            <p>{ say!("own.intro") }</p>
            <p class="private">{ say!("own.private") }</p>
            <div class="form bring">
                <label for="own-file">{ say!("own.file") }</label>
                <input id="own-file" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain" onchange={on_file} />
                <label for="own-csv">{ say!("own.csv") }</label>
                <textarea
                    id="own-csv"
                    rows="5"
                    spellcheck="false"
                    placeholder={text::OWN_EXAMPLE}
                    value={(*typed).clone()}
                    oninput={on_typed}
                    onpaste={on_paste}
                    aria-describedby="own-outcome"
                />
                if let Some(rows) = *pasted {
                    <p id="own-pasted" class="small">{ say_count!("own.pasted", rows) }</p>
                }
                <div class="buttons">
                    <button type="button" id="own-use" class="button strong" onclick={on_read}>{ say!("own.use") }</button>
                    if *own {
                        <button type="button" id="own-back" class="button" onclick={on_back}>{ text::back_to(tradecast_data::default_case()) }</button>
                    }
                </div>
            </div>
        </>
    }
}
