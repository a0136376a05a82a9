//! Numbers and nothing else: least squares, minimiser, Kalman filter, exponential, quantiles, counter-based random numbers.

pub(crate) mod exponential;
pub(crate) mod quantile;
pub(crate) mod draws;
pub(crate) mod solve;
pub(crate) mod kalman;
