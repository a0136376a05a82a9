//! Why the probability changed: the change split between the levers that were moved.

use std::rc::Rc;

use tradecast::{Attribution, LeverKind};
use yew::prelude::*;

use crate::components::chart::download::Downloads;
use crate::components::moves::bars::{bars, still, use_width};
use crate::components::shared::progress::WorkProgress;
use crate::language::use_language;
use crate::state::State;
use crate::text::{self, say};
use crate::view::moves::{attribution_bars, attribution_csv, kind_class, points};
use crate::work::{BackgroundTask, TaskResult};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) working: BackgroundTask,
    /// Where the numbers come from.
    pub(crate) note: AttrValue,
}

#[component]
pub(crate) fn AttributionPanel(props: &Props) -> Html {
    let Props { state, working, note } = props;
    use_language();
    let canvas = use_node_ref();
    let width = use_width(&canvas);
    let result = working.result().and_then(|(done, old)| Some((attribution(done)?, old)));
    let drawn = result
        .zip(width)
        .and_then(|((attribution, _), (width, em))| attribution_bars(attribution, state, width, em));
    let old = result.is_some_and(|(_, old)| old);
    let done = working.result().map(|(done, _)| Rc::clone(done));
    let csv = use_callback(done, |(), done| {
        done.as_ref().and_then(attribution).map(attribution_csv).unwrap_or_default()
    });
    html! {
        <section class="part" aria-labelledby="changed-title">
            <div class="bar">
                <h2 id="changed-title">{ say!("moves.changed") }</h2>
                <WorkProgress label={say!("moves.changed.work")} working={working.clone()} />
                <Downloads of="changed-chart" title={say!("moves.changed")} note={note.clone()} {csv} />
            </div>
            <div class={classes!("moves", old.then_some("old"))} aria-busy={old.then_some("true")}>
                if let Some((attribution, _)) = result {
                    <p id="changed" class="told">{ sentence(attribution) }</p>
                }
                <div id="changed-chart" class="rows" ref={canvas}>
                    if let Some(placed) = drawn {
                        { bars(say!("moves.changed"), &placed, |_, row| still(&placed, row)) }
                    }
                </div>
                if let Some((attribution, _)) = result {
                    { kinds(attribution) }
                    <p class="small">{ say!("moves.changed.note") }</p>
                }
            </div>
        </section>
    }
}

fn attribution(done: &Rc<TaskResult>) -> Option<&Attribution> {
    match &**done {
        TaskResult::Attribution(attribution) => Some(attribution),
        _ => None,
    }
}

fn sentence(attribution: &Attribution) -> String {
    say!(
        "moves.changed.sentence",
        period = text::period(attribution.asked),
        from = text::percent(attribution.from),
        to = text::percent(attribution.to),
        change = points(attribution.to - attribution.from),
    )
}

/// What was changed by what the levers are about.
fn kinds(attribution: &Attribution) -> Html {
    let kind = |kind: LeverKind, contribution: f64| {
        html! {
            <li><svg class={classes!("key", kind_class(kind))} viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" /></svg>
            { say!(&format!("moves.kind.{}", kind_class(kind)), change = points(contribution)) }</li>
        }
    };
    html! { <ul class="keys">{ for attribution.kinds.iter().map(|share| kind(share.kind, share.contribution)) }</ul> }
}
