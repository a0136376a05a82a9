//! The models behind the answer: weights, parameters, and how well they forecast before.

use tradecast::{Answer, ModelReport, SeasonalFactor};
use yew::prelude::*;

use crate::text::{self, say};

/// The models of an answer.
pub(crate) fn models(answer: &Answer) -> Html {
    let mut ranked: Vec<&ModelReport> = answer.models.iter().collect();
    ranked.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let fitted = answer.models.iter().filter(|model| model.converged || model.weight > 0.0).count();
    html! {
        <section class="part" id="models">
            <h2>{ say!("models.title") }</h2>
            <p>{ text::models_intro(fitted, answer.models.len(), answer.question.paths) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={say!("models.title")}>
                <table>
                    <thead>
                        <tr>
                            { for text::models_columns().into_iter().map(|(title, numeric)| html! {
                                <th scope="col" class={numeric.then_some("number")}>{ title }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>{ for ranked.iter().map(|model| row(model)) }</tbody>
                </table>
            </div>
            <p class="small">{ say!("models.note") }</p>
            <div class="model-details">{ for ranked.iter().map(|model| details(model)) }</div>
            { season(answer) }
        </section>
    }
}

/// The season of the series, period by period.
fn season(answer: &Answer) -> Html {
    let frequency = answer.question.origin.frequency();
    let Some(found) = text::season(&answer.season, frequency) else { return Html::default() };
    let row = |of: &SeasonalFactor| {
        html! {
            <tr>
                <th scope="row">{ text::of_year(of.period, frequency) }</th>
                <td class="number">{ text::short(of.factor) }</td>
                <td class="number">{ text::short(of.std_error) }</td>
            </tr>
        }
    };
    html! {
        <>
            <h3 id="season">{ say!("season.title") }</h3>
            <p>{ found }</p>
            <details>
                <summary>{ say!("season.all") }</summary>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ say!("season.period") }</th>
                            <th scope="col" class="number">{ say!("season.factor") }</th>
                            <th scope="col" class="number">{ say!("season.error") }</th>
                        </tr>
                    </thead>
                    <tbody>{ for answer.season.iter().map(row) }</tbody>
                </table>
            </details>
        </>
    }
}

fn row(model: &ModelReport) -> Html {
    let parameters: Vec<String> = model.parameters.iter().map(text::parameter).collect();
    let score = model.score.as_ref();
    // One whose search stopped short of a minimum has parameters and a say all the same.
    let fitted = model.converged || !model.parameters.is_empty();
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
            <td>{ if fitted { parameters.join("; ") } else { text::sentence(&text::convergence(model)) } }</td>
            <td class="number">{ score.map_or_else(text::no_value, |score| text::typical_miss(score.rmse_log)) }</td>
            <td class="number">{ score.map_or_else(text::no_value, text::against_naive) }</td>
            <td>{ if fitted { text::convergence(model) } else { String::new() } }</td>
        </tr>
    }
}

/// What a model assumes, and how well it describes the past.
fn details(model: &ModelReport) -> Html {
    let Some(found) = &model.diagnostics else { return Html::default() };
    let figures = [
        ("sigma", Some(text::typical_miss(found.sigma))),
        ("r-squared", found.r_squared.map(|share| text::fixed(share, 2))),
        ("autocorrelation", found.autocorrelation.map(|share| text::signed(share, 2))),
        (
            "largest",
            Some(say!(
                "models.largest.of",
                times = text::fixed(found.largest_residual, 1),
                period = text::period(found.largest_residual_period)
            )),
        ),
        (
            "observations",
            Some(say!("models.observations.of", count = found.observations, free = found.degrees_of_freedom)),
        ),
    ];
    html! {
        <details>
            <summary>{ say!("models.details", model = text::model_name(&model.name)) }</summary>
            <p>{ text::model_meaning(&model.name) }</p>
            <dl class="diagnostics">
                { for figures.into_iter().filter_map(|(id, value)| value.map(|value| (id, value))).map(|(id, value)| html! {
                    <>
                        <dt>{ say!(&format!("models.{id}")) }</dt>
                        <dd><strong>{ value }</strong>{ " " }{ say!(&format!("models.{id}.means")) }</dd>
                    </>
                }) }
            </dl>
        </details>
    }
}
