//! What the total is made of, period by period: the numbers, and their bars.

mod bars;
mod gap;
mod numbers;

pub use bars::{BreakdownChart, Tile, breakdown_chart};
pub use gap::{Counted, GapChart, counted, counted_csv, gap_chart, gap_sentence};
pub use numbers::{Breakdown, BreakdownColumn, BreakdownRow, contributions};

#[cfg(test)]
mod tests;
