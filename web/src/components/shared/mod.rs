//! Components that several tabs use.

pub(crate) mod cited;
pub(crate) mod drop_zone;
pub(crate) mod measured;
pub(crate) mod menu;
pub(crate) mod number_box;
pub(crate) mod pager;
pub(crate) mod progress;
pub(crate) mod switch;
pub(crate) mod unbroken;
