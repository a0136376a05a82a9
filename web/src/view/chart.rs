//! The two charts of an answer, placed in the room they have.

use tradecast::{Answer, Arrival, LeverKind, Period};
use tradecast_chart::{
    ArrivalSeries, Curve, DotRoom, Dotplot, Extent, Fan, FanRow, FanSeries, Frame, LabelRequest, LineEnd,
    Margins, Mark, Measure, Point, Scale, Whiskers, line, line_end, log_ticks, spread, tick_step,
    value_ticks, year_ticks,
};

use crate::engine::{AnswerData, PartialEffect};
use crate::text::{self, say};
use crate::view::periods::{levels, periods};

/// The room a pair of charts has, pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Width of both.
    pub width: f64,
    /// Height of the fan.
    pub fan: f64,
    /// Height of the arrivals.
    pub arrival: f64,
    /// Size of the letters around.
    pub em: f64,
}

impl Room {
    /// Whether it is as narrow as a phone.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.width < 36.0 * self.em
    }

    /// How many equally likely dots the arrivals are drawn as: fewer where fifty would be too small to count.
    #[must_use]
    pub fn dots(&self) -> usize {
        if self.is_narrow() { text::FEW_DOTS } else { text::DOTS }
    }

    fn margins(&self) -> Margins {
        let (left, right) = if self.is_narrow() { (3.3, 5.2) } else { (3.6, 8.0) };
        Margins { top: 1.7 * self.em, right: right * self.em, bottom: 1.6 * self.em, left: left * self.em }
    }

    /// The frame of the fan.
    #[must_use]
    pub fn fan_frame(&self) -> Frame {
        Frame::new(self.width, self.fan, self.margins())
    }

    /// The frame of the arrivals: the same years axis below it.
    #[must_use]
    pub fn arrival_frame(&self) -> Frame {
        Frame::new(
            self.width,
            self.arrival,
            Margins { top: 0.6 * self.em, bottom: 3.0 * self.em, ..self.margins() },
        )
    }
}

/// Years of history that even a narrow chart shows, where there are so many.
const FEWEST_YEARS: f64 = 10.0;

/// The years of both charts. A narrow one leaves out the older history, so that the future can be read.
#[must_use]
pub fn years_extent(answer: &Answer, room: &Room) -> Option<Extent> {
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let first = answer.history.first()?.period.decimal_year();
    let last = answer.forecast.last()?.period.decimal_year();
    let origin = answer.question.origin.decimal_year();
    let from =
        if room.is_narrow() { first.max(origin - ((last - origin) / 2.0).max(FEWEST_YEARS)) } else { first };
    Extent::covering([from - step / 2.0, last + step / 2.0])
}

/// The part of the data that the axes of the charts show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axes {
    /// Decimal years, of both charts.
    pub years: Extent,
    /// Values, of the fan.
    pub values: Extent,
}

impl Axes {
    /// The axes that suit an answer.
    #[must_use]
    pub fn of(both: &AnswerData, room: &Room, log: bool) -> Option<Self> {
        Some(Self { years: years_extent(&both.answer, room)?, values: values_extent(both, log)? })
    }

    /// Part of the way to other axes, slower towards the end.
    #[must_use]
    pub fn eased(self, other: Self, share: f64) -> Self {
        let left = 1.0 - share.clamp(0.0, 1.0);
        let share = 1.0 - left * left * left;
        Self {
            years: self.years.towards(other.years, share),
            values: self.values.towards(other.values, share),
        }
    }
}

/// The periods on a years axis.
#[must_use]
pub fn periods_in(answer: &Answer, years: Extent) -> Vec<Period> {
    periods(answer).into_iter().filter(|period| years.contains(period.decimal_year())).collect()
}

/// How many times as high as history and target an axis may go to keep the medians on it.
const MEDIANS: f64 = 1.9;
/// How many times as high it may go for the bands.
const BANDS: f64 = 1.5;

