//! Every file, read row by row, with what is wrong with its rows.

use super::report::Findings;
use super::scenarios::{self, Scenario};
use crate::file::File;
use crate::outcome::{AnnouncedTarget, PanelCoverage, PanelReliability};
use crate::problem::Problem;
use crate::record::{AnnualFigure, Fact, Good, PartYear, Record, Reporter, Source, SpliceYear};
use crate::table::{Row, Table};

/// A file that could be read: each row as cells and as a value.
pub(super) struct Rows<'a, T> {
    pub(super) table: Table<'a>,
    pub(super) values: Vec<T>,
}

impl<'a, T: Record> Rows<'a, T> {
    pub(super) fn read(files: &[File<'a>], findings: &mut Findings) -> Option<Self> {
        let Some(file) = files.iter().find(|file| file.path == T::FILE.path) else {
            let problem = Problem::of_file(T::FILE.path, "the file is missing", "restore it");
            findings.problems.push(problem);
            return None;
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
            .filter_map(|row| T::read(&row).map_err(|problem| findings.problems.push(problem)).ok())
            .collect();
        findings.report.rows += values.len();
        (findings.problems.len() == before).then_some(Self { table, values })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Row<'_>, &T)> {
        self.table.rows().zip(&self.values)
    }
}

/// Every file, read.
pub(super) struct Data<'a> {
    pub(super) annual: Rows<'a, AnnualFigure>,
    pub(super) splice: Rows<'a, SpliceYear>,
    pub(super) part_years: Rows<'a, PartYear>,
    pub(super) goods: Rows<'a, Good>,
    pub(super) facts: Rows<'a, Fact>,
    pub(super) reporters: Rows<'a, Reporter>,
    pub(super) sources: Rows<'a, Source>,
    pub(super) targets: Rows<'a, AnnouncedTarget>,
    pub(super) reliability: Rows<'a, PanelReliability>,
    pub(super) coverage: Rows<'a, PanelCoverage>,
    pub(super) scenarios: Vec<Scenario<'a>>,
}

impl<'a> Data<'a> {
    pub(super) fn read(files: &[File<'a>], findings: &mut Findings) -> Option<Self> {
        // Read all before giving up on one, so that every unreadable file is reported at once.
        let annual = Rows::read(files, findings);
        let splice = Rows::read(files, findings);
        let part_years = Rows::read(files, findings);
        let goods = Rows::read(files, findings);
        let facts = Rows::read(files, findings);
        let reporters = Rows::read(files, findings);
        let sources = Rows::read(files, findings);
        let targets = Rows::read(files, findings);
        let reliability = Rows::read(files, findings);
        let coverage = Rows::read(files, findings);
        let scenarios = scenarios::read(files, &mut findings.problems);
        Some(Self {
            annual: annual?,
            splice: splice?,
            part_years: part_years?,
            goods: goods?,
            facts: facts?,
            reporters: reporters?,
            sources: sources?,
            targets: targets?,
            reliability: reliability?,
            coverage: coverage?,
            scenarios,
        })
    }
}
