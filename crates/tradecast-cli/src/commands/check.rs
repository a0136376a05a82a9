//! `tradecast check`: how a file is understood, what in it should be looked at, and what cannot be used.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tradecast::{Change, Flow, Frequency, MessageValues, Period, Series, change_of, isolated, money};
use tradecast_io::{
    Encoding, Entry, Error, Layout, Note, Place, QualityProblem, QualityWarning, mirror_warnings,
    quality_warnings,
};

use crate::args::data::ColumnArgs;
use crate::args::output::{Format, OutputArgs};
use crate::escape;
use crate::failure::Failure;
use crate::input::input_file::{self, Opened, Understood};
use crate::output::table::{csv_rows, markdown_table, text_table};
use crate::output::write::destination::stdout;

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// CSV file or XLSX workbook, `-` for standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    /// The one flow that is used of a table that tells flows apart
    #[arg(long)]
    pub(crate) flow: Option<Flow>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Series, quality warnings and faults that are listed; more are counted.
const LISTED: usize = 100;

/// Everything there is to say of a file.
#[derive(Serialize)]
struct Checked {
    file: String,
    layout: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_sheets: Vec<String>,
    encoding: &'static str,
    separator: &'static str,
    /// Row of the headings; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    headings_in_row: Option<usize>,
    headings: Vec<String>,
    /// Where the file is no publisher's: which column is what.
    #[serde(skip_serializing_if = "Option::is_none")]
    series_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_column: Option<String>,
    numbers: &'static str,
    unit: String,
    /// Power of ten by which values are multiplied to be in the unit.
    power: i8,
    /// Series in the file, good and bad, and those of them that can be used.
    series_count: usize,
    usable: usize,
    /// The first of those.
    series: Vec<Described>,
    doubts: Listed,
    problems: Listed,
    notes: Listed,
}

/// A series that can be used.
#[derive(Serialize)]
struct Described {
    name: String,
    flow: String,
    reporter: String,
    unit: String,
    frequency: Frequency,
    values: usize,
    first: Period,
    last: Period,
    last_value: f64,
    missing: usize,
}

/// The first of many things, and how many there are.
#[derive(Serialize, Default)]
struct Listed {
    count: usize,
    listed: Vec<Told>,
}

/// Something to be told of a place in the file.
#[derive(Serialize)]
struct Told {
    code: &'static str,
    series: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    message: String,
    /// Empty where the message says it.
    fix: String,
    /// What the message mentions, by name.
    #[serde(skip_serializing_if = "MessageValues::is_empty")]
    values: MessageValues,
}

impl Listed {
    fn add(&mut self, told: Told) {
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push(told);
        }
    }

    /// Counts what is known to be there without a word about each.
    fn count(&mut self, more: usize) {
        self.count += more;
    }

    fn extend(&mut self, told: impl IntoIterator<Item = Told>) {
        told.into_iter().for_each(|told| self.add(told));
    }
}

/// Runs the command.
pub(crate) fn run(args: &CheckArgs) -> Result<(), Failure> {
    let format = args.output.printed()?;
    let opened = Opened::open(&args.file, &args.columns, args.flow, &input_file::name_of(&args.file))?;
    let shown = opened.understood.shown.clone();
    let checked = check(opened)?;
    let mut out = stdout();
    match format {
        Format::Text => text(&mut out, &checked)?,
        Format::Markdown => markdown(&mut out, &checked)?,
        Format::Csv => out.write_all(&csv(&checked)?)?,
        Format::Json => writeln!(out, "{}", tradecast_ask::json(&checked))?,
    }
    out.flush()?;
    if checked.usable == 0 {
        return Err(Failure::usage(format!("{shown}: none of the series can be used")));
    }
    Ok(())
}

