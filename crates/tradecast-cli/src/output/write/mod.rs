//! Writing results: destinations, formats that are no text, and runs that can be resumed.

pub(crate) mod destination;
pub(crate) mod numeric_columns;
pub(crate) mod workbook;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod container;
pub(crate) mod journal;
pub(crate) mod run_fingerprint;
pub(crate) mod partial_file;
pub(crate) mod sink;
