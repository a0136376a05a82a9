//! The parts of the page; each takes values and callbacks and computes nothing.

mod answer;
mod chart;
mod control;
mod controls;
mod evidence;
mod fold;
mod header;
mod message;
mod models;
mod own_data;
mod priors;
mod sources;
mod switch;
mod table;
mod warnings;

pub(crate) use answer::{LiveRegion, answer, strip};
pub(crate) use chart::Charts;
pub(crate) use control::Moving;
pub(crate) use controls::Controls;
pub(crate) use evidence::Evidence;
pub(crate) use header::header;
pub(crate) use message::message;
pub(crate) use own_data::OwnDataForm;
pub(crate) use switch::{switch, view_switch};
pub(crate) use table::table;
