//! Numbers and nothing else: least squares, minimiser, Kalman filter, exponential, quantiles, counter-based random numbers.

pub(crate) mod autocorrelation;
pub(crate) mod draws;
pub(crate) mod estimate;
pub(crate) mod exponential;
pub(crate) mod kalman;
pub(crate) mod mean;
pub(crate) mod quantile;
pub(crate) mod resolution;
pub(crate) mod small_matrix;
pub(crate) mod sort;
pub(crate) mod least_squares;
pub(crate) mod minimise;
