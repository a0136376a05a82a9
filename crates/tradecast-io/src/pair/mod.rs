//! Whether a series is trade between two economies.

pub(crate) mod economies;
pub(crate) mod names;
pub(crate) mod priors_decision;
