//! `tradecast rank`: which of many targets are on track?

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use clap::Args;
use serde::Serialize;
use tradecast::{
    Likeness, Period, Prospect, Ranked, ReferenceClass, ReferenceRate, Series, Target, money, percent,
};
use tradecast_io::{NumberStyle, preview_csv, read_number};

use crate::args::output::{Drawn, Format};
use crate::batch::{self, Part};
use crate::commands::arrive::ArriveArgs;
use crate::failure::Failure;
use crate::input::input_file::{shown, whole};
use crate::input::levers::Levers;
use crate::input::question::QuestionTemplate;
use crate::input::source::{self, SeriesAsOf};
use crate::output::frame::Frame;
use crate::output::render::answer_page::period_or_after;
use crate::output::render::{html_document, no_trade};
use crate::output::table::{csv_rows, markdown_row, markdown_table, text_table};
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.required(true)), mut_arg("pair", |arg| arg.hide(true)))]
pub(crate) struct RankArgs {
    #[command(flatten)]
    pub(crate) arrive: ArriveArgs,
    /// Targets of their own: a table (CSV or XLSX) with the columns series and target, and by where each has a deadline of its own
    #[arg(long, value_name = "FILE")]
    pub(crate) targets: Option<PathBuf>,
    /// Print only the first N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) top: Option<u32>,
    #[command(flatten)]
    pub(crate) reference: ReferenceArgs,
}

/// The view from outside: how often others that stood where a series stands came as far, in as much time.
#[derive(Debug, Args)]
pub(crate) struct ReferenceArgs {
    /// File with many series to compare with; it may be the one that is ranked
    #[arg(long = "reference", value_name = "FILE")]
    pub(crate) panel: Option<PathBuf>,
    /// How many times larger or smaller another may be to be like it; `any` where size does not matter or units differ
    #[arg(long, value_name = "FACTOR|any", default_value = "4", value_parser = size_factor)]
    like_size: Factor,
    /// How many percentage points a year its growth over the last five years may be apart
    #[arg(long, value_name = "POINTS", default_value_t = Likeness::default().growth)]
    like_growth: f64,
    /// How many times more or less volatile it may be
    #[arg(long, value_name = "FACTOR", default_value_t = Likeness::default().volatility)]
    like_volatility: f64,
}

/// A factor, or any.
#[derive(Debug, Clone, Copy)]
struct Factor(Option<f64>);

fn size_factor(text: &str) -> Result<Factor, String> {
    match text {
        "any" => Ok(Factor(None)),
        number => number
            .parse()
            .map(|factor| Factor(Some(factor)))
            .map_err(|why| format!("{why}: write a number, or any")),
    }
}

impl ReferenceArgs {
    /// How alike others must be.
    pub(crate) fn likeness(&self) -> Likeness {
        Likeness { size: self.like_size.0, growth: self.like_growth, volatility: self.like_volatility }
    }
}

/// A row with its place among the others.
#[derive(Debug, Serialize)]
struct Row {
    rank: usize,
    #[serde(flatten)]
    of: Ranked,
}

