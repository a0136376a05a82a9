//! `tradecast backtest`: answers given at earlier dates against what happened.

use std::io::Write;
use std::path::Path;

use indicatif::ParallelProgressIterator;
use rayon::prelude::*;
use tradecast::{Backtest, Case, Period, Priors, Record, Series, Settings, calibrate};

use crate::args::{BacktestArgs, Format, Origins};
use crate::batch;
use crate::output::{Failure, markdown_table, stdout, text_table};
use crate::source::{self, Data};

/// Origins asked where none are named.
const LATEST_ORIGINS: i32 = 10;

/// Where the priors of an origin come from.
enum PriorsOf {
    /// The same at every origin.
    Given(Option<Box<Priors>>),
    /// Estimated anew from the series of the file, using nothing later.
    Origin,
}

/// Runs the command.
pub(crate) fn run(args: &BacktestArgs) -> Result<(), Failure> {
    let plan = Backtest {
        target_multiples: args.target_multiples.clone(),
        history: args.history,
        smallest: args.smallest,
        models: args.model,
        settings: Settings {
            horizon: args.horizon,
            paths: args.paths,
            seed: args.seed,
            ..Settings::default()
        },
    };
    plan.settings.check()?;
    let at_origin = args.data.priors.as_deref() == Some(Path::new("origin"));
    let priors =
        if at_origin { PriorsOf::Origin } else { PriorsOf::Given(args.data.priors()?.map(Box::new)) };
    let data = source::read(&args.data)?;
    let mut cases = Vec::new();
    for origin in origins(args.origins, &data, args.horizon) {
        let estimated = match &priors {
            PriorsOf::Origin => Some(calibrate(
                &data.series,
                origin.year(),
                args.smallest.max(f64::MIN_POSITIVE),
                "the file itself",
            )?),
            PriorsOf::Given(priors) => priors.as_deref().cloned(),
        };
        cases.extend(ask(&plan, &data, origin, estimated.as_ref())?);
    }
    if cases.is_empty() {
        return Err(Failure::no_answer(format!(
            "no series has {} unbroken observations behind and {} ahead of any of the origins; ask for less --history or a shorter --horizon",
            plan.history, args.horizon
        )));
    }
    print(&plan.record(&cases), args.output.format)
}

/// The periods at which to ask: those named, or the last ten whose whole horizon is known to some series.
fn origins(named: Option<Origins>, data: &Data, horizon: u32) -> Vec<Period> {
    match named {
        Some(Origins { first, last, step }) => (first..=last).step_by(step).map(Period::annual).collect(),
        None => {
            let Some(last) = data.series.iter().map(|s| s.last().period).max() else { return Vec::new() };
            (0..LATEST_ORIGINS).rev().map(|back| last.plus(-(horizon as i32) - back)).collect()
        }
    }
}

fn ask(plan: &Backtest, data: &Data, origin: Period, priors: Option<&Priors>) -> Result<Vec<Case>, Failure> {
    let bar = batch::progress(data.series.len() as u64).with_message(origin.to_string());
    let one = |series: &Series| plan.ask(series, origin, priors).transpose();
    let cases: Result<Vec<Case>, tradecast::Error> =
        data.series.par_iter().progress_with(bar).filter_map(one).collect();
    Ok(cases?)
}

