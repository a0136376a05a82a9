//! Text of a CSV file: its encoding, its rows, and what is no text at all.

pub(crate) mod binary;
pub(crate) mod encoding;
pub(crate) mod formula;
pub(crate) mod separator;
pub(crate) mod rows;
