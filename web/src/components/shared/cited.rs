//! What stays in the language of its source.

use yew::prelude::*;

use crate::text::{self, Language};

/// A source in the language spoken where the catalogue knows it; else as it is, and marked as English for those who listen.
pub(crate) fn cited(english: &str) -> Html {
    let letters = english.contains(char::is_alphabetic);
    match text::known(english) {
        Some(known) => html! { known },
        None if letters && text::language() != Language::English => {
            html! { <span lang={Language::English.code()}>{ english.to_owned() }</span> }
        }
        None => html! { english.to_owned() },
    }
}
