//! Fitting and simulating on a bounded number of threads.

pub(crate) mod fits;
pub(crate) mod queue;
pub(crate) mod pool;
