//! Arrival charts: a quantile dotplot with a pile for "not within the horizon", and a cumulative curve.

use crate::axis::scale::Scale;
use crate::layout::frame::Frame;
use crate::shape::path::{Point, close_on, steps};

/// When something arrives: cumulative probabilities in order of time.
///
/// ```
/// let series = tradecast_chart::ArrivalSeries { at: &[2023.0, 2024.0], by: &[0.1, 0.3] };
/// assert_eq!(series.by.len(), series.at.len());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArrivalSeries<'a> {
    /// The periods, decimal years.
    pub at: &'a [f64],
    /// Probability of having arrived by each of them, from 0 to 1.
    pub by: &'a [f64],
}

/// How many of a number of equally likely dots fall into each period, and how many into none.
///
/// Dot *i* of *n* stands for the quantile (*i* + ½)/*n*, so the number of dots up to any period is the probability
/// times *n*, rounded: counting dots reads off the probability. Values that are not numbers count as the one before.
///
/// ```
/// use tradecast_chart::DotCounts;
///
/// let counts = DotCounts::of(&[0.1, 0.3, 0.62], 50);
/// assert_eq!(counts.in_period, [5, 10, 16]);
/// assert_eq!(counts.not_within, 19);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotCounts {
    /// Dots in each period.
    pub in_period: Vec<usize>,
    /// Dots that arrive in none of them.
    pub not_within: usize,
}

impl DotCounts {
    /// Counts the dots of a cumulative distribution.
    ///
    /// ```
    /// # use tradecast_chart::DotCounts;
    /// assert_eq!(DotCounts::of(&[], 20).not_within, 20);
    /// ```
    #[must_use]
    pub fn of(by: &[f64], dots: usize) -> Self {
        let mut arrived = 0;
        let in_period = by
            .iter()
            .map(|&probability| {
                let before = arrived;
                while arrived < dots && quantile(arrived, dots) <= probability {
                    arrived += 1;
                }
                arrived - before
            })
            .collect();
        Self { in_period, not_within: dots - arrived }
    }
}

/// The probability level a dot stands for.
#[expect(clippy::cast_precision_loss, reason = "a hundred dots at most")]
fn quantile(dot: usize, dots: usize) -> f64 {
    (dot as f64 + 0.5) / dots as f64
}

/// A dot of a dotplot, in pixels.
///
/// ```
/// # use tradecast_chart::{Dot, Point};
/// let dot = Dot { centre: Point { x: 10.0, y: 90.0 }, period: Some(3) };
/// assert!(dot.period.is_some());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Where.
    pub centre: Point,
    /// Index of the period it arrives in; absent in the pile of those that do not arrive.
    pub period: Option<usize>,
}

/// The room that dots have beside what the years axis and the frame give them.
///
/// ```
/// let room = tradecast_chart::DotRoom { largest: 16.0, pile_left: 500.0, pile_right: 560.0 };
/// assert!(room.pile_left < room.pile_right);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DotRoom {
    /// Largest distance between dots, pixels: beyond some size dots look like balloons.
    pub largest: f64,
    /// Left edge of the pile of those that do not arrive, pixels: a column of the margin beside the years axis.
    pub pile_left: f64,
    /// Right edge of that pile.
    pub pile_right: f64,
}

/// A quantile dotplot in pixels: equally likely dots stacked over their periods, the rest in a pile at the side.
///
/// ```
/// use tradecast_chart::{ArrivalSeries, Dotplot, Extent, Frame, Margins, DotRoom};
///
/// let frame = Frame::new(140.0, 60.0, Margins { right: 40.0, ..Margins::default() });
/// let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
/// let series = ArrivalSeries { at: &[2024.0, 2025.0], by: &[0.2, 0.5] };
/// let plot = Dotplot::place(&series, 10, &years, &frame, DotRoom { largest: 16.0, pile_left: 110.0, pile_right: 140.0 });
/// assert_eq!(plot.dots.len(), 10);
/// assert_eq!(plot.dots.iter().filter(|dot| dot.period == Some(0)).count(), 2);
/// assert_eq!(plot.dots[0].centre.x, 40.0); // over 2024
/// assert!(plot.dots[9].centre.x > 110.0); // in the pile
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Dotplot {
    /// The dots, earliest first, the pile last; the same index is the same quantile whatever the assumptions.
    pub dots: Vec<Dot>,
    /// Radius of every dot, pixels.
    pub radius: f64,
    /// How many dots there are in each period and in the pile.
    pub counts: DotCounts,
    /// Stacks of several columns, which are wider than their period.
    pub wide: Vec<WideStack>,
}

