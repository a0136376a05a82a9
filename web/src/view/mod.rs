//! From an answer to what charts, figures and tables show: no number on the page is computed anywhere else.

mod chart;
pub mod breakdown;
pub mod compare;
mod density;
pub mod evidence;
mod figures;
pub mod moves;
mod periods;
pub mod solve;
pub mod table;

pub use breakdown::{
    Breakdown, BreakdownChart, BreakdownColumn, BreakdownRow, Counted, GapChart, Tile, breakdown_chart,
    contributions, counted, counted_csv, gap_chart, gap_sentence,
};
pub use chart::{
    ArrivalChart, ArrivalShape, Axes, Curves, FanChart, Label, Room, arrival_chart, dragged_target,
    fan_chart, periods_in, values_extent, years_extent,
};
pub use density::density_shape;
pub use figures::{
    Figure, bottleneck, dots_by, figures, ghost_steps, lead, reading, short_figures, source_note, stays_from,
    without_priors,
};
pub use periods::{asked_period, has_gap, levels, periods};
pub use table::{Expected, Row, rows};

#[cfg(test)]
mod tests;
