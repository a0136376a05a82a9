//! A backtest as one HTML file that needs nothing else: no script, no font, no image from elsewhere.

use maud::{Markup, html};
use tradecast::Record;

use super::chart;
use super::figure::{self, ARRIVAL, COVERAGE, FORECAST, Figure, MSIS, Meaning, PINBALL, PIT};
use super::findings::Findings;
use super::print::{self, Section};
use super::words::{self, count, decimals};
use crate::output::render::html_document;

/// The page.
pub(super) fn page(findings: &Findings) -> String {
    let record = &findings.record;
    let title = format!("Backtest of {}", findings.about);
    let inside = html! {
        header {
            p.kicker { "Tradecast backtest" }
            h1 { "How forecasts of " (findings.about) " turned out" }
            p.asked { (words::asked(findings)) "." }
            (tiles(record))
            ul.headline { @for line in words::headline(findings) { li { (unbroken(&line)) } } }
            @if !findings.caveats.is_empty() {
                div.caveats { @for line in &findings.caveats { p { (unbroken(line)) } } }
            }
        }
        (bands(findings))
        (skill(findings))
        @if record.arrival.forecasts > 0 { (arrival(findings)) }
        (figures(record))
        (method(findings))
    };
    html_document::page(&title, &inside)
}

/// A number keeps its per cent sign when a line breaks.
fn unbroken(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
}

/// The four figures a reader asks for first.
fn tiles(record: &Record) -> Markup {
    let overall = &record.overall;
    let percent = |value: f64| format!("{value:.0} %");
    let outcomes = format!("{} outcomes", count(overall.outcomes));
    let held = overall.bands.iter().find(|b| b.level == 80.0).or(overall.bands.last());
    let held = held.and_then(|band| {
        Some((percent(band.held?), format!("of outcomes inside {} % bands", band.level), outcomes.clone()))
    });
    let naive = overall.relative_to_naive.crps.map(|ratio| {
        (
            format!("{ratio:.2}"),
            "times the error of naive (CRPS); below 1 is better".to_owned(),
            outcomes.clone(),
        )
    });
    let owa = overall.owa.map(|owa| {
        let rests = format!("{} outcomes", count(overall.scaled_outcomes));
        (format!("{owa:.3}"), "OWA: error of medians, naive is 1".to_owned(), rests)
    });
    let calibration = record.arrival.calibration_error.map(|error| {
        let rests = format!("{} probabilities", count(record.arrival.forecasts));
        (format!("{:.1} pts", 100.0 * error), "calibration error of arrival probabilities".to_owned(), rests)
    });
    html! {
        ul.tiles {
            @for (value, label, rests) in [held, naive, owa, calibration].into_iter().flatten() {
                li { b { (value) } span { (label) } small { (rests) } }
            }
        }
    }
}

fn chart(title: &str, drawing: &Markup, caption: &Markup) -> Markup {
    html! { figure { h3 { (title) } (drawing) figcaption { (caption) } } }
}

