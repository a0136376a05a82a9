//! The fan chart: history, the gaps in it, and a forecast as bands around a median.

use crate::axis::scale::Scale;
use crate::shape::path::{Point, area, line};

/// One observation.
///
/// ```
/// let mark = tradecast_chart::Mark { at: 2022.0, value: 461.9, weak: false };
/// assert!(!mark.weak);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// When, decimal years.
    pub at: f64,
    /// How much, in the unit of the value axis.
    pub value: f64,
    /// Whether it is to be drawn as a weak one.
    pub weak: bool,
}

/// The forecast of one period.
///
/// ```
/// let row = tradecast_chart::FanRow { at: 2023.0, median: 480.0, bands: vec![[430.0, 540.0], [380.0, 610.0]] };
/// assert_eq!(row.bands.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FanRow {
    /// When, decimal years.
    pub at: f64,
    /// The middle of the forecast.
    pub median: f64,
    /// Lower and upper edge of each band, narrowest first; every row has the same number.
    pub bands: Vec<[f64; 2]>,
}

/// What a fan chart shows.
///
/// ```
/// # use tradecast_chart::{FanSeries, Mark};
/// let history = [Mark { at: 2022.0, value: 461.9, weak: false }];
/// let series = FanSeries { history: &history, step: 1.0, forecast: &[], ghost: &[] };
/// assert_eq!(series.history.len(), 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanSeries<'a> {
    /// Observations in order of time; the fan opens at the last one.
    pub history: &'a [Mark],
    /// Distance between two periods, years; where neighbours are further apart, the line has a gap.
    pub step: f64,
    /// Forecast in order of time.
    pub forecast: &'a [FanRow],
    /// Another forecast's median to compare with, as (when, how much); empty where there is none.
    pub ghost: &'a [(f64, f64)],
}

/// An observation in pixels.
///
/// ```
/// # use tradecast_chart::{PlacedMark, Point};
/// let placed = PlacedMark { centre: Point { x: 10.0, y: 20.0 }, weak: true, off_scale: false };
/// assert_eq!(placed.centre.x, 10.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedMark {
    /// Where.
    pub centre: Point,
    /// Whether it is to be drawn as a weak one.
    pub weak: bool,
    /// Whether it is a zero on a logarithmic scale, which has no place for it: it stands at the lower edge.
    pub off_scale: bool,
}

/// A vertical strip of the plot where nothing is known.
///
/// ```
/// let strip = tradecast_chart::Strip { x: 10.0, width: 8.0 };
/// assert_eq!(strip.x + strip.width, 18.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strip {
    /// Left edge, pixels.
    pub x: f64,
    /// Width, pixels.
    pub width: f64,
}

/// A fan chart in pixels. The edges of the bands may leave the plot: clip them.
///
/// ```
/// use tradecast_chart::{Extent, Fan, FanRow, FanSeries, Frame, Margins, Mark, Measure};
///
/// let mark = |at, value| Mark { at, value, weak: false };
/// let series = FanSeries {
///     history: &[mark(2016.0, 15.0), mark(2018.0, 25.0), mark(2019.0, 20.0)], // 2017 is missing
///     step: 1.0,
///     forecast: &[FanRow { at: 2020.0, median: 30.0, bands: vec![[20.0, 40.0]] }],
///     ghost: &[(2020.0, 25.0)],
/// };
/// let frame = Frame::new(40.0, 50.0, Margins::default());
/// let years = frame.across(Extent::covering([2016.0, 2020.0]).unwrap());
/// let values = frame.up(Extent::covering([0.0, 50.0]).unwrap(), Measure::Linear);
/// let fan = Fan::place(&series, &years, &values);
/// assert_eq!(fan.history, "M0 35h0M20 25L30 30");
/// assert_eq!(fan.bands, ["M30 30L40 10L40 30L30 30Z"]);
/// assert_eq!((fan.median.as_str(), fan.ghost.as_str()), ("M30 30L40 20", "M30 30L40 25"));
/// assert_eq!((fan.gaps[0].x, fan.gaps[0].width), (5.0, 10.0)); // the year around 2017
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// The line through the observations, broken at gaps and at zeros that the scale has no place for.
    pub history: String,
    /// The observations.
    pub marks: Vec<PlacedMark>,
    /// Where nothing was observed between two observations.
    pub gaps: Vec<Strip>,
    /// One closed shape a band, narrowest first, opening at the last observation.
    pub bands: Vec<String>,
    /// The line through the medians, from the last observation.
    pub median: String,
    /// The line to compare with; empty where there is none.
    pub ghost: String,
    /// Where history ends and the forecast begins, pixels from the left; absent without history.
    pub origin_x: Option<f64>,
}

