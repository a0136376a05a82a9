//! What is asked: target, levers, assumptions and settings.

pub(crate) mod target;
pub(crate) mod lever;
pub(crate) mod distribution;
pub(crate) mod assumptions;
pub(crate) mod calendar;
pub(crate) mod scenario;
pub(crate) mod settings;
