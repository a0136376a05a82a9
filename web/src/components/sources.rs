//! Where the figures come from, and what the answer was computed with.

use tradecast_data::Citation;
use yew::prelude::*;

use crate::engine::Shown;
use crate::text;

/// The sources of the built-in series.
#[component]
pub(crate) fn Sources() -> Html {
    let citations = use_memo((), |()| tradecast_data::turnover_sources());
    html! {
        <section class="part" id="sources">
            <h2>{ text::SOURCES_TITLE }</h2>
            <p>{ text::SOURCES_INTRO }</p>
            <ol class="sources">{ for citations.iter().map(source) }</ol>
        </section>
    }
}

fn source(citation: &Citation) -> Html {
    let Citation { years, reporter, source } = citation;
    html! {
        <li>
            <span class="years">{ years.clone() }</span>
            <span>
                { text::reporter(reporter) }{ ". " }{ source.title.clone() }{ ". " }
                if !source.url.is_empty() {
                    <a href={source.url.clone()} rel="noreferrer external">{ text::breakable(&source.url) }</a>
                }
                <span class="terms">{ text::retrieved(&source.retrieved, &source.licence) }</span>
            </span>
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: Shown,
}

/// What makes the answer repeatable.
#[component]
pub(crate) fn Provenance(props: &Props) -> Html {
    html! { <p class="provenance" id="provenance">{ text::provenance(&props.shown.answer) }</p> }
}