impl Fan {
    /// Places a fan on two scales.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Fan, FanSeries, Frame, Margins, Measure};
    /// # let frame = Frame::new(40.0, 50.0, Margins::default());
    /// # let years = frame.across(Extent::covering([2016.0, 2020.0]).unwrap());
    /// # let values = frame.up(Extent::covering([0.0, 50.0]).unwrap(), Measure::Linear);
    /// let nothing = FanSeries { history: &[], step: 1.0, forecast: &[], ghost: &[] };
    /// assert_eq!(Fan::place(&nothing, &years, &values).median, "");
    /// ```
    #[must_use]
    pub fn place(series: &FanSeries<'_>, years: &Scale, values: &Scale) -> Self {
        let at = |year: f64, value: f64| Point { x: years.place(year), y: values.place(value) };
        let finite: Vec<Mark> = series
            .history
            .iter()
            .copied()
            .filter(|mark| mark.at.is_finite() && mark.value.is_finite())
            .collect();
        let origin = finite.last().map(|mark| at(mark.at, mark.value));
        // Half a period of slack: a quarter is not exactly representable, and a gap is at least a whole period.
        let is_gap = |pair: &[Mark]| pair[1].at - pair[0].at > 1.5 * series.step;

        let mut trail = Vec::with_capacity(finite.len());
        for (i, mark) in finite.iter().enumerate() {
            if i > 0 && is_gap(&finite[i - 1..=i]) {
                trail.push(None);
            }
            trail.push(values.has_place(mark.value).then(|| at(mark.at, mark.value)));
        }
        let gaps = finite.windows(2).filter(|pair| is_gap(pair)).map(|pair| {
            let x = years.place(pair[0].at + series.step / 2.0);
            Strip { x, width: years.place(pair[1].at - series.step / 2.0) - x }
        });

        let edge = |band: usize, side: usize| -> Vec<Point> {
            let rows = series.forecast.iter().filter_map(|row| Some(at(row.at, row.bands.get(band)?[side])));
            origin.into_iter().chain(rows.filter(is_finite)).collect()
        };
        let bands = series.forecast.iter().map(|row| row.bands.len()).min().unwrap_or(0);
        let from_origin = |points: &mut dyn Iterator<Item = Point>| -> String {
            let mut points = points.filter(is_finite).peekable();
            if points.peek().is_none() {
                return String::new();
            }
            line(origin.into_iter().chain(points).map(Some))
        };

        Self {
            history: line(trail),
            marks: finite
                .iter()
                .map(|mark| PlacedMark {
                    centre: at(mark.at, mark.value),
                    weak: mark.weak,
                    off_scale: !values.has_place(mark.value),
                })
                .collect(),
            gaps: gaps.collect(),
            bands: (0..bands).map(|band| area(&edge(band, 1), &edge(band, 0))).collect(),
            median: from_origin(&mut series.forecast.iter().map(|row| at(row.at, row.median))),
            ghost: from_origin(&mut series.ghost.iter().map(|&(year, value)| at(year, value))),
            origin_x: origin.map(|point| point.x),
        }
    }
}

