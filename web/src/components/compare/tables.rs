//! A comparison in words and numbers.

use tradecast::{Compared, Comparison};
use yew::prelude::*;

use crate::browser;
use crate::components::compare::pick::swatch;
use crate::text::{self, say};
use crate::view::compare::{Named, PeriodRow, csv, period_rows};

/// The error of a difference, points: rounded up, because an error must not look smaller than it is.
fn error(share: f64) -> String {
    text::fixed((1000.0 * share).ceil() / 10.0, 1)
}

/// What each scenario changes of the reference, with how exact that is.
pub(crate) fn sentences(scenarios: &[(&str, &Compared)], comparison: &Comparison) -> Vec<String> {
    let Some(((reference, first), others)) = scenarios.split_first() else { return Vec::new() };
    let one = |(name, compared): &(&str, &Compared)| {
        let Some(difference) = &compared.difference else { return String::new() };
        let (points, deviation) = (100.0 * difference.probability, 100.0 * difference.error);
        let by = text::period(comparison.asked);
        let (is, was) = (text::percent(compared.probability), text::percent(first.probability));
        if deviation == 0.0 && points == 0.0 {
            return say!("compare.nothing", name = name, reference = reference, by = by, is = is);
        }
        let points_text = text::number((points.abs() * 10.0).round() / 10.0);
        let error = error(difference.error);
        let name_of = match points {
            points if points.abs() < 2.0 * deviation => "compare.unclear",
            points if points > 0.0 => "compare.more",
            _ => "compare.less",
        };
        say!(
            name_of,
            name = name,
            reference = reference,
            by = by,
            is = is,
            was = was,
            points = points_text,
            error = error
        )
    };
    others.iter().map(one).collect()
}

/// One row a scenario.
pub(crate) fn summary(scenarios: &[(&str, &Compared)], comparison: &Comparison) -> Html {
    let row = |(place, (name, compared)): (usize, &(&str, &Compared))| {
        let arrival = &compared.arrival;
        let end = arrival.by.last().map_or(comparison.asked, |row| row.period);
        let difference = compared.difference.as_ref();
        let reached = |when: String| if arrival.already_reached { say!("compare.already") } else { when };
        html! {
            <tr>
                <th scope="row">{ swatch(place) }{ *name }</th>
                <td class="number">{ reached(text::or_after(arrival.median, end)) }</td>
                <td class="number">{ reached(text::range(arrival.interval80, end)) }</td>
                <td class="number">{ text::percent(compared.probability) }</td>
                <td class="number">
                    if let Some(difference) = difference {
                        { text::signed(100.0 * difference.probability, 1) }
                        <span class="soft">{ format!(" ± {}", error(difference.error)) }</span>
                    } else {
                        { say!("compare.is-reference") }
                    }
                </td>
            </tr>
        }
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={say!("compare.summary")}>
            <table id="compare-summary">
                <caption>{ say!("compare.caption", paths = text::number(f64::from(comparison.paths))) }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ say!("compare.scenario") }</th>
                        <th scope="col" class="number">{ say!("compare.half") }</th>
                        <th scope="col" class="number">{ say!("compare.most") }</th>
                        <th scope="col" class="number">{ say!("compare.by", by = text::period(comparison.asked)) }</th>
                        <th scope="col" class="number">{ say!("compare.points") }</th>
                    </tr>
                </thead>
                <tbody>{ for scenarios.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

/// Every scenario and period, as the file has them.
pub(crate) fn by_period(named: &Named<'_>) -> Html {
    let rows = period_rows(named);
    let row = |row: &PeriodRow| {
        let PeriodRow { scenario, period, median, probability, difference, value } = row;
        html! {
            <tr>
                <th scope="row">{ scenario }</th>
                <td>{ text::short_period(*period) }</td>
                <td class="number">{ text::about_number(*median) }</td>
                <td class="number">{ text::percent(*probability) }</td>
                <td class="number">{ for difference.map(|[points, _]| text::signed(100.0 * points, 1)) }</td>
                <td class="number">{ for difference.map(|[_, error]| text::fixed(100.0 * error, 2)) }</td>
                <td class="number">{ for value.map(text::about_number) }</td>
            </tr>
        }
    };
    html! {
        <details class="by-period">
            <summary>{ say!("compare.by-period") }</summary>
            <div class="scroll tall" tabindex="0" role="region" aria-label={say!("compare.by-period")}>
                <table id="compare-table">
                    <thead>
                        <tr>
                            <th scope="col">{ say!("compare.scenario") }</th>
                            <th scope="col">{ say!("table.period") }</th>
                            <th scope="col" class="number">{ say!("table.median") }</th>
                            <th scope="col" class="number">{ say!("table.reached") }</th>
                            <th scope="col" class="number">{ say!("compare.points") }</th>
                            <th scope="col" class="number">{ say!("compare.error") }</th>
                            <th scope="col" class="number">{ say!("compare.value") }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows.iter().map(row) }</tbody>
                </table>
            </div>
            <p class="small">
                <a id="compare-download" download="comparison.csv" href={browser::file_address("text/csv", &csv(&rows))}>{ say!("table.download") }</a>
            </p>
        </details>
    }
}
