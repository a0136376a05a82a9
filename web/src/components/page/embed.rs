//! A chart for an article: the answer, the drawing, where it comes from, and the way to the whole page.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::breakdown::bars::Bars;
use crate::components::breakdown::tab::{Parts, use_parts};
use crate::components::chart::charts::Plain;
use crate::components::shared::unbroken::unbroken;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::state::State;
use crate::text::{self, say};
use crate::{browser, view};

/// What is shown of the page in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Embed {
    /// History and forecast.
    Fan,
    /// When the target is reached.
    Arrival,
    /// What it is made of.
    Breakdown,
}

impl Embed {
    /// What an address asks for: `?embed`, `?embed=arrival`; absent where it asks for the whole page.
    pub(crate) fn of(query: &str) -> Option<Self> {
        let mut pairs =
            query.trim_start_matches('?').split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let (_, what) = pairs.find(|(name, _)| *name == "embed")?;
        Some(match what {
            "arrival" => Self::Arrival,
            "made" => Self::Breakdown,
            _ => Self::Fan,
        })
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) embed: Embed,
    pub(crate) state: State,
    pub(crate) shown: AnswerView,
    /// Whether the answer shown is to the choices of the moment, in full.
    pub(crate) settled: bool,
}

#[component]
pub(crate) fn Embedded(props: &Props) -> Html {
    use_language();
    let Props { embed, state, shown, settled } = props;
    use_effect_with((), |()| browser::set_root_attribute("data-embed", Some("true")));
    let (first, rest) = text::split_headline(&shown.answer.headline);
    let address = browser::address();
    let (page, fragment) = address.split_once('#').unwrap_or((address.as_str(), ""));
    let page = page.split('?').next().unwrap_or_default();
    let whole = if fragment.is_empty() { page.to_owned() } else { format!("{page}#{fragment}") };
    html! {
        <main class="embed">
            <h1 id="headline" class="headline">
                { unbroken(first) }
                if !rest.is_empty() {
                    { " " }<span class="rest">{ unbroken(rest) }</span>
                }
            </h1>
            if *embed == Embed::Breakdown {
                <EmbeddedBreakdown state={state.clone()} shown={shown.clone()} settled={*settled} />
            } else {
                <Plain shown={shown.clone()} view={state.view} arrival={*embed == Embed::Arrival} />
            }
            <footer class="small">
                { view::source_note(&shown.answer) }{ " " }
                <a id="whole" href={whole} target="_blank" rel="noopener">{ say!("embed.open") }</a>
            </footer>
        </main>
    }
}

#[derive(Properties, PartialEq)]
struct MadeProps {
    state: State,
    shown: AnswerView,
    settled: bool,
}

#[component]
fn EmbeddedBreakdown(props: &MadeProps) -> Html {
    use_language();
    let MadeProps { state, shown, settled } = props;
    let Parts { made, busy, .. } = use_parts(state, shown, *settled);
    match made {
        Some(made) => html! { <Bars made={Rc::clone(&made)} shown={shown.clone()} /> },
        None if busy => html! { <p class="waiting">{ say!("made.waiting") }</p> },
        None => html! { <p>{ say!("made.none") }</p> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_wanted() {
        assert_eq!(Embed::of(""), None);
        assert_eq!(Embed::of("?lang=ru"), None);
        assert_eq!(Embed::of("?embed"), Some(Embed::Fan));
        assert_eq!(Embed::of("?lang=ru&embed=made"), Some(Embed::Breakdown));
        assert_eq!(Embed::of("?embed=arrival"), Some(Embed::Arrival));
    }
}
