//! What a check finds.

use std::fmt;

use crate::problem::Problem;

/// What a check went through without finding a fault.
///
/// ```
/// let report = tradecast_data::check().unwrap();
/// assert_eq!((report.files, report.years), (20, 32));
/// assert!(report.to_string().starts_with("20 files and "));
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

/// What has been found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) report: Report,
    pub(super) problems: Vec<Problem>,
}
