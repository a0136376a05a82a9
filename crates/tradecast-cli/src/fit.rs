//! `tradecast fit`: the models with their parameters and errors.

use std::io::{self, Write};

use serde::Serialize;
use tradecast::{
    Fit, Frequency, ModelReport, SeasonalFactor, TrackRecord, Warning, fit_with_priors, number, percent,
};

use crate::args::{FitArgs, Format, Models};
use crate::batch::{self, Part};
use crate::escape;
use crate::output::{Failure, Frame, csv_rows, markdown_table, text_table};
use crate::resume::{Asked, Sink};
use crate::source::{Source, regressors};

const CSV_HEADER: [&str; 8] =
    ["series", "model", "weight", "converged", "parameter", "value", "std_error", "unit"];
const PARAMETER_HEADER: [&str; 5] = ["model", "parameter", "estimate", "std. error", "unit"];
pub(crate) const SEASON_HEADER: [&str; 3] = ["season", "value over trend", "std. error"];
pub(crate) const MODEL_HEADER: [&str; 6] =
    ["model", "weight", "residual sd", "autocorr.", "past error", "vs naive"];

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
    let priors = args.data.priors()?;
    let regressors = regressors(&args.regressors, &args.data, Models::Chosen(args.model))?;
    let source = Source::open(&args.data)?.with_regressors(regressors);
    let format = args.output.format()?;
    let frame = Frame::of(format, source.series() > 1, CSV_HEADER, Frame::default())?;
    let sink = Sink::open(&args.result, args.output.container(), &Asked::of(&source, &priors)?)?;
    batch::run(source, &frame, sink, |known| {
        let fit = fit_with_priors(&known.series, &args.model, priors.as_ref())?;
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv(&fit)?,
            Format::Json => part = tradecast_ask::json(&as_json(&fit)).into_bytes(),
            Format::Text => text(&mut part, &fit)?,
            Format::Markdown => markdown(&mut part, &fit)?,
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

fn text(out: &mut impl Write, fit: &Fit) -> io::Result<()> {
    let (series, unit) = (fit.series(), fit.series().unit());
    let title = format!("{} ({unit}, {} observations)", series.name(), series.observations().len());
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
    fit.warnings().iter().try_for_each(|warning| writeln!(out, "  ! {}", escape::line(&warning.message)))
}

fn markdown(out: &mut impl Write, fit: &Fit) -> io::Result<()> {
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
    fit.warnings().iter().try_for_each(|warning| writeln!(out, "- {}", escape::markdown(&warning.message)))
}

fn as_json(fit: &Fit) -> Fitted<'_> {
    Fitted {
        series: fit.series().name(),
        unit: fit.series().unit(),
        models: fit.reports(),
        season: fit.seasonal_factors(),
        track_record: fit.track_record(),
        warnings: fit.warnings(),
    }
}

/// One row a model that takes part.
pub(crate) fn model_rows(models: &[ModelReport]) -> Vec<Vec<String>> {
    let or_dash = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.2}"));
    let row = |m: &ModelReport| {
        let (diagnostics, score) = (m.diagnostics.as_ref()?, m.score.as_ref());
        Some(vec![
            m.name.clone(),
            percent(m.weight),
            format!("{:.2}", diagnostics.sigma),
            or_dash(diagnostics.autocorrelation),
            or_dash(score.map(|s| s.rmse_log)),
            or_dash(score.and_then(|s| s.relative_to_naive)),
        ])
    };
    models.iter().filter_map(row).collect()
}

/// One row a period of the year; none where there is no season.
pub(crate) fn season_rows(season: &[SeasonalFactor], frequency: Frequency) -> Vec<Vec<String>> {
    let change = |factor: f64| format!("{:+.1} %", 100.0 * (factor - 1.0));
    let row = |f: &SeasonalFactor| {
        let error = format!("{:.1} %", 100.0 * f.std_error);
        vec![frequency.name_of(f.period).to_owned(), change(f.factor), error]
    };
    season.iter().map(row).collect()
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
