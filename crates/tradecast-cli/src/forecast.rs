//! `tradecast forecast`: mean, median and bands of the next periods.

use std::io::Write;

use serde::Serialize;
use tradecast::{
    Assumptions, ForecastRow, ModelChoice, ModelId, Priors, Series, Settings, Warning, fit_with_priors,
    number,
};

use crate::args::{ForecastArgs, Format, Models};
use crate::output::{Failure, json, markdown_table, message, stdout, text_table};
use crate::source::error_row;
use crate::{batch, source};

/// The forecasts of one series.
#[derive(Serialize)]
struct Forecasts {
    series: String,
    unit: String,
    engine: &'static str,
    seed: u32,
    paths: u32,
    forecasts: Vec<ByModel>,
    warnings: Vec<Warning>,
    /// Models that could not be fitted, with the reason.
    #[serde(skip)]
    left_out: Vec<String>,
}

#[derive(Serialize)]
struct ByModel {
    model: String,
    forecast: Vec<ForecastRow>,
}

/// Runs the command.
pub(crate) fn run(args: &ForecastArgs) -> Result<(), Failure> {
    let settings = args.simulation.settings(args.horizon);
    settings.check()?;
    let assumptions = args.levers.assumptions()?;
    let priors = args.data.priors()?;
    let regressors = source::regressors(&args.regressors, &args.data, args.model)?;
    let data = source::read(&args.data)?;
    let task = |series: &Series| {
        let series = series.clone().with_regressors(regressors.clone())?;
        forecast(&series, args.model, priors.as_ref(), &settings, &assumptions)
    };
    let mut out = stdout();
    let told = |forecasts: &Forecasts| {
        forecasts.left_out.iter().for_each(|why| message(&error_row(&forecasts.series, why)))
    };
    match args.output.format {
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            let mut header: Vec<String> =
                ["series", "model", "period", "horizon", "mean", "median"].map(str::to_owned).to_vec();
            header.extend(
                settings.levels.iter().flat_map(|level| [format!("lo{level}"), format!("hi{level}")]),
            );
            writer.write_record(header)?;
            batch::run(&data, task, |_, forecasts| {
                told(&forecasts);
                for by_model in &forecasts.forecasts {
                    for (lead, row) in by_model.forecast.iter().enumerate() {
                        let start = [
                            forecasts.series.clone(),
                            by_model.model.clone(),
                            row.period.to_string(),
                            (lead + 1).to_string(),
                        ];
                        let numbers = numbers(row).map(|v| v.to_string());
                        writer.write_record(start.into_iter().chain(numbers))?;
                    }
                }
                Ok(())
            })?;
            writer.flush()?;
        }
        Format::Json => {
            let mut all = Vec::new();
            batch::run(&data, task, |_, forecasts| {
                told(&forecasts);
                all.push(forecasts);
                Ok(())
            })?;
            json(&mut out, &all)?;
        }
        format @ (Format::Text | Format::Markdown) => {
            let bands = settings.levels.iter().map(|level| format!("{level} % band"));
            let header: Vec<String> =
                ["period", "mean", "median"].map(str::to_owned).into_iter().chain(bands).collect();
            let header: Vec<&str> = header.iter().map(String::as_str).collect();
            batch::run(&data, task, |_, forecasts| {
                told(&forecasts);
                for by_model in &forecasts.forecasts {
                    let title = format!("{}, {}, {}", forecasts.series, forecasts.unit, by_model.model);
                    let rows: Vec<Vec<String>> = by_model.forecast.iter().map(cells).collect();
                    if format == Format::Text {
                        writeln!(out, "{title}\n")?;
                        text_table(&mut out, &header, &rows)?;
                    } else {
                        writeln!(out, "## {title}\n")?;
                        markdown_table(&mut out, &header, rows)?;
                    }
                    writeln!(out)?;
                }
                let mark = if format == Format::Text { "  !" } else { "-" };
                forecasts
                    .warnings
                    .iter()
                    .try_for_each(|warning| writeln!(out, "{mark} {}", warning.message))?;
                Ok(())
            })?;
        }
    }
    Ok(out.flush()?)
}

fn numbers(row: &ForecastRow) -> impl Iterator<Item = f64> {
    [row.mean, row.median].into_iter().chain(row.bands.iter().flat_map(|band| [band.lo, band.hi]))
}

fn cells(row: &ForecastRow) -> Vec<String> {
    let bands = row.bands.iter().map(|band| format!("{} to {}", number(band.lo), number(band.hi)));
    [row.period.to_string(), number(row.mean), number(row.median)].into_iter().chain(bands).collect()
}

fn forecast(
    series: &Series,
    models: Models,
    priors: Option<&Priors>,
    settings: &Settings,
    assumptions: &Assumptions,
) -> tradecast::Result<Forecasts> {
    let mut forecasts = Forecasts {
        series: series.name().to_owned(),
        unit: series.unit().to_owned(),
        engine: env!("CARGO_PKG_VERSION"),
        seed: settings.seed,
        paths: settings.paths,
        forecasts: Vec::new(),
        warnings: Vec::new(),
        left_out: Vec::new(),
    };
    let choices: Vec<(String, ModelChoice)> = match models {
        Models::Chosen(ModelChoice::One(id)) => vec![(id.to_string(), ModelChoice::One(id))],
        Models::Chosen(choice) => vec![("auto".to_owned(), choice)],
        Models::Each => ModelId::ALL.into_iter().map(|id| (id.to_string(), ModelChoice::One(id))).collect(),
    };
    let alone = choices.len() == 1;
    for (model, choice) in choices {
        match fit_with_priors(series, &choice, priors) {
            Ok(fitted) => {
                if alone {
                    forecasts.warnings = fitted.warnings().to_vec();
                }
                let forecast = fitted.simulate(settings)?.forecast(assumptions);
                forecasts.forecasts.push(ByModel { model, forecast });
            }
            Err(tradecast::Error::NoModel { reasons, .. }) if !alone => forecasts.left_out.push(reasons),
            Err(error) => return Err(error),
        }
    }
    Ok(forecasts)
}
