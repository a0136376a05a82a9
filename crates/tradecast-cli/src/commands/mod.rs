//! The commands, a file or folder each.

pub(crate) mod arrive;
pub(crate) mod rank;
pub(crate) mod scenario;
pub(crate) mod sensitivity;
pub(crate) mod solve;
pub(crate) mod forecast;
pub(crate) mod fit;
pub(crate) mod backtest;
pub(crate) mod calibrate;
pub(crate) mod completions;
pub(crate) mod man;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod check;
