//! What the total is made of, period by period: the numbers, and their bars.

mod bars;
mod gap;
mod numbers;

pub use bars::{BreakdownChart, Tile, breakdown_chart};
pub use gap::{GapChart, MirrorRow, gap_chart, gap_sentence, mirror_csv, mirror_rows};
pub use numbers::{Breakdown, BreakdownColumn, BreakdownRow, contributions};

#[cfg(test)]
mod tests;
