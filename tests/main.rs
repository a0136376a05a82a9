//! Acceptance tests, in reading order.

mod reference;
mod properties;
mod mirror;
mod changes;
mod scenarios;
mod ready;
mod panel;
mod explain;
mod hostile;
mod zeros;
