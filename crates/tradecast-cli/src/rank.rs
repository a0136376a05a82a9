//! `tradecast rank`: which of many targets are on track?

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use serde::Serialize;
use tradecast::{
    Answer, Likeness, Period, Question, ReferenceClass, ReferenceRate, Series, Target, money, percent,
};

use crate::args::{ArriveArgs, Drawn, Format, RankArgs};
use crate::arrive::{Asking, beyond, end, in_time};
use crate::batch::{self, Part};
use crate::document;
use crate::output::{Failure, Frame, csv_rows, markdown_row, markdown_table, text_table};
use crate::resume::{Asked, Sink};
use crate::source::{self, Known};

/// Probabilities from which a target counts as on track, and below which as off track.
const ON_TRACK: f64 = 2.0 / 3.0;
const OFF_TRACK: f64 = 1.0 / 3.0;

const HEADINGS: [&str; 13] = [
    "rank",
    "series",
    "last_period",
    "last_value",
    "target",
    "by",
    "probability",
    "standing",
    "half_arrive_by",
    "required_growth",
    "reference_share",
    "reference_cases",
    "reference_series",
];

/// What is said of one series.
#[derive(Debug, Serialize)]
struct Row {
    rank: usize,
    series: String,
    last_period: Period,
    last_value: f64,
    unit: String,
    target: f64,
    by: Period,
    /// That the target is reached by then.
    probability: f64,
    standing: &'static str,
    /// Median arrival; absent where it is after the horizon.
    half_arrive_by: Option<Period>,
    end: Period,
    /// % a year; absent where the target is reached.
    required_growth: Option<f64>,
    /// How often others that stood where this one stands came as far in as much time.
    reference: Option<ReferenceRate>,
}

/// Runs the command.
pub(crate) fn run(args: &RankArgs) -> Result<(), Failure> {
    let targets = args.targets.as_deref().map(Targets::read).transpose()?;
    let ArriveArgs { question: asking, levers, output, result } = &args.arrive;
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
    let (asking, opened) = Asking::open_for(asking, targets.is_some())?;
    let levers = levers.open()?;
    let (drawn, format) = output.drawn()?;
    if drawn == Some(Drawn::Picture) {
        return Err(Failure::usage(
            "a list has no picture; choose --format html, markdown, xlsx, csv, json or text",
        ));
    }
    let asked = Asked::of(&opened, &(levers.given(), &asking.priors))?;
    let rows = Mutex::new(Vec::new());
    batch::run(opened, &Frame::default(), Sink::nowhere(), |Known { series, .. }| {
        let assumptions = levers.assumptions(series)?;
        let mut question = Question { assumptions, ..asking.question(series)? };
        if let Some(targets) = &targets {
            question.target = targets.of(series, by)?;
        }
        let answer = question.answer().map_err(|error| levers.blamed(error))?;
        let reference = match &class {
            Some(class) => rate(class, series, &answer, &likeness)?,
            None => None,
        };
        let row = Row::of(&answer, reference);
        rows.lock().expect("nobody panics with it").push(row);
        Ok(Part::from(Vec::new()))
    })?;
    let rows = ranked(rows.into_inner().expect("nobody panicked with it"), args.top);
    let mut sink = Sink::open(result, output.container(), &asked)?;
    let mut result = printed(&rows, format)?;
    if drawn == Some(Drawn::Document) {
        let head = format!("# Which targets are on track\n\n{}\n\n", counts(&rows));
        result = document::of(&[head.as_bytes(), &result].concat(), None);
    }
    sink.write(&result)?;
    sink.checkpoint(rows.len(), rows.len())?;
    sink.finish()
}

/// Most likely first; of those that are equally likely, who needs to grow least, and then by name.
fn ranked(mut rows: Vec<Row>, top: Option<u32>) -> Vec<Row> {
    rows.sort_by(|a, b| {
        let need = |row: &Row| row.required_growth.unwrap_or(f64::NEG_INFINITY);
        let likely = b.probability.total_cmp(&a.probability);
        likely.then(need(a).total_cmp(&need(b))).then_with(|| a.series.cmp(&b.series))
    });
    rows.iter_mut().zip(1..).for_each(|(row, rank)| row.rank = rank);
    rows.truncate(top.map_or(usize::MAX, |top| top as usize));
    rows
}

fn rate(
    class: &ReferenceClass,
    series: &Series,
    answer: &Answer,
    likeness: &Likeness,
) -> Result<Option<ReferenceRate>, Failure> {
    let question = &answer.question;
    let deadline = question.target.deadline().expect("a deadline was asked for");
    let within = u32::try_from(deadline.minus(question.origin)).unwrap_or(0);
    if within == 0 || answer.arrival.already_reached {
        return Ok(None);
    }
    Ok(class.rate(series, question.target.value() / question.last_value, within, likeness)?)
}

