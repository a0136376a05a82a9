//! `tradecast arrive`, and the flagship page that stands at its head: when is the target reached?

use std::io::{self, Write};

use tradecast::{Answer, Arrival, Flow, Question, Series, Target, money, percent};

use crate::args::{ArriveArgs, Format, Models};
use crate::batch::Part;
use crate::output::{Failure, Frame, csv_rows, markdown_row, markdown_table, text_row};
use crate::page::Beside;
use crate::parts::Parts;
use crate::resume::{Asked, Sink};
use crate::source::{Known, Source, regressors};
use crate::{batch, page, since};

/// One row a series, for a file of many: headings, and the widths that mostly suffice.
const SUMMARY: [(&str, usize); 7] = [
    ("series", 24),
    ("last", 20),
    ("target", 12),
    ("half arrive by", 14),
    ("80 % arrive between", 25),
    ("by", 7),
    ("probability", 11),
];

/// Runs the command.
pub(crate) fn run(args: &ArriveArgs) -> Result<(), Failure> {
    let settings = args.simulation.settings(args.horizon);
    settings.check()?;
    let assumptions = args.levers.assumptions()?;
    if let Some(level) = args.target {
        Target::level(level)?;
    }
    if args.data.file.is_some() && args.target.is_none() && args.target_multiple.is_none() {
        return Err(Failure::usage(
            "say what is to be reached: --target LEVEL (in the unit of the series) or --target-multiple MULTIPLE",
        ));
    }
    let priors = args.data.priors()?;
    let regressors = regressors(&args.regressors, &args.data, Models::Chosen(args.model))?;
    let source = Source::open(&args.data)?.with_regressors(regressors);
    let readings = args.readings.of(&args.data, source.series())?;
    let (inside, many, format) = (source.is_inside(), source.series() > 1, args.output.format);
    let parts = Parts::read(&args.parts, &args.data, many)?;
    let frame = match format {
        Format::Csv => Frame::headed(csv_rows([["series", "target", "horizon", "period", "probability"]])?),
        Format::Json => Frame::json(many),
        Format::Text | Format::Markdown if many => Frame::headed(summary_head(format)?),
        Format::Text | Format::Markdown => Frame::default(),
    };
    let sink = Sink::open(&args.result, &Asked::of(&source, &(&assumptions, &priors))?)?;
    batch::run(source, &frame, sink, |Known { series, whole }| {
        let question = Question {
            settings: settings.clone(),
            assumptions: assumptions.clone(),
            models: args.model,
            priors: priors.clone(),
            readings: readings.clone(),
            composition: parts.of(series)?,
            ..Question::new(series.clone(), target(args, series)?)
        };
        let outlook = question.outlook()?;
        let mut answer = outlook.answer(&question.target, &question.assumptions)?;
        if let Some(whole) = whole {
            answer.since = outlook.hindsight(whole, &question.assumptions)?;
        }
        let beside = || Beside {
            embedded: inside,
            other_priors: with_other_priors(&question, &answer),
            part_year: since::part_year().filter(|_| inside && series.flow() == Flow::Turnover),
        };
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv(&answer)?,
            Format::Json => serde_json::to_writer_pretty(&mut part, &answer)?,
            Format::Text | Format::Markdown if many => summary(&mut part, &answer, format)?,
            Format::Text => page::text(&mut part, &answer, &beside())?,
            Format::Markdown => page::markdown(&mut part, &answer, &beside())?,
        }
        Ok(Part::from(part))
    })
}

/// When the target is reached without the panel priors, or with those inside where there are none; absent where they make no
/// difference to this series, or where it is reached already.
fn with_other_priors(question: &Question, answer: &Answer) -> Option<Arrival> {
    if answer.arrival.already_reached {
        return None;
    }
    let priors = question.priors.is_none().then(tradecast_data::priors);
    let other = Question { priors, ..question.clone() }.answer().ok()?;
    (other.arrival != answer.arrival).then_some(other.arrival)
}

fn target(args: &ArriveArgs, series: &Series) -> tradecast::Result<Target> {
    let target = match (args.target, args.target_multiple) {
        (Some(level), _) => Target::level(level)?,
        (None, Some(multiple)) => Target::multiple_of(series, multiple)?,
        (None, None) => Target::level(tradecast_data::TARGET_USD_M)?,
    };
    let target = match &args.readings.decided_by {
        Some(reporter) => target.decided_by(reporter),
        None => target,
    };
    Ok(args.by.map_or_else(|| target.clone(), |by| target.clone().by(by)))
}

fn csv(answer: &Answer) -> Result<Vec<u8>, Failure> {
    let target = answer.question.target.value().to_string();
    csv_rows(answer.arrival.by.iter().enumerate().map(|(lead, row)| {
        [
            answer.question.series.clone(),
            target.clone(),
            (lead + 1).to_string(),
            row.period.to_string(),
            row.probability.to_string(),
        ]
    }))
}

fn summary_head(format: Format) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let headings = SUMMARY.map(|(heading, _)| heading);
    match format {
        Format::Markdown => markdown_table(&mut head, &headings, [])?,
        _ => text_row(&mut head, &SUMMARY.map(|(_, width)| width), &headings)?,
    }
    Ok(head)
}

fn summary(out: &mut impl Write, answer: &Answer, format: Format) -> io::Result<()> {
    match format {
        Format::Markdown => markdown_row(out, &summary_row(answer)),
        _ => text_row(out, &SUMMARY.map(|(_, width)| width), &summary_row(answer)),
    }
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
