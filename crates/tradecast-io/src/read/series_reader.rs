//! Reading a CSV file one series at a time, in bounded memory.
//!
//! The file is read twice: first for an index (which series, how many rows each), then for the values. A series is given out as
//! soon as its last row was seen, so a file with the rows of each series together needs the memory of one. Where series
//! are interleaved, as in a file sorted by period, those begun are held until they are complete. When the rows they hold reach
//! a limit, further series are left for another pass over the file, which begins at the first row of the first of them. Whatever
//! the order of rows, series come in the order of their first rows.

use std::collections::VecDeque;
use std::io::{BufRead, Seek};
use std::sync::Arc;

use tradecast::isolated;

use crate::csv::rows::{self, Rows};
use crate::error::{Error, Result, quoted};
use crate::layout::header;
use crate::layout::options::{Layout, ReadOptions};
use crate::note::Note;
use crate::read::entry::Entry;
use crate::read::facts::Facts;
use crate::read::series_builder::{Most, SeriesBuilder};
use crate::read::series_index::SeriesIndex;
use crate::read::table::{Problem, Table};

/// Values held at a time unless said otherwise: 24 bytes each, more where a source is given.
const HELD: usize = 6 << 20;

/// Problems, and notes, of one series that are told unless said otherwise; more are counted.
const REMARKS: usize = 1000;

/// The series of a CSV file in UTF-8, one after the other.
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
    headings: Vec<String>,
    separator: char,
    facts: Facts<R>,
    options: ReadOptions,
    /// The unit of the options, shared by all series.
    unit: Arc<str>,
    index: SeriesIndex,
    limit: usize,
    /// Problems and notes kept of each series.
    most: Most,
    /// Number of the series to be given out next.
    next: usize,
    /// The series begun, from `next` on.
    begun: VecDeque<SeriesBuilder>,
    /// Values that the series begun will have when they are complete.
    held: usize,
    /// First row of the first series that was left for another pass.
    left: Option<rows::Position>,
}

