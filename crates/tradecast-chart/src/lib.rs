//! Chart geometry: numbers in, numbers and SVG path strings out.
//!
//! ```
//! use tradecast_chart::{Extent, Fan, FanRow, FanSeries, Frame, Margins, Measure, Mark};
//!
//! let history = [(2021.0, 332.2), (2022.0, 461.9)].map(|(at, value)| Mark { at, value, weak: false });
//! let forecast = [FanRow { at: 2023.0, median: 480.0, bands: vec![[400.0, 570.0]] }];
//! let series = FanSeries { history: &history, step: 1.0, forecast: &forecast, ghost: &[] };
//!
//! let frame = Frame::new(600.0, 300.0, Margins { top: 10.0, right: 80.0, bottom: 24.0, left: 48.0 });
//! let years = frame.across(Extent::covering([2021.0, 2023.0]).unwrap());
//! let values = frame.up(Extent::covering([0.0, 600.0]).unwrap(), Measure::Linear);
//! let fan = Fan::place(&series, &years, &values);
//! assert!(fan.bands[0].starts_with('M') && fan.bands[0].ends_with('Z'));
//! ```
//!
//! # Three stages
//! 1. **Series**: what is to be shown, in the caller's own numbers ([`FanSeries`], [`ArrivalSeries`]). Positions in
//!    time are decimal years, so years, quarters and months share one axis.
//! 2. **Placed**: the same in pixels, through two [`Scale`]s taken from a [`Frame`] ([`Fan`], [`Dotplot`], [`Curve`],
//!    [`Reliability`], [`bars`], [`stacked`]).
//! 3. **Drawn**: left to the caller, who puts the numbers and path strings into SVG and chooses every colour.
//!
//! Charts that are given the same `across` scale share their years axis exactly.
//!
//! # What it does not do
//! It knows no trade, no colour, no font and no browser, and it formats no label: ticks come back as numbers.
//! Non-finite numbers are left out where they enter, so none comes out.

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
pub use tick::{log_ticks, tick_step, value_ticks, year_ticks};
