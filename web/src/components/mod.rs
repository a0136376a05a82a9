//! The parts of the page; each takes values and callbacks and computes nothing.

mod answer;
mod chart;
mod control;
mod controls;
mod header;
mod message;
mod models;
mod own_data;
mod sources;
mod switch;
mod table;
mod warnings;

pub(crate) use answer::{Answer, LiveRegion, Strip};
pub(crate) use chart::Charts;
pub(crate) use control::Moving;
pub(crate) use controls::Controls;
pub(crate) use header::Header;
pub(crate) use message::Message;
pub(crate) use models::Models;
pub(crate) use own_data::OwnDataForm;
pub(crate) use sources::{Provenance, Sources};
pub(crate) use switch::{Switch, ViewSwitch};
pub(crate) use table::Table;
pub(crate) use warnings::Warnings;
