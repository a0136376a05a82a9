//! What stands between cells of embedded tables; the build script writes it.

/// Unit separator: no cell has it.
pub(crate) const CELL: char = '\u{1f}';