/// The values of the fan: history and target are always shown, the medians and the far bands within reason.
#[must_use]
pub fn values_extent(both: &AnswerData, log: bool) -> Option<Extent> {
    let answer = &both.answer;
    let must: Vec<f64> = answer
        .history
        .iter()
        .map(|o| o.value)
        .chain([answer.question.target.value()])
        .chain(answer.since.iter().map(|row| row.value))
        .collect();
    let baseline = both.baseline.as_ref().map(|baseline| baseline.forecast.as_slice()).unwrap_or_default();
    let rows = || answer.forecast.iter().chain(baseline);
    if log {
        let bands = rows().flat_map(|row| row.bands.iter());
        return Extent::positive(must, bands.flat_map(|band| [band.lo, band.hi]), 8.0);
    }
    let highest = must.iter().copied().fold(0.0, f64::max);
    let medians = rows().map(|row| row.median.min(MEDIANS * highest));
    let bands = rows().flat_map(|row| row.bands.iter()).map(|band| band.hi.min(BANDS * highest));
    Extent::from_zero(must, medians.chain(bands), MEDIANS)
}

/// A label and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What it names: `target-end`, `median-end`, `ghost-end` or `band-end`.
    pub of: &'static str,
    /// Pixels from the left, to where it begins.
    pub x: f64,
    /// Pixels from the top, to its middle.
    pub y: f64,
    /// The text.
    pub text: String,
    /// A second line; empty where there is none.
    pub second: String,
}

/// A fan chart, placed and labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct FanChart {
    /// Its frame.
    pub frame: Frame,
    /// The years axis.
    pub years: Scale,
    /// The values axis.
    pub up: Scale,
    /// The shapes.
    pub fan: Fan,
    /// Lines from the baseline to the answer, each with the class of its looks.
    pub partial_effects: Vec<(&'static str, String)>,
    /// Some of the paths, one by one.
    pub paths: Vec<String>,
    /// What has happened since, where the question was asked as of an earlier date.
    pub since: Vec<Point>,
    /// Height of the target line.
    pub target_y: f64,
    /// Where the deadline stands; absent without one.
    pub deadline_x: Option<f64>,
    /// Years with their positions.
    pub year_ticks: Vec<(f64, String)>,
    /// Values with their heights.
    pub value_ticks: Vec<(f64, String)>,
    /// Direct labels.
    pub labels: Vec<Label>,
    /// Size of the letters, pixels.
    pub em: f64,
}

/// The class of the line with the levers of a kind moved, and those of the kinds before it.
fn ghost_class(kind: LeverKind) -> &'static str {
    match kind {
        LeverKind::Data => "ghost data",
        LeverKind::World | LeverKind::Policy => "ghost world",
    }
}

/// What the line with the levers of a kind moved is called.
fn ghost_name(kind: LeverKind) -> String {
    match kind {
        LeverKind::Data => say!("chart.ghost.data"),
        LeverKind::World | LeverKind::Policy => say!("chart.ghost.world"),
    }
}

/// What the target becomes where its line is dragged to a height: as round as a pixel allows, and at most three digits.
#[must_use]
pub fn dragged_target(chart: &FanChart, y: f64) -> Option<f64> {
    let FanChart { up, frame, .. } = chart;
    let y = y.clamp(frame.top(), frame.bottom());
    let value = up.value_at(y);
    let pixel = (up.value_at(y - 1.0) - value).abs();
    let step = tick_step(pixel, 2);
    let round = crate::rounding::significant(3, ((value / step).round() * step).max(step));
    (round.is_finite() && round > 0.0).then_some(round)
}

