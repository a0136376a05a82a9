//! From a series to weighted models, and what a panel of series teaches.

pub(crate) mod activity;
pub(crate) mod base_rates;
pub(crate) mod calibrate;
pub(crate) mod combination;
pub(crate) mod fit;
pub(crate) mod kind_growth;
pub(crate) mod reference_class;
pub(crate) mod report;
pub(crate) mod rolling_origin;
pub(crate) mod warning;
