//! The frame of a chart: its size, its margins and the scales that fill what is left.

use crate::axis::extent::Extent;
use crate::axis::scale::{Measure, Scale};

/// Space around the plot for axes and labels, pixels.
///
/// ```
/// assert_eq!(tradecast_chart::Margins::default().left, 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margins {
    /// Above the plot.
    pub top: f64,
    /// To its right.
    pub right: f64,
    /// Below it.
    pub bottom: f64,
    /// To its left.
    pub left: f64,
}

/// A rectangle of pixels with a plot inside its margins.
///
/// ```
/// use tradecast_chart::{Frame, Margins};
///
/// let frame = Frame::new(400.0, 200.0, Margins { top: 10.0, right: 60.0, bottom: 20.0, left: 40.0 });
/// assert_eq!((frame.left(), frame.right(), frame.top(), frame.bottom()), (40.0, 340.0, 10.0, 180.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    width: f64,
    height: f64,
    margins: Margins,
}

impl Frame {
    /// A frame of a width and height in pixels. The plot keeps at least one pixel each way, however wide the margins.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// let squeezed = Frame::new(10.0, 10.0, Margins { left: 40.0, ..Margins::default() });
    /// assert_eq!(squeezed.right() - squeezed.left(), 1.0);
    /// ```
    #[must_use]
    pub fn new(width: f64, height: f64, margins: Margins) -> Self {
        Self {
            width: width.max(margins.left + margins.right + 1.0),
            height: height.max(margins.top + margins.bottom + 1.0),
            margins,
        }
    }

    /// Full width, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// assert_eq!(Frame::new(400.0, 200.0, Margins::default()).width(), 400.0);
    /// ```
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Full height, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// assert_eq!(Frame::new(400.0, 200.0, Margins::default()).height(), 200.0);
    /// ```
    #[must_use]
    pub fn height(&self) -> f64 {
        self.height
    }

    /// Left edge of the plot, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// assert_eq!(Frame::new(400.0, 200.0, Margins { left: 9.0, ..Margins::default() }).left(), 9.0);
    /// ```
    #[must_use]
    pub fn left(&self) -> f64 {
        self.margins.left
    }

    /// Right edge of the plot, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// assert_eq!(Frame::new(400.0, 200.0, Margins { right: 9.0, ..Margins::default() }).right(), 391.0);
    /// ```
    #[must_use]
    pub fn right(&self) -> f64 {
        self.width - self.margins.right
    }

    /// Top edge of the plot, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// assert_eq!(Frame::new(400.0, 200.0, Margins { top: 9.0, ..Margins::default() }).top(), 9.0);
    /// ```
    #[must_use]
    pub fn top(&self) -> f64 {
        self.margins.top
    }

    /// Bottom edge of the plot, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Frame, Margins};
    /// assert_eq!(Frame::new(400.0, 200.0, Margins { bottom: 9.0, ..Margins::default() }).bottom(), 191.0);
    /// ```
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.height - self.margins.bottom
    }

    /// The scale from left to right: the years axis.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins};
    /// let across = Frame::new(400.0, 200.0, Margins::default()).across(Extent::covering([2000.0, 2040.0]).unwrap());
    /// assert_eq!(across.place(2010.0), 100.0);
    /// ```
    #[must_use]
    pub fn across(&self, extent: Extent) -> Scale {
        Scale::new(extent, Measure::Linear, self.left(), self.right())
    }

    /// The scale from bottom to top: the value axis. A logarithmic one needs a positive extent and is linear otherwise.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins, Measure};
    /// let up = Frame::new(400.0, 200.0, Margins::default()).up(Extent::covering([0.0, 10.0]).unwrap(), Measure::Linear);
    /// assert_eq!(up.place(10.0), 0.0);
    /// ```
    #[must_use]
    pub fn up(&self, extent: Extent, measure: Measure) -> Scale {
        Scale::new(extent, measure, self.bottom(), self.top())
    }
}
