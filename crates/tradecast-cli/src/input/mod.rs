//! What a command line names, opened: files, series, levers, parts, priors, and the question made of them.

#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod input_file;
pub(crate) mod source;
pub(crate) mod levers;
pub(crate) mod parts;
pub(crate) mod priors;
pub(crate) mod readings;
pub(crate) mod forecaster;
pub(crate) mod question;
