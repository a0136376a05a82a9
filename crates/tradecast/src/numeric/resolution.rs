//! What is too small to be told apart.

/// Resolution of logarithms: 2^-34, ten digits of the value.
pub(crate) const RESOLUTION: f64 = 1.0 / (1u64 << 34) as f64;

/// Smallest root mean square error that a likelihood believes, relative to the last value: what the grid leaves. A perfect fit
/// would otherwise be infinitely likely.
pub(crate) const LEAST_ERROR: f64 = 1e-10;
