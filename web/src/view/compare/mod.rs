//! Scenarios side by side: lines, differences and pairs of paths, placed in the room that they have.

mod lines;
mod pairs;
pub(super) mod pane;
mod periods;

pub use lines::{arrivals, difference, medians};
pub use pairs::{Tally, pair, pair_extent, plain_target, tally};
pub use pane::{Lines, Named, NamedLine, Pane};
pub use periods::{PeriodRow, csv, period_rows};

#[cfg(test)]
mod tests;