/// Places the fan of an answer.
#[must_use]
pub fn fan_chart(both: &AnswerData, room: &Room, axes: Axes, log: bool) -> Option<FanChart> {
    let answer = &both.answer;
    let values = axes.values;
    let frame = room.fan_frame();
    let years = frame.across(axes.years);
    let up = frame.up(values, if log { Measure::Log } else { Measure::Linear });
    let marks: Vec<Mark> = answer
        .history
        .iter()
        .map(|o| Mark { at: o.period.decimal_year(), value: o.value, weak: o.weak })
        .filter(|mark| years.extent().contains(mark.at))
        .collect();
    let forecast: Vec<FanRow> = answer
        .forecast
        .iter()
        .map(|row| FanRow {
            at: row.period.decimal_year(),
            median: row.median,
            bands: row.bands.iter().map(|band| [band.lo, band.hi]).collect(),
        })
        .collect();
    let ghost: Vec<(f64, f64)> = both
        .baseline
        .iter()
        .flat_map(|baseline| baseline.forecast.iter().map(|row| (row.period.decimal_year(), row.median)))
        .collect();
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let fan =
        Fan::place(&FanSeries { history: &marks, step, forecast: &forecast, ghost: &ghost }, &years, &up);
    let from_origin = |values: &[f64]| -> String {
        let origin = (answer.question.origin.decimal_year(), answer.question.last_value);
        let ahead = answer.forecast.iter().map(|row| row.period.decimal_year()).zip(values.iter().copied());
        let place = |(year, value)| Point { x: years.place(year), y: up.place(value) };
        line(
            std::iter::once(origin).chain(ahead).map(place).map(|point| point.y.is_finite().then_some(point)),
        )
    };
    let partial_effects = both.overlays.partial_effects.iter();
    let partial_effects =
        partial_effects.map(|PartialEffect { kind, medians }| (ghost_class(*kind), from_origin(medians)));
    // Five labels in the smallest chart of a desktop: none of the heights near it, between which a longer sentence above moves the
    // chart, has another count.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of ticks")]
    let most = ((room.fan / (3.0 * room.em)) as usize).clamp(3, 9);
    let ticks = if log { log_ticks(values, most) } else { value_ticks(values, most) };
    Some(FanChart {
        since: answer
            .since
            .iter()
            .map(|row| Point { x: years.place(row.period.decimal_year()), y: up.place(row.value) })
            .collect(),
        target_y: up.place(answer.question.target.value()),
        deadline_x: answer.question.target.deadline().map(|deadline| years.place(deadline.decimal_year())),
        year_ticks: placed_years(&years, room),
        value_ticks: ticks.into_iter().map(|tick| (up.place(tick), text::number(tick))).collect(),
        labels: line_labels(both, room, &frame, &years, &up),
        partial_effects: partial_effects.collect(),
        paths: both.overlays.paths.iter().map(|path| from_origin(path)).collect(),
        em: room.em,
        frame,
        years,
        up,
        fan,
    })
}

pub(super) fn placed_years(years: &Scale, room: &Room) -> Vec<(f64, String)> {
    let ticks = year_ticks(years.extent(), years.pitch(), 3.0 * room.em);
    ticks.into_iter().map(|year| (years.place(f64::from(year)), year.to_string())).collect()
}

/// What a line is called, where it ends, and its last value.
struct Ending {
    of: &'static str,
    end: LineEnd,
    name: String,
    value: String,
}