impl<R: BufRead + Seek> SeriesReader<R> {
    /// Opens a file and reads it once, for the index of its series.
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
        let separator = char::from(rows.delimiter());
        let first = if headless { rows.start() } else { rows.place() };
        if headless {
            rows.go_to(first)?;
        }
        let mut facts = Facts::new(rows, columns, options);
        let index = SeriesIndex::of(&mut facts)?;
        if index.len() == 0 {
            return Err(Error::NoRows { row: header_row });
        }
        facts.go_to(first)?;
        Ok(Self {
            headings: cells,
            separator,
            facts,
            options: options.clone(),
            unit: options.unit.as_str().into(),
            index,
            limit: HELD,
            most: Most { remarks: REMARKS, more_is_told: true },
            next: 0,
            begun: VecDeque::new(),
            held: 0,
            left: None,
        })
    }

    /// Holds at most this many values of series that are not complete, at least one series; more values, fewer passes over a
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
    pub fn holding(mut self, values: usize) -> Self {
        self.limit = values;
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
        self.index.len()
    }

    /// Number of values in the file, those that are missing or wrong included.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("series,period,value\nA,2021,1\nB,2021,\n");
    /// assert_eq!(SeriesReader::open(file, &ReadOptions::default())?.values(), 2);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn values(&self) -> usize {
        self.index.all_facts()
    }

    /// Keeps at most so many problems and so many notes of each series: of more than a thousand, unless said otherwise, a last one
    /// says how many there are.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("period,value\n2021,x\n2022,y\n2023,z\n");
    /// let mut reader = SeriesReader::open(file, &ReadOptions::default())?.with_remarks(2);
    /// assert_eq!(reader.next().unwrap()?.series.unwrap_err().len(), 2);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn with_remarks(mut self, most: usize) -> Self {
        self.most = Most { remarks: most.max(1), more_is_told: false };
        self
    }

    /// The series of a file that is meant to hold one.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("series,period,value\nA,2021,1\nB,2021,3\n");
    /// let error = SeriesReader::open(file, &ReadOptions::default())?.single().unwrap_err();
    /// assert_eq!(error.code(), "several_series");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SeveralSeries`] where there are more, before any is read; [`Error::Unreadable`] and [`Error::Changed`].
    pub fn single(mut self) -> Result<Entry> {
        let have = self.series();
        if have > 1 {
            return Err(Error::SeveralSeries { have, found: quoted(self.index.names().into_iter()) });
        }
        let mut entry = self.next().unwrap_or(Err(Error::EmptyFile))?;
        entry.notes.splice(0..0, self.remarks().iter().cloned());
        Ok(entry)
    }

    /// The headings of the file; a column without one is called "column 1", "column 2", ...
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("period;value;\n2021;1;\n");
    /// let reader = SeriesReader::open(file, &ReadOptions::default())?;
    /// assert_eq!((reader.headings()[2].as_str(), reader.separator()), ("column 3", ';'));
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// What stands between cells.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader};
    /// let file = std::io::Cursor::new("period\tvalue\n2021\t1\n");
    /// assert_eq!(SeriesReader::open(file, &ReadOptions::default())?.separator(), '\t');
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn separator(&self) -> char {
        self.separator
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
        format!("{:016x}", self.index.fingerprint())
    }

    /// What should be known of the file as a whole.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, SeriesReader, Publisher};
    /// let file = "refYear,reporterDesc,flowDesc,partnerDesc,primaryValue\n2021,A,Export,B,1\n2021,A,Re-Export,B,1\n";
    /// let options = ReadOptions { publisher: Some(Publisher::ComtradePlus), ..ReadOptions::default() };
    /// let reader = SeriesReader::open(std::io::Cursor::new(file), &options)?;
    /// assert_eq!((reader.remarks()[0].code(), reader.remarks()[0].row()), ("left_out", 3));
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn remarks(&self) -> &[Note] {
        self.index.remarks()
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
        let mut table = Table { notes: self.remarks().to_vec(), ..Table::default() };
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

    /// Reads on until the next series is complete.
    fn complete(&mut self) -> Result<Entry> {
        loop {
            let complete = |builder: &SeriesBuilder| builder.taken() == self.index.facts(self.next);
            if self.begun.front().is_some_and(complete)
                && let Some(builder) = self.begun.pop_front()
            {
                self.held -= builder.taken();
                self.next += 1;
                let (name, columns) = (builder.name().to_owned(), self.facts.columns());
                let made = isolated(format_args!("read {name}"), || {
                    builder.into_entry(columns, &self.options, &self.unit)
                });
                return Ok(made.unwrap_or_else(|source| Entry {
                    name,
                    series: Err(vec![Error::BadSeries { column: None, source }]),
                    notes: Vec::new(),
                    places: Vec::new(),
                }));
            }
            if self.begun.is_empty()
                && let Some(left) = self.left.take()
            {
                self.facts.go_to(left)?;
            }
            // The index has seen everything, so there is more.
            if !self.facts.advance()? {
                return Err(Error::Changed);
            }
            self.take()?;
        }
    }

    /// Gives the fact in hand to its series, if that is one of this pass.
    fn take(&mut self) -> Result<()> {
        let fact = self.facts.fact();
        let Some(number) = self.index.number(fact.name).ok_or(Error::Changed)? else { return Ok(()) };
        let Some(at) = number.checked_sub(self.next) else { return Ok(()) };
        if at == self.begun.len() && self.left.is_none() {
            let facts = self.index.facts(number);
            if self.held.saturating_add(facts) > self.limit && !self.begun.is_empty() {
                self.left = Some(self.facts.start());
            } else {
                self.held += facts;
                self.begun.push_back(SeriesBuilder::new(fact.name, facts, self.most));
            }
        }
        if let Some(builder) = self.begun.get_mut(at) {
            builder.take(&fact, self.facts.columns(), self.facts.dates(), &self.options);
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
