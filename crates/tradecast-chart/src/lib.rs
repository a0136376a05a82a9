#![doc = include_str!("../README.md")]

mod axis;
mod layout;
mod series;
mod shape;

pub use axis::extent::Extent;
pub use axis::scale::{Measure, Scale, nearest};
pub use axis::step::tick_step;
pub use axis::tick::{log_ticks, value_ticks, year_ticks};
pub use layout::frame::{Frame, Margins};
pub use layout::label::{LabelRequest, spread};
pub use layout::leave::{LineEnd, line_end};
pub use series::arrival::{ArrivalSeries, Curve, Dot, DotCounts, DotRoom, Dotplot, Whiskers, WideStack};
pub use series::fan::{Fan, FanRow, FanSeries, Mark, PlacedMark, Strip};
pub use series::reliability::{Claim, PlacedClaim, Reliability};
pub use shape::bar::{Bar, Interval, bars};
pub use shape::path::{Point, area, circles, line, steps};
pub use shape::stack::{Piece, StackedBar, stacked};
