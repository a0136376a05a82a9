//! What a file holds of one series, and where.

use tradecast::Series;

use crate::error::Error;
use crate::note::Note;

/// What a file holds of one series.
///
/// ```
/// use tradecast_io::{ReadOptions, SeriesReader};
///
/// let file = std::io::Cursor::new("series,period,value\ngood,2022,1\nbad,2022,-1\n");
/// let entries: Vec<_> = SeriesReader::open(file, &ReadOptions::default())?.collect::<Result<_, _>>()?;
/// assert_eq!(entries[0].series.as_ref().unwrap().last().value, 1.0);
/// assert_eq!((entries[1].name.as_str(), entries[1].series.as_ref().unwrap_err()[0].row()), ("bad", Some(3)));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Name of the series; empty where its rows do not say.
    pub name: String,
    /// The series, or everything that is wrong with it, in the order of rows.
    pub series: std::result::Result<Series, Vec<Error>>,
    /// What changes no value but should be known.
    pub notes: Vec<Note>,
    /// Where each observation of the series stands, in their order; of a turnover, its exports.
    pub places: Vec<Place>,
}

/// A cell of a file.
///
/// ```
/// use tradecast_io::{Place, ReadOptions, SeriesReader};
///
/// let file = std::io::Cursor::new("period,value\n2022,2\n2021,1\n");
/// let entry = SeriesReader::open(file, &ReadOptions::default())?.next().unwrap()?;
/// assert_eq!(entry.places, [Place { row: 3, column: 1 }, Place { row: 2, column: 1 }]);
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Row in the file; the first line is row 1.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
}