/// A stack of dots that is wider than its period, in pixels.
///
/// ```
/// let stack = tradecast_chart::WideStack { left: 90.0, right: 110.0, x: 100.0 };
/// assert_eq!(f64::midpoint(stack.left, stack.right), stack.x);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WideStack {
    /// Its left edge.
    pub left: f64,
    /// Its right edge.
    pub right: f64,
    /// Where its period is.
    pub x: f64,
}

impl Dotplot {
    /// Places `dots` dots on the years axis, as large as the distance between periods and the height of the stacks allow.
    /// Where many dots share a period, its stack may be several dots wide, as far as its neighbours leave room.
    ///
    /// ```
    /// # use tradecast_chart::{ArrivalSeries, Dotplot, Extent, Frame, Margins, DotRoom};
    /// # let frame = Frame::new(140.0, 60.0, Margins { right: 40.0, ..Margins::default() });
    /// # let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
    /// # let room = DotRoom { largest: 16.0, pile_left: 110.0, pile_right: 140.0 };
    /// let certain = ArrivalSeries { at: &[2024.0, 2025.0], by: &[1.0, 1.0] };
    /// let plot = Dotplot::place(&certain, 50, &years, &frame, room);
    /// assert!(plot.dots.iter().all(|dot| dot.centre.y - plot.radius >= 0.0)); // fifty in one period still fit
    /// assert!(plot.wide.len() == 1 && plot.radius > 2.5); // in columns beside each other
    /// ```
    #[must_use]
    pub fn place(
        series: &ArrivalSeries<'_>,
        dots: usize,
        years: &Scale,
        frame: &Frame,
        room: DotRoom,
    ) -> Self {
        let counts = DotCounts::of(series.by, dots);
        let height = frame.bottom() - frame.top();
        let apart = series.at.windows(2).map(|pair| years.place(pair[1]) - years.place(pair[0]));
        let pitch = apart.fold(years.pitch(), f64::min);
        let pile = largest_cell(counts.not_within, room.pile_right - room.pile_left, height);
        let stacks = stacks(series, &counts, years, room.pile_left, pitch);
        let largest = pile.min(room.largest).min(height / levels(FEWEST_LEVELS));
        let wide = |stack: &Stack, cell: f64| stack.columns(cell, height) * cell;
        let fits = |cell: &f64| {
            let alone = stacks.iter().all(|stack| wide(stack, *cell) <= stack.room);
            let half = |stack: &Stack| wide(stack, *cell) / 2.0;
            alone && stacks.windows(2).all(|pair| half(&pair[0]) + half(&pair[1]) <= pair[1].x - pair[0].x)
        };
        let sizes = (0..).map(|step| largest - SIZE_STEP * levels(step)).take_while(|size| *size > MIN_CELL);
        let smallest =
            MIN_CELL.min(height / levels(counts.in_period.iter().copied().max().unwrap_or(1).max(1)));
        let cell = sizes.into_iter().find(fits).unwrap_or_else(|| smallest.min(largest));

        let level_y = |level: usize| frame.bottom() - cell * (levels(level) + 0.5);
        let mut placed = Vec::with_capacity(dots);
        let mut wide = Vec::new();
        for stack in &stacks {
            let columns = if fits(&cell) { stack.columns(cell, height) } else { 1.0 };
            let left = stack.x - columns * cell / 2.0;
            placed.extend((0..stack.dots).map(|i| {
                let across = columns as usize;
                let x = left + cell * (levels(i % across) + 0.5);
                Dot { centre: Point { x, y: level_y(i / across) }, period: Some(stack.period) }
            }));
            if columns * cell > pitch && columns > 1.0 {
                wide.push(WideStack { left, right: left + columns * cell, x: stack.x });
            }
        }
        let columns = columns_in(room.pile_right - room.pile_left, cell);
        placed.extend((0..counts.not_within).map(|i| {
            let x = room.pile_left + cell * (levels(i % columns) + 0.5);
            Dot { centre: Point { x, y: level_y(i / columns) }, period: None }
        }));
        Self { dots: placed, radius: cell * FILL / 2.0, counts, wide }
    }
}

