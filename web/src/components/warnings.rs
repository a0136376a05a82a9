//! What a reader must know before relying on the answer, and how past answers turned out.

use yew::prelude::*;

use crate::engine::Shown;
use crate::text;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: Shown,
}

#[component]
pub(crate) fn Warnings(props: &Props) -> Html {
    let answer = &props.shown.answer;
    html! {
        <section class="part" id="warnings">
            <h2>{ text::WARNINGS_TITLE }</h2>
            if answer.warnings.is_empty() {
                <p>{ text::NO_WARNINGS }</p>
            } else {
                <ul class="warnings">
                    { for answer.warnings.iter().map(|warning| html! {
                        <li data-code={warning.code.clone()}>{ warning.message.clone() }</li>
                    }) }
                </ul>
            }
            if let Some(record) = &answer.track_record {
                <p id="track-record">{ text::track_record(record, answer.question.frequency) }</p>
            }
        </section>
    }
}
