//! Answers the questions of the page; caches fits and simulations.

mod answer_view;
mod caching;

pub use answer_view::{AnswerData, AnswerView, Overlays, PartialEffect};
pub use caching::Engine;
pub(crate) use caching::QUICK;

#[cfg(test)]
mod tests;
