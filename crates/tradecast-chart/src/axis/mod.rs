//! Axes: round steps, extents, ticks and scales.

pub(crate) mod extent;
pub(crate) mod scale;
pub(crate) mod step;
pub(crate) mod tick;
