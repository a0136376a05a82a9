//! `tradecast solve`: what would have to be true for the target to be reached in time?

use std::io::{self, Write};

use tradecast::{Goal, Required, Solution, number};

use crate::args::{Format, SolveArgs};
use crate::arrive::Asking;
use crate::batch::{self, Part};
use crate::escape;
use crate::output::{Failure, Frame, csv_rows, markdown_table, text_table};
use crate::resume::{Asked, Sink};
use crate::source::Known;
use crate::{look, page};

const CSV: [&str; 13] = [
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
];

/// Runs the command.
pub(crate) fn run(args: &SolveArgs) -> Result<(), Failure> {
    let levers = args.levers.open()?;
    let (asking, source) = Asking::open(&args.question)?;
    let by = args.question.by.expect("clap requires it");
    let goal = Goal { by, probability: args.probability / 100.0 };
    let format = args.output.format()?;
    let frame = Frame::of(format, source.series() > 1, CSV, Frame::apart())?;
    let sink = Sink::open(
        &args.result,
        args.output.container(),
        &Asked::of(&source, &(levers.given(), &asking.priors))?,
    )?;
    batch::run(source, &frame, sink, |Known { series, .. }| {
        let question = asking.question(series)?;
        let assumptions = levers.assumptions(series)?;
        let outlook = question.outlook()?;
        let solution = outlook
            .solve(&question.target, &assumptions, goal, &args.free)
            .map_err(|error| levers.blamed(error))?;
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv_rows(csv(&solution)?)?,
            Format::Json => part = tradecast_ask::json(&solution).into_bytes(),
            format => {
                page(&mut part, &solution, format)?;
                idle(&mut part, &solution, args)?;
            }
        }
        Ok(Part::from(part))
    })
}

fn page(out: &mut impl Write, solution: &Solution, format: Format) -> io::Result<()> {
    let header = ["lever", "unit", "now", "would have to be"];
    let rows: Vec<Vec<String>> = solution.levers.iter().map(row).collect();
    let required = solution.required_growth.as_ref().map(page::required_growth);
    let colophon = format!(
        "Probabilities of simulated futures, standard error {:.1} percentage points.",
        100.0 * solution.monte_carlo_error
    );
    let sentences = std::iter::once(solution.sentence()).chain(required).chain([colophon]);
    if format == Format::Markdown {
        writeln!(out, "## {}\n", escape::markdown(&solution.series))?;
        markdown_table(out, &header, rows)?;
        sentences.into_iter().try_for_each(|sentence| writeln!(out, "\n{}", escape::markdown(&sentence)))
    } else {
        writeln!(out, "{}\n", escape::line(&solution.series))?;
        text_table(out, &header, &rows)?;
        let filled = |sentence: String| textwrap::fill(&sentence, look::width());
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
            writeln!(out, "\n{}", textwrap::fill(&why, look::width()))?;
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
fn csv(solution: &Solution) -> Result<Vec<[String; 13]>, Failure> {
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
        ]
    };
    Ok(solution.levers.iter().map(row).collect())
}
