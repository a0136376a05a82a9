//! The answer as a page: for the terminal and as Markdown.

use std::io::{self, Write};

use tradecast::{Answer, Period, RequiredGrowth, TrackRecord, money, percent};

use crate::chart;
use crate::fit::{MODEL_HEADER, SEASON_HEADER, model_rows, season_rows};
use crate::output::{markdown_table, text_table};

/// Columns where the terminal does not say.
const DEFAULT_WIDTH: usize = 96;

/// Prints the page for a terminal.
pub(crate) fn text(out: &mut impl Write, answer: &Answer, embedded: bool) -> io::Result<()> {
    let width =
        terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(w, _)| usize::from(w.0)).clamp(40, 120);
    let paragraph = |text: &str, indent: &str, hanging: &str| {
        textwrap::fill(text, textwrap::Options::new(width).initial_indent(indent).subsequent_indent(hanging))
    };
    writeln!(out, "{}\n", title(answer))?;
    writeln!(out, "{}\n", paragraph(&answer.headline, "", ""))?;
    chart::draw(answer, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(
        out,
        "\nProbability that {} has been reached",
        money(answer.question.target.value(), &answer.question.unit)
    )?;
    for (period, probability, was) in arrival_rows(answer) {
        let bar = "█".repeat((probability * 30.0).round() as usize);
        let was = was.map(|w| format!("  (was {})", percent(w))).unwrap_or_default();
        writeln!(out, "  by {period}  {:>5}  {bar}{was}", percent(probability))?;
    }
    writeln!(out, "{}", paragraph(&not_reached(answer), "  ", "  "))?;
    if let Some(required) = &answer.required_growth {
        writeln!(out, "\nWhat it would take\n{}", paragraph(&required_growth(required), "  ", "  "))?;
    }
    writeln!(out, "\nModels (sd and errors in log points, 0.10 is about 10 %)")?;
    text_table(out, &MODEL_HEADER, &model_rows(&answer.models))?;
    if !answer.season.is_empty() {
        writeln!(out, "\nSeason, taken out before the models were fitted and put back into every future")?;
        text_table(out, &SEASON_HEADER, &season_rows(&answer.season, answer.question.frequency))?;
    }
    if let Some(record) = &answer.track_record {
        writeln!(out, "\nTrack record\n{}", paragraph(&track_record(record), "  ", "  "))?;
    }
    if !answer.warnings.is_empty() {
        writeln!(out, "\nBefore you rely on it")?;
        answer
            .warnings
            .iter()
            .try_for_each(|w| writeln!(out, "{}", paragraph(&w.message, "  ! ", "    ")))?;
    }
    if embedded {
        writeln!(out, "\nSources")?;
        embedded_sources(answer).iter().try_for_each(|s| writeln!(out, "{}", paragraph(s, "  ", "    ")))?;
    }
    writeln!(out, "\n{}", paragraph(&colophon(answer), "", ""))
}

/// Prints the page as Markdown.
pub(crate) fn markdown(out: &mut impl Write, answer: &Answer, embedded: bool) -> io::Result<()> {
    writeln!(out, "# {}\n\n**{}**\n", title(answer), answer.headline)?;
    let rows = arrival_rows(answer).into_iter().map(|(period, probability, was)| {
        vec![period.to_string(), percent(probability), was.map_or_else(|| "-".to_owned(), percent)]
    });
    let header = ["reached by", "probability", "with no lever moved"];
    if answer.baseline.is_some() {
        markdown_table(out, &header, rows)?;
    } else {
        markdown_table(out, &header[..2], rows.map(|row| row[..2].to_vec()))?;
    }
    writeln!(out, "\n{}", not_reached(answer))?;
    if let Some(required) = &answer.required_growth {
        writeln!(out, "\n## What it would take\n\n{}", required_growth(required))?;
    }
    writeln!(out, "\n## Models\n")?;
    markdown_table(out, &MODEL_HEADER, model_rows(&answer.models))?;
    if !answer.season.is_empty() {
        writeln!(out, "\n## Season\n")?;
        markdown_table(out, &SEASON_HEADER, season_rows(&answer.season, answer.question.frequency))?;
    }
    if let Some(record) = &answer.track_record {
        writeln!(out, "\n## Track record\n\n{}", track_record(record))?;
    }
    if !answer.warnings.is_empty() {
        writeln!(out, "\n## Before you rely on it\n")?;
        answer.warnings.iter().try_for_each(|w| writeln!(out, "- {}", w.message))?;
    }
    if embedded {
        writeln!(out, "\n## Sources\n")?;
        embedded_sources(answer).iter().try_for_each(|s| writeln!(out, "- {s}"))?;
    }
    writeln!(out, "\n{}", colophon(answer))
}

