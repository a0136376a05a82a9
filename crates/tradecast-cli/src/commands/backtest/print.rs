//! A backtest as text, JSON, CSV and Markdown.

use std::io::Write;

use serde::Serialize;
use tradecast::{ArrivalRecord, ForecastRecord, Record, ReliabilityRow};

use super::figure::{self, ARRIVAL, FORECAST};
use super::findings::Findings;
use super::words;
use super::words::decimals;
use crate::args::output::Format;
use crate::escape;
use crate::failure::Failure;
use crate::output::table::{markdown_table, text_table};
use crate::output::write::destination::stdout;

/// Prints the findings to standard output.
pub(super) fn print(findings: &Findings, format: Format) -> Result<(), Failure> {
    let mut out = stdout();
    match format {
        Format::Json => writeln!(out, "{}", tradecast_ask::json(&Json::of(findings)))?,
        Format::Csv => csv(&mut out, &findings.record)?,
        Format::Text => {
            writeln!(out, "Backtest of {}\n{}\n", findings.about, words::asked(findings))?;
            words::headline(findings).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            for Section { title, header, rows, below } in sections(findings) {
                writeln!(out, "\n{title}")?;
                text_table(&mut out, &header.iter().map(String::as_str).collect::<Vec<_>>(), &rows)?;
                below.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
            }
            if !findings.caveats.is_empty() {
                writeln!(out, "\nBefore you rely on it")?;
                findings.caveats.iter().try_for_each(|line| writeln!(out, "  ! {line}"))?;
            }
            writeln!(out, "\nWhat the figures mean: tradecast backtest --help")?;
        }
        Format::Markdown => {
            writeln!(
                out,
                "# Backtest of {}\n\n{}\n",
                escape::markdown(&findings.about),
                escape::markdown(&words::asked(findings))
            )?;
            words::headline(findings)
                .iter()
                .try_for_each(|line| writeln!(out, "- {}", escape::markdown(line)))?;
            for Section { title, header, rows, below } in sections(findings) {
                writeln!(out, "\n## {}\n", escape::markdown(title))?;
                markdown_table(&mut out, &header.iter().map(String::as_str).collect::<Vec<_>>(), rows)?;
                below.iter().try_for_each(|line| writeln!(out, "\n{}", escape::markdown(line)))?;
            }
            writeln!(out, "\n## How it was asked\n")?;
            words::settings(findings)
                .iter()
                .try_for_each(|(name, value)| writeln!(out, "- {name}: {}", escape::markdown(value)))?;
            findings.caveats.iter().try_for_each(|line| writeln!(out, "- {}", escape::markdown(line)))?;
            writeln!(out, "\n## What the figures mean\n")?;
            figure::glossary().try_for_each(|m| writeln!(out, "- **{}** {}", m.name, m.text))?;
        }
    }
    Ok(out.flush()?)
}

/// The record with what a program needs to know of how it came about.
#[derive(Serialize)]
struct Json<'a> {
    about: &'a str,
    series: usize,
    series_read: usize,
    horizon: u32,
    history: usize,
    target_multiples: &'a [f64],
    models: String,
    priors: &'a str,
    paths: u32,
    seed: u32,
    engine: &'static str,
    caveats: &'a [String],
    #[serde(flatten)]
    record: &'a Record,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'a Record>,
}

impl<'a> Json<'a> {
    fn of(findings: &'a Findings) -> Self {
        let Findings { plan, .. } = findings;
        Self {
            about: &findings.about,
            series: findings.series,
            series_read: findings.series_read,
            horizon: plan.settings.horizon,
            history: plan.history,
            target_multiples: &plan.target_multiples,
            models: words::models(plan.models),
            priors: &findings.priors,
            paths: plan.settings.paths,
            seed: plan.settings.seed,
            engine: env!("CARGO_PKG_VERSION"),
            caveats: &findings.caveats,
            record: &findings.record,
            parts: findings.of_parts.as_ref(),
        }
    }
}

