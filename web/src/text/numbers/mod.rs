//! Numbers, amounts, periods and lever values as people read them.

pub(super) mod currency;
pub(super) mod lever;
pub(super) mod number;
pub(super) mod period;
pub(super) mod unit;
