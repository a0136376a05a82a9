//! How forecasts of a kind of series err.

/// How errors of the combination on some kind of series differ from those on economic series of all kinds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errors {
    /// Growth a year that its median misses, log points.
    pub(crate) growth: f64,
    /// Factor on the size of its errors.
    pub(crate) scale: f64,
}

impl Errors {
    /// Those on economic series of all kinds.
    pub(crate) const ANY: Self = Self { growth: 0.0, scale: 1.0 };
}
