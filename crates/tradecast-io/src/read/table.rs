//! What a file holds, all of it at once.

use tradecast::Series;

use crate::error::{Error, Result, quoted};
use crate::note::Note;

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
