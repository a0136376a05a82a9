//! The models behind the answer: weights, parameters, and how well they forecast before.

use tradecast::{Answer, ModelReport};
use yew::prelude::*;

use crate::text;

/// The models of an answer.
pub(super) fn models(answer: &Answer) -> Html {
    let mut ranked: Vec<&ModelReport> = answer.models.iter().collect();
    ranked.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight));
    let fitted = answer.models.iter().filter(|model| model.converged).count();
    html! {
        <section class="part" id="models">
            <h2>{ text::MODELS_TITLE }</h2>
            <p>{ text::models_intro(fitted, answer.models.len(), answer.question.paths) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={text::MODELS_TITLE}>
                <table>
                    <thead>
                        <tr>
                            { for text::MODELS_COLUMNS.iter().map(|(title, numeric)| html! {
                                <th scope="col" class={numeric.then_some("number")}>{ title }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>{ for ranked.into_iter().map(row) }</tbody>
                </table>
            </div>
            <p class="small">{ text::MODELS_NOTE }</p>
        </section>
    }
}

fn row(model: &ModelReport) -> Html {
    let parameters: Vec<String> = model.parameters.iter().map(text::parameter).collect();
    let score = model.score.as_ref();
    let share = format!("{:.1}", model.weight * 100.0);
    html! {
        <tr class={(model.weight == 0.0).then_some("unused")}>
            <th scope="row">{ text::model_name(&model.name) }<span class="id">{ model.name.clone() }</span></th>
            <td class="number weight">
                { text::weight(model.weight) }
                <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="share-all" width="100" height="4" />
                    <rect class="share-of" width={share} height="4" />
                </svg>
            </td>
            <td>{ if model.converged { parameters.join("; ") } else { text::sentence(&model.convergence) } }</td>
            <td class="number">{ score.map_or_else(|| text::NO_VALUE.to_owned(), |score| text::typical_miss(score.rmse_log)) }</td>
            <td class="number">{ score.map_or_else(|| text::NO_VALUE.to_owned(), text::against_naive) }</td>
            <td>{ if model.converged { model.convergence.clone() } else { String::new() } }</td>
        </tr>
    }
}
