//! Stacked bars: what a total is made of, period by period.

use crate::axis::scale::Scale;

/// One bar: when, and how much of each series, from the bottom.
///
/// ```
/// let bar = tradecast_chart::StackedBar { at: 2022.0, values: vec![(0, 375.3), (1, 86.6)] };
/// assert_eq!(bar.values.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBar {
    /// When, decimal years.
    pub at: f64,
    /// Series and value, in the unit of the value axis; not every bar has every series.
    pub values: Vec<(usize, f64)>,
}

/// A piece of a bar in pixels.
///
/// ```
/// # use tradecast_chart::Piece;
/// let piece = Piece { bar: 0, series: 2, x: 10.0, y: 20.0, width: 8.0, height: 5.0 };
/// assert_eq!(piece.y + piece.height, 25.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Index of the bar.
    pub bar: usize,
    /// Which series.
    pub series: usize,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Part of the distance between periods that a bar fills.
const FILL: f64 = 0.82;

/// Places bars that are `step` years apart. Values that are not positive numbers are left out, and so are bars outside the
/// years axis.
///
/// ```
/// use tradecast_chart::{Extent, Frame, Margins, Measure, StackedBar, stacked};
///
/// let frame = Frame::new(100.0, 50.0, Margins::default());
/// let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
/// let values = frame.up(Extent::covering([0.0, 100.0]).unwrap(), Measure::Linear);
/// let bar = StackedBar { at: 2025.0, values: vec![(0, 60.0), (1, 20.0)] };
/// let pieces = stacked(&[bar], 1.0, &years, &values);
/// assert_eq!((pieces[0].y, pieces[0].height), (20.0, 30.0));
/// assert_eq!((pieces[1].y, pieces[1].height), (10.0, 10.0)); // on top of it
/// ```
#[must_use]
pub fn stacked(bars: &[StackedBar], step: f64, years: &Scale, values: &Scale) -> Vec<Piece> {
    let width = (FILL * step * years.pitch()).max(1.0);
    let mut pieces = Vec::new();
    for (index, bar) in bars.iter().enumerate() {
        if !years.extent().contains(bar.at) {
            continue;
        }
        let x = years.place(bar.at) - width / 2.0;
        let mut below = 0.0;
        for &(series, value) in bar.values.iter().filter(|(_, value)| value.is_finite() && *value > 0.0) {
            let bottom = values.place(below);
            below += value;
            let y = values.place(below);
            pieces.push(Piece { bar: index, series, x, y, width, height: bottom - y });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extent, Frame, Margins, Measure};

    #[test]
    fn pieces_of_a_bar_touch_and_bars_do_not() {
        let frame = Frame::new(300.0, 200.0, Margins { left: 40.0, ..Margins::default() });
        let years = frame.across(Extent::covering([2019.5, 2030.5]).unwrap());
        let values = frame.up(Extent::covering([0.0, 500.0]).unwrap(), Measure::Linear);
        let broken = [(0, 10.0), (1, f64::NAN), (2, 0.0), (3, -4.0), (4, 30.0)];
        let bars: Vec<StackedBar> =
            (2018..=2031).map(|year| StackedBar { at: f64::from(year), values: broken.to_vec() }).collect();
        let pieces = stacked(&bars, 1.0, &years, &values);
        assert_eq!(pieces.len(), 2 * 11, "two pieces for each bar on the axis");
        for pair in pieces.windows(2) {
            if pair[0].bar == pair[1].bar {
                assert!((pair[1].y + pair[1].height - pair[0].y).abs() < 1e-9, "{pair:?}");
            } else {
                assert!(pair[1].x > pair[0].x + pair[0].width + 1.0, "{pair:?}");
            }
        }
    }
}
