#![doc = include_str!("../README.md")]

mod error;
mod header;
mod note;
mod number;
#[cfg(any(feature = "toml", feature = "json"))]
mod scenario;
mod table;

pub use error::{Error, Result};
pub use note::Note;
pub use number::NumberProblem;
#[cfg(any(feature = "toml", feature = "json"))]
pub use scenario::{ScenarioFormat, read_scenario};
pub use table::{Problem, ReadOptions, Table, read_csv};
