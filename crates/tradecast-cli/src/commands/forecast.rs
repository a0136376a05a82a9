//! `tradecast forecast`: mean, median and bands of the next periods.

use std::io::{self, Write};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;
use tradecast::{
    Assumptions, DataContext, ForecastRow, ModelChoice, ModelId, Settings, Warning, number, percent,
};

use crate::args::data::DataArgs;
use crate::args::output::{Drawn, Format, OutputArgs, ResultArgs};
use crate::args::question::{BandArgs, LeverArgs, Models, PartsArgs, ReadingArgs, RegressorArgs};
use crate::batch::{self, Part};
use crate::escape;
use crate::failure::Failure;
use crate::input::forecaster::SeriesForecaster;
use crate::input::levers::Levers;
use crate::input::parts::Parts;
use crate::input::priors::PriorsChoice;
use crate::input::readings::readings;
use crate::input::source::{SeriesAsOf, Source, regressors};
use crate::output::frame::Frame;
use crate::output::render::{html_document, no_trade, svg};
use crate::output::table::{csv_rows, markdown_table, text_table};
use crate::output::write::run_fingerprint::RunFingerprint;
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
pub(crate) struct ForecastArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Forecast periods
    #[arg(long, value_name = "N", default_value_t = Settings::for_forecast().horizon)]
    pub(crate) horizon: u32,
    /// Simulated paths; of twenty thousand, as `arrive` has them, edges of bands are known twice as well
    #[arg(long, value_name = "N", default_value_t = Settings::for_forecast().paths)]
    paths: u32,
    /// `auto` combines the models; a name uses one; `all` gives each of them
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = Models::named)]
    pub(crate) model: Models,
    #[command(flatten)]
    pub(crate) regressors: RegressorArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
    #[command(flatten)]
    pub(crate) parts: PartsArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    #[command(flatten)]
    pub(crate) bands: BandArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

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
    let settings = args.bands.settings(args.horizon, args.paths);
    settings.check()?;
    let levers = Levers::open(&args.levers, args.data.pair.case)?;
    let priors = PriorsChoice::open(&args.data, args.model)?;
    let regressors = regressors(&args.regressors, &args.data, args.model)?;
    let source = Source::open(&args.data)?.with_regressors(regressors);
    let many = source.series() > 1;
    let (drawn, format) = args.output.drawn()?;
    let frame = match drawn {
        Some(_) => Frame::drawn(many || args.model == Models::Each)?,
        None => Frame::of(format, many, csv_header(&settings), Frame::default())?,
    };
    let readings = readings(&args.readings, &args.data, source.series())?;
    let parts = Parts::read(&args.parts, &args.data, many)?;
    let sink = Sink::open(
        &args.result,
        args.output.container(),
        &RunFingerprint::of(&source, &(levers.given(), priors.given()))?,
    )?;
    // Warnings rest on a track record, which takes longer than a forecast; CSV has no place for them.
    let warned = format != Format::Csv && drawn != Some(Drawn::Picture);
    batch::run(source, &frame, sink, &priors, |known| {
        let SeriesAsOf { series, .. } = known;
        let assumptions = levers.assumptions(series)?;
        let (composition, readings) = (parts.of(series)?, readings.clone());
        let (series, months) = (Arc::clone(series), known.months.clone());
        let context = Arc::new(DataContext { series, months, composition, readings });
        let forecaster = |models| SeriesForecaster::of_context(known, Arc::clone(&context), models, &priors);
        let mut forecasts = forecast(&context, args.model, forecaster, &settings, &assumptions, warned)
            .map_err(|error| levers.blamed(error))?;
        forecasts.warnings.extend(priors.warning(known));
        let picture = || {
            let shown = forecasts.forecasts.first();
            shown.map(|of| svg::of_forecast(&context.series, &of.model, &of.forecast)).unwrap_or_default()
        };
        let mut result = Vec::new();
        match format {
            _ if drawn == Some(Drawn::Picture) => result = picture(),
            Format::Csv => result = csv(&forecasts)?,
            Format::Json => result = tradecast_ask::json(&forecasts).into_bytes(),
            format => tables(&mut result, &forecasts, &settings, format)?,
        }
        if drawn == Some(Drawn::Document) {
            result = html_document::of(&result, Some(&picture()));
        }
        Ok(Part { result, left_out: forecasts.left_out })
    })
}

