//! What is on the page: components that put answers and choices into elements.

pub(crate) mod breakdown;
pub(crate) mod chart;
pub(crate) mod compare;
pub(crate) mod controls;
pub(crate) mod evidence;
pub(crate) mod moves;
pub(crate) mod own_data;
pub(crate) mod page;
pub(crate) mod scenarios;
pub(crate) mod shared;