fn check(opened: Opened) -> Result<Checked, Failure> {
    let Opened { reader, understood } = opened;
    let mut checked = Checked::of(&understood, reader.headings().to_vec(), reader.separator());
    checked.series_count = reader.series();
    checked.notes.extend(reader.remarks().iter().map(note));
    let mut reporters = Vec::new();
    for entry in reader {
        let Entry { name, series, notes, places } = entry.map_err(|error| understood.failure(&error))?;
        for one in &notes {
            match one {
                Note::MoreGaps { gaps, .. } => checked.notes.count(*gaps),
                // What may be a mistake is to be looked at; the others are good to know.
                Note::LongGap { .. } => checked.doubts.add(note(one)),
                one => checked.notes.add(note(one)),
            }
        }
        match series {
            Ok(series) => {
                let is_listed = checked.series.len() < LISTED;
                let looked = || warnings_of(&series, &places, is_listed);
                let found = match isolated(format_args!("ask {name}"), looked) {
                    Ok(found) => found,
                    Err(source) => {
                        checked.problems.add(problem(&name, &Error::BadSeries { column: None, source }));
                        continue;
                    }
                };
                checked.usable += 1;
                let found: Vec<Told> =
                    found.into_iter().map(|warning| told(warning, &checked.headings)).collect();
                checked.doubts.extend(found);
                if is_listed {
                    checked.series.push(Described::of(&series));
                }
                if !series.reporter().is_empty() && reporters.len() < LISTED * LISTED {
                    reporters.push(series);
                }
            }
            Err(errors) => {
                for error in &errors {
                    match error {
                        Error::More { errors } => checked.problems.count(*errors),
                        error => checked.problems.add(problem(&name, error)),
                    }
                }
            }
        }
    }
    let gaps = mirror_warnings(&reporters).into_iter().map(|warning| told(warning, &checked.headings));
    checked.doubts.extend(gaps.collect::<Vec<_>>());
    Ok(checked)
}

/// What should be looked at in a series; of one that is listed, a change of growth or level too.
fn warnings_of(series: &Series, places: &[Place], is_listed: bool) -> Vec<QualityWarning> {
    let mut found = quality_warnings(series, places);
    // A change of unit would be taken for a change of growth.
    if is_listed && !found.iter().any(|warning| matches!(warning.problem, QualityProblem::UnitJump { .. })) {
        found.extend(change_in(series, places));
    }
    found
}

fn problem(series: &str, error: &Error) -> Told {
    Told {
        code: error.code(),
        series: series.to_owned(),
        period: None,
        row: error.row(),
        column: error.column().map(str::to_owned),
        message: error.to_string(),
        fix: String::new(),
        values: error.values(),
    }
}

fn note(note: &Note) -> Told {
    Told {
        code: note.code(),
        series: note.series().to_owned(),
        period: None,
        row: Some(note.row()),
        column: Some(note.column().to_owned()),
        message: note.to_string(),
        fix: String::new(),
        values: note.values(),
    }
}

fn told(warning: QualityWarning, headings: &[String]) -> Told {
    let QualityWarning { problem, series, period, place } = warning;
    Told {
        code: problem.code(),
        series,
        period,
        row: place.map(|place| place.row),
        column: place.and_then(|place| headings.get(place.column).cloned()),
        message: problem.to_string(),
        fix: problem.fix(),
        values: problem.values(),
    }
}

/// A change of growth or of level that the noise of the series does not explain.
fn change_in(series: &Series, places: &[Place]) -> Option<QualityWarning> {
    let (period, problem) = match change_of(series)? {
        Change::Growth { period, before, after } => (period, QualityProblem::Break { period, before, after }),
        Change::Level { period, factor } => (period, QualityProblem::LevelShift { period, factor }),
        _ => return None,
    };
    let index = series.observations().iter().position(|observation| observation.period >= period)?;
    Some(QualityWarning {
        problem,
        series: series.name().to_owned(),
        period: Some(series.observations()[index].period),
        place: places.get(index).copied(),
    })
}

