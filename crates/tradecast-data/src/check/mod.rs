//! The check of the data files: against their own columns, against the catalogue, and against each other.

mod catalogue;
mod rules;
mod scenarios;

use std::fmt;

use crate::file::{self, CATALOGUE, File};
use crate::outcome::{AnnouncedTarget, PanelCoverage, PanelReliability};
use crate::problem::Problem;
use crate::record::{AnnualFigure, Fact, Good, PartYear, Record, Reporter, Source, SpliceYear};
use crate::table::{Row, Table};

use scenarios::Scenario;

pub use catalogue::catalogue_with_checksums;

/// What a check went through without finding a fault.
///
/// ```
/// let report = tradecast_data::check().unwrap();
/// assert_eq!((report.files, report.years), (19, 32));
/// assert!(report.to_string().starts_with("19 files and "));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Files whose columns, rows and checksum are right.
    pub files: usize,
    /// Rows read.
    pub rows: usize,
    /// Rows whose turnover is exports plus imports.
    pub sums: usize,
    /// Years of the default series that repeat an annual figure.
    pub years: usize,
    /// Facts that agree with the goods or the annual figures.
    pub facts: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, rows, sums, years, facts } = self;
        write!(
            f,
            "{files} files and {rows} rows are sound; {sums} sums, {years} years of the default series and {facts} facts agree"
        )
    }
}

/// Checks the embedded files.
///
/// ```
/// assert!(tradecast_data::check().is_ok());
/// ```
///
/// # Errors
/// Every fault found, see [`check_files`].
pub fn check() -> Result<Report, Vec<Problem>> {
    check_files(CATALOGUE, &file::files())
}

/// Checks a catalogue and files given as text.
///
/// Found are: a file without a catalogue entry and the reverse; a wrong checksum; a missing or unknown column; a cell
/// of the wrong type, a word outside its list, a value that is not positive; a key twice; an unknown or unused source,
/// an unknown reporter; a period that had not ended when the file was retrieved; a turnover other than exports plus
/// imports; a year of the default series that repeats no annual figure, or does not say that it is weak; a fact that
/// contradicts the goods or the annual figures; goods that exceed their flow; a derived figure without its arithmetic; a
/// scenario that does not say what it is or rests on an unknown source.
///
/// ```
/// use tradecast_data::{CATALOGUE, check_files, files};
///
/// let mut files = files();
/// let broken = files[0].text.replace("375.3,86.6,461.9", "375.3,86.6,491.9");
/// files[0].text = &broken;
/// let problems = check_files(CATALOGUE, &files).unwrap_err();
/// assert!(problems.iter().any(|p| p.file == "kz-az/annual.csv" && p.column.as_deref() == Some("turnover")));
/// ```
///
/// # Errors
/// Every fault found. Files are compared with each other only where all of them can be read.
pub fn check_files(catalogue: &str, files: &[File<'_>]) -> Result<Report, Vec<Problem>> {
    let mut findings = Findings::default();
    let entries = catalogue::entries(catalogue, files, &mut findings);
    if let Some(data) = Data::read(files, &mut findings) {
        findings.report.files = files.len();
        rules::apply(&data, &entries, &mut findings);
    }
    if findings.problems.is_empty() { Ok(findings.report) } else { Err(findings.problems) }
}

/// What has been found so far.
#[derive(Debug, Default)]
struct Findings {
    report: Report,
    problems: Vec<Problem>,
}

/// A file that could be read: each row as cells and as a value.
struct Rows<'a, T> {
    table: Table<'a>,
    values: Vec<T>,
}

impl<'a, T: Record> Rows<'a, T> {
    fn read(files: &[File<'a>], findings: &mut Findings) -> Option<Self> {
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

    fn iter(&self) -> impl Iterator<Item = (Row<'_>, &T)> {
        self.table.rows().zip(&self.values)
    }
}

/// Every file, read.
struct Data<'a> {
    annual: Rows<'a, AnnualFigure>,
    splice: Rows<'a, SpliceYear>,
    part_years: Rows<'a, PartYear>,
    goods: Rows<'a, Good>,
    facts: Rows<'a, Fact>,
    reporters: Rows<'a, Reporter>,
    sources: Rows<'a, Source>,
    targets: Rows<'a, AnnouncedTarget>,
    reliability: Rows<'a, PanelReliability>,
    coverage: Rows<'a, PanelCoverage>,
    scenarios: Vec<Scenario<'a>>,
}

impl<'a> Data<'a> {
    fn read(files: &[File<'a>], findings: &mut Findings) -> Option<Self> {
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

#[cfg(test)]
mod tests;
