//! The answer first: the sentence, the figures beside it, and what is said aloud.

use yew::prelude::*;

use crate::components::shared::unbroken::unbroken;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::{text, view};

/// The headline and the key figures; `busy` while the answer to the choices of the moment is waited for.
pub(crate) fn answer(shown: &AnswerView, busy: bool) -> Html {
    let busy = busy.then_some("true");
    let figures = view::figures(shown);
    let [first, rest] = view::lead(shown);
    let bottleneck = view::bottleneck(&shown.answer);
    html! {
        <>
            <p id="headline" class="headline" aria-busy={busy}>
                { unbroken(&first) }
                if !rest.is_empty() {
                    { " " }
                    <span class="rest">{ unbroken(&rest) }</span>
                }
            </p>
            if !bottleneck.is_empty() {
                <p id="bottleneck" class="aside">{ unbroken(&bottleneck) }</p>
            }
            if let Some(nowcast) = &shown.answer.nowcast {
                <details id="year-so-far" class="aside">
                    <summary><span>{ unbroken(&text::year_so_far(nowcast, &shown.answer.question.unit)) }</span></summary>
                    <p>{ unbroken(&text::nowcast(&shown.answer, nowcast)) }</p>
                </details>
            }
            <dl class="figures" aria-busy={busy} hidden={figures.is_empty()}>
                { for figures.into_iter().map(|figure| html! {
                    <div class={classes!("figure", figure.id)} data-testid={format!("figure-{}", figure.id)}>
                        <dt>{ figure.label }</dt>
                        <dd class="value">{ unbroken(&figure.value) }</dd>
                        if let Some(was) = figure.was {
                            <dd class="note was">{ unbroken(&was) }</dd>
                        } else {
                            <dd class="note">{ unbroken(&figure.note) }</dd>
                        }
                    </div>
                }) }
            </dl>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct LiveProps {
    pub(crate) shown: AnswerView,
    /// Keeps the last text while the user is in the middle of a change.
    pub(crate) hold: bool,
}

/// Says the answer to screen readers once a change is finished.
#[component]
pub(crate) fn LiveRegion(props: &LiveProps) -> Html {
    use_language();
    let said = use_mut_ref(|| AttrValue::from(""));
    if !props.hold {
        let answer = &props.shown.answer;
        let sentences =
            [text::headline(answer), view::without_priors(&props.shown), view::bottleneck(answer)];
        let sentences: Vec<String> = sentences.into_iter().filter(|said| !said.is_empty()).collect();
        *said.borrow_mut() = sentences.join(" ").into();
    }
    let text = said.borrow().clone();
    html! { <p class="unseen" role="status" aria-live="polite" data-testid="announcement">{ text }</p> }
}

/// The short answer that stays in sight on a phone while the controls scroll.
pub(crate) fn strip(shown: &AnswerView) -> Html {
    let figures = view::short_figures(shown).into_iter().map(|figure| {
        html! {
            <p>
                <span class="label">{ figure.label }</span>
                <strong>{ figure.value }</strong>
                <span class="was">{ figure.was }</span>
            </p>
        }
    });
    html! { <div class="strip" aria-hidden="true">{ for figures }</div> }
}