impl Described {
    fn of(series: &Series) -> Self {
        let (first, last) = (series.first().period, series.last());
        let values = series.observations().len();
        let all = usize::try_from(last.period.minus(first)).unwrap_or(0) + 1;
        Self {
            name: series.name().to_owned(),
            flow: series.flow().to_string(),
            reporter: series.reporter().to_owned(),
            unit: series.unit().to_owned(),
            frequency: series.frequency(),
            values,
            first,
            last: last.period,
            last_value: last.value,
            missing: all.saturating_sub(values),
        }
    }
}

impl Checked {
    fn of(understood: &Understood, headings: Vec<String>, separator: char) -> Self {
        let options = &understood.options;
        let layout = match (options.publisher, options.layout) {
            (Some(publisher), _) => format!("{} (--layout {})", publisher.name(), publisher.id()),
            (None, Layout::Long) => "one row per value".to_owned(),
            (None, Layout::Headless) => "one row per value, without headings".to_owned(),
            (None, Layout::Wide) => "one row per series, one column per period".to_owned(),
        };
        let column = |column: &Option<String>, usual: &str| {
            let named = headings.iter().any(|heading| heading.eq_ignore_ascii_case(usual));
            let column = column.clone().or_else(|| named.then(|| usual.to_owned()));
            column.filter(|_| options.publisher.is_none())
        };
        let long = options.layout != Layout::Wide;
        Self {
            file: understood.shown.clone(),
            layout,
            sheet: understood.sheet.clone(),
            other_sheets: understood.other_sheets.clone(),
            encoding: match understood.encoding {
                _ if understood.sheet.is_some() => "XLSX",
                Encoding::Utf8 => "UTF-8",
                Encoding::Utf16 => "UTF-16",
                Encoding::Cyrillic => "Windows-1251",
                Encoding::Western => "Windows-1252",
            },
            separator: match separator {
                '\t' => "tab",
                ';' => "semicolon",
                _ => "comma",
            },
            headings_in_row: (options.layout != Layout::Headless).then_some(options.skip + 1),
            series_column: column(&options.series_column, "series"),
            period_column: column(&options.period_column, "period").filter(|_| long),
            value_column: column(&options.value_column, "value").filter(|_| long),
            headings,
            numbers: understood.numbers(),
            unit: options.unit.clone(),
            power: options.power,
            series_count: 0,
            usable: 0,
            series: Vec::new(),
            doubts: Listed::default(),
            problems: Listed::default(),
            notes: Listed::default(),
        }
    }

    /// What was understood, in rows of two cells.
    fn facts(&self) -> Vec<[String; 2]> {
        let mut facts = vec![["layout", self.layout.as_str()].map(str::to_owned)];
        let mut add =
            |what: &str, told: Option<String>| facts.extend(told.map(|told| [what.to_owned(), told]));
        add(
            "sheet",
            self.sheet.as_ref().map(|sheet| match self.other_sheets.as_slice() {
                [] => sheet.clone(),
                others => format!("{sheet} (others: {}; --sheet NAME)", others.join(", ")),
            }),
        );
        add("encoding", Some(self.encoding.to_owned()));
        if self.sheet.is_none() {
            add("separator", Some(self.separator.to_owned()));
        }
        add("headings", self.headings_in_row.filter(|row| *row > 1).map(|row| format!("in row {row}")));
        add("series", self.series_column.as_ref().map(|column| format!("in column {column:?}")));
        add("period", self.period_column.as_ref().map(|column| format!("in column {column:?}")));
        add("value", self.value_column.as_ref().map(|column| format!("in column {column:?}")));
        add("numbers", Some(self.numbers.to_owned()));
        add("unit", Some(input_file::unit(&self.unit, self.power)));
        add("usable", Some(format!("{} of {} series", self.usable, self.series_count)));
        facts
    }

