//! Reading a long CSV file one series at a time, in bounded memory.
//!
//! The file is read twice: first for a survey (which series, how many rows each), then for the values. A series is given out as
//! soon as its last row was seen, so a file with the rows of each series together needs the memory of one. Where series
//! are interleaved, as in a file sorted by period, those begun are held until they are complete. When the rows they hold reach
//! a limit, further series are left for another pass over the file, which begins at the first row of the first of them. Whatever
//! the order of rows, series come in the order of their first rows.

use std::collections::VecDeque;
use std::io::{BufRead, Seek};

use tradecast::Series;

use crate::error::{Error, Result};
use crate::group::Group;
use crate::header::{self, Columns};
use crate::note::Note;
use crate::rows::{Place, Rows};
use crate::survey::Survey;
use crate::table::{Layout, Problem, ReadOptions, Table};

/// Rows held at a time unless said otherwise: about 80 bytes each, more where a source is given.
const HELD: usize = 1 << 23;

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
}

/// The series of a long CSV file in UTF-8, one after the other.
///
/// What [`crate::read_csv`] gives at once, without holding more than one series of a file that keeps their rows together, and
/// no more than a fixed number of rows of any other.
///
/// ```
/// use tradecast_io::{ReadOptions, SeriesReader};
///
/// let file = std::io::Cursor::new("series,period,value\nA,2021,1\nA,2022,2\nB,2021,3\n");
/// let reader = SeriesReader::open(file, &ReadOptions::default())?;
/// assert_eq!(reader.series(), 2);
/// for entry in reader {
///     println!("{}", entry?.name);
/// }
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug)]
pub struct SeriesReader<R> {
    rows: Rows<R>,
    columns: Columns,
    options: ReadOptions,
    survey: Survey,
    limit: usize,
    /// Number of the series to be given out next.
    next: usize,
    /// The series begun, from `next` on.
    begun: VecDeque<Group>,
    /// Rows that the series begun will have when they are complete.
    held: usize,
    /// First row of the first series that was left for another pass.
    left: Option<Place>,
}

impl<R: BufRead + Seek> SeriesReader<R> {
    /// Surveys a file.
    ///
    /// ```
    /// use tradecast_io::{ReadOptions, SeriesReader};
    ///
    /// let error = SeriesReader::open(std::io::Cursor::new("period\n2022\n"), &ReadOptions::default()).unwrap_err();
    /// assert_eq!(error.code(), "missing_column");
    /// ```
    ///
    /// # Errors
    /// Those of [`crate::read_csv`], and [`Error::Unreadable`].
    pub fn open(file: R, options: &ReadOptions) -> Result<Self> {
        let mut rows = Rows::new(file, options.skip)?;
        let header_row = rows.next_row()?.ok_or(Error::EmptyFile)?;
        let headless = options.layout == Layout::Headless;
        let cells = header::headings(rows.record(), headless);
        let columns = header::columns(&cells, header_row, options)?;
        let first = if headless { rows.start() } else { rows.place() };
        if headless {
            rows.go_to(first)?;
        }
        let survey = Survey::of(&mut rows, &columns)?;
        if survey.len() == 0 {
            return Err(Error::NoRows { row: header_row });
        }
        rows.go_to(first)?;
        Ok(Self {
            rows,
            columns,
            options: options.clone(),
            survey,
            limit: HELD,
            next: 0,
            begun: VecDeque::new(),
            held: 0,
            left: None,
        })
    }

    /// Holds at most this many rows of series that are not complete, at least one series; more rows, fewer passes over a
    /// file with interleaved series.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("series,period,value\nA,2021,1\nB,2021,3\nA,2022,2\n");
    /// let reader = SeriesReader::open(file, &ReadOptions::default())?.holding(1);
    /// assert_eq!(reader.map(|entry| entry.unwrap().name).collect::<String>(), "AB");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn holding(mut self, rows: usize) -> Self {
        self.limit = rows;
        self
    }

    /// Begins with the series of this number, from 0, instead of the first.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("series,period,value\nA,2021,1\nB,2021,3\nA,2022,2\n");
    /// let mut reader = SeriesReader::open(file, &ReadOptions::default())?.starting_at(1);
    /// assert_eq!(reader.next().unwrap()?.name, "B");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn starting_at(mut self, series: usize) -> Self {
        self.next = series.min(self.series());
        self
    }

    /// Number of series in the file, good and bad.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("period,value\n2021,1\n");
    /// assert_eq!(SeriesReader::open(file, &ReadOptions::default())?.series(), 1);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn series(&self) -> usize {
        self.survey.len()
    }

    /// A fingerprint of the cells below the header, by which one can tell whether a file is still the same: 64-bit FNV-1a in
    /// hexadecimal. It tells versions apart and is no signature.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// # let of = |text| SeriesReader::open(std::io::Cursor::new(text), &ReadOptions::default()).map(|reader| reader.fingerprint());
    /// assert_eq!(of("period,value\n2021,12\n"), of("period;value\r\n2021;12"));
    /// assert_ne!(of("period,value\n2021,12\n"), of("period,value\n2021,13\n"));
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.survey.fingerprint())
    }

    /// All series that are left, at once.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("period,value\n2021,1\n");
    /// let table = SeriesReader::open(file, &ReadOptions::default())?.into_table()?;
    /// assert_eq!(table.single()?.last().value, 1.0);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unreadable`] and [`Error::Changed`].
    pub fn into_table(self) -> Result<Table> {
        let mut table = Table::default();
        for entry in self {
            let mut entry = entry?;
            table.notes.append(&mut entry.notes);
            match entry.series {
                Ok(series) => table.series.push(series),
                Err(errors) => {
                    let problem = |error| Problem { series: entry.name.clone(), error };
                    table.problems.extend(errors.into_iter().map(problem));
                }
            }
        }
        Ok(table)
    }

    /// Reads rows until the next series is complete.
    fn complete(&mut self) -> Result<Entry> {
        loop {
            let complete = |group: &mut Group| group.taken() == self.survey.rows(self.next);
            if let Some(group) = self.begun.pop_front_if(complete) {
                self.held -= group.taken();
                self.next += 1;
                return Ok(group.into_entry(&self.columns, &self.options));
            }
            if self.begun.is_empty()
                && let Some(left) = self.left.take()
            {
                self.rows.go_to(left)?;
            }
            // The survey has seen all rows, so there is a next one.
            let row = self.rows.next_row()?.ok_or(Error::Changed)?;
            self.take(row)?;
        }
    }

    /// Gives a row to its series, if that is one of this pass.
    fn take(&mut self, row: usize) -> Result<()> {
        let record = self.rows.record();
        let name = self.columns.series_of(row, record)?;
        let number = self.survey.number(name).ok_or(Error::Changed)?;
        let Some(at) = number.checked_sub(self.next) else { return Ok(()) };
        if at == self.begun.len() && self.left.is_none() {
            let rows = self.survey.rows(number);
            if self.held.saturating_add(rows) > self.limit && !self.begun.is_empty() {
                self.left = Some(self.rows.start());
            } else {
                self.held += rows;
                self.begun.push_back(Group::new(name, rows));
            }
        }
        if let Some(group) = self.begun.get_mut(at) {
            group.take(row, record, &self.columns, &self.options);
        }
        Ok(())
    }
}

impl<R: BufRead + Seek> Iterator for SeriesReader<R> {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.series() {
            return None;
        }
        let entry = self.complete();
        if entry.is_err() {
            self.next = self.series();
        }
        Some(entry)
    }
}
