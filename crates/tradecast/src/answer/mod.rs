//! What is said: arrival, warnings, hindsight, numbers as people read them.

pub(crate) mod answer;
pub(crate) mod from_simulation;
pub(crate) mod arrival;
pub(crate) mod bottleneck;
pub(crate) mod forecaster;
pub(crate) mod headline;
pub(crate) mod hindsight;
pub(crate) mod question;
pub(crate) mod simulation_cache;
pub(crate) mod warning;