/// Every figure, one row each.
fn csv(out: &mut impl Write, record: &Record) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["origin", "from", "to", "metric", "level", "value", "outcomes"])?;
    for row in figure::rows(record) {
        let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
        // A level is a decimal fraction of a per cent at most: what is beyond is rounding.
        let level = row.level.map(|level| (level * 1e6).round() / 1e6);
        writer.write_record([
            row.origin,
            row.leads[0].to_string(),
            row.leads[1].to_string(),
            row.metric,
            number(level),
            number(row.value),
            row.outcomes.to_string(),
        ])?;
    }
    Ok(writer.flush()?)
}

/// A table with its title and what stands below it.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) below: Vec<String>,
}

fn sections(findings: &Findings) -> Vec<Section> {
    let record = &findings.record;
    let mut sections = vec![errors(record), bands(record), edges(record), pit(record)];
    if record.arrival.forecasts > 0 {
        sections.extend([arrival(record, findings.date_by_date()), reliability(&record.reliability)]);
    }
    sections.extend(no_trade(record));
    if let Some(record) = &findings.of_parts {
        sections.push(Section {
            title: "Parts: outcomes inside the bands, and interval scores",
            ..bands(record)
        });
    }
    sections
}

fn owned(header: &[&str]) -> Vec<String> {
    header.iter().map(|h| (*h).to_owned()).collect()
}

/// The groups of leads and all of them together, with what the rows of a table begin with.
fn by_group(record: &Record) -> impl Iterator<Item = (String, &ForecastRecord)> {
    let groups = record.groups.iter().map(|group| (words::ahead(group.from, group.to), group));
    groups.chain([("all".to_owned(), &record.overall)])
}

/// Errors by group of leads.
pub(super) fn errors(record: &Record) -> Section {
    let figures = || FORECAST.iter().map(|figure| figure.meaning.name.to_owned());
    let mut rows: Vec<Vec<String>> = by_group(record)
        .map(|(ahead, group)| {
            let figures = FORECAST.iter().map(|figure| decimals((figure.of)(group), figure.places));
            let skill = decimals(group.relative_to_naive.crps, 2);
            [ahead, group.outcomes.to_string()].into_iter().chain(figures).chain([skill]).collect()
        })
        .collect();
    let all = &record.overall;
    let naive = FORECAST.iter().map(|figure| decimals((figure.naive)(all), figure.places));
    rows.push(
        ["naive, all".to_owned(), all.outcomes.to_string()]
            .into_iter()
            .chain(naive)
            .chain(["1.00".to_owned()])
            .collect(),
    );
    let scaled = (all.scaled_outcomes < all.outcomes).then(|| {
        format!(
            "MASE, RMSSE and MSIS rest on {} outcomes: the other series never moved before the origin.",
            words::count(all.scaled_outcomes)
        )
    });
    let zeros = (all.without_log > 0).then(|| {
        format!(
            "{} outcomes are zero; {} have no error in logs: the outcome, the median or the last value is zero.",
            words::count(all.zeros),
            words::count(all.without_log)
        )
    });
    Section {
        title: "Errors, by periods ahead",
        header: owned(&["ahead", "outcomes"])
            .into_iter()
            .chain(figures())
            .chain(owned(&["CRPS / naive"]))
            .collect(),
        rows,
        below: scaled.into_iter().chain(zeros).collect(),
    }
}

/// Coverage and interval scores by group of leads.
pub(super) fn bands(record: &Record) -> Section {
    let held = record.levels.iter().map(|level| format!("{level} % held"));
    let scores = record.levels.iter().map(|level| format!("MSIS {level}"));
    let rows = by_group(record).map(|(ahead, group)| {
        let held = group.bands.iter().map(|b| format!("{} %", decimals(b.held, 1)));
        let scores = group.bands.iter().map(|b| decimals(b.msis, 2));
        std::iter::once(ahead).chain(held).chain(scores).collect()
    });
    Section {
        title: "Bands: outcomes inside, and interval scores",
        header: owned(&["ahead"]).into_iter().chain(held).chain(scores).collect(),
        rows: rows.collect(),
        below: Vec::new(),
    }
}

