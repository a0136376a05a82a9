//! A question of the page, and what is shown beside its answer.

use serde::{Deserialize, Serialize};
use tradecast::{Assumptions, Target};

use crate::question::data::Data;
use crate::question::levels::Levels;

/// A question of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The data.
    pub data: Data,
    /// Only what was known at the end of [`Data::earlier`].
    pub as_of: bool,
    /// The target.
    pub target: Target,
    /// Forecast periods.
    pub horizon: u32,
    /// The levers.
    pub assumptions: Assumptions,
    /// Whether what other series teach is used.
    pub priors: bool,
}

/// How many paths an answer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Precision {
    /// As many as there are in time for the next frame.
    Quick,
    /// All.
    Full,
}

/// What is shown beside the answer, without being asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisplayOptions {
    /// Levels of the bands.
    pub levels: Levels,
    /// Whether some of the paths are shown one by one.
    pub paths: bool,
}
