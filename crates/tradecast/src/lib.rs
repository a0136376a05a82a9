#![doc = include_str!("../README.md")]

mod answer;
mod error;
mod lever;
mod period;
mod series;
mod target;

pub use answer::*;
pub use error::{Error, Result};
pub use lever::{Assumptions, Lever, LeverSpec};
pub use period::{Frequency, Period};
pub use series::{Flow, MIN_OBSERVATIONS, Observation, Series};
pub use target::Target;