fn title(answer: &Answer) -> String {
    let question = &answer.question;
    let reporter = if question.reporter.is_empty() {
        String::new()
    } else {
        format!(", as {} counts it", question.reporter)
    };
    format!("{}{reporter}, as of {}", question.series, question.origin)
}

/// A readable choice of periods: the first five, then every few, always the deadline and the last, with the baseline's
/// probability where a lever is moved.
fn arrival_rows(answer: &Answer) -> Vec<(Period, f64, Option<f64>)> {
    let rows = &answer.arrival.by;
    let step = rows.len().div_ceil(12).max(1);
    let shown = |lead: usize, period: Period| {
        lead < 5.min(step * 5) && step == 1
            || (lead + 1).is_multiple_of(step)
            || lead + 1 == rows.len()
            || answer.question.target.deadline() == Some(period)
    };
    let with_baseline =
        rows.iter().enumerate().filter(|(lead, row)| shown(*lead, row.period)).map(|(lead, row)| {
            (row.period, row.probability, answer.baseline.as_ref().map(|b| b.by[lead].probability))
        });
    with_baseline.collect()
}

fn not_reached(answer: &Answer) -> String {
    let last = answer.arrival.by.last().expect("a horizon has at least one period");
    format!(
        "Not reached by {}: {}. Simulation error of these probabilities: at most {:.1} percentage points.",
        last.period,
        percent(answer.arrival.not_within_horizon),
        100.0 * answer.arrival.monte_carlo_error
    )
}

fn required_growth(required: &RequiredGrowth) -> String {
    let rate = format!(
        "Reaching it by {} needs {:.1} % growth every year from now on.",
        required.by, required.pct_per_year
    );
    match &required.base_rate {
        None => rate,
        Some(base) => format!(
            "{rate} Over equally long stretches of its past, this series grew that much in {} of {} (stretches overlap).",
            (base.share * base.windows as f64).round(),
            base.windows
        ),
    }
}

fn track_record(record: &TrackRecord) -> String {
    let skill = record.relative_to_naive.map(|ratio| {
        let verdict = if ratio < 1.0 { "better than" } else { "no better than" };
        format!(
            " Its median forecasts were {verdict} repeating the last value (error {ratio:.2} times as large)."
        )
    });
    format!(
        "Asked at {} earlier dates for up to {} periods ahead, with only what this series had shown by then, the method's 80 % bands held {} of {} outcomes.{}",
        record.origins,
        record.longest_lead,
        percent(record.coverage80),
        record.forecasts,
        skill.unwrap_or_default()
    )
}

fn embedded_sources(answer: &Answer) -> Vec<String> {
    let known = |citation: &&tradecast_data::Citation| {
        citation
            .years
            .get(..4)
            .and_then(|year| year.parse::<Period>().ok())
            .is_none_or(|year| year <= answer.question.origin)
    };
    tradecast_data::turnover_sources()
        .iter()
        .filter(known)
        .map(|c| format!("{}: {}, {}", c.years, c.reporter, c.source.address()))
        .collect()
}

fn colophon(answer: &Answer) -> String {
    format!(
        "Tradecast {}, {} simulated futures, seed {}, data {}.",
        answer.engine, answer.question.paths, answer.seed, answer.data_hash
    )
}
