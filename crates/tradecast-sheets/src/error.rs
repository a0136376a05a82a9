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
        /// What is wrong.
        what: String,
    },
    /// More than a browser should hold.
    #[error("the workbook is too large to be read here; save the sheet that you need as CSV")]
    TooLarge,
}

impl Error {
    pub(crate) fn damaged(what: impl ToString) -> Self {
        Self::Damaged { what: what.to_string() }
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
