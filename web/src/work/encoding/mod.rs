//! What crosses between the page and its worker, as bytes.
//!
//! Both run the same program, so fields stand in the order of their declaration, without names: the code that reads and writes this
//! is a fraction of what reading JavaScript objects takes, and the bytes are handed over as one piece. Each value says what kind it
//! is, for the few types that look before they choose; variants have their name beside their number for the same reason.

mod format;
mod reader;
mod values;
mod writer;

#[cfg(test)]
pub(crate) use values::{from_bytes, to_bytes};
pub(crate) use values::{received, sent};

#[cfg(test)]
mod tests;
