//! The one error type of this crate: what is wrong with a file, in which row and column, and how to fix it.

mod values;

use std::fmt;

use tradecast::ScenarioProblem;

use crate::edit_distance::nearest;
use crate::file_kind::FileKind;
use crate::limits::{LONGEST_NAME, LONGEST_ROW, MOST_CELLS};
use crate::number::NumberProblem;

/// Headings listed in a message before the rest is only counted.
const LISTED: usize = 12;

/// Longest text quoted from a cell, characters.
const QUOTED: usize = 40;

/// Why a file, or one series in it, could not be read.
///
/// Rows are counted as a person sees them: the first line of the file is row 1.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let table = read_csv("period,value\n2021,332.2\n2022,n/a\n", &ReadOptions::default())?;
/// let error = &table.problems[0].error;
/// assert_eq!((error.code(), error.row(), error.column()), ("bad_number", Some(3), Some("value")));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file that the system does not let us read.
    #[error("the file cannot be read: {reason}")]
    Unreadable {
        /// The system's own words.
        reason: String,
    },
    /// A file that was written to while it was read.
    #[error("the file was changed while it was read; read it again when nobody writes to it")]
    Changed,
    /// Bytes that are not UTF-8.
    #[error("row {row}: the text is not UTF-8; save the file again as \"CSV UTF-8\"")]
    NotUtf8 {
        /// Row of the first such byte.
        row: usize,
    },
    /// Bytes that are no text.
    #[error(
        "row {row}: found {found} where a table in text is expected; save the table as CSV UTF-8 or as a workbook"
    )]
    Binary {
        /// Row in which that was seen.
        row: usize,
        /// What was found.
        found: FileKind,
    },
    /// A row longer than any table needs.
    #[error(
        "row {row}: the row that begins with {start:?} goes on for more than {} million characters; a table has one line \
         for each row, so check that line breaks were kept",
        LONGEST_ROW >> 20
    )]
    LongRow {
        /// The row.
        row: usize,
        /// Its beginning.
        start: String,
    },
    /// A row of more cells than any table needs.
    #[error(
        "row {row}: the row that begins with {start:?} has more than {MOST_CELLS} cells; a table has one line for each row, \
         so check that line breaks were kept"
    )]
    ManyCells {
        /// The row.
        row: usize,
        /// Its beginning.
        start: String,
    },
    /// A name longer than any series needs.
    #[error(
        "row {row}: the name of the series, {start:?}, is longer than {LONGEST_NAME} characters; shorten it, or name another \
         column as that of the series"
    )]
    LongName {
        /// The row.
        row: usize,
        /// Its beginning.
        start: String,
    },
    /// More of what is wrong with one series than is told one by one.
    #[error(
        "{errors} more cells of the series cannot be used; mend those that were named, then read the file again"
    )]
    More {
        /// How many.
        errors: usize,
    },
    /// A file without a line.
    #[error("the file is empty; give a header line such as series,period,value and one row per observation")]
    EmptyFile,
    /// A file whose first line is already data.
    #[error(
        "row {row}: {found} look like data, but the first line must name the columns; add a header line such as \
         series,period,value"
    )]
    NoHeader {
        /// Row of the line.
        row: usize,
        /// The cells of the line.
        found: Quoted,
    },
    /// A table with a column per period.
    #[error(
        "row {row}: the headings {found} are periods; turn the table so that each row is one observation: \
         series,period,value"
    )]
    WideTable {
        /// Row of the header.
        row: usize,
        /// The headings that are periods.
        found: Quoted,
    },
    /// A header with nothing below it.
    #[error("there is no row below the header in row {row}; add one row per observation")]
    NoRows {
        /// Row of the header.
        row: usize,
    },
    /// A column that is needed and not there.
    #[error(
        "row {row}: there is no column {column:?} among {found}; rename the column, or on the command line add {flag} {}",
        .closest.as_ref().map_or_else(|| "NAME".to_owned(), |heading| format!("{heading:?}"))
    )]
    MissingColumn {
        /// Row of the header.
        row: usize,
        /// Heading looked for.
        column: String,
        /// Headings found.
        found: Quoted,
        /// Flag of the command line tool that maps the column.
        flag: &'static str,
        /// The heading that is probably meant.
        closest: Option<String>,
    },
    /// The same heading twice.
    #[error(
        "row {row}: column {column:?} is there twice, as columns {first} and {second}; rename or delete one of the two"
    )]
    DuplicateColumn {
        /// Row of the header.
        row: usize,
        /// The heading.
        column: String,
        /// Position of its first occurrence, from 1.
        first: usize,
        /// Position of its second occurrence, from 1.
        second: usize,
    },
    /// A quotation mark that is opened and never closed: what follows cannot be told apart.
    #[error("row {row}: a quotation mark is opened and not closed; close it, or delete it")]
    UnclosedQuote {
        /// Row in which it is opened.
        row: usize,
    },
    /// A row that is longer or shorter than the header.
    #[error(
        "row {row}: {found} field(s) where the header has {expected}; write decimals with a point and put texts that \
         contain the separator in quotation marks"
    )]
    FieldCount {
        /// The row.
        row: usize,
        /// Fields in the header.
        expected: usize,
        /// Fields in the row.
        found: usize,
    },
    /// A row that does not say to which series it belongs.
    #[error("row {row}, column {column:?}: the name of the series is missing; fill it in")]
    NoName {
        /// The row.
        row: usize,
        /// Heading of the column.
        column: String,
    },
    /// A text where a period is expected.
    #[error("row {row}, column {column:?}: {source}")]
    BadPeriod {
        /// The row.
        row: usize,
        /// Heading of the column.
        column: String,
        /// What is wrong with it.
        source: tradecast::Error,
    },
    /// A text where a number is expected.
    #[error("row {row}, column {column:?}: {text:?} {problem}")]
    BadNumber {
        /// The row.
        row: usize,
        /// Heading of the column.
        column: String,
        /// The text, shortened where it is long.
        text: String,
        /// What is wrong with it, and what to write instead.
        problem: NumberProblem,
    },
    /// Observations that do not make a series; rows are those of the file.
    #[error("{source}{}", also_called(.source, .column.as_deref()))]
    BadSeries {
        /// Heading of the column in the file, where the error is about one.
        column: Option<String>,
        /// What is wrong with them.
        source: tradecast::Error,
    },
    /// Several series where one was asked for.
    #[error("the file has {have} series, {found}, where one is expected; keep the rows of one")]
    SeveralSeries {
        /// Series in the file, good and bad.
        have: usize,
        /// Their names.
        found: Quoted,
    },
    /// A scenario file that breaks the rules of its format.
    #[error("row {row}: not valid {format}: {reason}")]
    BadSyntax {
        /// Row in the file.
        row: usize,
        /// Name of the format.
        format: &'static str,
        /// The parser's own words.
        reason: String,
    },
    /// A scenario file without a field that it must have.
    #[error("the field {field:?} is missing; add {example}")]
    MissingField {
        /// The field.
        field: &'static str,
        /// What to write.
        example: &'static str,
    },
    /// A field that a scenario file does not have.
    #[error("row {row}, field {field:?}: there is no such field; the fields are {known}")]
    UnknownField {
        /// Row in the file.
        row: usize,
        /// The field.
        field: String,
        /// Fields that exist, comma-separated.
        known: &'static str,
    },
    /// A field that a scenario file gives twice.
    #[error("row {row}, field {field:?}: given twice; keep one of the two")]
    DuplicateField {
        /// Row of the second occurrence.
        row: usize,
        /// The field.
        field: String,
    },
    /// A field of the wrong type.
    #[error("row {row}, field {field:?}: {reason}")]
    BadField {
        /// Row in the file.
        row: usize,
        /// The field.
        field: String,
        /// What was expected and what was found.
        reason: ScenarioProblem,
    },
    /// A scenario file of a version that this program does not know.
    #[error(
        "row {row}, field \"version\": version {found} is not known; write version {known}, or use a newer tradecast"
    )]
    UnknownVersion {
        /// Row in the file.
        row: usize,
        /// The version given.
        found: f64,
        /// The version that is known.
        known: f64,
    },
    /// A lever that does not exist or is out of its range.
    #[error(
        "row {row}, field {field:?}: {source}{}",
        lever_meant(.source).map_or_else(String::new, |meant| format!("; did you mean {meant:?}?"))
    )]
    BadLever {
        /// Row in the file.
        row: usize,
        /// Name of the lever, with its part.
        field: String,
        /// What is wrong with it.
        source: tradecast::Error,
    },
    /// A lever in another unit than its own.
    #[error(
        "row {row}, field {field:?}: the unit is given as {found:?}, but this lever is in {expected:?}; convert the value, or \
         correct the unit"
    )]
    WrongUnit {
        /// Row in the file.
        row: usize,
        /// Name of the lever, with its part.
        field: String,
        /// The unit given.
        found: String,
        /// The unit that it has.
        expected: String,
    },
    /// Levers that cannot be meant together.
    #[error("row {row}, field {field:?}: {reason}")]
    Contradiction {
        /// Row in the file.
        row: usize,
        /// Name of the lever.
        field: String,
        /// What contradicts what, and what to do about it.
        reason: String,
    },
}

