//! Where the figures come from.

use tradecast_data::{Case, Citation};
use yew::prelude::*;

use crate::components::shared::cited::cited;
use crate::text::{self, say};

/// The sources of the series of a case.
pub(crate) fn sources(case: &Case, citations: &[Citation]) -> Html {
    html! {
        <section class="part" id="sources">
            <h2>{ say!("sources.title") }</h2>
            <p>{ text::sources_intro(case) }</p>
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
                { text::reporter(reporter) }{ ". " }{ cited(&source.title) }{ ". " }
                if !source.url.is_empty() {
                    <a href={source.url.clone()} rel="noreferrer external">{ text::breakable(&source.url) }</a>
                }
                <span class="terms">{ text::retrieved(&source.retrieved, &source.licence) }</span>
            </span>
        </li>
    }
}
