//! Reading a CSV file as a whole.

use std::io::Cursor;

use tradecast::{Flow, Frequency, Series};

use crate::error::{Error, Result, quoted};
use crate::note::Note;
use crate::number::NumberStyle;
use crate::publisher::{Publisher, flow_of};
use crate::reader::SeriesReader;
use crate::unit::{name_of, unit_of};

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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
    /// How numbers are written; what does not fit is an error, never a guess.
    pub numbers: NumberStyle,
    /// Where given, periods may be written in every usual way ("2022Q3", "Jul 2022", "01.07.2022"), and a date stands for the
    /// period of this frequency that it lies in.
    pub dates: Option<Frequency>,
    /// Where the headings are.
    pub layout: Layout,
    /// Rows above the headings that are left out: titles, notes, blank lines.
    pub skip: usize,
    /// Whose table it is, where it is one that says what its columns mean; columns and unit are then those of the publisher.
    pub publisher: Option<Publisher>,
    /// The one flow that is wanted of a publisher's table; where none is, exports, imports and turnover are series of their own.
    pub only: Option<Flow>,
    /// Power of ten by which values are multiplied: -3 where the file has thousands and the unit is millions.
    pub power: i8,
}

impl ReadOptions {
    /// The same for values in another column: unit, flow and name are those that its heading tells, where it tells them.
    ///
    /// ```
    /// use tradecast::Flow;
    /// use tradecast_io::{ReadOptions, read_csv};
    ///
    /// let options = ReadOptions::default().with_value_column("Imports of wheat, thousand USD");
    /// let table = read_csv("period,\"Imports of wheat, thousand USD\"\n2022,86600\n", &options)?;
    /// let wheat = &table.series[0];
    /// assert_eq!((wheat.name(), wheat.flow(), wheat.unit()), ("Imports of wheat", Flow::Imports, "USD m"));
    /// assert_eq!(wheat.last().value, 86.6);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn with_value_column(self, heading: &str) -> Self {
        let name = name_of(heading).unwrap_or(self.name);
        Self { value_column: Some(heading.to_owned()), name, ..self }.told(heading)
    }

    /// The same where a heading or a caption tells unit or flow.
    pub(crate) fn told(self, text: &str) -> Self {
        let unit = unit_of(text);
        Self {
            flow: flow_of(text).unwrap_or(self.flow),
            power: unit.as_ref().map_or(self.power, |unit| unit.power),
            unit: unit.map_or(self.unit, |unit| unit.label),
            ..self
        }
    }
}

/// Where a table has its headings.
///
/// ```
/// use tradecast_io::{Layout, ReadOptions, read_csv};
///
/// let options = ReadOptions { layout: Layout::Wide, ..ReadOptions::default() };
/// let table = read_csv("pair,2021,2022,2023\nA,1,2,3\nB,4,,6\n", &options)?;
/// assert_eq!(table.series[0].last().value, 3.0);
/// assert_eq!(table.series[1].observations().len(), 2);
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Layout {
    /// One row per observation below a row of headings.
    #[default]
    Long,
    /// One row per observation and no headings: columns are called "column 1", "column 2", ...
    Headless,
    /// One row per series, one column per period.
    Wide,
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
            numbers: NumberStyle::Plain,
            dates: None,
            layout: Layout::Long,
            skip: 0,
            publisher: None,
            only: None,
            power: 0,
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

/// Reads all series of a CSV file in UTF-8 at once; see the crate's page for the rules, and [`SeriesReader`] for files
/// too large for that.
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
/// What makes the whole file unreadable: [`Error::NotUtf8`], [`Error::Binary`], [`Error::LongRow`], [`Error::ManyCells`],
/// [`Error::LongName`], [`Error::EmptyFile`], [`Error::NoHeader`], [`Error::WideTable`], [`Error::NoRows`], [`Error::MissingColumn`], [`Error::DuplicateColumn`], [`Error::UnclosedQuote`], and
/// [`Error::FieldCount`] where the row is too short to say which series it spoils. What is wrong with one series is in
/// [`Table::problems`].
pub fn read_csv(file: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Table> {
    SeriesReader::open(Cursor::new(file), options)?.holding(usize::MAX).into_table()
}