fn print(record: &Record, format: Format) -> Result<(), Failure> {
    let mut out = stdout();
    let (scores, reliability, bands) = (score_rows(record), reliability_rows(record), coverage_rows(record));
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, record)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record([
                "origin",
                "cases",
                "forecasts",
                "brier",
                "log_score",
                "calibration_error",
                "mean_probability",
                "frequency",
            ])?;
            let pooled = ("all".to_owned(), record.cases, &record.arrival);
            for (origin, cases, arrival) in std::iter::once(pooled)
                .chain(record.origins.iter().map(|o| (o.origin.to_string(), o.cases, &o.arrival)))
            {
                let numbers = [
                    arrival.brier,
                    arrival.log_score,
                    arrival.calibration_error,
                    arrival.mean_probability,
                    arrival.frequency,
                ];
                let numbers = numbers.map(|n| n.map(|n| n.to_string()).unwrap_or_default());
                writer.write_record(
                    [origin, cases.to_string(), arrival.forecasts.to_string()].into_iter().chain(numbers),
                )?;
            }
            writer.flush()?;
        }
        Format::Text => {
            writeln!(
                out,
                "Arrival probabilities: {} questions at {} origins\n",
                record.cases,
                record.origins.len()
            )?;
            text_table(&mut out, &SCORES, &scores)?;
            writeln!(
                out,
                "\n{}\n\nReliability: of the probabilities stated, how many came true",
                within(record)
            )?;
            text_table(&mut out, &RELIABILITY, &reliability)?;
            writeln!(out, "\nBands: outcomes inside")?;
            let (header, rows) = &bands;
            text_table(&mut out, &header.iter().map(String::as_str).collect::<Vec<_>>(), rows)?;
            writeln!(out, "\n{}", medians(record))?;
        }
        Format::Markdown => {
            writeln!(out, "# Backtest: {} questions at {} origins\n", record.cases, record.origins.len())?;
            markdown_table(&mut out, &SCORES, scores)?;
            writeln!(out, "\n{}\n\n## Reliability\n", within(record))?;
            markdown_table(&mut out, &RELIABILITY, reliability)?;
            writeln!(out, "\n## Bands: outcomes inside\n")?;
            let (header, rows) = bands;
            markdown_table(&mut out, &header.iter().map(String::as_str).collect::<Vec<_>>(), rows)?;
            writeln!(out, "\n{}", medians(record))?;
        }
    }
    Ok(out.flush()?)
}

const SCORES: [&str; 7] =
    ["origin", "questions", "Brier", "log score", "calibration error", "stated", "happened"];
const RELIABILITY: [&str; 4] = ["stated", "forecasts", "mean stated", "came true"];

fn decimals(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |v| format!("{v:.places$}"))
}

fn score_rows(record: &Record) -> Vec<Vec<String>> {
    let all = ("all".to_owned(), record.cases, &record.arrival);
    let each = record.origins.iter().map(|o| (o.origin.to_string(), o.cases, &o.arrival));
    let row = |(origin, cases, arrival): (String, usize, &tradecast::ArrivalRecord)| {
        vec![
            origin,
            cases.to_string(),
            decimals(arrival.brier, 4),
            decimals(arrival.log_score, 4),
            decimals(arrival.calibration_error, 4),
            decimals(arrival.mean_probability, 3),
            decimals(arrival.frequency, 3),
        ]
    };
    std::iter::once(all).chain(each).map(row).collect()
}

fn reliability_rows(record: &Record) -> Vec<Vec<String>> {
    let row = |r: &tradecast::ReliabilityRow| {
        let range = format!("{:.0} to {:.0} %", 100.0 * r.from, 100.0 * r.from + 10.0);
        vec![
            range,
            r.forecasts.to_string(),
            format!("{:.1} %", 100.0 * r.mean_probability),
            format!("{:.1} %", 100.0 * r.frequency),
        ]
    };
    record.reliability.iter().map(row).collect()
}

/// One row a lead, one column a level.
fn coverage_rows(record: &Record) -> (Vec<String>, Vec<Vec<String>>) {
    let mut header = vec!["periods ahead".to_owned()];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for cell in &record.coverage {
        if cell.lead == 1 {
            header.push(format!("{} % band", cell.level));
        }
        if rows.len() < cell.lead {
            rows.push(vec![cell.lead.to_string()]);
        }
        rows[cell.lead - 1].push(format!("{:.1} %", cell.held));
    }
    (header, rows)
}

fn within(record: &Record) -> String {
    format!(
        "Mean calibration error within one origin: {}",
        decimals(record.calibration_error_within_origin, 4)
    )
}

fn medians(record: &Record) -> String {
    format!(
        "Medians: sMAPE {} %, error {} log points, {} times that of the last value",
        decimals(record.smape, 1),
        decimals(record.rmse_log, 3),
        decimals(record.relative_to_naive, 2)
    )
}