/// The dots of one period.
struct Stack {
    period: usize,
    dots: usize,
    x: f64,
    /// How wide it may be where its neighbours allow it.
    room: f64,
}

impl Stack {
    /// Columns of dots of a size that it takes.
    fn columns(&self, cell: f64, height: f64) -> f64 {
        let rows = (height / cell + 1e-9).floor().max(1.0);
        (levels(self.dots) / rows).ceil().max(1.0)
    }
}

/// The periods with dots.
fn stacks(
    series: &ArrivalSeries<'_>,
    counts: &DotCounts,
    years: &Scale,
    pile_left: f64,
    pitch: f64,
) -> Vec<Stack> {
    let occupied: Vec<(usize, usize, f64)> = series
        .at
        .iter()
        .zip(&counts.in_period)
        .enumerate()
        .filter(|(_, (_, dots))| **dots > 0)
        .map(|(period, (&at, &dots))| (period, dots, years.place(at)))
        .collect();
    let stack = |&(period, dots, x): &(usize, usize, f64)| {
        let edge = (2.0 * (pile_left - x)).max(pitch);
        Stack { period, dots, x, room: edge.min(WIDEST * pitch) }
    };
    occupied.iter().map(stack).collect()
}

/// Room for at least so many dots above each other, so that dots do not swell when the distribution is flat.
const FEWEST_LEVELS: usize = 6;
/// Widest stack, in distances between periods: beyond, it would seem to belong to other periods.
const WIDEST: f64 = 3.0;
/// How finely the size of dots is sought, pixels.
const SIZE_STEP: f64 = 0.25;
/// Part of its cell that a dot fills.
const FILL: f64 = 0.88;
/// Smallest cell, pixels, where the height allows it; neighbouring stacks may then touch.
const MIN_CELL: f64 = 3.0;

#[expect(clippy::cast_precision_loss, reason = "a hundred dots at most")]
fn levels(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive number of columns")]
fn columns_in(width: f64, cell: f64) -> usize {
    (width / cell + 1e-9).floor().max(1.0) as usize
}

/// Side of the largest square cell of which `count` fit into a box.
fn largest_cell(count: usize, width: f64, height: f64) -> f64 {
    let cell_of = |columns: usize| (width / levels(columns)).min(height / levels(count.div_ceil(columns)));
    (1..=count).map(cell_of).fold(0.0, f64::max).max(if count == 0 { f64::INFINITY } else { 0.0 })
}

/// A cumulative probability curve in pixels.
///
/// ```
/// use tradecast_chart::{ArrivalSeries, Curve, Extent, Frame, Margins, Measure};
///
/// let frame = Frame::new(100.0, 50.0, Margins::default());
/// let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
/// let shares = frame.up(Extent::covering([0.0, 1.0]).unwrap(), Measure::Linear);
/// let series = ArrivalSeries { at: &[2024.0, 2025.0], by: &[0.2, 0.5] };
/// let curve = Curve::place(&series, 2023.0, &years, &shares);
/// assert_eq!(curve.staircase, "M30 50H40V40H50V25");
/// assert_eq!(curve.points.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The curve as a staircase, from zero at the origin.
    pub staircase: String,
    /// The area under it, closed.
    pub under: String,
    /// The probability of each period.
    pub points: Vec<Point>,
}

