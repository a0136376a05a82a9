//! Reading long CSV files: one row per series and period.
//!
//! Rows are read one after the other and handed to the group of their series; only the groups are kept.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use tradecast::{Flow, Observation, Period, Series};

use crate::error::{Error, Result, quoted, shortened};
use crate::header::{self, Column, Columns};
use crate::note::Note;
use crate::number;

/// How to read a file: which columns hold what, and what the file itself does not say.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let options = ReadOptions {
///     period_column: Some("year".into()),
///     value_column: Some("turnover".into()),
///     name: "Kazakhstan-Azerbaijan".into(),
///     ..ReadOptions::default()
/// };
/// let table = read_csv("year,turnover\n2021,332.2\n2022,461.9\n", &options)?;
/// assert_eq!(table.series[0].name(), "Kazakhstan-Azerbaijan");
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Heading of the column with the name of the series; "series" where not given, and then the column may be missing.
    pub series_column: Option<String>,
    /// Heading of the column with the period; "period" where not given.
    pub period_column: Option<String>,
    /// Heading of the column with the value; "value" where not given.
    pub value_column: Option<String>,
    /// Unit of the values, a label: nothing is converted.
    pub unit: String,
    /// The flow measured.
    pub flow: Flow,
    /// Name of the series in a file without names.
    pub name: String,
}

impl Default for ReadOptions {
    /// The usual headings, turnover in USD m, a nameless series called "series".
    fn default() -> Self {
        Self {
            series_column: None,
            period_column: None,
            value_column: None,
            unit: "USD m".to_owned(),
            flow: Flow::Turnover,
            name: "series".to_owned(),
        }
    }
}

/// What a file holds: the good series, what is wrong with the others, and what was noticed.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let table = read_csv("series,period,value\ngood,2022,1\nbad,2022,-1\n", &ReadOptions::default())?;
/// assert_eq!(table.series[0].name(), "good");
/// assert_eq!(table.problems[0].series, "bad");
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The series that could be read, in the order of their first rows.
    pub series: Vec<Series>,
    /// What is wrong with the series that could not, in the order of their first rows; several of one series follow
    /// each other.
    pub problems: Vec<Problem>,
    /// What changes no value but should be known, in the same order.
    pub notes: Vec<Note>,
}

/// One thing that is wrong with one series.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let table = read_csv("period,value\n20x2,1\n2023,12 mln\n", &ReadOptions::default())?;
/// assert_eq!(table.problems.len(), 2); // both cells are named at once
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Name of the series; empty where the row does not say.
    pub series: String,
    /// What is wrong, where, and how to fix it.
    pub error: Error,
}

impl Table {
    /// The series of a file that is meant to hold one.
    ///
    /// ```
    /// use tradecast_io::{ReadOptions, read_csv};
    ///
    /// let table = read_csv("period,value\n2021,332.2\n2022,461.9\n", &ReadOptions::default())?;
    /// assert_eq!(table.single()?.last().value, 461.9);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SeveralSeries`] where there are more; otherwise what is wrong with the one.
    pub fn single(&self) -> Result<&Series> {
        let mut names: Vec<&str> = self.series.iter().map(Series::name).collect();
        names.extend(
            self.problems.chunk_by(|a, b| a.series == b.series).map(|of_one| of_one[0].series.as_str()),
        );
        if names.len() > 1 {
            return Err(Error::SeveralSeries { have: names.len(), found: quoted(names.into_iter()) });
        }
        match (self.series.first(), self.problems.first()) {
            (Some(series), _) => Ok(series),
            (None, Some(problem)) => Err(problem.error.clone()),
            (None, None) => Err(Error::EmptyFile),
        }
    }
}

