//! The choice of the language.

use yew::prelude::*;

use crate::language::LanguageContext;
use crate::text::{Language, say};

/// The choice of the language, each by what it calls itself.
#[component]
pub(crate) fn LanguageChoice() -> Html {
    let Some(LanguageContext { language, missing, choose }) = use_context::<LanguageContext>() else {
        return Html::default();
    };
    let onchange = Callback::from(move |event: Event| {
        let select: web_sys::HtmlSelectElement = event.target_unchecked_into();
        if let Some(chosen) = Language::of_code(&select.value()) {
            choose.emit(chosen);
        }
    });
    html! {
        <>
            <select id="language" class="button" aria-label={say!("page.language")} title={say!("page.language")} {onchange}>
                { for Language::ALL.into_iter().map(|one| html! {
                    <option key={one.code()} value={one.code()} lang={one.code()} selected={one == language}>{ one.own_name() }</option>
                }) }
            </select>
            if missing {
                <p class="small" role="alert">{ say!("page.language.missing") }</p>
            }
        </>
    }
}