impl Error {
    /// A stable identifier of the kind of error, the same in the command line tool, JavaScript and the page.
    ///
    /// Errors of the core keep their own.
    ///
    /// ```
    /// use tradecast_io::{ReadOptions, read_csv};
    ///
    /// assert_eq!(read_csv("", &ReadOptions::default()).unwrap_err().code(), "empty_file");
    /// let table = read_csv("period,value\n2022,-5\n", &ReadOptions::default())?;
    /// assert_eq!(table.problems[0].error.code(), "negative_value");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::Changed => "changed",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::Binary { .. } => "binary",
            Self::LongRow { .. } => "long_row",
            Self::ManyCells { .. } => "many_cells",
            Self::LongName { .. } => "long_name",
            Self::More { .. } => "more",
            Self::EmptyFile => "empty_file",
            Self::NoHeader { .. } => "no_header",
            Self::WideTable { .. } => "wide_table",
            Self::NoRows { .. } => "no_rows",
            Self::MissingColumn { .. } => "missing_column",
            Self::DuplicateColumn { .. } => "duplicate_column",
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::FieldCount { .. } => "field_count",
            Self::NoName { .. } => "no_name",
            Self::BadNumber { .. } => "bad_number",
            Self::SeveralSeries { .. } => "several_series",
            Self::BadPeriod { source, .. } | Self::BadSeries { source, .. } => source.code(),
            Self::BadSyntax { .. } => "bad_syntax",
            Self::MissingField { .. } => "missing_field",
            Self::UnknownField { .. } => "unknown_field",
            Self::DuplicateField { .. } => "duplicate_field",
            Self::BadField { .. } => "bad_field",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::BadLever { source, .. } => source.code(),
            Self::WrongUnit { .. } => "wrong_unit",
            Self::Contradiction { .. } => "contradiction",
        }
    }

    /// Row in the file, where there is one; the first line is row 1.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// let table = read_csv("period,value\n2021,1\n2022,2\n2021,3\n", &ReadOptions::default())?;
    /// assert_eq!(table.problems[0].error.row(), Some(4));
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        match self {
            Self::Unreadable { .. }
            | Self::Changed
            | Self::EmptyFile
            | Self::More { .. }
            | Self::SeveralSeries { .. } => None,
            Self::BadSeries { source, .. } => source.row(),
            Self::NotUtf8 { row }
            | Self::Binary { row, .. }
            | Self::LongRow { row, .. }
            | Self::ManyCells { row, .. }
            | Self::LongName { row, .. }
            | Self::NoHeader { row, .. }
            | Self::WideTable { row, .. }
            | Self::NoRows { row }
            | Self::MissingColumn { row, .. }
            | Self::DuplicateColumn { row, .. }
            | Self::UnclosedQuote { row }
            | Self::FieldCount { row, .. }
            | Self::NoName { row, .. }
            | Self::BadPeriod { row, .. }
            | Self::BadNumber { row, .. } => Some(*row),
            Self::MissingField { .. } => None,
            Self::BadSyntax { row, .. }
            | Self::UnknownField { row, .. }
            | Self::DuplicateField { row, .. }
            | Self::BadField { row, .. }
            | Self::UnknownVersion { row, .. }
            | Self::BadLever { row, .. }
            | Self::WrongUnit { row, .. }
            | Self::Contradiction { row, .. } => Some(*row),
        }
    }

    /// Column (in a scenario: field) as the file calls it, where there is one.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// let options = ReadOptions { value_column: Some("turnover".into()), ..ReadOptions::default() };
    /// let table = read_csv("period,turnover\n2021,-1\n", &options)?;
    /// assert_eq!(table.problems[0].error.column(), Some("turnover"));
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Unreadable { .. }
            | Self::Changed
            | Self::NotUtf8 { .. }
            | Self::Binary { .. }
            | Self::LongRow { .. }
            | Self::ManyCells { .. }
            | Self::LongName { .. }
            | Self::More { .. }
            | Self::EmptyFile
            | Self::NoHeader { .. }
            | Self::WideTable { .. }
            | Self::NoRows { .. }
            | Self::UnclosedQuote { .. }
            | Self::FieldCount { .. }
            | Self::SeveralSeries { .. } => None,
            Self::BadSeries { column, .. } => column.as_deref(),
            Self::MissingColumn { column, .. }
            | Self::DuplicateColumn { column, .. }
            | Self::NoName { column, .. }
            | Self::BadPeriod { column, .. }
            | Self::BadNumber { column, .. } => Some(column),
            Self::BadSyntax { .. } => None,
            Self::MissingField { field, .. } => Some(field),
            Self::UnknownVersion { .. } => Some("version"),
            Self::UnknownField { field, .. }
            | Self::DuplicateField { field, .. }
            | Self::BadField { field, .. }
            | Self::BadLever { field, .. }
            | Self::WrongUnit { field, .. }
            | Self::Contradiction { field, .. } => Some(field),
        }
    }
}