/// Pinball losses of the edges of the bands, lowest first.
pub(super) fn edges(record: &Record) -> Section {
    let sorted = |group: &ForecastRecord| {
        let mut edges: Vec<(f64, Option<f64>)> =
            group.bands.iter().flat_map(|band| band.edges).map(|e| (e.probability, e.pinball)).collect();
        edges.sort_by(|a, b| a.0.total_cmp(&b.0));
        edges
    };
    let quantile = |(p, _): (f64, Option<f64>)| format!("{} %", (p * 1000.0).round() / 10.0);
    let rows = by_group(record).map(|(ahead, group)| {
        std::iter::once(ahead).chain(sorted(group).into_iter().map(|(_, loss)| decimals(loss, 4))).collect()
    });
    Section {
        title: "Pinball loss of the edges as quantiles, log points",
        header: owned(&["ahead"])
            .into_iter()
            .chain(sorted(&record.overall).into_iter().map(quantile))
            .collect(),
        rows: rows.collect(),
        below: Vec::new(),
    }
}

/// Shares of the outcomes in the tenths of the forecast distributions.
fn pit(record: &Record) -> Section {
    let tenths = (1..=record.overall.pit.bins.len()).map(|i| format!("{i}."));
    let rows = by_group(record).map(|(ahead, group)| {
        let share = |count: &usize| match group.pit.outcomes {
            0 => "-".to_owned(),
            all => format!("{:.1} %", 100.0 * *count as f64 / all as f64),
        };
        std::iter::once(ahead).chain(group.pit.bins.iter().map(share)).collect()
    });
    Section {
        title: "Outcomes by tenth of the forecast distribution (PIT; honest: 10 % in each)",
        header: owned(&["ahead"]).into_iter().chain(tenths).collect(),
        rows: rows.collect(),
        below: words::shape(&record.overall).into_iter().collect(),
    }
}

/// Arrival probabilities, all together and, where dates say something, date by date.
pub(super) fn arrival(record: &Record, date_by_date: bool) -> Section {
    let all = ("all".to_owned(), record.cases, &record.arrival);
    let each = record.origins.iter().map(|o| (o.origin.to_string(), o.cases, &o.arrival));
    let row = |(origin, cases, arrival): (String, usize, &ArrivalRecord)| {
        let figures = ARRIVAL.iter().map(|figure| figure.printed(arrival));
        [origin, cases.to_string()].into_iter().chain(figures).collect()
    };
    let within = || {
        let error = decimals(record.calibration_error_within_origin, 4);
        format!("Mean calibration error within one origin: {error}")
    };
    let names = ARRIVAL.iter().map(|figure| figure.meaning.name.to_owned());
    Section {
        title: "Arrival probabilities",
        header: owned(&["origin", "questions"]).into_iter().chain(names).collect(),
        rows: std::iter::once(all).chain(each.filter(|_| date_by_date)).map(row).collect(),
        below: date_by_date.then(within).into_iter().collect(),
    }
}

/// Probabilities of no trade in a period, where series have zeros.
fn no_trade(record: &Record) -> Option<Section> {
    let scores = record.no_trade.as_ref()?;
    let score = decimals(scores.brier, 4);
    let of_share = decimals(scores.brier_of_frequency, 4);
    let below = format!(
        "Brier score {score} (0 is perfect); stating every time the share that happened, which nobody knew, would have scored {of_share}."
    );
    Some(Section {
        title: "No trade in a period: of the probabilities stated, how many came true",
        below: vec![below],
        ..reliability(&record.no_trade_reliability)
    })
}

/// Of the probabilities stated, how many came true.
pub(super) fn reliability(rows: &[ReliabilityRow]) -> Section {
    let row = |r: &ReliabilityRow| {
        let range = format!("{:.0} to {:.0} %", 100.0 * r.from, 100.0 * r.from + 10.0);
        vec![
            range,
            r.forecasts.to_string(),
            format!("{:.1} %", 100.0 * r.mean_probability),
            format!("{:.1} %", 100.0 * r.frequency),
        ]
    };
    Section {
        title: "Reliability: of the probabilities stated, how many came true",
        header: owned(&["stated", "forecasts", "mean stated", "came true"]),
        rows: rows.iter().map(row).collect(),
        below: Vec::new(),
    }
}
