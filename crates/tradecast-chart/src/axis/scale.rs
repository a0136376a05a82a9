//! Scales: from a number of the data to a pixel and back.

use crate::axis::extent::Extent;

/// How equal steps of an axis are measured.
///
/// ```
/// assert_eq!(tradecast_chart::Measure::default(), tradecast_chart::Measure::Linear);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Equal distances are equal differences.
    #[default]
    Linear,
    /// Equal distances are equal ratios; for positive extents.
    Log,
}

/// A monotone map from an [`Extent`] of the data to pixels.
///
/// ```
/// use tradecast_chart::{Extent, Frame, Margins, Measure};
///
/// let frame = Frame::new(100.0, 100.0, Margins::default());
/// let up = frame.up(Extent::covering([0.0, 50.0]).unwrap(), Measure::Linear);
/// assert_eq!(up.place(0.0), 100.0); // pixels grow downwards
/// assert_eq!(up.place(50.0), 0.0);
/// assert_eq!(up.value_at(50.0), 25.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    extent: Extent,
    measure: Measure,
    start: f64,
    end: f64,
}

impl Scale {
    /// A scale that places the lower end of the extent at `start` and the upper end at `end`, in pixels.
    pub(crate) fn new(extent: Extent, measure: Measure, start: f64, end: f64) -> Self {
        let measure = if extent.from() > 0.0 { measure } else { Measure::Linear };
        Self { extent, measure, start, end }
    }

    /// The pixel of a value; values outside the extent land outside the plot. On a logarithmic scale a value that is
    /// not positive lands at the lower end.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins, Measure};
    /// let frame = Frame::new(100.0, 100.0, Margins::default());
    /// let up = frame.up(Extent::covering([1.0, 100.0]).unwrap(), Measure::Log);
    /// assert_eq!(up.place(10.0), 50.0);
    /// assert_eq!(up.place(-1.0), 100.0);
    /// ```
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let (from, to) = (self.extent.from(), self.extent.to());
        let share = match self.measure {
            Measure::Linear => (value - from) / (to - from),
            Measure::Log if value <= 0.0 => 0.0,
            Measure::Log => libm::log10(value / from) / libm::log10(to / from),
        };
        self.start + share * (self.end - self.start)
    }

    /// Whether a value has a place of its own: on a logarithmic scale one that is not positive has none.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins, Measure};
    /// let frame = Frame::new(100.0, 100.0, Margins::default());
    /// let up = |measure| frame.up(Extent::covering([1.0, 100.0]).unwrap(), measure);
    /// assert!(up(Measure::Linear).has_place(0.0) && !up(Measure::Log).has_place(0.0));
    /// ```
    #[must_use]
    pub fn has_place(&self, value: f64) -> bool {
        self.measure == Measure::Linear || value > 0.0
    }

    /// The value at a pixel: the inverse of [`Scale::place`].
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins};
    /// let across = Frame::new(100.0, 10.0, Margins::default()).across(Extent::covering([2000.0, 2050.0]).unwrap());
    /// assert_eq!(across.value_at(across.place(2030.0)), 2030.0);
    /// ```
    #[must_use]
    pub fn value_at(&self, pixel: f64) -> f64 {
        let (from, to) = (self.extent.from(), self.extent.to());
        let share = (pixel - self.start) / (self.end - self.start);
        match self.measure {
            Measure::Linear => from + share * (to - from),
            Measure::Log => from * libm::pow(to / from, share),
        }
    }

    /// The part of the data shown.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins};
    /// let extent = Extent::covering([2000.0, 2050.0]).unwrap();
    /// assert_eq!(Frame::new(100.0, 10.0, Margins::default()).across(extent).extent(), extent);
    /// ```
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Pixels between two values one unit apart, on a linear scale.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins};
    /// let across = Frame::new(100.0, 10.0, Margins::default()).across(Extent::covering([2000.0, 2050.0]).unwrap());
    /// assert_eq!(across.pitch(), 2.0);
    /// ```
    #[must_use]
    pub fn pitch(&self) -> f64 {
        ((self.end - self.start) / (self.extent.to() - self.extent.from())).abs()
    }
}

/// Index of the position nearest to a pixel; absent where there are no positions. Of two equally near the first is taken.
///
/// ```
/// assert_eq!(tradecast_chart::nearest(&[10.0, 20.0, 30.0], 22.0), Some(1));
/// assert_eq!(tradecast_chart::nearest(&[], 22.0), None);
/// ```
#[must_use]
pub fn nearest(positions: &[f64], pixel: f64) -> Option<usize> {
    let distance = |i: &usize| (positions[*i] - pixel).abs();
    (0..positions.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placing_and_reading_are_inverse() {
        for measure in [Measure::Linear, Measure::Log] {
            let scale = Scale::new(Extent::covering([20.0, 3000.0]).unwrap(), measure, 300.0, 12.0);
            for value in [20.0, 461.9, 1000.0, 3000.0, 9000.0] {
                assert!(
                    (scale.value_at(scale.place(value)) / value - 1.0).abs() < 1e-12,
                    "{measure:?} {value}"
                );
            }
        }
    }

    #[test]
    fn a_logarithm_of_nothing_positive_falls_back_to_linear() {
        let scale = Scale::new(Extent::covering([0.0, 10.0]).unwrap(), Measure::Log, 0.0, 100.0);
        assert_eq!(scale.place(5.0), 50.0);
    }
}
