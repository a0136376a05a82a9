//! What is observed: periods, series, their parts, the other reporter, figures of part of a year, and the season.

pub(crate) mod period;
pub(crate) mod far_off;
pub(crate) mod series;
pub(crate) mod composition;
pub(crate) mod sample;
pub(crate) mod season;
pub(crate) mod year_to_date;
pub(crate) mod noise;
pub(crate) mod mirror;
