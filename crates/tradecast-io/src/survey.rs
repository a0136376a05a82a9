//! A first look at a file: which series it has, and how many rows each.

use std::collections::HashMap;
use std::hash::Hasher;
use std::io::BufRead;

use fnv::FnvHasher;

use crate::error::Result;
use crate::header::Columns;
use crate::rows::Rows;

/// The series of a file, numbered in the order of their first rows.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    numbers: HashMap<Box<str>, usize>,
    /// Rows of each series.
    rows: Vec<usize>,
    /// The series asked for last: mostly the next row belongs to the same.
    last: Option<(String, usize)>,
    /// Of the cells of all rows.
    fingerprint: u64,
}

impl Survey {
    /// Looks at all rows that are left. Whatever makes the whole file unreadable is found here, before any of its series
    /// is used.
    pub(crate) fn of<R: BufRead>(rows: &mut Rows<R>, columns: &Columns) -> Result<Self> {
        let mut survey = Self::default();
        let mut fingerprint = FnvHasher::default();
        while let Some(row) = rows.next_row()? {
            let name = columns.series_of(row, rows.record())?;
            let number = survey.number(name).unwrap_or_else(|| survey.add(name));
            survey.rows[number] += 1;
            rows.record().hash(&mut fingerprint);
        }
        survey.fingerprint = fingerprint.finish();
        Ok(survey)
    }

    fn add(&mut self, name: &str) -> usize {
        let number = self.rows.len();
        self.rows.push(0);
        self.numbers.insert(name.into(), number);
        number
    }

    /// Number of the series with a name.
    pub(crate) fn number(&mut self, name: &str) -> Option<usize> {
        if let Some((last, number)) = &self.last
            && last == name
        {
            return Some(*number);
        }
        let number = *self.numbers.get(name)?;
        let (last, last_number) = self.last.get_or_insert_default();
        last.clear();
        last.push_str(name);
        *last_number = number;
        Some(number)
    }

    /// Number of series.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Rows of the series with this number.
    pub(crate) fn rows(&self, number: usize) -> usize {
        self.rows[number]
    }

    /// A fingerprint of the cells of all rows.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}
