//! The tables of a pair, read row by row, with what is wrong with their rows.

use super::report::Findings;
use crate::embedded::{File, PAIRS};
use crate::problem::Problem;
use crate::record::{self, AnnualFigure, Fact, Good, PartYear, Record, Reporter, Source, SpliceYear};
use crate::table::{Row, Table};

/// A file that could be read: each row as cells and as a value.
pub(super) struct Rows<'a, T> {
    pub(super) table: Table<'a>,
    pub(super) values: Vec<T>,
}

impl<'a, T: Record> Rows<'a, T> {
    /// Reads the file of a folder; one that may be missing has no rows then.
    pub(super) fn read(
        folder: &str,
        files: &[File<'a>],
        needed: bool,
        findings: &mut Findings,
    ) -> Option<Self> {
        let path = format!("{folder}{}", T::FILE);
        let Some(file) = files.iter().find(|file| file.path == path) else {
            if needed {
                findings.problems.push(Problem::of_file(&path, "the file is missing", "restore it"));
                return None;
            }
            return Some(Self { table: Table::empty(), values: Vec::new() });
        };
        let table = match Table::read(file.path, file.text, T::COLUMNS) {
            Ok(table) => table,
            Err(problems) => {
                findings.problems.extend(problems);
                return None;
            }
        };
        let before = findings.problems.len();
        let values: Vec<T> = table
            .rows()
            .filter_map(|row| record::read_row(row).map_err(|found| findings.problems.extend(found)).ok())
            .collect();
        findings.report.rows += values.len();
        (findings.problems.len() == before).then_some(Self { table, values })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Row<'_>, &T)> {
        self.table.rows().zip(&self.values)
    }
}

/// The tables of a pair, read.
pub(super) struct Data<'a> {
    /// Folder of the pair, with its slash.
    pub(super) folder: String,
    pub(super) annual: Rows<'a, AnnualFigure>,
    pub(super) splice: Rows<'a, SpliceYear>,
    pub(super) part_years: Rows<'a, PartYear>,
    pub(super) goods: Rows<'a, Good>,
    pub(super) facts: Rows<'a, Fact>,
    pub(super) reporters: Rows<'a, Reporter>,
    pub(super) sources: Rows<'a, Source>,
}

impl<'a> Data<'a> {
    pub(super) fn read(id: &str, files: &[File<'a>], findings: &mut Findings) -> Option<Self> {
        let folder = format!("{PAIRS}{id}/");
        // Read all before giving up on one, so that every unreadable file is reported at once.
        let annual = Rows::read(&folder, files, true, findings);
        let splice = Rows::read(&folder, files, true, findings);
        let part_years = Rows::read(&folder, files, false, findings);
        let goods = Rows::read(&folder, files, false, findings);
        let facts = Rows::read(&folder, files, false, findings);
        let reporters = Rows::read(&folder, files, true, findings);
        let sources = Rows::read(&folder, files, true, findings);
        Some(Self {
            annual: annual?,
            splice: splice?,
            part_years: part_years?,
            goods: goods?,
            facts: facts?,
            reporters: reporters?,
            sources: sources?,
            folder,
        })
    }

    /// Path of the table of a record type.
    pub(super) fn path<T: Record>(&self) -> String {
        format!("{}{}", self.folder, T::FILE)
    }
}
