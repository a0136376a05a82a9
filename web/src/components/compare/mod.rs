//! The tab that compares scenarios.

pub(crate) mod compared;
pub(crate) mod draw;
pub(crate) mod pair_comparison;
pub(crate) mod pick;
pub(crate) mod tab;
pub(crate) mod tables;
