//! Reading the series of a file, one after the other or all at once.

pub(crate) mod entry;
pub(crate) mod facts;
pub(crate) mod series_builder;
pub(crate) mod series_index;
pub(crate) mod table;
pub(crate) mod series_reader;
pub(crate) mod read_csv;
pub(crate) mod zeros;
