//! The tab about the parts of the total.

pub(crate) mod bars;
pub(crate) mod gap;
pub(crate) mod tab;
