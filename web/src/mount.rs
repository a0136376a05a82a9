//! Mounts the page in its language, and again wherever another language is chosen.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::app::App;
use crate::browser;
use crate::language::{LanguageContext, catalogue, speak};
use crate::text::{self, Catalogue, Language};

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
    let spoken = LanguageContext { language: *language, missing: *missing, choose };
    html! { <ContextProvider<LanguageContext> context={spoken}><App /></ContextProvider<LanguageContext>> }
}