fn csv_header(settings: &Settings) -> Vec<String> {
    let start = ["series", "model", "period", "horizon", "mean", "median"].map(str::to_owned);
    let bands = settings.levels.iter().flat_map(|level| [format!("lo{level}"), format!("hi{level}")]);
    start.into_iter().chain(bands).chain(["zero".to_owned()]).collect()
}

fn csv(forecasts: &Forecasts) -> Result<Vec<u8>, Failure> {
    let rows = forecasts.forecasts.iter().flat_map(|ByModel { model, forecast }| {
        forecast.iter().enumerate().map(|(lead, row)| {
            let start =
                [forecasts.series.clone(), model.clone(), row.period.to_string(), (lead + 1).to_string()];
            start.into_iter().chain(numbers(row).map(|number| number.to_string()))
        })
    });
    csv_rows(rows)
}

/// A table a model.
fn tables(
    out: &mut impl Write,
    forecasts: &Forecasts,
    settings: &Settings,
    format: Format,
) -> io::Result<()> {
    let bands = settings.levels.iter().map(|level| format!("{level} % band"));
    let all = || forecasts.forecasts.iter().flat_map(|by_model| &by_model.forecast);
    let with_zeros = all().any(|row| row.zero > 0.0);
    let header: Vec<String> =
        ["period", "mean", "median"].map(str::to_owned).into_iter().chain(bands).collect();
    let header: Vec<&str> =
        header.iter().map(String::as_str).chain(with_zeros.then_some(no_trade::COLUMN)).collect();
    for by_model in &forecasts.forecasts {
        let title = format!("{}, {}, {}", forecasts.series, forecasts.unit, by_model.model);
        let rows: Vec<Vec<String>> = by_model.forecast.iter().map(|row| cells(row, with_zeros)).collect();
        if format == Format::Markdown {
            writeln!(out, "## {}\n", escape::markdown(&title))?;
            markdown_table(out, &header, rows)?;
        } else {
            writeln!(out, "{}\n", escape::line(&title))?;
            text_table(out, &header, &rows)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{} simulated paths, seed {}.", number(settings.paths.into()), settings.seed)?;
    let told = |text: &str| match format {
        Format::Markdown => escape::markdown(text),
        _ => escape::line(text).into_owned(),
    };
    let mark = if format == Format::Markdown { "-" } else { "  !" };
    forecasts.warnings.iter().try_for_each(|warning| writeln!(out, "{mark} {}", told(&warning.message)))
}

fn numbers(row: &ForecastRow) -> impl Iterator<Item = f64> {
    let bands = row.bands.iter().flat_map(|band| [band.lo, band.hi]);
    [row.mean, row.median].into_iter().chain(bands).chain([row.zero])
}

fn cells(row: &ForecastRow, with_zeros: bool) -> Vec<String> {
    let bands = row.bands.iter().map(|band| format!("{} to {}", number(band.lo), number(band.hi)));
    let start = [row.period.to_string(), number(row.mean), number(row.median)];
    start.into_iter().chain(bands).chain(with_zeros.then(|| percent(row.zero))).collect()
}

fn forecast(
    DataContext { series, .. }: &DataContext,
    models: Models,
    forecaster: impl Fn(ModelChoice) -> SeriesForecaster,
    settings: &Settings,
    assumptions: &Assumptions,
    warned: bool,
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
        let forecaster = forecaster(choice);
        match forecaster.fit() {
            Ok(fit) => {
                if alone && warned {
                    forecasts.warnings = fit.warnings().to_vec();
                }
                let forecast = forecaster.simulate(settings)?.forecast(assumptions)?;
                forecasts.forecasts.push(ByModel { model, forecast });
            }
            Err(tradecast::Error::NoModel { reasons, .. }) if !alone => {
                forecasts.left_out.extend(reasons.iter().map(ToString::to_string));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(forecasts)
}
