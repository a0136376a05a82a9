//! Reading the series of a file, one after the other or all at once.

pub(crate) mod entry;
pub(crate) mod facts;
pub(crate) mod group;
pub(crate) mod survey;
pub(crate) mod table;
pub(crate) mod reader;
pub(crate) mod read_csv;
