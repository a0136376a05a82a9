//! `tradecast fit`: the models with their parameters and errors.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tradecast::{Fit, ModelChoice, ModelReport, Readings, SeasonalFactor, TrackRecord, Warning, number};

use crate::args::data::DataArgs;
use crate::args::output::{Format, OutputArgs, ResultArgs};
use crate::args::question::{Models, RegressorArgs};
use crate::batch::{self, Part};
use crate::escape;
use crate::failure::Failure;
use crate::input::forecaster::SeriesForecaster;
use crate::input::priors::PriorsChoice;
use crate::input::source::{Source, regressors};
use crate::output::frame::Frame;
use crate::output::render::model_table::{MODEL_HEADER, SEASON_HEADER, model_rows, season_rows};
use crate::output::table::{csv_rows, markdown_table, text_table};
use crate::output::write::run_fingerprint::RunFingerprint;
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// `auto` fits every model of the combination; a name fits one
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = ModelChoice::named)]
    pub(crate) model: ModelChoice,
    #[command(flatten)]
    pub(crate) regressors: RegressorArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

const CSV_HEADER: [&str; 8] =
    ["series", "model", "weight", "converged", "parameter", "value", "std_error", "unit"];
const PARAMETER_HEADER: [&str; 5] = ["model", "parameter", "estimate", "std. error", "unit"];

/// What is printed of a fit as JSON.
#[derive(Serialize)]
struct Fitted<'a> {
    series: &'a str,
    unit: &'a str,
    models: &'a [ModelReport],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    season: Vec<SeasonalFactor>,
    track_record: Option<&'a TrackRecord>,
    warnings: &'a [Warning],
}

/// Runs the command.
pub(crate) fn run(args: &FitArgs) -> Result<(), Failure> {
    let priors = PriorsChoice::open(&args.data, Models::Chosen(args.model))?;
    let regressors = regressors(&args.regressors, &args.data, Models::Chosen(args.model))?;
    let source = Source::open(&args.data)?.with_regressors(regressors);
    let format = args.output.format()?;
    let frame = Frame::of(format, source.series() > 1, CSV_HEADER, Frame::default())?;
    let sink =
        Sink::open(&args.result, args.output.container(), &RunFingerprint::of(&source, &priors.given())?)?;
    batch::run(source, &frame, sink, &priors, |known| {
        let forecaster = SeriesForecaster::new(known, None, Readings::default(), args.model, &priors);
        let fit = forecaster.fit()?;
        let warnings: Vec<Warning> =
            fit.warnings().iter().cloned().chain(forecaster.warning.clone()).collect();
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv(fit)?,
            Format::Json => part = tradecast_ask::json(&as_json(fit, &warnings)).into_bytes(),
            Format::Text => text(&mut part, fit, &warnings)?,
            Format::Markdown => markdown(&mut part, fit, &warnings)?,
        }
        Ok(Part::from(part))
    })
}

/// One row a parameter; a model without parameters has one row. The factors of the season follow, as of a model `season`.
fn csv(fit: &Fit) -> Result<Vec<u8>, Failure> {
    let mut rows: Vec<[String; 8]> = Vec::new();
    for model in fit.reports() {
        let mut row = |[parameter, value, std_error, unit]: [String; 4]| {
            let (series, weight) = (fit.series().name().to_owned(), model.weight.to_string());
            let converged = model.converged.to_string();
            rows.push([series, model.name.clone(), weight, converged, parameter, value, std_error, unit]);
        };
        if model.parameters.is_empty() {
            row(Default::default());
        }
        for p in &model.parameters {
            let std_error = p.std_error.map(|e| e.to_string()).unwrap_or_default();
            row([p.name.clone(), p.value.to_string(), std_error, p.unit.clone()]);
        }
    }
    let frequency = fit.series().frequency();
    rows.extend(fit.seasonal_factors().iter().map(|f| {
        let [name, converged] = [fit.series().name().to_owned(), true.to_string()];
        let parameter = frequency.name_of(f.period).to_owned();
        let [value, error] = [f.factor.to_string(), f.std_error.to_string()];
        [name, "season".into(), String::new(), converged, parameter, value, error, "factor".into()]
    }));
    csv_rows(rows)
}

fn text(out: &mut impl Write, fit: &Fit, warnings: &[Warning]) -> io::Result<()> {
    let (series, unit) = (fit.series(), fit.series().unit());
    let zeros = if series.zeros() > 0 { format!(", {} of them zero", series.zeros()) } else { String::new() };
    let title = format!("{} ({unit}, {} observations{zeros})", series.name(), series.observations().len());
    writeln!(out, "{}\n", escape::line(&title))?;
    text_table(out, &MODEL_HEADER, &model_rows(fit.reports()))?;
    writeln!(out)?;
    text_table(out, &PARAMETER_HEADER, &parameter_rows(fit.reports()))?;
    writeln!(out)?;
    let season = season_rows(&fit.seasonal_factors(), series.frequency());
    if !season.is_empty() {
        text_table(out, &SEASON_HEADER, &season)?;
        writeln!(out)?;
    }
    warnings.iter().try_for_each(|warning| writeln!(out, "  ! {}", escape::line(&warning.message)))
}

fn markdown(out: &mut impl Write, fit: &Fit, warnings: &[Warning]) -> io::Result<()> {
    writeln!(out, "## {}\n", escape::markdown(fit.series().name()))?;
    markdown_table(out, &MODEL_HEADER, model_rows(fit.reports()))?;
    writeln!(out)?;
    markdown_table(out, &PARAMETER_HEADER, parameter_rows(fit.reports()))?;
    writeln!(out)?;
    let season = season_rows(&fit.seasonal_factors(), fit.series().frequency());
    if !season.is_empty() {
        markdown_table(out, &SEASON_HEADER, season)?;
        writeln!(out)?;
    }
    warnings.iter().try_for_each(|warning| writeln!(out, "- {}", escape::markdown(&warning.message)))
}

fn as_json<'a>(fit: &'a Fit, warnings: &'a [Warning]) -> Fitted<'a> {
    Fitted {
        series: fit.series().name(),
        unit: fit.series().unit(),
        models: fit.reports(),
        season: fit.seasonal_factors(),
        track_record: fit.track_record(),
        warnings,
    }
}

fn parameter_rows(models: &[ModelReport]) -> Vec<Vec<String>> {
    let rows = models.iter().flat_map(|m| {
        m.parameters.iter().map(|p| {
            let error = p.std_error.map_or_else(|| "-".to_owned(), number);
            vec![m.name.clone(), p.name.clone(), number(p.value), error, p.unit.clone()]
        })
    });
    rows.collect()
}
