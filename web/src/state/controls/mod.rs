//! The controls: what each sets, its range, and where it stands.

pub mod control;
pub mod panel;
pub mod precedent;
pub mod spec;