/// The lines of a fan chart that are named, each with its end on the plot.
fn endings(both: &AnswerData, room: &Room, years: &Scale, up: &Scale) -> Vec<Ending> {
    let answer = &both.answer;
    let unit = &answer.question.unit;
    let origin = (answer.question.origin.decimal_year(), answer.question.last_value);
    let from_origin = |rest: &mut dyn Iterator<Item = (f64, f64)>| -> Vec<(f64, f64)> {
        std::iter::once(origin).chain(rest).collect()
    };
    let medians = |answer: &Answer| {
        from_origin(&mut answer.forecast.iter().map(|row| (row.period.decimal_year(), row.median)))
    };
    let ending = |of: &'static str, name: String, line: Vec<(f64, f64)>, money: &dyn Fn(f64) -> String| {
        let last = line.last().map(|point| point.1);
        let end = line_end(line, years, up)?;
        let value = last.filter(|_| !end.leaves).map(money).unwrap_or_default();
        Some(Ending { of, end, name, value })
    };
    let about = |value: f64| if room.is_narrow() { String::new() } else { text::short_about(value, unit) };
    let exact =
        |value: f64| if room.is_narrow() { text::number(value) } else { text::short_money(value, unit) };
    let target = answer.question.target.value();
    let edges = [years.extent().from(), years.extent().to()];
    let mut endings = vec![
        ending("target-end", say!("question.target"), edges.map(|edge| (edge, target)).to_vec(), &exact),
        ending("median-end", say!("chart.median"), medians(answer), &about),
    ];
    let baseline = both.baseline.as_ref().map(|baseline| medians(baseline));
    endings.extend(baseline.map(|line| ending("ghost-end", say!("chart.baseline"), line, &about)));
    endings.extend(both.overlays.partial_effects.iter().map(|PartialEffect { kind, medians }| {
        let mut ahead =
            answer.forecast.iter().map(|row| row.period.decimal_year()).zip(medians.iter().copied());
        ending("ghost-end", ghost_name(*kind), from_origin(&mut ahead), &about)
    }));
    for (i, level) in levels(answer).into_iter().enumerate() {
        let mut upper =
            answer.forecast.iter().filter_map(|row| Some((row.period.decimal_year(), row.bands.get(i)?.hi)));
        endings.push(ending("band-end", text::level(level), from_origin(&mut upper), &|_| String::new()));
    }
    endings.into_iter().flatten().collect()
}

/// Labels at the ends of lines: beside the plot where the line ends inside it, above where it leaves over the top.
fn line_labels(both: &AnswerData, room: &Room, frame: &Frame, years: &Scale, up: &Scale) -> Vec<Label> {
    let em = room.em;
    let over_the_top = |ending: &Ending| ending.end.at.y < frame.bottom();
    let named = endings(both, room, years, up)
        .into_iter()
        .filter(|ending| !ending.end.leaves || over_the_top(ending));
    let (above, beside): (Vec<_>, Vec<_>) = named.partition(|ending| ending.end.leaves);
    let lines = |ending: &Ending| if ending.value.is_empty() { 1.15 } else { 2.3 };
    let down: Vec<LabelRequest> =
        beside.iter().map(|ending| LabelRequest { at: ending.end.at.y, size: lines(ending) * em }).collect();
    let wide = |ending: &Ending| (0.6 * ending.name.chars().count() as f64 + 0.8).max(4.2);
    let across: Vec<LabelRequest> =
        above.iter().map(|ending| LabelRequest { at: ending.end.at.x, size: wide(ending) * em }).collect();
    let label = |Ending { of, name, value, .. }: Ending, x: f64, y: f64| Label {
        of,
        x,
        y,
        text: name,
        second: value,
    };
    let beside = beside.into_iter().zip(spread(&down, frame.top(), frame.bottom()));
    let above = above.into_iter().zip(spread(&across, frame.left(), frame.right()));
    beside
        .map(|(ending, y)| label(ending, frame.right() + 0.5 * em, y))
        .chain(above.map(|(ending, x)| label(ending, x - 1.2 * em, frame.top() - 0.7 * em)))
        .collect()
}

/// The arrival chart, placed.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrivalChart {
    /// Its frame.
    pub frame: Frame,
    /// The years axis, the same as the fan's.
    pub years: Scale,
    /// Years with their positions.
    pub year_ticks: Vec<(f64, String)>,
    /// Where the last observation stands.
    pub origin_x: f64,
    /// Where the deadline stands; absent without one.
    pub deadline_x: Option<f64>,
    /// Dots or curve.
    pub shape: ArrivalShape,
    /// The middle of the distribution; absent where nearly nothing arrives.
    pub whiskers: Option<Whiskers>,
    /// Middle of the label of the pile that does not arrive.
    pub pile_x: f64,
    /// Size of the letters, pixels.
    pub em: f64,
}

