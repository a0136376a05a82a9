//! Parquet in, as the rows of a CSV file.

pub(crate) mod process;
pub(crate) mod rows;
