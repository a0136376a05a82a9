#![doc = include_str!("../../../guide/models/naive.md")]

use crate::error::Result;
use crate::model::builtin::drift;
use crate::model::fitted::Fitted;
use crate::series::sample::Sample;

pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(2, "naive")?;
    Ok(Box::new(drift::walk(sample, 0.0, None)))
}
