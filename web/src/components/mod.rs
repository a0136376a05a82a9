//! The parts of the page; each takes values and callbacks and computes nothing.

mod answer;
mod chart;
mod compare;
mod control;
mod controls;
mod evidence;
mod fold;
mod header;
mod made;
mod menu;
mod message;
mod models;
mod moves;
mod own_data;
mod priors;
mod sources;
mod switch;
mod table;
mod tabs;
mod warnings;

pub(crate) use answer::{LiveRegion, answer, strip};
pub(crate) use chart::{ChartFigure, Charts, Downloads};
pub(crate) use compare::Compare;
pub(crate) use control::Moving;
pub(crate) use controls::Controls;
pub(crate) use evidence::Evidence;
pub(crate) use header::header;
pub(crate) use made::Made;
pub(crate) use menu::Menu;
pub(crate) use message::message;
pub(crate) use moves::Moves;
pub(crate) use own_data::OwnDataForm;
pub(crate) use switch::switch;
pub(crate) use table::table;
pub(crate) use tabs::Tabs;