/// Result of this crate's functions.
///
/// ```
/// fn series_in(text: &str) -> tradecast_io::Result<usize> {
///     Ok(tradecast_io::read_csv(text, &tradecast_io::ReadOptions::default())?.series.len())
/// }
/// assert_eq!(series_in("period,value\n2022,461.9\n"), Ok(1));
/// ```
pub type Result<T> = std::result::Result<T, Error>;

/// What the file calls the column of which a message of the core speaks, where that is another word.
fn also_called(source: &tradecast::Error, heading: Option<&str>) -> String {
    match heading {
        Some(heading) if !source.column().is_some_and(|column| column.eq_ignore_ascii_case(heading)) => {
            format!(" (the file calls the column {heading:?})")
        }
        _ => String::new(),
    }
}

/// The lever that is probably meant where there is none of a name.
fn lever_meant(source: &tradecast::Error) -> Option<&'static str> {
    let tradecast::Error::UnknownLever { name, .. } = source else { return None };
    nearest(name, tradecast::Lever::ALL.into_iter().map(|lever| (lever.spec().id, lever.spec().id)))
}

/// Some texts that a message quotes: of many, the first dozen and how many follow.
///
/// ```
/// use tradecast_io::{Error, ReadOptions, read_csv};
///
/// let Err(Error::MissingColumn { found, .. }) = read_csv("jahr,wert\nx,y\n", &ReadOptions::default()) else { panic!() };
/// assert_eq!((found.texts.len(), found.to_string().as_str()), (2, "\"jahr\", \"wert\""));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quoted {
    /// The first of them, each with its beginning only where it is long.
    pub texts: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list: Vec<String> = self.texts.iter().map(|text| format!("{text:?}")).collect();
        f.write_str(&list.join(", "))?;
        if self.more == 0 { Ok(()) } else { write!(f, " and {} more", self.more) }
    }
}

/// Texts to be quoted.
pub(crate) fn quoted<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> Quoted {
    let more = texts.len().saturating_sub(LISTED);
    Quoted { texts: texts.take(LISTED).map(shortened).collect(), more }
}

/// The text, or its beginning where it is long.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
