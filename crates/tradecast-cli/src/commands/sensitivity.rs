//! `tradecast sensitivity`: which levers the answer hangs on, what those that are moved changed, and which parts bring the
//! target within reach.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tradecast::{
    Attribution, Bar, Contributions, ForecastRow, KindShare, LeverKey, LeverShare, PartChange, Swing,
    Tornado, Warning, money, number, percent,
};

use crate::args::output::{Format, OutputArgs, ResultArgs};
use crate::args::question::{LeverArgs, QuestionArgs};
use crate::batch::{self, Part};
use crate::escape;
use crate::failure::Failure;
use crate::input::levers::Levers;
use crate::input::question::QuestionTemplate;
use crate::input::source::SeriesAsOf;
use crate::output::frame::Frame;
use crate::output::render::{no_trade, terminal};
use crate::output::table::{csv_rows, markdown_table, text_table};
use crate::output::write::run_fingerprint::RunFingerprint;
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
pub(crate) struct SensitivityArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    /// How far every lever swings: share of the way from where it is to either end of its range, %
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0, value_parser = percentage)]
    pub(crate) swing: f64,
    /// Other ends for a lever; may be repeated
    #[arg(long, value_name = "LEVER=LOW:HIGH", value_parser = lever_ends)]
    pub(crate) ends: Vec<(LeverKey, [f64; 2])>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

fn percentage(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(percent) if percent > 0.0 && percent <= 100.0 => Ok(percent),
        _ => Err("write a number above 0 and at most 100".to_owned()),
    }
}

fn lever_ends(text: &str) -> Result<(LeverKey, [f64; 2]), String> {
    let form = "write LEVER=LOW:HIGH, as in growth=-1:2";
    let (name, ends) = text.split_once('=').ok_or(form)?;
    let (low, high) = ends.split_once(':').ok_or(form)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|why| format!("{text:?}: {why}; {form}"));
    let lever = name.trim().parse::<LeverKey>().map_err(|e| e.to_string())?;
    Ok((lever, [number(low)?, number(high)?]))
}

/// Columns of a bar, from impossible to certain.
const BAR: usize = 30;

const CSV: [&str; 14] = [
    "series",
    "target",
    "by",
    "lever",
    "kind",
    "unit",
    "value",
    "probability",
    "low",
    "probability_low",
    "high",
    "probability_high",
    "contribution",
    "zero",
];

/// Everything that explains one answer.
#[derive(Serialize)]
struct Explanation {
    tornado: Tornado,
    /// Absent where no lever is moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<Attribution>,
    contributions: Contributions,
    /// Probability that there is no trade in the period asked about; 0, and left out, where the series has no zeros.
    #[serde(skip_serializing_if = "ForecastRow::has_trade")]
    zero: f64,
    /// What was decided on the priors, where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<[Warning; 1]>,
}

/// Runs the command.
pub(crate) fn run(args: &SensitivityArgs) -> Result<(), Failure> {
    let levers = Levers::open(&args.levers, args.question.data.pair.case)?;
    let (template, source) = QuestionTemplate::open(&args.question)?;
    let swing = Swing { share: args.swing / 100.0, ends: args.ends.iter().cloned().collect() };
    let format = args.output.format()?;
    let frame = Frame::of(format, source.series() > 1, CSV, Frame::apart())?;
    let sink = Sink::open(
        &args.result,
        args.output.container(),
        &RunFingerprint::of(&source, &(levers.given(), template.priors.given()))?,
    )?;
    batch::run(source, &frame, sink, &template.priors, |known| {
        let SeriesAsOf { series, .. } = known;
        let (forecaster, target) = template.of(known)?;
        let assumptions = levers.assumptions(series)?;
        let simulation = forecaster.simulate(&template.settings)?;
        let explain = || -> tradecast::Result<Explanation> {
            let moved = !assumptions.is_baseline();
            let tornado = simulation.tornado(&target, &assumptions, &swing)?;
            Ok(Explanation {
                zero: no_trade::under(&simulation, &assumptions, tornado.asked)?,
                tornado,
                attribution: moved.then(|| simulation.attribution(&target, &assumptions)).transpose()?,
                contributions: simulation.contributions(&target, &assumptions)?,
                warnings: forecaster.warning.clone().map(|warning| [warning]),
            })
        };
        let explanation = explain().map_err(|error| levers.blamed(error))?;
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv_rows(csv(&explanation))?,
            Format::Json => part = tradecast_ask::json(&explanation).into_bytes(),
            format => page(&mut part, &explanation, format)?,
        }
        Ok(Part::from(part))
    })
}

fn page(out: &mut impl Write, explanation: &Explanation, format: Format) -> io::Result<()> {
    let Explanation { tornado, attribution, contributions, zero, warnings } = explanation;
    let goal = money(tornado.target.value(), &tornado.unit);
    heading(out, &format!("{} and its target of {goal} by {}", tornado.series, tornado.asked), format, 2)?;
    let current = percent(tornado.probability);
    let what = format!(
        "Reached by {}: {current}. Each lever alone between the ends given, all others as they are; the bar runs from 0 to 100 %, \
         the line in it is where the answer is now, dark is the side of the higher end.",
        tornado.asked
    );
    paragraph(out, &what, format)?;
    if let Some(no_trade) = no_trade::said(*zero, tornado.asked) {
        paragraph(out, &no_trade, format)?;
    }
    let header = ["lever", "unit", "low end", "reached", "high end", "reached", "bar"];
    let bars = tornado.bars.iter().map(|bar| {
        let [low, high] = [&bar.low, &bar.high];
        vec![
            bar.label.clone(),
            bar.unit.clone(),
            number(low.value),
            percent(low.probability),
            number(high.value),
            percent(high.probability),
            drawn(bar, tornado.probability),
        ]
    });
    table(out, &header, bars.collect(), format)?;
    if !tornado.without_effect.is_empty() {
        paragraph(
            out,
            &format!("No difference at either end: {}.", tornado.without_effect.join(", ")),
            format,
        )?;
    }
    if let Some(attribution) = attribution {
        attributed(out, attribution, format)?;
    }
    contributed(out, contributions, &tornado.unit, format)?;
    warnings.iter().flatten().try_for_each(|warning| {
        writeln!(out)?;
        paragraph(out, &warning.message, format)
    })
}

