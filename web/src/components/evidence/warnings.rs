//! What a reader must know before relying on the answer, and what to do about it.

use tradecast::{Answer, Warning};
use yew::prelude::*;

use crate::text::{self, say};

/// The warnings of an answer.
pub(crate) fn warnings(answer: &Answer) -> Html {
    html! {
        <section class="part" id="warnings">
            <h2>{ say!("warnings.title") }</h2>
            if answer.warnings.is_empty() {
                <p>{ say!("warnings.none") }</p>
            } else {
                <ul class="warnings">{ for answer.warnings.iter().map(|one| warning(one, &answer.question.unit)) }</ul>
            }
        </section>
    }
}

fn warning(warning: &Warning, unit: &str) -> Html {
    html! {
        <li data-code={warning.code.clone()}>
            { text::warning(warning, unit) }
            if let Some(advice) = text::advice(&warning.code) {
                { " " }<span class="advice">{ advice }</span>
            }
        </li>
    }
}
