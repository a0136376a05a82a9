//! What is observed: periods, series, their parts, the other reporter, figures of part of a year, and the season.

pub(crate) mod added_up;
pub(crate) mod change;
pub(crate) mod composition;
pub(crate) mod context;
pub(crate) mod far_off;
pub(crate) mod late_level_shift;
pub(crate) mod mirror;
pub(crate) mod noise;
pub(crate) mod parse_period;
pub(crate) mod readings;
pub(crate) mod reconciliation;
pub(crate) mod sample;
pub(crate) mod season;
pub(crate) mod series;
pub(crate) mod volatility;
pub(crate) mod year_to_date;
