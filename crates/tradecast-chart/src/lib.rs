#![doc = include_str!("../README.md")]

mod arrival;
mod bar;
mod extent;
mod fan;
mod frame;
mod label;
mod leave;
mod path;
mod reliability;
mod scale;
mod stack;
mod step;
mod tick;

pub use arrival::{ArrivalSeries, Curve, Dot, DotCounts, DotRoom, Dotplot, Whiskers, WideStack};
pub use bar::{Bar, Interval, bars};
pub use extent::Extent;
pub use fan::{Fan, FanRow, FanSeries, Mark, PlacedMark, Strip};
pub use frame::{Frame, Margins};
pub use label::{Wish, spread};
pub use leave::{LineEnd, line_end};
pub use path::{Point, area, circles, line, steps};
pub use reliability::{Claim, PlacedClaim, Reliability};
pub use scale::{Measure, Scale, nearest};
pub use stack::{Piece, StackedBar, stacked};
pub use step::tick_step;
pub use tick::{log_ticks, value_ticks, year_ticks};
