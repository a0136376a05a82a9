//! SVG path strings, rounded to a tenth of a pixel.

use std::fmt::Write;

/// A position in pixels.
///
/// ```
/// let corner = tradecast_chart::Point { x: 0.0, y: 0.0 };
/// assert_eq!(corner, tradecast_chart::Point::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A line through the points that breaks at every `None`. A point alone between two breaks becomes a line of no
/// length, which a round line cap shows as a dot.
///
/// ```
/// use tradecast_chart::{Point, line};
///
/// let point = |x, y| Some(Point { x, y });
/// assert_eq!(line([point(0.0, 5.0), point(10.0, 2.5), None, point(30.0, 1.0)]), "M0 5L10 2.5M30 1h0");
/// ```
#[must_use]
pub fn line(points: impl IntoIterator<Item = Option<Point>>) -> String {
    let mut drawn = String::new();
    let mut run = 0;
    for point in points.into_iter().chain([None]) {
        match point {
            Some(point) => {
                push(&mut drawn, if run == 0 { 'M' } else { 'L' }, point);
                run += 1;
            }
            None => {
                if run == 1 {
                    drawn.push_str("h0");
                }
                run = 0;
            }
        }
    }
    drawn
}

/// The closed shape between an upper and a lower edge, both from left to right; empty where an edge has no point.
///
/// ```
/// use tradecast_chart::{Point, area};
///
/// let upper = [Point { x: 0.0, y: 1.0 }, Point { x: 10.0, y: 0.0 }];
/// let lower = [Point { x: 0.0, y: 4.0 }, Point { x: 10.0, y: 9.0 }];
/// assert_eq!(area(&upper, &lower), "M0 1L10 0L10 9L0 4Z");
/// ```
#[must_use]
pub fn area(upper: &[Point], lower: &[Point]) -> String {
    if upper.is_empty() || lower.is_empty() {
        return String::new();
    }
    let mut drawn = String::new();
    for (i, point) in upper.iter().chain(lower.iter().rev()).enumerate() {
        push(&mut drawn, if i == 0 { 'M' } else { 'L' }, *point);
    }
    drawn.push('Z');
    drawn
}

/// A staircase from left to right that rises (or falls) at each point: the shape of a cumulative probability.
///
/// ```
/// use tradecast_chart::{Point, steps};
///
/// assert_eq!(steps(&[Point { x: 0.0, y: 9.0 }, Point { x: 10.0, y: 4.0 }]), "M0 9H10V4");
/// ```
#[must_use]
pub fn steps(points: &[Point]) -> String {
    let mut drawn = String::new();
    for (i, Point { x, y }) in points.iter().enumerate() {
        if i == 0 {
            push(&mut drawn, 'M', Point { x: *x, y: *y });
        } else {
            drawn.push('H');
            push_number(&mut drawn, *x);
            drawn.push('V');
            push_number(&mut drawn, *y);
        }
    }
    drawn
}

/// Circles of one radius, to a tenth, as one shape: a browser draws a hundred of them again as fast as one.
///
/// ```
/// use tradecast_chart::{Point, circles};
///
/// let centres = [Point { x: 10.0, y: 5.0 }, Point { x: 20.0, y: 5.0 }];
/// assert_eq!(circles(centres, 2.0), "M8 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M18 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0");
/// assert_eq!(circles(centres[..1].to_vec(), 5.56), "M4.4 5a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0 -11.2 0");
/// assert_eq!(circles([], 2.0), "");
/// ```
#[must_use]
pub fn circles(centres: impl IntoIterator<Item = Point>, radius: f64) -> String {
    // An arc across less than twice its radius is more than half a circle: an egg instead of a dot.
    let radius = libm::round(10.0 * radius) / 10.0;
    let mut drawn = String::new();
    for Point { x, y } in centres {
        push(&mut drawn, 'M', Point { x: x - radius, y });
        for across in [2.0 * radius, -2.0 * radius] {
            push(&mut drawn, 'a', Point { x: radius, y: radius });
            drawn.push_str(" 0 1 0 ");
            push_number(&mut drawn, across);
            drawn.push_str(" 0");
        }
    }
    drawn
}

/// The shape between a staircase and the level it starts from.
pub(crate) fn close_on(staircase: &str, base_y: f64) -> String {
    let mut drawn = format!("{staircase}V");
    push_number(&mut drawn, base_y);
    drawn.push('Z');
    drawn
}

fn push(drawn: &mut String, command: char, Point { x, y }: Point) {
    drawn.push(command);
    push_number(drawn, x);
    drawn.push(' ');
    push_number(drawn, y);
}

fn push_number(drawn: &mut String, value: f64) {
    // Adding zero turns -0 into 0.
    let tenths = (value * 10.0).round() / 10.0 + 0.0;
    write!(drawn, "{tenths}").expect("a string accepts every write");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_at_gaps_and_keeps_lonely_points() {
        let at = |x: f64| Some(Point { x, y: x / 3.0 });
        assert_eq!(line([None, at(0.0), None, None, at(6.0), at(9.0), None]), "M0 0h0M6 2L9 3");
        assert_eq!(line([]), "");
        assert_eq!(line([None]), "");
    }

    #[test]
    fn numbers_are_short() {
        let point = Point { x: 1.0 / 3.0, y: -0.04 };
        assert_eq!(line([Some(point), Some(point)]), "M0.3 0L0.3 0");
    }
}
