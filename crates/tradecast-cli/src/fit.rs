//! `tradecast fit`: the models with their parameters and errors.

use std::io::Write;

use serde::Serialize;
use tradecast::{Fit, ModelReport, TrackRecord, Warning, number, percent};

use crate::args::{FitArgs, Format, Models};
use crate::output::{Failure, json, markdown_table, stdout, text_table};
use crate::{batch, source};

const PARAMETER_HEADER: [&str; 5] = ["model", "parameter", "estimate", "std. error", "unit"];
pub(crate) const MODEL_HEADER: [&str; 6] =
    ["model", "weight", "residual sd", "autocorr.", "past error", "vs naive"];

/// What is printed of a fit as JSON.
#[derive(Serialize)]
struct Fitted<'a> {
    series: &'a str,
    unit: &'a str,
    models: &'a [ModelReport],
    track_record: Option<&'a TrackRecord>,
    warnings: &'a [Warning],
}

/// Runs the command.
pub(crate) fn run(args: &FitArgs) -> Result<(), Failure> {
    let priors = args.data.priors()?;
    let regressors = source::regressors(&args.regressors, &args.data, Models::Chosen(args.model))?;
    let data = source::read(&args.data)?;
    let mut fits = Vec::new();
    batch::run(
        &data,
        |series| {
            let series = series.clone().with_regressors(regressors.clone())?;
            tradecast::fit_with_priors(&series, &args.model, priors.as_ref())
        },
        |_, fit| {
            fits.push(fit);
            Ok(())
        },
    )?;
    let mut out = stdout();
    match args.output.format {
        Format::Json => {
            let all: Vec<Fitted<'_>> = fits.iter().map(as_json).collect();
            json(&mut out, &all)?;
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record([
                "series",
                "model",
                "weight",
                "converged",
                "parameter",
                "value",
                "std_error",
                "unit",
            ])?;
            for fit in &fits {
                for model in fit.reports() {
                    let start = [
                        fit.series().name().to_owned(),
                        model.name.clone(),
                        model.weight.to_string(),
                        model.converged.to_string(),
                    ];
                    if model.parameters.is_empty() {
                        writer.write_record(start.iter().map(String::as_str).chain([""; 4]))?;
                    }
                    for p in &model.parameters {
                        let rest = [
                            p.name.clone(),
                            p.value.to_string(),
                            p.std_error.map(|e| e.to_string()).unwrap_or_default(),
                            p.unit.clone(),
                        ];
                        writer.write_record(start.iter().chain(&rest))?;
                    }
                }
            }
            writer.flush()?;
        }
        Format::Text => {
            for fit in &fits {
                writeln!(
                    out,
                    "{} ({}, {} observations)\n",
                    fit.series().name(),
                    fit.series().unit(),
                    fit.series().observations().len()
                )?;
                text_table(&mut out, &MODEL_HEADER, &model_rows(fit.reports()))?;
                writeln!(out)?;
                text_table(&mut out, &PARAMETER_HEADER, &parameter_rows(fit.reports()))?;
                writeln!(out)?;
                for warning in fit.warnings() {
                    writeln!(out, "  ! {}", warning.message)?;
                }
            }
        }
        Format::Markdown => {
            for fit in &fits {
                writeln!(out, "## {}\n", fit.series().name())?;
                markdown_table(&mut out, &MODEL_HEADER, model_rows(fit.reports()))?;
                writeln!(out)?;
                markdown_table(&mut out, &PARAMETER_HEADER, parameter_rows(fit.reports()))?;
                writeln!(out)?;
                for warning in fit.warnings() {
                    writeln!(out, "- {}", warning.message)?;
                }
            }
        }
    }
    Ok(out.flush()?)
}

fn as_json(fit: &Fit) -> Fitted<'_> {
    Fitted {
        series: fit.series().name(),
        unit: fit.series().unit(),
        models: fit.reports(),
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

fn parameter_rows(models: &[ModelReport]) -> Vec<Vec<String>> {
    let rows = models.iter().flat_map(|m| {
        m.parameters.iter().map(|p| {
            let error = p.std_error.map_or_else(|| "-".to_owned(), number);
            vec![m.name.clone(), p.name.clone(), number(p.value), error, p.unit.clone()]
        })
    });
    rows.collect()
}
