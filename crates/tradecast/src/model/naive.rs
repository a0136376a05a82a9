#![doc = include_str!("../../guide/models/naive.md")]

use super::{Fitted, Sample, drift};
use crate::error::Result;

pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(2, "naive")?;
    Ok(Box::new(drift::walk(sample, 0.0, None)))
}