fn is_finite(point: &Point) -> bool {
    point.x.is_finite() && point.y.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extent, Frame, Margins, Measure};

    fn scales() -> (Scale, Scale) {
        let frame = Frame::new(100.0, 100.0, Margins::default());
        let years = frame.across(Extent::covering([2000.0, 2010.0]).unwrap());
        (years, frame.up(Extent::covering([0.0, 100.0]).unwrap(), Measure::Linear))
    }

    fn mark(at: f64, value: f64) -> Mark {
        Mark { at, value, weak: false }
    }

    #[test]
    fn quarters_next_to_each_other_are_not_a_gap() {
        let (years, values) = scales();
        let quarters = [0.0, 0.25, 0.5, 0.75, 1.25].map(|q| mark(2000.0 + q, 10.0));
        let fan = Fan::place(
            &FanSeries { history: &quarters, step: 0.25, forecast: &[], ghost: &[] },
            &years,
            &values,
        );
        assert_eq!(fan.gaps.len(), 1);
        assert_eq!(fan.history.matches('M').count(), 2);
    }

    #[test]
    fn a_long_gap_is_one_strip_as_wide_as_the_missing_years() {
        let (years, values) = scales();
        let history = [mark(2000.0, 10.0), mark(2004.0, 20.0)];
        let fan = Fan::place(
            &FanSeries { history: &history, step: 1.0, forecast: &[], ghost: &[] },
            &years,
            &values,
        );
        assert_eq!(fan.gaps, [Strip { x: 5.0, width: 30.0 }]); // 2001, 2002 and 2003
    }

    #[test]
    fn numbers_that_are_none_are_left_out() {
        let (years, values) = scales();
        let history = [mark(2000.0, 10.0), mark(2001.0, f64::NAN)];
        let row = |at: f64, hi: f64| FanRow { at, median: 20.0, bands: vec![[10.0, hi]] };
        let forecast = [row(2001.0, f64::INFINITY), row(2002.0, 40.0)];
        let series =
            FanSeries { history: &history, step: 1.0, forecast: &forecast, ghost: &[(2001.0, f64::NAN)] };
        let fan = Fan::place(&series, &years, &values);
        assert_eq!(fan.marks.len(), 1);
        assert_eq!(fan.ghost, "");
        assert_eq!(fan.bands, ["M0 90L20 60L20 90L10 90L0 90Z"]);
    }

    #[test]
    fn zeros_stand_on_the_ground_and_on_a_logarithmic_scale_apart() {
        let frame = Frame::new(100.0, 100.0, Margins::default());
        let years = frame.across(Extent::covering([2000.0, 2010.0]).unwrap());
        let history = [mark(2000.0, 10.0), mark(2001.0, 100.0), mark(2002.0, 0.0), mark(2003.0, 10.0)];
        let forecast = [FanRow { at: 2004.0, median: 10.0, bands: vec![[0.0, 100.0]] }];
        let series = FanSeries { history: &history, step: 1.0, forecast: &forecast, ghost: &[(2004.0, 0.0)] };
        let fan = |from: f64, measure| {
            Fan::place(&series, &years, &frame.up(Extent::covering([from, 100.0]).unwrap(), measure))
        };
        let linear = fan(0.0, Measure::Linear);
        assert_eq!(linear.history, "M0 90L10 0L20 100L30 90");
        assert!(linear.marks.iter().all(|mark| !mark.off_scale));
        let log = fan(1.0, Measure::Log);
        // The line breaks at the zero; its mark and the lower edge of the band stand at the lower edge of the plot.
        assert_eq!(log.history, "M0 50L10 0M30 50h0");
        let apart: Vec<bool> = log.marks.iter().map(|mark| mark.off_scale).collect();
        assert_eq!(apart, [false, false, true, false]);
        assert_eq!(log.marks[2].centre, Point { x: 20.0, y: 100.0 });
        assert_eq!(log.bands, ["M30 50L40 0L40 100L30 50Z"]);
        assert_eq!(log.ghost, "M30 50L40 100");
        let drawn = format!("{linear:?}{log:?}");
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
    }

    #[test]
    fn wider_bands_enclose_narrower_ones() {
        let (years, values) = scales();
        let forecast =
            [FanRow { at: 2001.0, median: 50.0, bands: vec![[40.0, 60.0], [30.0, 70.0], [10.0, 95.0]] }];
        let series = FanSeries { history: &[mark(2000.0, 50.0)], step: 1.0, forecast: &forecast, ghost: &[] };
        let fan = Fan::place(&series, &years, &values);
        assert_eq!(
            fan.bands,
            ["M0 50L10 40L10 60L0 50Z", "M0 50L10 30L10 70L0 50Z", "M0 50L10 5L10 90L0 50Z"]
        );
    }
}