    fn parts(&self) -> [(&'static str, &Listed); 3] {
        [
            ("Cannot be used", &self.problems),
            ("To be looked at", &self.doubts),
            ("Worth knowing", &self.notes),
        ]
    }
}

const SERIES: [&str; 6] = ["series", "values", "from", "to", "missing", "last"];

impl Described {
    fn row(&self) -> Vec<String> {
        let last = money(self.last_value, &self.unit);
        let (values, missing) = (self.values.to_string(), self.missing.to_string());
        vec![in_one_line(&self.name), values, self.first.to_string(), self.last.to_string(), missing, last]
    }
}

/// A name that may have line breaks.
fn in_one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Told {
    /// The series, the place, what is odd and what to do, as far as they are known and the message does not say them.
    fn sentence(&self) -> String {
        let mut sentence = String::new();
        if !self.series.is_empty() && !self.message.contains(&self.series) {
            sentence = format!("{}: ", in_one_line(&self.series));
        }
        if let (Some(row), false) = (self.row, self.message.starts_with("row ")) {
            let column =
                self.column.as_ref().map(|column| format!(", column {column:?}")).unwrap_or_default();
            sentence += &format!("row {row}{column}: ");
        }
        sentence += &self.message;
        if !self.fix.is_empty() {
            sentence += &format!("; {}", self.fix);
        }
        sentence
    }
}

fn text(out: &mut impl Write, checked: &Checked) -> io::Result<()> {
    writeln!(out, "{}\n", escape::line(&checked.file))?;
    for [what, told] in checked.facts() {
        writeln!(out, "  {what:<10} {}", escape::line(&told))?;
    }
    if !checked.series.is_empty() {
        writeln!(out)?;
        let rows: Vec<Vec<String>> = checked.series.iter().map(Described::row).collect();
        text_table(out, &SERIES, &rows)?;
        more(out, "  ", checked.usable - checked.series.len(), "series")?;
    }
    for (title, listed) in checked.parts().into_iter().filter(|(_, listed)| listed.count > 0) {
        writeln!(out, "\n{title}\n")?;
        listed.listed.iter().try_for_each(|told| {
            let sentence = escape::line(&told.sentence()).into_owned();
            let lines = textwrap::wrap(&sentence, 114);
            lines
                .iter()
                .enumerate()
                .try_for_each(|(at, line)| writeln!(out, "{}{line}", if at == 0 { "  - " } else { "    " }))
        })?;
        more(out, "  ", listed.count - listed.listed.len(), "such lines")?;
    }
    Ok(())
}

fn markdown(out: &mut impl Write, checked: &Checked) -> io::Result<()> {
    writeln!(out, "# {}\n", escape::markdown(&checked.file))?;
    markdown_table(out, &["", "understood as"], checked.facts().into_iter().map(Vec::from))?;
    if !checked.series.is_empty() {
        writeln!(out)?;
        markdown_table(out, &SERIES, checked.series.iter().map(Described::row))?;
        more(out, "\n", checked.usable - checked.series.len(), "series")?;
    }
    for (title, listed) in checked.parts().into_iter().filter(|(_, listed)| listed.count > 0) {
        writeln!(out, "\n## {title}\n")?;
        listed
            .listed
            .iter()
            .try_for_each(|told| writeln!(out, "- {}", escape::markdown(&told.sentence())))?;
        more(out, "- ", listed.count - listed.listed.len(), "such lines")?;
    }
    Ok(())
}

fn more(out: &mut impl Write, start: &str, count: usize, what: &str) -> io::Result<()> {
    if count > 0 { writeln!(out, "{start}and {count} more {what}") } else { Ok(()) }
}

/// One row a remark.
fn csv(checked: &Checked) -> Result<Vec<u8>, Failure> {
    let header = ["kind", "code", "series", "row", "column", "message", "fix"].map(str::to_owned);
    let kinds = [("problem", &checked.problems), ("doubt", &checked.doubts), ("note", &checked.notes)];
    let rows = kinds.into_iter().flat_map(|(kind, listed)| {
        listed.listed.iter().map(move |told| {
            let row = told.row.map(|row| row.to_string()).unwrap_or_default();
            let column = told.column.clone().unwrap_or_default();
            [
                kind.to_owned(),
                told.code.to_owned(),
                told.series.clone(),
                row,
                column,
                told.message.clone(),
                told.fix.clone(),
            ]
        })
    });
    csv_rows(std::iter::once(header).chain(rows))
}
