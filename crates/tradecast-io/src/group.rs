//! Gathering the rows of each series while a file is read.

use std::collections::HashMap;

use csv::StringRecord;
use tradecast::{Observation, Period, Series};

use crate::error::{Error, Result, shortened};
use crate::header::{Column, Columns};
use crate::note::Note;
use crate::number;
use crate::table::{Problem, ReadOptions, Table};

/// All series of a file, while it is being read.
pub(crate) struct Groups<'a> {
    columns: &'a Columns,
    options: &'a ReadOptions,
    by_name: HashMap<String, usize>,
    all: Vec<Group>,
}

impl<'a> Groups<'a> {
    pub(crate) fn new(columns: &'a Columns, options: &'a ReadOptions) -> Self {
        Self { columns, options, by_name: HashMap::new(), all: Vec::new() }
    }

    /// Whether no row was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds a row to its series.
    pub(crate) fn take(&mut self, row: usize, record: &StringRecord) -> Result<()> {
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

    /// Turns every group into a series, or into what is wrong with it.
    pub(crate) fn into_table(self) -> Table {
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