/// Reads series from a long CSV file in UTF-8; see the crate's page for the rules.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let table = read_csv(b"Period;Value;Source\n2022;461.9;ministry\n", &ReadOptions::default())?;
/// assert_eq!(table.series[0].last().source, "ministry");
/// # Ok::<(), tradecast_io::Error>(())
/// ```
///
/// # Errors
/// What makes the whole file unreadable: [`Error::NotUtf8`], [`Error::EmptyFile`], [`Error::NoHeader`],
/// [`Error::NoRows`], [`Error::MissingColumn`], [`Error::DuplicateColumn`], [`Error::UnclosedQuote`], and
/// [`Error::FieldCount`] where the row is too short to say which series it spoils. What is wrong with one series is in
/// [`Table::problems`].
pub fn read_csv(file: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Table> {
    let bytes = file.as_ref();
    let text = str::from_utf8(bytes).map_err(|error| Error::NotUtf8 {
        row: Lines::new(&bytes[..error.valid_up_to()]).row_at(error.valid_up_to()),
    })?;
    let mut rows = Rows::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let header_row = rows.next_row()?.ok_or(Error::EmptyFile)?;
    let cells: Vec<&str> = rows.record.iter().collect();
    let columns = header::columns(&cells, header_row, options)?;
    let mut groups = Groups { columns: &columns, options, by_name: HashMap::new(), all: Vec::new() };
    while let Some(row) = rows.next_row()? {
        groups.take(row, &rows.record)?;
    }
    if groups.all.is_empty() {
        return Err(Error::NoRows { row: header_row });
    }
    Ok(groups.into_table())
}

/// The rows of a text that are not blank, with the numbers that a person gives them.
struct Rows<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
    record: StringRecord,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(header::separator(text))
            .from_reader(bytes);
        Self { bytes, reader, lines: Lines::new(bytes), record: StringRecord::new() }
    }

    /// Reads the next row into `record` and returns its number; none at the end.
    fn next_row(&mut self) -> Result<Option<usize>> {
        loop {
            let start = self.offset();
            let more = self.reader.read_record(&mut self.record);
            if !more.expect("a flexible reader of UTF-8 text in memory has nothing to fail on") {
                return Ok(None);
            }
            let row = self.lines.row_at(start);
            if self.is_unclosed(start) {
                return Err(Error::UnclosedQuote { row });
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(row));
            }
        }
    }

    /// Whether the record that began at `start` ran over a line break because of a quotation mark without a partner.
    fn is_unclosed(&self, start: usize) -> bool {
        self.record.iter().any(|cell| cell.contains(['\n', '\r']))
            && self.bytes[start..self.offset()].iter().filter(|&&b| b == b'"').count() % 2 == 1
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte())
            .map_or(self.bytes.len(), |byte| byte.min(self.bytes.len()))
    }
}

/// Counts lines up to an offset that only moves forward. The CSV reader's own count stands still at blank lines.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    row: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, row: 1 }
    }

    /// Row of the first character at or after `offset` that does not end a line.
    fn row_at(&mut self, offset: usize) -> usize {
        while let Some(&byte) = self.bytes.get(self.at) {
            let ends_line = byte == b'\n' || (byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n'));
            if self.at >= offset && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.row += usize::from(ends_line);
            self.at += 1;
        }
        self.row
    }
}

/// The rows of one series.
struct Group {
    name: String,
    observations: Vec<Observation>,
    /// Row of each observation.
    rows: Vec<usize>,
    errors: Vec<Error>,
    notes: Vec<Note>,
    latest: Option<Period>,
    is_ordered: bool,
}

/// All series of a file, while it is being read.
struct Groups<'a> {
    columns: &'a Columns,
    options: &'a ReadOptions,
    by_name: HashMap<String, usize>,
    all: Vec<Group>,
}

