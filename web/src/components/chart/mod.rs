//! The charts of the answer: history and forecast, arrivals, and the table of their numbers.

pub(crate) mod arrival;
pub(crate) mod axes;
pub(crate) mod charts;
pub(crate) mod download;
pub(crate) mod draw;
pub(crate) mod fan;
pub(crate) mod options;
pub(crate) mod reader;
pub(crate) mod table;
