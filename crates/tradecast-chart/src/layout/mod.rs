//! Layout: the frame of a plot, labels beside it, and where lines leave it.

pub(crate) mod frame;
pub(crate) mod label;
pub(crate) mod leave;