impl Curve {
    /// Places a curve that starts at zero at `origin` (decimal years).
    ///
    /// ```
    /// # use tradecast_chart::{ArrivalSeries, Curve, Extent, Frame, Margins, Measure};
    /// # let frame = Frame::new(100.0, 50.0, Margins::default());
    /// # let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
    /// # let shares = frame.up(Extent::covering([0.0, 1.0]).unwrap(), Measure::Linear);
    /// let nothing = ArrivalSeries { at: &[], by: &[] };
    /// assert_eq!(Curve::place(&nothing, 2023.0, &years, &shares).under, "");
    /// ```
    #[must_use]
    pub fn place(series: &ArrivalSeries<'_>, origin: f64, years: &Scale, shares: &Scale) -> Self {
        let at = |year: f64, share: f64| Point { x: years.place(year), y: shares.place(share) };
        let points: Vec<Point> = series
            .at
            .iter()
            .zip(series.by)
            .filter(|(_, by)| by.is_finite())
            .map(|(&y, &by)| at(y, by))
            .collect();
        if points.is_empty() {
            return Self { staircase: String::new(), under: String::new(), points };
        }
        let start = at(origin, 0.0);
        let staircase = steps(&[&[start], points.as_slice()].concat());
        let under = close_on(&staircase, start.y);
        Self { staircase, under, points }
    }
}

/// The middle 50 and 80 % of arrivals as a bar with whiskers, in pixels; what lies beyond the horizon ends at the right edge.
///
/// ```
/// use tradecast_chart::{Extent, Frame, Margins, Whiskers};
///
/// let frame = Frame::new(100.0, 50.0, Margins::default());
/// let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
/// let bar = Whiskers::place([Some(2022.0), Some(2024.0), Some(2025.0), Some(2027.0), None], &years).unwrap();
/// assert_eq!((bar.outer, bar.inner, bar.middle), ([20.0, 100.0], [40.0, 70.0], Some(50.0)));
/// assert!(bar.open_ended);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whiskers {
    /// Ends of the middle 80 %.
    pub outer: [f64; 2],
    /// Ends of the middle 50 %.
    pub inner: [f64; 2],
    /// The median; absent beyond the horizon.
    pub middle: Option<f64>,
    /// Whether the outer bar goes on beyond the right edge.
    pub open_ended: bool,
}

