//! The language of the page: taken from the page's root when it opens, chosen in the header, remembered on this device.

use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

use crate::browser;
use crate::text::{self, Catalogue, Language};

#[wasm_bindgen]
extern "C" {
    /// The texts of a language, inside the page or beside it. The script that starts the page has it, because it needs some
    /// before the program is there.
    #[wasm_bindgen(js_name = localeOf, catch)]
    fn locale_of(code: &str) -> Result<js_sys::Promise, wasm_bindgen::JsValue>;
}

/// What the components know of the language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LanguageContext {
    /// The language everything is said in.
    pub(crate) language: Language,
    /// Whether the texts of the language chosen last could not be had.
    pub(crate) missing: bool,
    /// Chooses another.
    pub(crate) choose: Callback<Language>,
}

/// The language spoken: a component that uses it says everything anew when another is chosen.
#[hook]
pub(crate) fn use_language() -> Language {
    use_context::<LanguageContext>().map_or_else(text::language, |spoken| spoken.language)
}

/// The texts of a language.
pub(crate) async fn catalogue(language: Language) -> Option<Catalogue> {
    if language == Language::English {
        return Some(Catalogue::english());
    }
    let texts = locale_of(language.code()).ok()?;
    let texts = texts.await.ok()?.as_string()?;
    Some(Catalogue::read(language, &texts))
}

/// Speaks a language from now on, and says so to the browser; its title is of what the page shows, see `app`.
pub(crate) fn speak(catalogue: Catalogue) {
    let language = catalogue.language();
    text::speak(Rc::new(catalogue));
    browser::set_root_attribute("lang", Some(language.code()));
}
