//! The controls of question and levers.

pub(crate) mod control;
pub(crate) mod collapsible;
pub(crate) mod moving;
pub(crate) mod needed;
pub(crate) mod panel;
pub(crate) mod priors;
pub(crate) mod range;
