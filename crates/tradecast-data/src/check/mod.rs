//! The check of the data files: against their own columns, against the catalogue, and against each other.

mod catalogue;
mod data;
mod report;
mod rules;
mod scenarios;

use crate::file::{self, CATALOGUE, File};
use crate::problem::Problem;

use data::Data;
use report::Findings;

pub use catalogue::catalogue_with_checksums;
pub use report::Report;

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

#[cfg(test)]
mod tests;
