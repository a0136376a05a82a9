//! What is wrong with a data file, where, and how to fix it.

use std::fmt;

/// One fault of one data file.
///
/// ```
/// use tradecast_data::Problem;
///
/// let problem = Problem {
///     file: "pairs/a-b/annual.csv".into(),
///     row: Some(12),
///     column: Some("exports".into()),
///     message: "\"4x\" is not a number".into(),
///     fix: "write a positive number, or leave the cell empty".into(),
/// };
/// assert_eq!(
///     problem.to_string(),
///     "pairs/a-b/annual.csv, row 12, column \"exports\": \"4x\" is not a number; write a positive number, or leave the cell empty",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path of the file below `data`.
    pub file: String,
    /// Line of the file, where the fault is in one row; the header is line 1.
    pub row: Option<usize>,
    /// Column (or key of the catalogue), where the fault is in one.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

impl Problem {
    /// A fault of a file as a whole.
    pub(crate) fn of_file(file: &str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { file: file.to_owned(), row: None, column: None, message: message.into(), fix: fix.into() }
    }

    /// Names the row.
    pub(crate) fn in_row(self, row: usize) -> Self {
        Self { row: Some(row), ..self }
    }

    /// Names the column.
    pub(crate) fn in_column(self, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column:?}")?;
        }
        write!(f, ": {}; {}", self.message, self.fix)
    }
}

impl std::error::Error for Problem {}