/// Runs the command.
pub(crate) fn run(args: &RankArgs) -> Result<(), Failure> {
    let targets = args.targets.as_deref().map(Targets::read).transpose()?;
    let ArriveArgs { question: asking, levers, output, result } = &args.arrive;
    let (drawn, format) = output.drawn()?;
    if drawn == Some(Drawn::Picture) {
        return Err(Failure::usage(
            "a list has no picture; choose --format html, markdown, xlsx, csv, json or text",
        ));
    }
    let given = asking.target.is_some() || asking.target_multiple.is_some();
    if targets.is_some() && given {
        return Err(Failure::usage("give targets in a file or one for all, not both"));
    }
    if asking.by.is_none() && targets.as_ref().is_none_or(|targets| targets.some_without_deadline) {
        return Err(Failure::usage("say by when with --by PERIOD, or in a column \"by\" of the targets"));
    }
    let likeness = args.reference.likeness();
    let panel = args.reference.panel.as_deref().map(|panel| source::panel(panel, &asking.data.columns));
    let class = panel.transpose()?.map(|panel| ReferenceClass::of(&panel));
    let by = asking.by;
    let (asking, opened) = QuestionTemplate::open_for(asking, targets.is_some())?;
    let levers = Levers::open(levers, args.arrive.question.data.pair.case)?;
    // What cannot be written is found out before the work, not after it.
    let mut sink = Sink::whole(result, output.container())?;
    let rows = Mutex::new(Vec::new());
    batch::run(opened, &Frame::default(), Sink::nowhere(), &asking.priors, |known| {
        let SeriesAsOf { series, .. } = known;
        let assumptions = levers.assumptions(series)?;
        let (forecaster, mut target) = asking.of(known)?;
        if let Some(targets) = &targets {
            target = targets.of(series, by)?;
        }
        let simulation = forecaster.simulate(&asking.settings);
        let answer = simulation.and_then(|simulation| simulation.answer(&target, &assumptions));
        let answer = answer.map_err(|error| levers.blamed(error))?;
        let (by, level) = (answer.in_time().0, answer.question.target.value());
        let reference = match &class {
            Some(class) => class.rate_by(series, level, by, &likeness)?,
            None => None,
        };
        rows.lock().expect("nobody panics with it").push(Ranked::of(&answer, reference));
        Ok(Part::from(Vec::new()))
    })?;
    let rows = ranked(rows.into_inner().expect("nobody panicked with it"), args.top);
    let decided = asking.priors.summary();
    let mut result = printed(&rows, format)?;
    if drawn == Some(Drawn::Document) {
        let decided = decided.map(|decided| format!(" Here {decided}.")).unwrap_or_default();
        let head = format!("# Which targets are on track\n\n{}.{decided}\n\n", counts(&rows));
        result = html_document::of(&[head.as_bytes(), &result].concat(), None);
    }
    sink.write(&result)?;
    sink.checkpoint(rows.len(), rows.len())?;
    sink.finish()
}

fn ranked(mut rows: Vec<Ranked>, top: Option<u32>) -> Vec<Row> {
    rows.sort_by(Ranked::order);
    rows.truncate(top.map_or(usize::MAX, |top| top as usize));
    (1..).zip(rows).map(|(rank, of)| Row { rank, of }).collect()
}

/// Targets by the name of the series.
struct Targets {
    file: String,
    of: HashMap<String, (f64, Option<Period>)>,
    some_without_deadline: bool,
}

impl Targets {
    /// Reads a table with the columns series and target, and by where targets have a deadline of their own.
    fn read(file: &Path) -> Result<Self, Failure> {
        let place = shown(file);
        let refused = |why: String| Failure::usage(why).within(&place);
        let text = whole(file)?;
        let looks = preview_csv(&text, 0).map_err(|error| refused(error.to_string()))?;
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .delimiter(u8::try_from(looks.separator).unwrap_or(b','))
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().map_err(|error| refused(error.to_string()))?.clone();
        let column = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
        let wanted = |name: &str| {
            column(name)
                .ok_or_else(|| refused(format!("there is no column {name:?}; write series,target,by")))
        };
        let (name, target, by) = (wanted("series")?, wanted("target")?, column("by"));
        let records: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().map_err(|error| refused(error.to_string()))?;
        let style = NumberStyle::of(records.iter().map(|record| record.get(target).unwrap_or_default()));
        let mut of = HashMap::new();
        for record in records {
            let row = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let wrong = |column: &str, why: String| refused(format!("row {row}, column {column:?}: {why}"));
            let level = read_number(cell(target), style)
                .map_err(|problem| wrong("target", format!("{:?} {problem}", cell(target))))?;
            Target::level(level).map_err(|error| wrong("target", error.to_string()))?;
            let deadline = match by.map_or("", cell) {
                "" => None,
                text => Some(text.parse().map_err(|error: tradecast::Error| wrong("by", error.to_string()))?),
            };
            if of.insert(cell(name).to_owned(), (level, deadline)).is_some() {
                return Err(wrong("series", format!("{:?} has a target already; leave one row", cell(name))));
            }
        }
        let some_without_deadline = of.values().any(|(_, deadline)| deadline.is_none());
        Ok(Self { file: place, of, some_without_deadline })
    }

