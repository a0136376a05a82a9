//! Why a workbook cannot be read, and what to do.

/// Why a workbook cannot be read.
///
/// ```
/// let error = tradecast_sheets::sheets(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap_err();
/// assert_eq!(error, tradecast_sheets::Error::Old);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something else than a workbook.
    #[error("this is not an XLSX workbook; save it as .xlsx or as CSV")]
    NotXlsx,
    /// A workbook of a format before 2007, or one behind a password.
    #[error(
        "this is an old .xls workbook or one with a password; save it as .xlsx without a password, or as CSV"
    )]
    Old,
    /// A file that ends too early or contradicts itself.
    #[error("the workbook is damaged: {what}; save it again, or save the sheet as CSV")]
    Damaged {
        /// What is wrong, and in which sheet.
        what: String,
    },
    /// More than is held in memory, before the first sheet.
    #[error(
        "the workbook holds more than {most}, which is too much to be read here; save the sheet that you need as CSV"
    )]
    TooLarge {
        /// The limit that is passed.
        most: &'static str,
    },
    /// More cells or text than are held in memory.
    #[error(
        "sheet {sheet:?}: up to row {row} the workbook holds more than {most}; save the sheet that you need as CSV, without rows and columns that are not needed"
    )]
    LargeSheet {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: usize,
        /// The limit that is passed.
        most: &'static str,
    },
    /// A small file with much in it, as no program writes it.
    #[error(
        "the workbook unpacks to many times what tables do: it is damaged, or made to overload who reads it; save the sheet that you need as CSV"
    )]
    Expands,
    /// More sheets than are read.
    #[error(
        "the workbook has more than 1,000 sheets; copy the sheet that you need to a workbook of its own, or save it as CSV"
    )]
    TooManySheets,
    /// A table with so much room between its cells that it cannot be one.
    #[error(
        "sheet {sheet:?}: cell {cell} stands too far from the others for a table; delete what is not part of the table, or save the table as CSV"
    )]
    Scattered {
        /// The sheet.
        sheet: String,
        /// The cell that is farthest to the right.
        cell: String,
    },
    /// A text that no spreadsheet holds in a cell.
    #[error(
        "sheet {sheet:?}: cell {cell} has more than the 32,767 characters that a cell can hold; shorten its text, or save the sheet as CSV"
    )]
    LongCell {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
    },
}

impl Error {
    /// What is wrong in so many letters that a message holds them, whatever the file has.
    pub(crate) fn damaged(what: impl ToString) -> Self {
        Self::Damaged { what: what.to_string().chars().take(200).collect() }
    }

    /// Says of what is damaged where that is.
    pub(crate) fn at(self, place: &str) -> Self {
        match self {
            Self::Damaged { what } => Self::Damaged { what: format!("{place}: {what}") },
            other => other,
        }
    }

    /// A word for programs that stays the same.
    ///
    /// ```
    /// assert_eq!(tradecast_sheets::Error::NotXlsx.code(), "not_a_workbook");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotXlsx => "not_a_workbook",
            Self::Old => "old_workbook",
            Self::Damaged { .. } => "damaged_workbook",
            Self::TooLarge { .. } | Self::LargeSheet { .. } => "workbook_too_large",
            Self::Expands => "workbook_expands",
            Self::TooManySheets => "too_many_sheets",
            Self::Scattered { .. } => "scattered_cells",
            Self::LongCell { .. } => "long_cell",
        }
    }

    /// What the message mentions, by name.
    ///
    /// ```
    /// let error = tradecast_sheets::Error::TooLarge { most: "128 MB" };
    /// assert_eq!(error.values(), [("most", "128 MB".to_owned())]);
    /// ```
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotXlsx | Self::Old | Self::Expands | Self::TooManySheets => Vec::new(),
            Self::Damaged { what } => vec![("what", what.clone())],
            Self::TooLarge { most } => vec![("most", (*most).to_owned())],
            Self::LargeSheet { sheet, row, most } => {
                vec![("sheet", sheet.clone()), ("row", row.to_string()), ("most", (*most).to_owned())]
            }
            Self::Scattered { sheet, cell } | Self::LongCell { sheet, cell } => {
                vec![("sheet", sheet.clone()), ("cell", cell.clone())]
            }
        }
    }

    /// One of each kind, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let (sheet, cell) = ("Торговля".to_owned(), "XFD1".to_owned());
        let samples = vec![
            Self::NotXlsx,
            Self::Old,
            Self::Damaged { what: "it ends".to_owned() },
            Self::TooLarge { most: "128 MB" },
            Self::LargeSheet { sheet: sheet.clone(), row: 7, most: "128 MB of text" },
            Self::LargeSheet { sheet: sheet.clone(), row: 7, most: "16,000,000 cells" },
            Self::Expands,
            Self::TooManySheets,
            Self::Scattered { sheet: sheet.clone(), cell: cell.clone() },
            Self::LongCell { sheet, cell },
        ];
        // Does not compile where a kind is missing here; add it above as well.
        let _ = |error: &Self| match error {
            Self::NotXlsx
            | Self::Old
            | Self::Damaged { .. }
            | Self::TooLarge { .. }
            | Self::LargeSheet { .. }
            | Self::Expands
            | Self::TooManySheets
            | Self::Scattered { .. }
            | Self::LongCell { .. } => (),
        };
        samples
    }

    /// Code, message, and names and values in turn, with a character between them that no text of a workbook has.
    #[doc(hidden)]
    #[must_use]
    pub fn fields(&self) -> String {
        let values = self.values().into_iter().flat_map(|(name, value)| [name.to_owned(), value]);
        let fields: Vec<String> =
            [self.code().to_owned(), self.to_string()].into_iter().chain(values).collect();
        fields.join("\0")
    }
}

/// Result of this crate.
///
/// ```
/// fn count(workbook: &[u8]) -> tradecast_sheets::Result<usize> {
///     Ok(tradecast_sheets::sheets(workbook)?.len())
/// }
/// assert!(count(b"").is_err());
/// ```
pub type Result<T> = std::result::Result<T, Error>;
