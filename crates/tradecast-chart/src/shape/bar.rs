//! Bars: counts and shares over intervals.

use crate::axis::scale::Scale;

/// A value over an interval of the data.
///
/// ```
/// let tenth = tradecast_chart::Interval { from: 0.0, to: 0.1, value: 12.0 };
/// assert!(tenth.from < tenth.to);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its value.
    pub value: f64,
}

/// A bar in pixels, its corner at the top left.
///
/// ```
/// # use tradecast_chart::Bar;
/// assert_eq!(Bar { x: 1.0, y: 2.0, width: 8.0, height: 4.0 }.centre(), 5.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height, never negative.
    pub height: f64,
}

impl Bar {
    /// Its middle from left to right: where its label stands.
    ///
    /// ```
    /// # use tradecast_chart::Bar;
    /// assert_eq!(Bar { x: 0.0, y: 0.0, width: 6.0, height: 0.0 }.centre(), 3.0);
    /// ```
    #[must_use]
    pub fn centre(self) -> f64 {
        self.x + self.width / 2.0
    }
}

/// Places a bar over each interval, standing on zero, with `gap` pixels between neighbours. A value that is not a finite
/// number is a bar without height.
///
/// ```
/// use tradecast_chart::{Extent, Frame, Interval, Margins, Measure, bars};
///
/// let frame = Frame::new(100.0, 50.0, Margins::default());
/// let across = frame.across(Extent::covering([0.0, 1.0]).unwrap());
/// let up = frame.up(Extent::covering([0.0, 10.0]).unwrap(), Measure::Linear);
/// let placed = bars(&[Interval { from: 0.5, to: 1.0, value: 4.0 }], &across, &up, 2.0);
/// assert_eq!((placed[0].x, placed[0].width), (51.0, 48.0));
/// assert_eq!((placed[0].y, placed[0].height), (30.0, 20.0));
/// ```
#[must_use]
pub fn bars(intervals: &[Interval], across: &Scale, up: &Scale, gap: f64) -> Vec<Bar> {
    let base = up.place(0.0);
    let place = |interval: &Interval| {
        let (left, right) = (across.place(interval.from), across.place(interval.to));
        let end = if interval.value.is_finite() { up.place(interval.value) } else { base };
        Bar {
            x: left.min(right) + gap / 2.0,
            y: end.min(base),
            width: ((right - left).abs() - gap).max(0.0),
            height: (end - base).abs(),
        }
    };
    intervals.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extent, Frame, Margins, Measure};

    #[test]
    fn bars_stand_on_zero_whatever_their_sign_and_never_turn_inside_out() {
        let frame = Frame::new(100.0, 100.0, Margins::default());
        let across = frame.across(Extent::covering([0.0, 4.0]).unwrap());
        let up = frame.up(Extent::covering([-1.0, 1.0]).unwrap(), Measure::Linear);
        let values = [0.5, -0.5, f64::NAN, 0.0];
        let intervals: Vec<Interval> = (0..4)
            .map(|i| Interval { from: f64::from(i), to: f64::from(i) + 1.0, value: values[i as usize] })
            .collect();
        let placed = bars(&intervals, &across, &up, 30.0);
        assert_eq!(
            placed.iter().map(|b| (b.y, b.height)).collect::<Vec<_>>(),
            [(25.0, 25.0), (50.0, 25.0), (50.0, 0.0), (50.0, 0.0)]
        );
        assert!(placed.iter().all(|b| b.width == 0.0), "a gap wider than the bar leaves no bar");
    }
}
