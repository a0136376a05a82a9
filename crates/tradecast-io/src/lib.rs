#![doc = include_str!("../README.md")]

mod table;
mod reader;
mod survey;
mod rows;
mod header;
mod group;
mod number;
mod note;
mod spelling;
mod error;
#[cfg(any(feature = "toml", feature = "json"))]
mod scenario;

pub use error::{Error, Result};
pub use note::Note;
pub use number::NumberProblem;
pub use reader::{Entry, SeriesReader};
#[cfg(feature = "toml")]
pub use scenario::scenario_template;
#[cfg(any(feature = "toml", feature = "json"))]
pub use scenario::{IdleLever, Scenario, ScenarioFormat, read_scenario};
pub use table::{Problem, ReadOptions, Table, read_csv};