/// How the arrival distribution is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum ArrivalShape {
    /// Equally likely dots.
    Dots(Dotplot),
    /// Cumulative curves.
    Curves(Box<Curves>),
}

/// Cumulative curves of an arrival distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// Reached by each period.
    pub reached: Curve,
    /// At or above the target from each period on.
    pub stays: Curve,
    /// Reached, with no lever moved and with priors; absent where that is the same.
    pub baseline: Option<Curve>,
    /// Shares with their heights.
    pub ticks: Vec<(f64, String)>,
    /// Names at the ends of the first two.
    pub labels: Vec<Label>,
}

/// Places the arrival distribution of an answer.
#[must_use]
pub fn arrival_chart(both: &AnswerData, room: &Room, years: Extent, curve: bool) -> Option<ArrivalChart> {
    let answer = &both.answer;
    let arrival = &answer.arrival;
    let frame = room.arrival_frame();
    let years = frame.across(years);
    let times: Vec<f64> = arrival.by.iter().map(|row| row.period.decimal_year()).collect();
    let shares = |arrival: &Arrival| arrival.by.iter().map(|row| row.probability).collect::<Vec<f64>>();
    let by = shares(arrival);
    let dots = DotRoom {
        largest: 1.5 * room.em,
        pile_left: frame.right() + 0.9 * room.em,
        pile_right: frame.width() - 0.2 * room.em,
    };
    let origin = answer.question.origin.decimal_year();
    let shape = if curve {
        let up = frame.up(Extent::covering([0.0, 1.0])?, Measure::Linear);
        let place = |by: &[f64]| Curve::place(&ArrivalSeries { at: &times, by }, origin, &years, &up);
        let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (up.place(share), text::level(share * 100.0)));
        let stays: Vec<f64> = arrival.stays.by.iter().map(|row| row.probability).collect();
        let ends = [("median-end", say!("chart.reached"), &by), ("stays-end", say!("chart.stays"), &stays)];
        let height = |by: &[f64]| up.place(by.last().copied().unwrap_or(0.0));
        let requests = ends.each_ref().map(|(_, _, by)| LabelRequest { at: height(by), size: 1.2 * room.em });
        let heights = spread(&requests, frame.top(), frame.bottom());
        let label = |((of, name, _), y): ((&'static str, String, _), f64)| Label {
            of,
            x: frame.right() + 0.5 * room.em,
            y,
            text: name,
            second: String::new(),
        };
        ArrivalShape::Curves(Box::new(Curves {
            reached: place(&by),
            stays: place(&stays),
            baseline: answer.baseline.as_ref().map(|baseline| place(&shares(baseline))),
            ticks: ticks.to_vec(),
            labels: ends.into_iter().zip(heights).map(label).collect(),
        }))
    } else {
        let series = ArrivalSeries { at: &times, by: &by };
        let count = if arrival.already_reached { 0 } else { room.dots() };
        ArrivalShape::Dots(Dotplot::place(&series, count, &years, &frame, dots))
    };
    let [lowest, highest] = arrival.interval80;
    let [low, high] = arrival.interval50;
    let quantiles =
        [lowest, low, arrival.median, high, highest].map(|period| period.map(Period::decimal_year));
    Some(ArrivalChart {
        year_ticks: placed_years(&years, room),
        origin_x: years.place(origin),
        deadline_x: answer.question.target.deadline().map(|deadline| years.place(deadline.decimal_year())),
        whiskers: Whiskers::place(quantiles, &years),
        pile_x: f64::midpoint(dots.pile_left, dots.pile_right),
        em: room.em,
        frame,
        years,
        shape,
    })
}
