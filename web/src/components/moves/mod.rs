//! The tab about what moves the answer: sensitivity, attribution, goal seek.

pub(crate) mod attribution;
pub(crate) mod bars;
pub(crate) mod solve;
pub(crate) mod tab;
pub(crate) mod tornado;
