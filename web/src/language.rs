//! The language of the page: taken from the page's root when it opens, chosen in the header, remembered on this device.

use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::app::App;
use crate::browser;
use crate::text::{self, Catalogue, Language, say};

#[wasm_bindgen]
extern "C" {
    /// The texts of a language, inside the page or beside it. The script that starts the page has it, because it needs some
    /// before the program is there.
    #[wasm_bindgen(js_name = localeOf, catch)]
    fn locale_of(code: &str) -> Result<js_sys::Promise, wasm_bindgen::JsValue>;
}

/// What the components know of the language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken {
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
    use_context::<Spoken>().map_or_else(text::language, |spoken| spoken.language)
}

/// The texts of a language.
async fn catalogue(language: Language) -> Option<Catalogue> {
    if language == Language::English {
        return Some(Catalogue::english());
    }
    let texts = locale_of(language.code()).ok()?;
    let texts = texts.await.ok()?.as_string()?;
    Some(Catalogue::read(language, &texts))
}

/// Speaks a language from now on, and says so to the browser.
fn speak(catalogue: Catalogue) {
    let language = catalogue.language();
    text::speak(Rc::new(catalogue));
    browser::set_root_attribute("lang", Some(language.code()));
    browser::describe(&say!("page.title"), &say!("page.description"));
}

/// Mounts the page in the language of its root, as the script that started it has found it.
pub(crate) fn start() {
    let language =
        browser::root_attribute("lang").and_then(|code| Language::of_code(&code)).unwrap_or_default();
    if language == Language::English {
        yew::Renderer::<Speaking>::new().render();
        return;
    }
    spawn_local(async move {
        // Without its texts the page speaks English.
        speak(catalogue(language).await.unwrap_or_else(Catalogue::english));
        yew::Renderer::<Speaking>::new().render();
    });
}

/// The page in a language.
#[component]
fn Speaking() -> Html {
    let language = use_state_eq(text::language);
    let missing = use_state_eq(|| false);
    let choose = use_callback((), {
        let (language, missing) = (language.setter(), missing.setter());
        move |chosen: Language, ()| {
            let (language, missing) = (language.clone(), missing.clone());
            spawn_local(async move {
                let found = catalogue(chosen).await;
                missing.set(found.is_none());
                if let Some(found) = found {
                    speak(found);
                    browser::remember("language", chosen.code());
                    browser::forget_parameter("lang");
                    language.set(chosen);
                }
            });
        }
    });
    let spoken = Spoken { language: *language, missing: *missing, choose };
    html! { <ContextProvider<Spoken> context={spoken}><App /></ContextProvider<Spoken>> }
}

/// The choice of the language, each by what it calls itself.
#[component]
pub(crate) fn LanguageChoice() -> Html {
    let Some(Spoken { language, missing, choose }) = use_context::<Spoken>() else { return Html::default() };
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
