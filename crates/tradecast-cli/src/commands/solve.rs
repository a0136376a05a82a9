//! `tradecast solve`: what would have to be true for the target to be reached in time?

use std::io::{self, Write};

use clap::Args;
use tradecast::{Goal, LeverKey, Required, Solution, Warning, number};
use tradecast_ask::WithWarnings;

use crate::args::output::{Format, OutputArgs, ResultArgs};
use crate::args::question::{LeverArgs, QuestionArgs};
use crate::batch::{self, Part};
use crate::escape;
use crate::failure::Failure;
use crate::input::levers::Levers;
use crate::input::question::QuestionTemplate;
use crate::input::source::SeriesAsOf;
use crate::output::frame::Frame;
use crate::output::render::{answer_page, no_trade, terminal};
use crate::output::table::{csv_rows, markdown_table, text_table};
use crate::output::write::run_fingerprint::RunFingerprint;
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
#[command(mut_arg("by", |arg| arg.required(true)))]
pub(crate) struct SolveArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    /// How likely it is to be that the target is reached in time, %
    #[arg(long, value_name = "PERCENT", value_parser = likely)]
    pub(crate) probability: f64,
    /// A lever that may move, and what a move over its whole range costs [default: 1]; may be repeated
    #[arg(long = "lever", value_name = "LEVER[:WEIGHT]", required = true, value_parser = weighted_lever)]
    pub(crate) free: Vec<(LeverKey, f64)>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

fn likely(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(percent) if (1.0..=99.9).contains(&percent) => Ok(percent),
        Ok(share) if (0.0..1.0).contains(&share) => {
            Err(format!("it is a percentage: write {} for {share}", 100.0 * share))
        }
        _ => Err("write a percentage from 1 to 99.9; nothing is certain".to_owned()),
    }
}

fn weighted_lever(text: &str) -> Result<(LeverKey, f64), String> {
    let (name, weight) = text.split_once(':').unwrap_or((text, "1"));
    let weight = weight.trim().parse().map_err(|why| format!("weight {weight:?}: {why}"))?;
    Ok((name.parse::<LeverKey>().map_err(|e| e.to_string())?, weight))
}

const CSV: [&str; 14] = [
    "series",
    "target",
    "by",
    "wanted",
    "current",
    "verdict",
    "probability",
    "lever",
    "unit",
    "from",
    "to",
    "one_step_less",
    "probability_one_step_less",
    "zero",
];

/// Runs the command.
pub(crate) fn run(args: &SolveArgs) -> Result<(), Failure> {
    let levers = Levers::open(&args.levers, args.question.data.pair.case)?;
    let (template, source) = QuestionTemplate::open(&args.question)?;
    let by = args.question.by.expect("clap requires it");
    let format = args.output.format()?;
    let frame = Frame::of(format, source.series() > 1, CSV, Frame::apart())?;
    let sink = Sink::open(
        &args.result,
        args.output.container(),
        &RunFingerprint::of(&source, &(levers.given(), template.priors.given()))?,
    )?;
    batch::run(source, &frame, sink, &template.priors, |known| {
        let SeriesAsOf { series, .. } = known;
        // The end of a year is also that of its last month.
        let by = by.ending(series.frequency()).unwrap_or(by);
        let goal = Goal { by, probability: args.probability / 100.0 };
        let (forecaster, target) = template.of(known)?;
        let assumptions = levers.assumptions(series)?;
        let simulation = forecaster.simulate(&template.settings)?;
        let solution = simulation
            .solve(&target, &assumptions, goal, &args.free)
            .map_err(|error| levers.blamed(error))?;
        let zero = no_trade::under(&simulation, &solution.assumptions, by)?;
        let solved = Solved { solution, zero };
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv_rows(csv(&solved)?)?,
            Format::Json => {
                part =
                    tradecast_ask::json(&WithWarnings::of(solved.solution, forecaster.warning)).into_bytes();
            }
            format => {
                page(&mut part, &solved, forecaster.warning.as_ref(), format)?;
                idle(&mut part, &solved.solution, args)?;
            }
        }
        Ok(Part::from(part))
    })
}

/// What would have to be true, and how likely no trade is then.
struct Solved {
    solution: Solution,
    /// Probability that there is no trade in the period asked about; 0 where the series has no zeros.
    zero: f64,
}

fn page(out: &mut impl Write, solved: &Solved, decided: Option<&Warning>, format: Format) -> io::Result<()> {
    let Solved { solution, zero } = solved;
    let header = ["lever", "unit", "now", "would have to be"];
    let rows: Vec<Vec<String>> = solution.levers.iter().map(row).collect();
    let required = solution.required_growth.as_ref().map(answer_page::required_growth);
    let colophon = format!(
        "Probabilities of simulated paths, standard error {:.1} percentage points.",
        100.0 * solution.monte_carlo_error
    );
    let decided = decided.map(|warning| warning.message.clone());
    let no_trade = solution.target.deadline().and_then(|by| no_trade::said(*zero, by));
    let sentences =
        std::iter::once(solution.sentence()).chain(required).chain(no_trade).chain([colophon]).chain(decided);
    if format == Format::Markdown {
        writeln!(out, "## {}\n", escape::markdown(&solution.series))?;
        markdown_table(out, &header, rows)?;
        sentences.into_iter().try_for_each(|sentence| writeln!(out, "\n{}", escape::markdown(&sentence)))
    } else {
        writeln!(out, "{}\n", escape::line(&solution.series))?;
        text_table(out, &header, &rows)?;
        let filled = |sentence: String| textwrap::fill(&sentence, terminal::width());
        sentences.into_iter().try_for_each(|sentence| writeln!(out, "\n{}", filled(sentence)))
    }
}

/// Says of free levers that do nothing why they do nothing.
fn idle(out: &mut impl Write, solution: &Solution, args: &SolveArgs) -> io::Result<()> {
    for (key, _) in &args.free {
        let Some(of) = key.lever().spec().of else { continue };
        let gate =
            key.part().map_or_else(|| of.spec().id.to_owned(), |part| format!("{part}.{}", of.spec().id));
        let moved = solution.assumptions.moved().any(|(moved, _)| moved.to_string() == gate);
        if !moved {
            let why = format!(
                "{key} says more about {gate}, which is not moved: it changes nothing. Move {gate} too."
            );
            writeln!(out, "\n{}", textwrap::fill(&why, terminal::width()))?;
        }
    }
    Ok(())
}

fn row(required: &Required) -> Vec<String> {
    let Required { label, unit, from, to, .. } = required;
    let to = if to == from { "as it is".to_owned() } else { number(*to) };
    vec![label.clone(), unit.clone(), number(*from), to]
}

/// One row a lever.
fn csv(solved: &Solved) -> Result<Vec<[String; 14]>, Failure> {
    let Solved { solution, zero } = solved;
    let verdict = serde_json::to_value(solution.verdict)?;
    let verdict = verdict.as_str().unwrap_or_default();
    let row = |required: &Required| {
        let less = required.one_step_less.as_ref();
        [
            solution.series.clone(),
            solution.target.value().to_string(),
            solution.target.deadline().map(|by| by.to_string()).unwrap_or_default(),
            solution.wanted.to_string(),
            solution.current.to_string(),
            verdict.to_owned(),
            solution.probability.to_string(),
            required.lever.clone(),
            required.unit.clone(),
            required.from.to_string(),
            required.to.to_string(),
            less.map(|less| less.value.to_string()).unwrap_or_default(),
            less.map(|less| less.probability.to_string()).unwrap_or_default(),
            zero.to_string(),
        ]
    };
    Ok(solution.levers.iter().map(row).collect())
}