/// The bar of one lever, on a scale of all probabilities.
fn drawn(bar: &Bar, current: f64) -> String {
    let column = |probability: f64| (probability * (BAR - 1) as f64).round() as usize;
    let [low, now, high] = [bar.low.probability, current, bar.high.probability].map(column);
    let within = |from: usize, to: usize, at: usize| (from.min(to)..=from.max(to)).contains(&at);
    let cell = |at: usize| match at {
        _ if at == now => '│',
        _ if within(now, high, at) => '█',
        _ if within(low, now, at) => '░',
        _ => ' ',
    };
    (0..BAR).map(cell).collect()
}

fn attributed(out: &mut impl Write, attribution: &Attribution, format: Format) -> io::Result<()> {
    writeln!(out)?;
    heading(out, "What the moved levers changed", format, 3)?;
    let how = match attribution.orders {
        None => "all orders in which they could be moved".to_owned(),
        Some(orders) => format!("{orders} random orders in which they could be moved, ± standard error"),
    };
    let what = format!(
        "From {} with no lever moved to {}: each lever's share of the change in percentage points, the mean over {how} \
         (Shapley values).",
        percent(attribution.from),
        percent(attribution.to)
    );
    paragraph(out, &what, format)?;
    let points = |difference: f64| format!("{:+.1}", 100.0 * difference);
    let levers =
        attribution.levers.iter().map(|LeverShare { label, kind, with, contribution, std_error, .. }| {
            let error = std_error.map(|error| format!(" ± {:.1}", 100.0 * error)).unwrap_or_default();
            vec![label.clone(), kind.to_string(), with.join(", "), points(*contribution) + &error]
        });
    table(out, &["lever", "kind", "together with", "share"], levers.collect(), format)?;
    writeln!(out)?;
    let kinds = attribution.kinds.iter().map(|KindShare { kind, contribution, alone, without }| {
        vec![kind.to_string(), points(*contribution), percent(*alone), percent(*without)]
    });
    table(out, &["kind", "share", "these alone", "all but these"], kinds.collect(), format)
}

fn contributed(
    out: &mut impl Write,
    contributions: &Contributions,
    unit: &str,
    format: Format,
) -> io::Result<()> {
    let Contributions { asked, from, to, parts, .. } = contributions;
    let Some(to) = to else { return Ok(()) };
    writeln!(out)?;
    heading(out, "What grows in the paths that arrive", format, 3)?;
    let what = format!(
        "Mean of the paths that reach the target by {asked}, in {unit}: from {} now to {} then.",
        number(*from),
        number(*to)
    );
    paragraph(out, &what, format)?;
    let rows = parts.iter().map(|PartChange { label, from, to, change, .. }| {
        let sign = if *change > 0.0 { "+" } else { "" };
        vec![label.clone(), number(*from), number(*to), format!("{sign}{}", number(*change))]
    });
    table(out, &["part", "now", "then", "change"], rows.collect(), format)
}

fn heading(out: &mut impl Write, text: &str, format: Format, level: usize) -> io::Result<()> {
    if format == Format::Markdown {
        writeln!(out, "{} {}\n", "#".repeat(level), escape::markdown(text))
    } else {
        writeln!(out, "{}", escape::line(text))
    }
}

fn paragraph(out: &mut impl Write, text: &str, format: Format) -> io::Result<()> {
    if format == Format::Markdown {
        writeln!(out, "{}\n", escape::markdown(text))
    } else {
        writeln!(out, "{}", textwrap::fill(&escape::line(text), terminal::width()))
    }
}

fn table(out: &mut impl Write, header: &[&str], rows: Vec<Vec<String>>, format: Format) -> io::Result<()> {
    if format == Format::Markdown {
        markdown_table(out, header, rows)?;
        writeln!(out)
    } else {
        text_table(out, header, &rows)
    }
}

/// One row a lever: its bar, and its share of the change where it is moved.
fn csv(explanation: &Explanation) -> Vec<[String; 14]> {
    let Explanation { tornado, attribution, zero, .. } = explanation;
    let share = |lever: &str| {
        let shares = attribution.iter().flat_map(|attribution| &attribution.levers);
        shares.into_iter().find(|share| share.lever == lever).map(|share| share.contribution.to_string())
    };
    let row = |bar: &Bar| {
        [
            tornado.series.clone(),
            tornado.target.value().to_string(),
            tornado.asked.to_string(),
            bar.lever.clone(),
            bar.kind.to_string(),
            bar.unit.clone(),
            bar.value.to_string(),
            tornado.probability.to_string(),
            bar.low.value.to_string(),
            bar.low.probability.to_string(),
            bar.high.value.to_string(),
            bar.high.probability.to_string(),
            share(&bar.lever).unwrap_or_default(),
            zero.to_string(),
        ]
    };
    tornado.bars.iter().map(row).collect()
}
