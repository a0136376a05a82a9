//! `tradecast arrive`, and the flagship page that stands at its head: when is the target reached?

use std::io::Write;

use tradecast::{Answer, Question, Series, Target, money, percent};

use crate::args::{ArriveArgs, Format, Models};
use crate::output::{Failure, markdown_table, stdout, text_table};
use crate::page;
use crate::source::Data;
use crate::{batch, source};

/// Runs the command.
pub(crate) fn run(args: &ArriveArgs) -> Result<(), Failure> {
    let settings = args.simulation.settings(args.horizon);
    settings.check()?;
    let assumptions = args.levers.assumptions()?;
    if let Some(level) = args.target {
        Target::level(level)?;
    }
    let priors = args.data.priors()?;
    let regressors = source::regressors(&args.regressors, &args.data, Models::Chosen(args.model))?;
    let data = source::read(&args.data)?;
    if !data.embedded && args.target.is_none() && args.target_multiple.is_none() {
        return Err(Failure::usage(
            "say what is to be reached: --target LEVEL (in the unit of the series) or --target-multiple MULTIPLE",
        ));
    }
    let task = |series: &Series| {
        let target = target(args, series)?;
        let series = series.clone().with_regressors(regressors.clone())?;
        let question = Question {
            settings: settings.clone(),
            assumptions,
            models: args.model,
            priors: priors.clone(),
            ..Question::new(series, target)
        };
        question.answer()
    };
    let mut out = stdout();
    match args.output.format {
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record(["series", "target", "horizon", "period", "probability"])?;
            batch::run(&data, task, |series, answer| {
                let target = answer.question.target.value().to_string();
                for (lead, row) in answer.arrival.by.iter().enumerate() {
                    let cells = [
                        series.name(),
                        &target,
                        &(lead + 1).to_string(),
                        &row.period.to_string(),
                        &row.probability.to_string(),
                    ];
                    writer.write_record(cells)?;
                }
                Ok(())
            })?;
            writer.flush()?;
        }
        Format::Json => {
            let many = data.series.len() > 1;
            let mut separator = if many { "[\n" } else { "" };
            batch::run(&data, task, |_, answer| {
                write!(out, "{separator}")?;
                separator = ",\n";
                Ok(serde_json::to_writer_pretty(&mut out, &answer)?)
            })?;
            writeln!(out, "{}", if many { "\n]" } else { "" })?;
        }
        Format::Text | Format::Markdown if data.series.len() > 1 => {
            summary(&mut out, &data, task, args.output.format)?
        }
        Format::Text => {
            batch::run(&data, task, |_, answer| Ok(page::text(&mut out, &answer, data.embedded)?))?
        }
        Format::Markdown => {
            batch::run(&data, task, |_, answer| Ok(page::markdown(&mut out, &answer, data.embedded)?))?
        }
    }
    Ok(out.flush()?)
}

fn target(args: &ArriveArgs, series: &Series) -> tradecast::Result<Target> {
    let target = match (args.target, args.target_multiple) {
        (Some(level), _) => Target::level(level)?,
        (None, Some(multiple)) => Target::multiple_of(series, multiple)?,
        (None, None) => Target::level(tradecast_data::TARGET_USD_M)?,
    };
    Ok(args.by.map_or(target, |by| target.by(by)))
}

/// One row a series, for a file of many.
fn summary(
    out: &mut impl Write,
    data: &Data,
    task: impl Fn(&Series) -> tradecast::Result<Answer> + Sync,
    format: Format,
) -> Result<(), Failure> {
    let mut rows = Vec::new();
    batch::run(data, task, |_, answer| {
        rows.push(summary_row(&answer));
        Ok(())
    })?;
    let header = ["series", "last", "target", "half arrive by", "80 % arrive between", "by", "probability"];
    if format == Format::Markdown {
        markdown_table(out, &header, rows)?
    } else {
        text_table(out, &header, &rows)?
    }
    Ok(())
}

fn summary_row(answer: &Answer) -> Vec<String> {
    let (arrival, question) = (&answer.arrival, &answer.question);
    let end = arrival.by.last().expect("a horizon has at least one period").period;
    let asked = question.target.deadline().unwrap_or(end);
    let beyond =
        |period: Option<tradecast::Period>| period.map_or_else(|| format!("after {end}"), |p| p.to_string());
    let probability = arrival.by.iter().find(|row| row.period == asked).map_or(1.0, |row| row.probability);
    let reached = |text: String| if arrival.already_reached { "reached".to_owned() } else { text };
    vec![
        question.series.clone(),
        format!("{} in {}", money(question.last_value, &question.unit), question.origin),
        money(question.target.value(), &question.unit),
        reached(beyond(arrival.median)),
        reached(format!("{} and {}", beyond(arrival.interval80[0]), beyond(arrival.interval80[1]))),
        asked.to_string(),
        percent(probability),
    ]
}
