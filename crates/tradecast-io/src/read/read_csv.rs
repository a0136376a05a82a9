//! Reading a CSV file as a whole.

use std::io::Cursor;

use crate::error::Error;
use crate::layout::options::ReadOptions;
use crate::read::series_reader::SeriesReader;
use crate::read::table::Table;

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
pub fn read_csv(file: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Table, Error> {
    SeriesReader::open(Cursor::new(file), options)?.holding(usize::MAX).into_table()
}
