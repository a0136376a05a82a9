//! Models that are asked for by name.

pub(crate) mod seasonal_naive;
pub(crate) mod ets;
pub(crate) mod arima;
pub(crate) mod structural;
pub(crate) mod trend;
pub(crate) mod growth_curve;
pub(crate) mod piecewise;
pub(crate) mod robust;
#[cfg(feature = "models")]
pub(crate) mod elastic_net;
