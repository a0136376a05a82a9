//! The table that the user brings: opened as a workbook or a text, read in a worker, listed series by series.

pub(super) mod import;
pub mod reader;
pub mod series_list;
mod workbook;