impl Whiskers {
    /// Places the 10, 25, 50, 75 and 90 % quantiles of an arrival (decimal years, `None` beyond the horizon). Absent
    /// where all of them are beyond the horizon.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins, Whiskers};
    /// # let frame = Frame::new(100.0, 50.0, Margins::default());
    /// # let years = frame.across(Extent::covering([2020.0, 2030.0]).unwrap());
    /// assert_eq!(Whiskers::place([None; 5], &years), None);
    /// ```
    #[must_use]
    pub fn place(quantiles: [Option<f64>; 5], years: &Scale) -> Option<Self> {
        quantiles[0]?;
        let edge = years.place(years.extent().to());
        let x = |quantile: Option<f64>| quantile.map_or(edge, |year| years.place(year));
        let [lowest, low, middle, high, highest] = quantiles;
        Some(Self {
            outer: [x(lowest), x(highest)],
            inner: [x(low), x(high)],
            middle: middle.map(|year| years.place(year)),
            open_ended: highest.is_none(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extent, Margins};

    fn frame() -> Frame {
        Frame::new(800.0, 120.0, Margins { top: 4.0, right: 110.0, bottom: 20.0, left: 50.0 })
    }

    fn years() -> Scale {
        frame().across(Extent::covering([1992.0, 2052.0]).unwrap())
    }

    const ROOM: DotRoom = DotRoom { largest: 16.0, pile_left: 706.0, pile_right: 790.0 };

    #[test]
    fn dots_up_to_a_period_read_off_its_probability() {
        let by: Vec<f64> = (1..=28).map(|t| 1.0 - 1.0 / (1.0 + 0.04 * f64::from(t * t))).collect();
        let counts = DotCounts::of(&by, 50);
        let mut so_far = 0;
        for (probability, dots) in by.iter().zip(&counts.in_period) {
            so_far += dots;
            assert!((levels(so_far) - probability * 50.0).abs() <= 0.5 + 1e-9, "{probability} {so_far}");
        }
        assert_eq!(so_far + counts.not_within, 50);
    }

    #[test]
    fn broken_probabilities_break_nothing() {
        let counts = DotCounts::of(&[0.2, f64::NAN, 0.1, f64::INFINITY], 10);
        assert_eq!((counts.in_period, counts.not_within), (vec![2, 0, 0, 8], 0));
    }

    #[test]
    fn no_dot_overlaps_another_or_leaves_its_place() {
        let at: Vec<f64> = (2025..2053).map(f64::from).collect();
        for (reach, rate) in [(0.7, 0.08), (1.0, 0.9), (0.05, 0.3), (1.0, 9.0), (0.0, 1.0)] {
            let by: Vec<f64> = (1..=28).map(|t| reach * (1.0 - libm::exp(-rate * f64::from(t)))).collect();
            let plot = Dotplot::place(&ArrivalSeries { at: &at, by: &by }, 50, &years(), &frame(), ROOM);
            assert_eq!(plot.dots.len(), 50);
            for (i, a) in plot.dots.iter().enumerate() {
                let (inside_x, inside_y) =
                    (a.centre.x + plot.radius <= 800.0, a.centre.y - plot.radius >= 4.0 - 1e-9);
                assert!(inside_x && inside_y && a.centre.y + plot.radius <= 100.0, "{reach} {rate} {a:?}");
                for b in &plot.dots[i + 1..] {
                    let distance = (a.centre.x - b.centre.x).hypot(a.centre.y - b.centre.y);
                    assert!(distance >= 2.0 * plot.radius, "{reach} {rate} {a:?} {b:?} {}", plot.radius);
                }
            }
        }
    }

    #[test]
    fn many_dots_in_one_period_stay_large_enough_to_count() {
        let at: Vec<f64> = (2025..2053).map(f64::from).collect();
        let jump = |year: usize| (0..28).map(|t| if t < year { 0.04 } else { 0.9 }).collect::<Vec<f64>>();
        for year in [1, 5, 27] {
            let by = jump(year);
            let plot = Dotplot::place(&ArrivalSeries { at: &at, by: &by }, 50, &years(), &frame(), ROOM);
            assert!(plot.radius >= 2.0, "{year} {}", plot.radius);
            let stack = plot.wide[0];
            let inside = |dot: &&Dot| (stack.left..=stack.right).contains(&dot.centre.x);
            assert_eq!(plot.dots.iter().filter(inside).count(), 43, "{year}");
            assert!((stack.x - years().place(at[year])).abs() < 1e-9);
        }
        // Neighbours that are occupied leave a period its own place only.
        let by: Vec<f64> = (1..=28).map(|t| f64::from(t) / 30.0).collect();
        assert!(
            Dotplot::place(&ArrivalSeries { at: &at, by: &by }, 50, &years(), &frame(), ROOM).wide.is_empty()
        );
    }

    #[test]
    fn the_curve_never_falls_and_closes_on_its_base() {
        let frame = frame();
        let shares = frame.up(Extent::covering([0.0, 1.0]).unwrap(), crate::Measure::Linear);
        let series = ArrivalSeries { at: &[2025.0, 2026.0, 2027.0], by: &[0.1, 0.1, 0.6] };
        let curve = Curve::place(&series, 2024.0, &years(), &shares);
        assert!(curve.points.windows(2).all(|pair| pair[1].y <= pair[0].y && pair[1].x > pair[0].x));
        assert!(
            curve.under.starts_with(&curve.staircase) && curve.under.ends_with("V100Z"),
            "{}",
            curve.under
        );
    }

    #[test]
    fn whiskers_beyond_the_horizon_end_at_the_edge() {
        let bar = Whiskers::place([Some(2026.0), Some(2030.0), None, None, None], &years()).unwrap();
        assert_eq!((bar.outer[1], bar.inner[1], bar.middle), (690.0, 690.0, None));
        assert!(bar.open_ended);
    }
}