/// Targets by the name of the series.
struct Targets {
    file: String,
    of: HashMap<String, (f64, Option<Period>)>,
    some_without_deadline: bool,
}

impl Targets {
    /// Reads a CSV file with the columns series and target, and by where targets have a deadline of their own.
    fn read(file: &Path) -> Result<Self, Failure> {
        let place = file.display().to_string();
        let refused = |why: String| Failure::usage(why).within(&place);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(file)
            .map_err(|error| refused(error.to_string()))?;
        let headings = reader.headers().map_err(|error| refused(error.to_string()))?.clone();
        let column =
            |name: &str| headings.iter().position(|heading| heading.trim_start_matches('\u{feff}') == name);
        let wanted = |name: &str| {
            column(name)
                .ok_or_else(|| refused(format!("there is no column {name:?}; write series,target,by")))
        };
        let (name, target, by) = (wanted("series")?, wanted("target")?, column("by"));
        let mut of = HashMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| refused(error.to_string()))?;
            let row = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let wrong = |column: &str, why: String| refused(format!("row {row}, column {column:?}: {why}"));
            let level: f64 = cell(target)
                .parse()
                .map_err(|why| wrong("target", format!("{:?} is no number: {why}", cell(target))))?;
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
            Some(deadline) => target.by(deadline),
            None => target,
        })
    }
}

impl Row {
    fn of(answer: &Answer, reference: Option<ReferenceRate>) -> Self {
        let (arrival, question) = (&answer.arrival, &answer.question);
        let (by, probability) = in_time(answer);
        let standing = match probability {
            _ if arrival.already_reached => "reached",
            p if p >= ON_TRACK => "on track",
            p if p >= OFF_TRACK => "open",
            _ => "off track",
        };
        Self {
            rank: 0,
            series: question.series.clone(),
            last_period: question.origin,
            last_value: question.last_value,
            unit: question.unit.clone(),
            target: question.target.value(),
            by,
            probability,
            standing,
            half_arrive_by: arrival.median,
            end: end(arrival),
            required_growth: answer.required_growth.as_ref().map(|required| required.pct_per_year),
            reference,
        }
    }

    fn cells(&self) -> [String; HEADINGS.len()] {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let count = |of: fn(&ReferenceRate) -> usize| {
            self.reference.as_ref().map(|reference| of(reference).to_string()).unwrap_or_default()
        };
        [
            self.rank.to_string(),
            self.series.clone(),
            self.last_period.to_string(),
            self.last_value.to_string(),
            self.target.to_string(),
            self.by.to_string(),
            self.probability.to_string(),
            self.standing.to_owned(),
            self.half_arrive_by.map(|period| period.to_string()).unwrap_or_default(),
            number(self.required_growth),
            number(self.reference.as_ref().and_then(|reference| reference.share)),
            count(|reference| reference.cases),
            count(|reference| reference.series),
        ]
    }

    /// The same for people.
    fn words(&self, with_reference: bool) -> Vec<String> {
        let reached = self.standing == "reached";
        let mut words = vec![
            format!("{}. {}", self.rank, self.series),
            format!("{} in {}", money(self.last_value, &self.unit), self.last_period),
            money(self.target, &self.unit),
            self.by.to_string(),
            percent(self.probability),
            self.standing.to_owned(),
            if reached { String::new() } else { beyond(self.half_arrive_by, self.end) },
            self.required_growth.map(|growth| format!("{growth:.1} %")).unwrap_or_default(),
        ];
        if with_reference {
            words.push(self.reference.as_ref().map(in_words).unwrap_or_default());
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
    let count = |standing: &str| rows.iter().filter(|row| row.standing == standing).count();
    ["reached", "on track", "open", "off track"].map(|s| format!("{} {s}", count(s))).join(", ")
}

fn printed(rows: &[Row], format: Format) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let with_reference = rows.iter().any(|row| row.reference.is_some());
    let mut headings =
        vec!["series", "last", "target", "by", "probability", "standing", "half arrive by", "needs a year"];
    if with_reference {
        headings.push("others like it came as far (80 % interval)");
    }
    let words = || rows.iter().map(|row| row.words(with_reference)).collect::<Vec<_>>();
    match format {
        Format::Csv => {
            let rows = rows.iter().map(Row::cells);
            out = csv_rows(std::iter::once(HEADINGS.map(str::to_owned)).chain(rows))?;
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
