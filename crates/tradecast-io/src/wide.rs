//! Reading a wide table: one row per series, one column per period.

use std::io::Cursor;

use tradecast::{Observation, Period, Series};

use crate::error::{Error, Result, quoted, shortened};
use crate::header;
use crate::note::Note;
use crate::number::read_number;
use crate::period::read_period;
use crate::rows::Rows;
use crate::table::{Problem, ReadOptions, Table};

/// A row of the table while it is read.
struct Line {
    name: String,
    observations: Vec<Observation>,
    errors: Vec<Error>,
}

/// Reads a wide table.
pub(crate) fn read(file: &[u8], options: &ReadOptions) -> Result<Table> {
    let mut rows = Rows::new(Cursor::new(file), options.skip)?;
    let header_row = rows.next_row()?.ok_or(Error::EmptyFile)?;
    let headings = header::headings(rows.record(), false);
    let periods: Vec<(usize, Period)> = periods(&headings, options);
    if periods.is_empty() {
        let column = options.period_column.clone().unwrap_or_else(|| "a period".to_owned());
        let found = quoted(headings.iter().map(String::as_str));
        return Err(Error::MissingColumn {
            row: header_row,
            column,
            found,
            flag: "--period-column",
            closest: None,
        });
    }
    let name_at = name_column(&headings, &periods, options)?;
    let mut table = Table::default();
    let mut seen: Vec<String> = Vec::new();
    while let Some(row) = rows.next_row()? {
        let record = rows.record();
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let name = name_at.map_or_else(|| options.name.clone(), |at| cell(at).to_owned());
        let mut line = Line { name, observations: Vec::new(), errors: Vec::new() };
        if record.len() != headings.len() {
            line.errors.push(Error::FieldCount { row, expected: headings.len(), found: record.len() });
        }
        if line.name.is_empty() {
            let column = name_at.map_or_else(String::new, |at| headings[at].clone());
            line.errors.push(Error::NoName { row, column });
        }
        for &(at, period) in &periods {
            let column = || headings[at].clone();
            let text = cell(at);
            if text.is_empty() {
                table.notes.push(Note::Gap { series: line.name.clone(), row, column: column(), period });
                continue;
            }
            match read_number(text, options.numbers) {
                Ok(value) => line.take(row, column, Observation::new(period, value)),
                Err(problem) => {
                    line.errors.push(Error::BadNumber {
                        row,
                        column: column(),
                        text: shortened(text),
                        problem,
                    });
                }
            }
        }
        if seen.contains(&line.name) {
            // Two rows of one name would be two series that nobody can tell apart.
            line.name = format!("{} (row {row})", line.name);
        }
        seen.push(line.name.clone());
        line.end(row, options, &mut table);
    }
    if seen.is_empty() { Err(Error::NoRows { row: header_row }) } else { Ok(table) }
}

/// The columns that are periods, and of them those of one frequency: that of the first.
fn periods(headings: &[String], options: &ReadOptions) -> Vec<(usize, Period)> {
    let read = |(at, heading): (usize, &String)| Some((at, read_period(heading, options.dates).ok()?));
    let all: Vec<(usize, Period)> = headings.iter().enumerate().filter_map(read).collect();
    let first = all.first().map(|(_, period)| period.frequency());
    all.into_iter().filter(|(_, period)| Some(period.frequency()) == first).collect()
}

/// The column with the names of the series: the one that is mapped, else the first that is no period.
fn name_column(
    headings: &[String],
    periods: &[(usize, Period)],
    options: &ReadOptions,
) -> Result<Option<usize>> {
    let is_period = |at: usize| periods.iter().any(|(of, _)| *of == at);
    let Some(mapped) = &options.series_column else {
        return Ok((0..headings.len()).find(|at| !is_period(*at)));
    };
    let wanted = header::folded(mapped.trim());
    let found = headings.iter().position(|heading| header::folded(heading) == wanted);
    found.map(Some).ok_or_else(|| Error::MissingColumn {
        row: options.skip + 1,
        column: mapped.clone(),
        found: quoted(headings.iter().map(String::as_str)),
        flag: header::SERIES.flag(),
        closest: None,
    })
}

impl Line {
    /// Takes a value, or says what is wrong with it in its own cell.
    fn take(&mut self, row: usize, column: impl Fn() -> String, observation: Observation) {
        match Series::new("", vec![observation.clone()]) {
            Ok(_) => self.observations.push(observation),
            Err(source) => {
                self.errors.push(Error::BadSeries { column: Some(column()), source: source.at_row(|_| row) });
            }
        }
    }

    fn end(self, row: usize, options: &ReadOptions, table: &mut Table) {
        let Self { name, observations, mut errors } = self;
        if errors.is_empty() {
            match Series::new(name.clone(), observations) {
                Ok(series) => {
                    table.series.push(series.with_unit(options.unit.as_str()).with_flow(options.flow))
                }
                Err(source) => errors.push(Error::BadSeries { column: None, source: source.at_row(|_| row) }),
            }
        }
        table.problems.extend(errors.into_iter().map(|error| Problem { series: name.clone(), error }));
    }
}
