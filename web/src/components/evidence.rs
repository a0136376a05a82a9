//! What stands behind the answer: what to beware of, the models, the sources, and what makes it repeatable.

use yew::prelude::*;

use super::models::models;
use super::sources::sources;
use super::warnings::warnings;
use crate::engine::Shown;
use crate::language::use_language;
use crate::text;

#[derive(Properties)]
pub(crate) struct Props {
    pub(crate) shown: Shown,
    /// Whether the series is the user's own, whose sources the page does not know.
    pub(crate) own: bool,
}

/// Levers move neither models nor warnings: then nothing here has to be drawn again.
impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&self.shown.answer, &other.shown.answer);
        self.own == other.own
            && one.data_hash == two.data_hash
            && one.question.paths == two.question.paths
            && one.models == two.models
            && one.warnings == two.warnings
            && one.track_record == two.track_record
            && one.panel_record == two.panel_record
    }
}

#[component]
pub(crate) fn Evidence(props: &Props) -> Html {
    use_language();
    let answer = &props.shown.answer;
    let citations = use_memo((), |()| tradecast_data::turnover_sources());
    html! {
        <>
            { warnings(answer) }
            { models(answer) }
            if !props.own {
                { sources(&citations) }
            }
            <p class="provenance" id="provenance">{ text::provenance(answer) }</p>
        </>
    }
}
