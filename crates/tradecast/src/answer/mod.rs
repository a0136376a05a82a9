//! What is said: arrival, warnings, hindsight, numbers as people read them.

pub(crate) mod answer;
pub(crate) mod text;
pub(crate) mod arrival;
pub(crate) mod warning;
pub(crate) mod hindsight;
