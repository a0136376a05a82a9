//! What became of targets that governments announced before.

use tradecast::Answer;
use tradecast_data::AnnouncedTarget;
use yew::prelude::*;

use crate::components::shared::cited::cited;
use crate::text::{self, Language, say};
use crate::view::evidence::{TargetsRecord, targets_record};

/// The record of announced targets, beside the present one.
pub(crate) fn targets(answer: &Answer) -> Html {
    let all = tradecast_data::announced_targets();
    let last = answer.history.last().map_or(f64::NAN, |last| last.value);
    let times = answer.question.target.value() / last;
    let record = targets_record(&all, times);
    let TargetsRecord { settled, met, ratio_met, ratio_missed, alike } = record;
    let ratio = |ratio: Option<f64>| ratio.map_or_else(text::no_value, |ratio| text::fixed(ratio, 1));
    let mut sorted: Vec<&AnnouncedTarget> = all.iter().collect();
    sorted.sort_by_key(|target| (target.status.is_met().is_none(), target.due, target.announced));
    html! {
        <section class="part" id="targets">
            <h2>{ say!("targets.title") }</h2>
            <p>
                { say!("targets.record", settled = settled, met = met, ratio_met = ratio(ratio_met), ratio_missed = ratio(ratio_missed)) }
            </p>
            if times > 1.0 && times.is_finite() {
                <p id="targets-alike">
                    { say!("targets.present", times = text::fixed(times, 1)) }
                    if alike[0] > 2 {
                        { " " }{ say!("targets.alike", count = alike[0], met = alike[1]) }
                    }
                </p>
            }
            <p class="small">{ say!("targets.caution") }</p>
            <details>
                <summary>{ say!("targets.all", count = all.len()) }</summary>
                <div class="scroll tall" tabindex="0" role="region" aria-label={say!("targets.title")}>
                    <table id="targets-table">
                        <thead><tr>
                            { for ["pair", "announced", "was", "target", "due", "outcome", "status"].map(|column| html! {
                                <th scope="col">{ say!(&format!("targets.{column}")) }</th>
                            }) }
                        </tr></thead>
                        <tbody>{ for sorted.into_iter().map(row) }</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

fn row(target: &AnnouncedTarget) -> Html {
    let amount = |value: Option<f64>| value.map_or_else(String::new, text::billions);
    let pair: Vec<String> = target.pair.split('–').map(text::translated).collect();
    let note = &target.turnover_period;
    // The note is as its source has it; the amount it is about is not.
    let foreign = note.contains(char::is_alphabetic).then_some(Language::English.code());
    let link = |url: &str, said: Html| {
        if url.is_empty() || said == Html::default() {
            html! { said }
        } else {
            html! { <a href={url.to_owned()} rel="noreferrer external">{ said }</a> }
        }
    };
    let outcome = match target.outcome {
        Some(_) => html! { <>{ amount(target.outcome) }{ " (" }{ cited(&target.outcome_period) }{ ")" }</> },
        None => Html::default(),
    };
    html! {
        <tr>
            <th scope="row">{ pair.join("–") }</th>
            <td>{ link(&target.url, target.announced.map_or_else(|| say!("targets.page"), |year| year.to_string()).into()) }</td>
            <td title={note.clone()} lang={foreign}><span lang={text::language().code()}>{ amount(target.turnover) }</span></td>
            <td>
                { amount(Some(target.target)) }
                if let Some(times) = target.times() {
                    { " " }<span class="id">{ say!("targets.times", times = text::fixed(times, 1)) }</span>
                }
            </td>
            <td>{ target.due.map(|due| due.to_string()) }</td>
            <td>{ link(&target.outcome_url, outcome) }</td>
            <td>{ say!(&format!("targets.status.{}", target.status)) }</td>
        </tr>
    }
}
