//! What stands behind the answer: what to beware of, the models, how answers turned out before, the sources, and what makes it
//! repeatable.

use yew::prelude::*;

use crate::components::evidence::models::models;
use crate::components::evidence::panel::panel;
use crate::components::evidence::reference::Reference;
use crate::components::evidence::series::SeriesRecord;
use crate::components::evidence::sources::sources;
use crate::components::evidence::targets::targets;
use crate::components::evidence::warnings::warnings;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::question::Question;
use crate::text::{self, say};

#[derive(Properties)]
pub(crate) struct Props {
    pub(crate) shown: AnswerView,
    /// The question, for what is asked at earlier dates; absent where it cannot be asked.
    pub(crate) question: Option<Question>,
    /// The case asked about, whose sources the page knows; absent where the series is the user's own.
    pub(crate) case: Option<&'static str>,
}

/// Levers move neither models nor warnings: then nothing here has to be drawn again.
impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&self.shown.answer, &other.shown.answer);
        self.case == other.case
            && one.data_hash == two.data_hash
            && one.question.paths == two.question.paths
            && one.question.target == two.question.target
            && one.arrival.median == two.arrival.median
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
    let case =
        use_memo(props.case, |id| id.and_then(tradecast_data::case).map(|case| (case, case.citations())));
    html! {
        <>
            { warnings(answer) }
            <SeriesRecord shown={props.shown.clone()} question={props.question.clone()} />
            if let Some(question) = &props.question {
                <Reference shown={props.shown.clone()} data={question.data.clone()} as_of={question.as_of} />
            }
            { panel(answer) }
            { targets(answer) }
            { models(answer) }
            if let Some((case, citations)) = &*case {
                { sources(case, citations) }
            } else {
                <section class="part" id="sources">
                    <h2>{ say!("sources.title") }</h2>
                    <p>{ say!("sources.own") }</p>
                </section>
            }
            <section class="part" id="repeat">
                <h2>{ say!("repeat.title") }</h2>
                <p class="provenance" id="provenance">{ text::provenance(answer) }</p>
                <p class="small">{ say!("repeat.how") }</p>
                // In one file there is none beside: single_file.js opens the one inside.
                <p class="small"><a id="notices" href="./THIRD-PARTY-NOTICES.txt">{ say!("repeat.notices") }</a></p>
            </section>
        </>
    }
}
