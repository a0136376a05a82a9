//! How answers about other pairs turned out: do probabilities come true, do bands hold.

use tradecast::Answer;
use yew::prelude::*;

use crate::components::chart::download::ChartFigure;
use crate::components::evidence::drawing;
use crate::text::{self, say};
use crate::view;
use crate::view::evidence::{
    Held, LEVELS, claims_csv, coverage_chart, held_by_panel, held_csv, nearest_claim, panel_claims,
    reliability_chart,
};

/// Calibration on the panel.
pub(crate) fn panel(answer: &Answer) -> Html {
    let claims = panel_claims(&tradecast_data::panel_reliability());
    let held = held_by_panel(&tradecast_data::panel_coverage());
    let asked = view::asked_period(answer);
    let probability = answer.arrival.reached_by(asked);
    let all: usize = claims.iter().map(|claim| claim.forecasts).sum();
    let came_true = nearest_claim(&claims, probability).map(|claim| {
        say!(
            "panel.came-true",
            stated = text::percent(claim.stated),
            happened = text::percent(claim.happened)
        )
    });
    let own_kind = answer.panel_record.is_some();
    let (said, bands) = (claims_csv(&claims), held_csv(&held));
    let (said, bands) = (Callback::from(move |()| said.clone()), Callback::from(move |()| bands.clone()));
    html! {
        <section class="part" id="panel">
            <h2>{ say!("panel.title") }</h2>
            if let Some(record) = &answer.panel_record {
                <p id="panel-record">{ text::panel_record(record) }</p>
            }
            if !own_kind {
                <p>{ say!("panel.other-kind") }</p>
            }
            <p id="came-true" class="told"><strong>{ came_true.unwrap_or_default() }</strong></p>
            <div class="small-charts">
                if let Some(chart) = reliability_chart(&claims) {
                    <ChartFigure id="reliability-panel" title={say!("panel.reliability")} note={say!("panel.source")} csv={said}>
                        { drawing::reliability(&chart, say!("panel.reliability")) }
                        <figcaption class="small">{ say!("panel.reliability.note", count = text::number(all as f64)) }</figcaption>
                    </ChartFigure>
                }
                if let Some(chart) = coverage_chart(&held) {
                    <ChartFigure id="coverage-panel" title={say!("panel.held")} note={say!("panel.source")} csv={bands}>
                        { drawing::coverage(&chart, say!("panel.held"), say!("panel.ahead")) }
                        <figcaption class="small">{ say!("track.held.note") }</figcaption>
                    </ChartFigure>
                }
            </div>
            <details>
                <summary>{ say!("evidence.numbers") }</summary>
                <div class="scroll" tabindex="0" role="region" aria-label={say!("panel.reliability")}>
                    <table>
                        <thead><tr>
                            <th scope="col" class="number">{ say!("panel.stated") }</th>
                            <th scope="col" class="number">{ say!("panel.happened") }</th>
                            <th scope="col" class="number">{ say!("panel.count") }</th>
                        </tr></thead>
                        <tbody>
                            { for claims.iter().map(|claim| html! {
                                <tr>
                                    <td class="number">{ text::percent(claim.stated) }</td>
                                    <td class="number">{ text::percent(claim.happened) }</td>
                                    <td class="number">{ text::number(claim.forecasts as f64) }</td>
                                </tr>
                            }) }
                        </tbody>
                    </table>
                </div>
                { held_table(&held, &say!("panel.ahead")) }
                <p class="small">{ say!("panel.source") }</p>
            </details>
        </section>
    }
}

/// What bands held, as a table.
pub(crate) fn held_table(rows: &[Held], ahead: &str) -> Html {
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={say!("panel.held")}>
            <table>
                <thead><tr>
                    <th scope="col" class="number">{ ahead.to_owned() }</th>
                    { for LEVELS.iter().map(|level| html! { <th scope="col" class="number">{ say!("panel.in-band", level = level) }</th> }) }
                    <th scope="col" class="number">{ say!("panel.outcomes") }</th>
                </tr></thead>
                <tbody>
                    { for rows.iter().map(|row| html! {
                        <tr>
                            <th scope="row" class="number">{ row.lead }</th>
                            { for row.shares.iter().map(|share| html! { <td class="number">{ share.map_or_else(text::no_value, text::percent) }</td> }) }
                            <td class="number">{ text::number(row.outcomes as f64) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
