//! Scenario files, whatever their syntax: a named set of levers.
//!
//! A reader of TOML or JSON, or a page that has parsed its file already, lists what a file has as flat entries, `levers.wheat.price` with
//! a value. This module alone knows which fields there are, what they mean and what is wrong with them, and how a scenario is written.

pub(crate) mod fields;
pub(crate) mod entries;
pub(crate) mod problem;
mod read;
mod check;
mod write;
