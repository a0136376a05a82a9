//! How good answers were: backtest, metrics, ranking.

pub(crate) mod metrics;
pub(crate) mod backtest;
pub(crate) mod ranking;