fn table(section: &Section) -> Markup {
    html! {
        @if !section.title.is_empty() { h3 { (section.title) } }
        div.wide tabindex="0" {
            table {
                thead { tr { @for cell in &section.header { th scope="col" { (cell) } } } }
                tbody { @for row in &section.rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
        @for line in &section.below { p { (line) } }
    }
}

fn bands(findings: &Findings) -> Markup {
    let (record, period) = (&findings.record, words::period(findings));
    let (all, each) = (record.overall.outcomes, record.leads.first().map_or(0, |lead| lead.outcomes));
    let by_lead = html! {
        "Dashed: what each band promises. A line below it: bands too narrow. " (count(each)) " outcomes at every point."
    };
    let shape = html! {
        @if let Some(shape) = words::shape(&record.overall) { (shape) " " }
        "Dashed: honest forecasts; grey: what chance alone would do if outcomes were independent. "
        (count(all)) " outcomes."
    };
    html! {
        section {
            h2 { "Do the bands hold?" }
            p { "A band that promises 80\u{a0}% should hold 80 of 100 outcomes, as well far ahead as near." }
            div.charts {
                (chart(&format!("Outcomes inside, by {period}s ahead"), &chart::coverage(record, period), &by_lead))
                (chart("Where outcomes fell in the forecast (PIT)", &chart::pit(&record.overall.pit), &shape))
            }
            (table(&print::bands(record)))
        }
    }
}

fn skill(findings: &Findings) -> Markup {
    let (record, period) = (&findings.record, words::period(findings));
    let each = record.leads.first().map_or(0, |lead| lead.outcomes);
    let caption = html! {
        "CRPS scores whole distributions against a random walk from the last value, MASE medians against the last value itself. "
        (count(each)) " outcomes at every point; ratios above " (chart::MOST_RATIO) " are not drawn."
    };
    html! {
        section {
            h2 { "Are they better than naive?" }
            p { "Naive says that everything stays as it is. What does not beat it is not worth reading." }
            div.charts {
                (chart(&format!("Error relative to naive, by {period}s ahead"), &chart::skill(record, period), &caption))
                div { (table(&skill_table(record))) }
            }
            (table(&print::errors(record)))
        }
    }
}

/// Each error beside naive's.
fn skill_table(record: &Record) -> Section {
    let all = &record.overall;
    let row = |figure: &Figure<tradecast::ForecastRecord>| {
        let (ours, naive) = ((figure.of)(all), (figure.naive)(all));
        let ratio = ours.zip(naive).filter(|(_, naive)| *naive > 0.0).map(|(ours, naive)| ours / naive);
        vec![figure.meaning.name.to_owned(), figure.print(ours), figure.print(naive), decimals(ratio, 3)]
    };
    Section {
        title: "",
        header: ["all leads", "forecast", "naive", "ratio"].map(str::to_owned).to_vec(),
        rows: FORECAST.iter().filter(|figure| figure.key != "owa").map(row).collect(),
        below: Vec::new(),
    }
}

fn arrival(findings: &Findings) -> Markup {
    let (record, several) = (&findings.record, findings.date_by_date());
    let reliability = html! {
        "On the diagonal, probabilities come true. Areas of the dots and the bars below: how many probabilities there were, "
        (count(record.arrival.forecasts)) " in all."
    };
    let eras = html! {
        span.key {} " mean probability stated, " span.key.second {} " share that came true, targets and leads pooled. "
        (count(record.cases)) " questions at " (record.origins.len()) " dates. All series at one date share the state of the world, so that no forecast is right at each."
    };
    let held = html! { "All leads pooled. Bands that hold on the whole may fail at some date." };
    html! {
        section {
            h2 { "Do the probabilities of arrival come true?" }
            p {
                "Asked for the probability that a target is reached by each period ahead; of those said to be likely at 30 %, 30 of 100 should be."
            }
            div.charts {
                div {
                    (chart("Stated against came true", &chart::reliability(record), &reliability))
                    @if several { (table(&print::reliability(&record.reliability))) }
                }
                div {
                    @if several {
                        @if let Some(drawing) = chart::eras(record) { (chart("Date by date: probabilities", &drawing, &eras)) }
                        @if let Some(drawing) = chart::bands_by_origin(record) { (chart("Date by date: bands", &drawing, &held)) }
                    } @else {
                        (table(&print::reliability(&record.reliability)))
                    }
                }
            }
            (table(&print::arrival(record, several)))
        }
    }
}

/// Every figure with its meaning and what it rests on.
fn figures(record: &Record) -> Markup {
    let all = &record.overall;
    let row = |meaning: &Meaning, value: String, rests: usize| {
        html! { tr { td { (meaning.name) } td { (value) } td { (count(rests)) } td.means { (meaning.text) } } }
    };
    let joined = |values: Vec<String>| values.join(" / ");
    let of_bands = |value: fn(&tradecast::BandRecord) -> Option<f64>, places: usize| {
        let print = |band| decimals(value(band), places);
        joined(all.bands.iter().map(print).collect())
    };
    let levels = joined(record.levels.iter().map(f64::to_string).collect());
    let spread = format!("spread {}", decimals(all.pit.spread, 2));
    html! {
        section {
            h2 { "Every figure and what it means" }
            p { "All leads together; bands of " (levels) " %." }
            div.wide {
                table.figures {
                    thead { tr { th scope="col" { "figure" } th scope="col" { "value" } th scope="col" { "rests on" } th.means scope="col" { "meaning" } } }
                    tbody {
                        @for figure in &FORECAST { (row(&figure.meaning, figure.printed(all), (figure.count)(all))) }
                        (row(&COVERAGE, format!("{} %", of_bands(|b| b.held, 1)), all.outcomes))
                        (row(&MSIS, of_bands(|b| b.msis, 1), all.scaled_outcomes))
                        (row(&PINBALL, of_bands(|b| Some(b.edges[0].pinball? + b.edges[1].pinball?), 3), all.outcomes))
                        (row(&PIT, spread, all.outcomes))
                        @for figure in &ARRIVAL {
                            (row(&figure.meaning, figure.printed(&record.arrival), (figure.count)(&record.arrival)))
                        }
                    }
                }
            }
            p { "Pinball in this table is the loss of both edges of a band together." }
            (table(&print::edges(record)))
        }
    }
}

fn method(findings: &Findings) -> Markup {
    let mut sources: Vec<&str> = figure::glossary().map(|m| m.source).filter(|s| !s.is_empty()).collect();
    sources.dedup();
    let citations = findings.case.map(tradecast_data::Case::citations).unwrap_or_default();
    html! {
        section {
            h2 { "How it was done" }
            p {
                "At every origin the engine was given the series up to it and nothing later, answered, and was compared with what happened. "
                "Naive is the last value, and as a distribution a random walk from it whose steps have the size of past changes, growing with the square root of the lead. "
                "Errors in usual changes are divided by the mean absolute change between neighbouring periods before the origin, in quarterly and monthly series too; series that never moved have no such figure. "
                "CRPS and PIT are taken from 25 quantiles of the simulated paths."
            }
            dl {
                @for (name, value) in words::settings(findings) { dt { (name) } dd { (value) } }
            }
            p { "To repeat it:" }
            pre { code { (findings.command) } }
            @if !citations.is_empty() {
                p { "Data:" }
                ul.sources {
                    @for c in &citations { li { (c.years) ": " (c.reporter) ", " (c.source.address()) } }
                }
            }
            p { "Figures were defined by:" }
            ul.sources { @for source in &sources { li { (source) } } }
        }
    }
}
