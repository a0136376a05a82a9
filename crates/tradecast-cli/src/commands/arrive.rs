//! `tradecast arrive`, and the flagship page that stands at its head: when is the target reached?

use std::io::{self, Write};

use clap::Args;
use tradecast::{Answer, Arrival, Assumptions, Flow, ForecastRow, Settings, money, percent};

use crate::args::output::{Drawn, Format, OutputArgs, ResultArgs};
use crate::args::question::{LeverArgs, QuestionArgs};
use crate::batch::{self, Part};
use crate::failure::Failure;
use crate::input::forecaster::SeriesForecaster;
use crate::input::levers::Levers;
use crate::input::question::QuestionTemplate;
use crate::input::source::SeriesAsOf;
use crate::output::frame::Frame;
use crate::output::render::answer_page::{self, AnswerContext, period_or_after};
use crate::output::render::terminal::Terminal;
use crate::output::render::{html_document, svg};
use crate::output::table::{csv_rows, markdown_row, markdown_table, text_row};
use crate::output::write::run_fingerprint::RunFingerprint;
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
pub(crate) struct ArriveArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

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
    run_under(args, &Levers::open(&args.levers, args.question.data.pair.case)?)
}

/// Runs the command under the levers given.
pub(crate) fn run_under(args: &ArriveArgs, levers: &Levers) -> Result<(), Failure> {
    let (template, source) = QuestionTemplate::open(&args.question)?;
    let (case, many) = (args.question.data.case(), source.series() > 1);
    let (drawn, format) = args.output.drawn()?;
    let pages = if many { Frame::headed(summary_head(format)?) } else { Frame::default() };
    let frame = match drawn {
        Some(_) => Frame::drawn(many)?,
        None => Frame::of(
            format,
            many,
            ["series", "target", "horizon", "period", "probability", "at_or_above", "stays", "zero"],
            pages,
        )?,
    };
    let terminal = Terminal::of(args.result.is_file());
    let sink = Sink::open(
        &args.result,
        args.output.container(),
        &RunFingerprint::of(&source, &(levers.given(), template.priors.given()))?,
    )?;
    batch::run(source, &frame, sink, &template.priors, |known| {
        let SeriesAsOf { series, .. } = known;
        let assumptions = levers.assumptions(series)?;
        let (forecaster, target) = template.of(known)?;
        let simulation = forecaster.simulate(&template.settings)?;
        let answer = forecaster.answer(&simulation, &target, &assumptions);
        let mut answer = answer.map_err(|error| levers.blamed(error))?;
        answer.warnings.extend(forecaster.warning.clone());
        let context = || AnswerContext {
            case,
            other_priors: with_other_priors(&forecaster, &answer, &template.settings, &assumptions),
            scenario: levers.scenario.as_ref(),
            part_year: case
                .filter(|_| series.flow() == Flow::Turnover)
                .and_then(|case| case.latest_part_year()),
        };
        let mut part = Vec::new();
        match format {
            _ if drawn == Some(Drawn::Picture) => part = svg::of_answer(&answer),
            Format::Csv => part = csv(&answer)?,
            Format::Json => part = tradecast_ask::json(&answer).into_bytes(),
            Format::Text | Format::Markdown if many => summary(&mut part, &answer, format)?,
            Format::Text => answer_page::text(&mut part, &answer, &context(), &terminal)?,
            Format::Markdown => answer_page::markdown(&mut part, &answer, &context())?,
        }
        if drawn == Some(Drawn::Document) {
            part = html_document::of(&part, Some(&svg::of_answer(&answer)));
        }
        Ok(Part::from(part))
    })
}

/// When the target is reached without the panel priors, or with those `inside` where there are none; absent where they make no
/// difference to this series or are not about such series, or where it is reached already.
fn with_other_priors(
    forecaster: &SeriesForecaster,
    answer: &Answer,
    settings: &Settings,
    assumptions: &Assumptions,
) -> Option<Arrival> {
    if answer.arrival.already_reached {
        return None;
    }
    let simulation = forecaster.simulate_otherwise(settings)?.ok()?;
    let other = simulation.answer(&answer.question.target, assumptions).ok()?;
    (other.arrival != answer.arrival).then_some(other.arrival)
}

fn csv(answer: &Answer) -> Result<Vec<u8>, Failure> {
    let target = answer.question.target.value().to_string();
    let Arrival { by, above, stays, .. } = &answer.arrival;
    csv_rows(by.iter().enumerate().map(|(lead, row)| {
        [
            answer.question.series.clone(),
            target.clone(),
            (lead + 1).to_string(),
            row.period.to_string(),
            row.probability.to_string(),
            above[lead].probability.to_string(),
            stays.by[lead].probability.to_string(),
            ForecastRow::no_trade_in(&answer.forecast, row.period).to_string(),
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
    let end = arrival.end();
    let (asked, probability) = answer.in_time();
    let period_or_after = |period| period_or_after(period, end);
    let reached = |text: String| if arrival.already_reached { "reached".to_owned() } else { text };
    vec![
        question.series.clone(),
        format!("{} in {}", money(question.last_value, &question.unit), question.origin),
        money(question.target.value(), &question.unit),
        reached(period_or_after(arrival.median)),
        reached(format!(
            "{} and {}",
            period_or_after(arrival.interval80[0]),
            period_or_after(arrival.interval80[1])
        )),
        asked.to_string(),
        percent(probability),
    ]
}
