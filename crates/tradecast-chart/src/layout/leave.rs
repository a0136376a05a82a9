//! Where a line ends on the plot, which is where its label belongs.

use crate::axis::scale::Scale;
use crate::shape::path::Point;

/// The visible end of a line.
///
/// ```
/// # use tradecast_chart::{LineEnd, Point};
/// let end = LineEnd { at: Point { x: 100.0, y: 20.0 }, leaves: false };
/// assert!(!end.leaves);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineEnd {
    /// Where, pixels.
    pub at: Point,
    /// Whether the line goes on beyond the plot there, over its top or bottom edge.
    pub leaves: bool,
}

/// Where a line from left to right ends: at its last point, or where it leaves the values axis for the last time. Absent
/// where no part of it is on the axis.
///
/// ```
/// use tradecast_chart::{Extent, Frame, Margins, Measure, Point, line_end};
///
/// let frame = Frame::new(100.0, 100.0, Margins::default());
/// let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
/// let values = frame.up(Extent::covering([0.0, 50.0]).unwrap(), Measure::Linear);
/// let inside = line_end([(2025.0, 10.0), (2030.0, 40.0)], &years, &values).unwrap();
/// assert_eq!((inside.at, inside.leaves), (Point { x: 100.0, y: 20.0 }, false));
/// let outside = line_end([(2020.0, 25.0), (2030.0, 75.0)], &years, &values).unwrap();
/// assert_eq!((outside.at, outside.leaves), (Point { x: 50.0, y: 0.0 }, true));
/// ```
#[must_use]
pub fn line_end(
    line: impl IntoIterator<Item = (f64, f64)>,
    years: &Scale,
    values: &Scale,
) -> Option<LineEnd> {
    let (bottom, top) = (values.place(values.extent().from()), values.place(values.extent().to()));
    let mut end = None;
    let mut before: Option<Point> = None;
    for (year, value) in line.into_iter().filter(|(year, value)| year.is_finite() && value.is_finite()) {
        let here = Point { x: years.place(year), y: values.place(value) };
        if (top..=bottom).contains(&here.y) {
            end = Some(LineEnd { at: here, leaves: false });
        } else if let (Some(LineEnd { leaves: false, .. }), Some(from)) = (end, before) {
            let edge = if here.y < top { top } else { bottom };
            let share = (edge - from.y) / (here.y - from.y);
            end =
                Some(LineEnd { at: Point { x: from.x + share * (here.x - from.x), y: edge }, leaves: true });
        }
        before = Some(here);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extent, Frame, Margins, Measure};

    fn end(line: &[(f64, f64)]) -> Option<LineEnd> {
        let frame = Frame::new(100.0, 100.0, Margins::default());
        let years = frame.across(Extent::covering([0.0, 10.0]).unwrap());
        let values = frame.up(Extent::covering([0.0, 10.0]).unwrap(), Measure::Linear);
        line_end(line.iter().copied(), &years, &values)
    }

    #[test]
    fn a_line_that_comes_back_ends_where_it_leaves_for_the_last_time() {
        let back = end(&[(0.0, 5.0), (2.0, 15.0), (4.0, 5.0), (8.0, -5.0), (10.0, -9.0)]).unwrap();
        assert_eq!((back.at, back.leaves), (Point { x: 60.0, y: 100.0 }, true));
    }

    #[test]
    fn a_line_never_on_the_axis_has_no_end() {
        assert_eq!(end(&[(0.0, 50.0), (10.0, 60.0)]), None);
        assert_eq!(end(&[]), None);
        assert_eq!(end(&[(f64::NAN, 1.0)]), None);
    }
}
