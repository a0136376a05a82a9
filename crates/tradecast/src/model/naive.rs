//! Naive: the last value, with a random walk's uncertainty.
//!
//! **Equation.** z(t) = z(t-1) + e(t), with z the logarithm of the series: the random walk of [`super::drift`] with no drift.
//!
//! **When it is right.** Nothing about the past tells where the series will go. Every other model has to beat it.
//!
//! **Source.** Hyndman and Athanasopoulos, *Forecasting: principles and practice*, 3rd ed., section 5.2.

use super::{Fitted, Sample, drift};
use crate::error::Result;

pub(super) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(2, "naive")?;
    Ok(Box::new(drift::walk(sample, 0.0, None)))
}
