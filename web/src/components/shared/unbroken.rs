//! Sentences whose numbers are not torn from their units.

use yew::prelude::*;

use crate::text;

/// A text whose numbers are not torn from their units at the end of a line.
pub(crate) fn unbroken(sentence: &str) -> Html {
    let phrases = text::phrases(sentence);
    phrases
        .into_iter()
        .map(|(phrase, keep)| {
            if keep {
                html! { <span class="keep">{ phrase }</span> }
            } else {
                html! { phrase }
            }
        })
        .collect()
}