    fn of(&self, series: &Series, by: Option<Period>) -> Result<Target, Failure> {
        let (level, deadline) = self.of.get(series.name()).ok_or_else(|| {
            Failure::usage(format!("there is no target for it in {}; add a row with its name", self.file))
        })?;
        let target = Target::level(*level)?;
        Ok(match deadline.or(by) {
            Some(deadline) => target.by(deadline.ending(series.frequency()).unwrap_or(deadline)),
            None => target,
        })
    }
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let start = std::iter::once(self.rank.to_string());
        start.chain(self.of.cells()).collect()
    }

    /// The same for people.
    fn words(&self, with_reference: bool, with_zeros: bool) -> Vec<String> {
        let Ranked { series, last_period, last_value, unit, target, by, probability, standing, .. } =
            &self.of;
        let Ranked { half_arrive_by, end, required_growth, reference, .. } = &self.of;
        let reached = *standing == Prospect::Reached;
        let mut words = vec![
            format!("{}. {series}", self.rank),
            format!("{} in {last_period}", money(*last_value, unit)),
            money(*target, unit),
            by.to_string(),
            percent(*probability),
            standing.to_string(),
            if reached { String::new() } else { period_or_after(*half_arrive_by, *end) },
            required_growth.map(|growth| format!("{growth:.1} %")).unwrap_or_default(),
        ];
        if with_reference {
            words.push(reference.as_ref().map(in_words).unwrap_or_default());
        }
        if with_zeros {
            words.push(if self.of.zero > 0.0 { percent(self.of.zero) } else { String::new() });
        }
        words
    }
}

/// The share with its interval, or why there is none.
fn in_words(reference: &ReferenceRate) -> String {
    let of = format!("of {} cases in {} series", reference.cases, reference.series);
    match (reference.share, reference.interval80) {
        (Some(share), Some([low, high])) => {
            format!("{} ({} to {}) {of}", percent(share), percent(low), percent(high))
        }
        _ => format!("too few: {of}"),
    }
}

/// How many there are of each standing.
fn counts(rows: &[Row]) -> String {
    let count = |standing| rows.iter().filter(|row| row.of.standing == standing).count();
    Prospect::ALL.map(|standing| format!("{} {standing}", count(standing))).join(", ")
}

fn printed(rows: &[Row], format: Format) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let with_reference = rows.iter().any(|row| row.of.reference.is_some());
    let mut headings =
        vec!["series", "last", "target", "by", "probability", "standing", "half arrive by", "needs a year"];
    if with_reference {
        headings.push("others like it came as far (80 % interval)");
    }
    let with_zeros = rows.iter().any(|row| row.of.zero > 0.0);
    if with_zeros {
        headings.push(no_trade::COLUMN);
    }
    let words = || rows.iter().map(|row| row.words(with_reference, with_zeros)).collect::<Vec<_>>();
    match format {
        Format::Csv => {
            let headings = std::iter::once("rank").chain(Ranked::COLUMNS);
            let headings = headings.map(str::to_owned).collect();
            out = csv_rows(std::iter::once(headings).chain(rows.iter().map(Row::cells)))?;
        }
        Format::Json => {
            writeln!(out, "{}", tradecast_ask::json(&rows))?;
        }
        Format::Markdown => {
            markdown_table(&mut out, &headings, [])?;
            words().iter().try_for_each(|row| markdown_row(&mut out, row))?;
        }
        Format::Text => {
            text_table(&mut out, &headings, &words())?;
            writeln!(out, "\n  {}", counts(rows))?;
        }
    }
    Ok(out)
}