impl Groups<'_> {
    /// Adds a row to its series.
    fn take(&mut self, row: usize, record: &StringRecord) -> Result<()> {
        let columns = self.columns;
        let wrong_length = Error::FieldCount { row, expected: columns.width, found: record.len() };
        let name = match &columns.series {
            None => self.options.name.as_str(),
            Some(column) => match record.get(column.at) {
                None => return Err(wrong_length),
                Some(name) => name.trim(),
            },
        };
        let group = self.group(name);
        if record.len() != columns.width {
            group.errors.push(wrong_length);
        } else if let (true, Some(column)) = (name.is_empty(), &columns.series) {
            group.errors.push(Error::NoName { row, column: column.heading.clone() });
        } else {
            group.take(row, record, columns);
        }
        Ok(())
    }

    fn group(&mut self, name: &str) -> &mut Group {
        let at = match self.by_name.get(name) {
            Some(&at) => at,
            None => {
                self.by_name.insert(name.to_owned(), self.all.len());
                self.all.push(Group::new(name));
                self.all.len() - 1
            }
        };
        &mut self.all[at]
    }

    fn into_table(self) -> Table {
        let mut table = Table::default();
        for mut group in self.all {
            let name = group.name.clone();
            table.notes.append(&mut group.notes);
            match group.into_series(self.columns, self.options) {
                Ok(series) => table.series.push(series),
                Err(errors) => {
                    let problems = errors.into_iter().map(|error| Problem { series: name.clone(), error });
                    table.problems.extend(problems);
                }
            }
        }
        table
    }
}

impl Group {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            observations: Vec::new(),
            rows: Vec::new(),
            errors: Vec::new(),
            notes: Vec::new(),
            latest: None,
            is_ordered: true,
        }
    }

    /// Reads the cells of a row of the right length.
    fn take(&mut self, row: usize, record: &StringRecord, columns: &Columns) {
        let cell = |column: &Column| record.get(column.at).unwrap_or_default().trim();
        let period = match cell(&columns.period).parse::<Period>() {
            Ok(period) => self.note_order(row, period, &columns.period),
            Err(source) => {
                self.errors.push(Error::BadPeriod { row, column: columns.period.heading.clone(), source });
                return;
            }
        };
        let text = cell(&columns.value);
        let column = || columns.value.heading.clone();
        if text.is_empty() {
            self.notes.push(Note::Gap { series: self.name.clone(), row, column: column(), period });
            return;
        }
        match number::parse(text) {
            Ok(value) => {
                let source = columns.source.as_ref().map(cell).unwrap_or_default();
                self.observations.push(Observation::new(period, value).with_source(source));
                self.rows.push(row);
            }
            Err(problem) => {
                self.errors.push(Error::BadNumber { row, column: column(), text: shortened(text), problem });
            }
        }
    }

    /// Notes the first period that is not in the order of time, and passes it on.
    fn note_order(&mut self, row: usize, period: Period, column: &Column) -> Period {
        match self.latest {
            Some(after) if after.frequency() == period.frequency() && period < after => {
                if self.is_ordered {
                    let (series, column) = (self.name.clone(), column.heading.clone());
                    self.notes.push(Note::Unordered { series, row, column, period, after });
                }
                self.is_ordered = false;
            }
            _ => self.latest = Some(period),
        }
        period
    }

    /// The series, or everything that is wrong with it.
    fn into_series(
        self,
        columns: &Columns,
        options: &ReadOptions,
    ) -> std::result::Result<Series, Vec<Error>> {
        let Self { name, observations, rows, mut errors, .. } = self;
        if observations.is_empty() && !errors.is_empty() {
            return Err(errors);
        }
        let bad = |source: tradecast::Error, row_of: &dyn Fn(usize) -> usize| {
            let source = source.at_row(row_of);
            Error::BadSeries { column: columns.heading(source.column()), source }
        };
        match Series::new(name, observations.clone()) {
            Ok(series) if errors.is_empty() => {
                return Ok(series.with_unit(options.unit.as_str()).with_flow(options.flow));
            }
            Ok(_) => {}
            Err(of_all) => {
                // The core stops at the first bad value; asked one by one, it names them all.
                let before = errors.len();
                errors.extend(observations.into_iter().zip(&rows).filter_map(|(observation, &row)| {
                    Series::new("", vec![observation]).err().map(|source| bad(source, &|_| row))
                }));
                if errors.len() == before {
                    errors.push(bad(of_all, &|observation| rows[observation - 1]));
                }
            }
        }
        errors.sort_by_key(Error::row);
        Err(errors)
    }
}

impl Columns {
    /// Heading in the file of a column in the core's words.
    fn heading(&self, column: Option<&str>) -> Option<String> {
        let column = if column? == "period" { &self.period } else { &self.value };
        Some(column.heading.clone())
    }
}
