//! From fitted models and assumptions to simulated paths.

pub(crate) mod effects;
pub(crate) mod forecast;
pub(crate) mod nowcast;
pub(crate) mod parts;
pub(crate) mod paths;
pub(crate) mod reconcile;
pub(crate) mod running_year;
pub(crate) mod shares;
pub(crate) mod simulation;
pub(crate) mod trade_mask;
pub(crate) mod value;
