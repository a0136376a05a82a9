#![doc = include_str!("../README.md")]

mod limits;
mod separator;
mod options;
mod entry;
mod read_csv;
mod table;
mod preview;
mod publisher;
mod facts;
mod formula;
mod reader;
mod survey;
mod rows;
mod header;
mod group;
mod number;
mod unit;
mod period;
mod note;
mod doubt;
mod spelling;
mod binary;
mod encoding;
mod error;
#[cfg(any(feature = "toml", feature = "json"))]
mod scenario;

pub use binary::refuse_binary;
pub use doubt::{Doubt, doubts, mirror_doubts};
pub use encoding::{Encoding, decoded, transcode};
pub use entry::{Entry, Place};
pub use error::{Error, Result};
pub use formula::{csv_cell, csv_text};
pub use note::Note;
pub use number::{NumberProblem, NumberStyle, read_number};
pub use options::{Layout, ReadOptions};
pub use period::read_period;
pub use preview::{Preview, PreviewRow, guess_csv, preview_csv};
pub use publisher::Publisher;
pub use read_csv::read_csv;
pub use reader::SeriesReader;
#[cfg(feature = "toml")]
pub use scenario::scenario_template;
#[cfg(any(feature = "toml", feature = "json"))]
pub use scenario::{IdleLever, Scenario, ScenarioFormat, read_scenario};
pub use table::{Problem, Table};
