//! Limits of what is read, which errors name.

/// Most characters of a name.
pub(crate) const LONGEST_NAME: usize = 1000;

/// Bytes of a row that no table needs: 64 for each of the most cells.
pub(crate) const LONGEST_ROW: usize = 1 << 22;

/// Cells of a row that no table needs: four times the columns of the widest sheet.
pub(crate) const MOST_CELLS: usize = 1 << 16;
