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
    Breakdown, BreakdownChart, BreakdownColumn, BreakdownRow, GapChart, MirrorRow, Tile, breakdown_chart,
    contributions, gap_chart, gap_sentence, mirror_csv, mirror_rows,
};
pub use chart::{
    ArrivalChart, ArrivalShape, Axes, Curves, FanChart, Label, Room, arrival_chart, dragged_target,
    fan_chart, periods_in, values_extent, years_extent,
};
pub use density::density_shape;
pub use figures::{
    Figure, bottleneck, dots_by, figures, ghost_steps, lead, reading, short_figures, source_note,
    without_priors,
};
pub use periods::{asked_period, has_gap, has_zeros, levels, periods};
pub use table::{ForecastCells, Row, rows};

#[cfg(test)]
mod tests;
