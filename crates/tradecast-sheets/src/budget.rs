//! What a workbook may cost, counted while it is read: a file of a kilobyte can otherwise fill any memory.

use std::cell::Cell;

use crate::error::{Error, Result};

/// Most bytes of a workbook. Larger files are not worth reading into memory: what they hold is beyond the other limits.
///
/// ```
/// let junk = vec![b'P'; tradecast_sheets::LARGEST_FILE + 1];
/// assert_eq!(tradecast_sheets::sheets(&junk).unwrap_err().code(), "workbook_too_large");
/// ```
pub const LARGEST_FILE: usize = 128 << 20;

/// Most sheets of a workbook.
pub(crate) const SHEETS: usize = 1_000;

/// Most rows and columns of a sheet: more no program writes.
pub(crate) const ROWS: usize = 1 << 20;
pub(crate) const COLUMNS: usize = 1 << 14;

/// Most characters of a cell: more no program writes.
pub(crate) const CELL: usize = 32_767;

/// Bytes that the longest text of a cell can have. A longer one is held as far as it shows that it is.
pub(crate) const CELL_BYTES: usize = 4 * CELL;

/// Most cells and shared texts of a workbook: a full sheet of fifteen columns.
const CELLS: usize = 16_000_000;
const CELLS_SAID: &str = "16,000,000 cells";

/// Most bytes of text that are held: the shared texts and the tables, separators included.
const TEXT: usize = 128 << 20;
const TEXT_SAID: &str = "128 MB of text";

/// Most bytes of XML: sixteen megabytes, and of a larger file 32 times its size. Tables pack to between a quarter and a twentieth.
const UNPACKED: usize = 512 << 20;
const RATIO: usize = 32;
const UNPACKED_ALWAYS: usize = 16 << 20;

/// What is left to be spent on a workbook.
#[derive(Debug)]
pub(crate) struct Budget {
    unpacked: Cell<usize>,
    cells: Cell<usize>,
    text: Cell<usize>,
}

impl Budget {
    /// The budget of a workbook of some bytes.
    pub(crate) fn of(file: usize) -> Self {
        let unpacked = file.saturating_mul(RATIO).saturating_add(UNPACKED_ALWAYS).min(UNPACKED);
        Self { unpacked: Cell::new(unpacked), cells: Cell::new(CELLS), text: Cell::new(TEXT) }
    }

    /// Counts bytes that were unpacked.
    pub(crate) fn unpack(&self, bytes: usize) -> Result<()> {
        spend(&self.unpacked, bytes).ok_or(Error::Expands)
    }

    /// Counts a cell, or a text that cells share, of some bytes.
    ///
    /// # Errors
    /// The limit that is passed.
    pub(crate) fn cell(&self, bytes: usize) -> std::result::Result<(), &'static str> {
        spend(&self.cells, 1).ok_or(CELLS_SAID)?;
        self.text(bytes)
    }

    /// Counts bytes of text.
    ///
    /// # Errors
    /// The limit that is passed.
    pub(crate) fn text(&self, bytes: usize) -> std::result::Result<(), &'static str> {
        spend(&self.text, bytes).ok_or(TEXT_SAID)
    }
}

fn spend(left: &Cell<usize>, amount: usize) -> Option<()> {
    left.set(left.get().checked_sub(amount)?);
    Some(())
}
