#![doc = include_str!("../README.md")]

mod limits;
mod number;
mod unit;
mod period;
mod edit_distance;
mod file_kind;
mod note;
mod error;
mod csv;
mod layout;
mod pair;
mod read;
mod quality_warning;
#[cfg(any(feature = "toml", feature = "json"))]
mod scenario;

pub use csv::binary::refuse_binary;
pub use csv::encoding::{Encoding, decoded, transcode};
pub use csv::formula::{csv_cell, csv_text};
pub use error::{Error, Quoted, Result};
pub use file_kind::FileKind;
pub use layout::options::{Layout, ReadOptions};
pub use layout::preview::{Preview, PreviewRow, guess_csv, preview_csv};
pub use layout::publisher::Publisher;
pub use note::{Note, Zeros};
pub use number::{NumberProblem, NumberStyle, read_number};
pub use pair::priors_decision::PriorsDecision;
pub use period::read_period;
pub use quality_warning::{QualityProblem, QualityWarning, mirror_warnings, quality_warnings};
pub use read::entry::{Entry, Place};
pub use read::read_csv::read_csv;
pub use read::series_reader::SeriesReader;
pub use read::table::{Problem, Table};
pub use read::zeros::zero_notes;
#[cfg(feature = "toml")]
pub use scenario::scenario_template;
#[cfg(any(feature = "toml", feature = "json"))]
pub use scenario::{IdleLever, ScenarioFile, ScenarioFormat, read_scenario};
