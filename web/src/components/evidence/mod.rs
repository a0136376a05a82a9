//! The tab about data, models and their record.

pub(crate) mod drawing;
pub(crate) mod models;
pub(crate) mod panel;
pub(crate) mod reference;
pub(crate) mod series;
pub(crate) mod sources;
pub(crate) mod tab;
pub(crate) mod targets;
pub(crate) mod warnings;
