//! What a reader must know before relying on the answer, and how past answers turned out.

use tradecast::Answer;
use yew::prelude::*;

use crate::text::{self, say};

/// The warnings of an answer, and its track record.
pub(super) fn warnings(answer: &Answer) -> Html {
    html! {
        <section class="part" id="warnings">
            <h2>{ say!("warnings.title") }</h2>
            if answer.warnings.is_empty() {
                <p>{ say!("warnings.none") }</p>
            } else {
                <ul class="warnings">
                    { for answer.warnings.iter().map(|warning| html! {
                        <li data-code={warning.code.clone()}>{ text::warning(warning, &answer.question.unit) }</li>
                    }) }
                </ul>
            }
            if let Some(record) = &answer.track_record {
                <p id="track-record">{ text::track_record(record, answer.question.frequency) }</p>
            }
            if let Some(record) = &answer.panel_record {
                <p id="panel-record">{ text::panel_record(record) }</p>
            }
        </section>
    }
}
