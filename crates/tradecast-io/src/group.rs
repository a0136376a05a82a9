//! Gathering the rows of a series while a file is read.

use tradecast::{Observation, Period, Series};

use crate::error::{Error, shortened};
use crate::header::{Column, Columns};
use crate::note::Note;
use crate::number::read_number;
use crate::period::read_period;
use crate::reader::Entry;
use crate::rows::Record;
use crate::table::ReadOptions;

/// The rows of one series.
#[derive(Debug)]
pub(crate) struct Group {
    name: String,
    /// Rows taken, good and bad.
    taken: usize,
    observations: Vec<Observation>,
    /// Row of each observation.
    rows: Vec<usize>,
    errors: Vec<Error>,
    notes: Vec<Note>,
    latest: Option<Period>,
    is_ordered: bool,
}

impl Group {
    /// A group that expects as many rows.
    pub(crate) fn new(name: &str, rows: usize) -> Self {
        Self {
            name: name.to_owned(),
            taken: 0,
            observations: Vec::with_capacity(rows),
            rows: Vec::with_capacity(rows),
            errors: Vec::new(),
            notes: Vec::new(),
            latest: None,
            is_ordered: true,
        }
    }

    /// Rows taken so far.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    /// Adds a row.
    pub(crate) fn take(&mut self, row: usize, record: &Record, columns: &Columns, options: &ReadOptions) {
        self.taken += 1;
        if record.len() != columns.width {
            self.errors.push(columns.wrong_length(row, record));
        } else if let (true, Some(column)) = (self.name.is_empty(), &columns.series) {
            self.errors.push(Error::NoName { row, column: column.heading.clone() });
        } else {
            self.read(row, record, columns, options);
        }
    }

    /// Reads the cells of a row of the right length.
    fn read(&mut self, row: usize, record: &Record, columns: &Columns, options: &ReadOptions) {
        let cell = |column: &Column| record.get(column.at).unwrap_or_default().trim();
        let period = match read_period(cell(&columns.period), options.dates) {
            Ok(period) => period,
            Err(source) => {
                self.errors.push(Error::BadPeriod { row, column: columns.period.heading.clone(), source });
                return;
            }
        };
        self.note_order(row, period, &columns.period);
        let text = cell(&columns.value);
        let column = || columns.value.heading.clone();
        if text.is_empty() {
            self.notes.push(Note::Gap { series: self.name.clone(), row, column: column(), period });
            return;
        }
        let source = columns.source.as_ref().map(cell).unwrap_or_default();
        self.add(row, column(), period, text, source, options);
    }

    /// Adds a value, given as text.
    pub(crate) fn add(
        &mut self,
        row: usize,
        column: String,
        period: Period,
        text: &str,
        source: &str,
        options: &ReadOptions,
    ) {
        match read_number(text, options.numbers) {
            Ok(value) => {
                self.observations.push(Observation::new(period, value).with_source(source));
                self.rows.push(row);
            }
            Err(problem) => {
                self.errors.push(Error::BadNumber { row, column, text: shortened(text), problem });
            }
        }
    }

    /// Notes the first period that is not in the order of time.
    fn note_order(&mut self, row: usize, period: Period, column: &Column) {
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
    }

    /// The series, or everything that is wrong with it, and what was noticed.
    pub(crate) fn into_entry(mut self, columns: &Columns, options: &ReadOptions) -> Entry {
        let (name, notes) = (self.name.clone(), std::mem::take(&mut self.notes));
        Entry { name, series: self.into_series(columns, options), notes }
    }

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
