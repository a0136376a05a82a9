//! From an answer to what charts, figures and tables show: no number on the page is computed anywhere else.

use tradecast::{Answer, Arrival, Band, Observation, Period};
use tradecast_chart::{
    ArrivalSeries, Curve, Dotplot, Extent, Fan, FanRow, FanSeries, Frame, LineEnd, Margins, Mark, Measure,
    PileRoom, Scale, Whiskers, line_end, log_ticks, spread, value_ticks, year_ticks,
};

use crate::engine::Both;
use crate::state::round_year;
use crate::text;

/// Level of the band that sentences and figures quote, %.
const QUOTED: f64 = 80.0;

// Time.

/// A period as a decimal year: its start.
#[must_use]
pub fn at(period: Period) -> f64 {
    let per_year = period.frequency().per_year();
    f64::from(count(period)) / f64::from(per_year)
}

/// Periods of its frequency since year 0.
fn count(period: Period) -> i32 {
    let per_year = period.frequency().per_year();
    let before_in_year = (0..per_year).find(|back| period.plus(-back - 1).year() < period.year());
    period.year() * per_year + before_in_year.unwrap_or(0)
}

/// Every period shown, first observation to last forecast.
#[must_use]
pub fn periods(answer: &Answer) -> Vec<Period> {
    let (Some(first), Some(last)) = (answer.history.first(), answer.forecast.last()) else {
        return Vec::new();
    };
    (0..=last.period.minus(first.period)).map(|step| first.period.plus(step)).collect()
}

/// Whether a period between the first and the last observation has no figure.
#[must_use]
pub fn has_gap(answer: &Answer) -> bool {
    answer.history.windows(2).any(|pair| pair[1].period.minus(pair[0].period) > 1)
}

/// The period that the page reads out until the user picks one: the deadline, or the round year people would name.
#[must_use]
pub fn asked_period(answer: &Answer) -> Period {
    let origin = answer.question.origin;
    let round = || {
        let named = round_year(origin.year());
        let in_year =
            answer.forecast.iter().map(|row| row.period).filter(|period| period.year() <= named).max();
        in_year.unwrap_or_else(|| origin.plus(1))
    };
    answer.question.target.deadline().unwrap_or_else(round)
}

// Probabilities.

/// Probability of having arrived by a period: 0 before the forecast, that of its end after it.
#[must_use]
pub fn reached_by(arrival: &Arrival, period: Period) -> f64 {
    let until = arrival.by.iter().take_while(|row| row.period <= period).last();
    until.map_or(0.0, |row| row.probability)
}

/// The same as a number of dots.
#[must_use]
pub fn dots_by(arrival: &Arrival, period: Period) -> usize {
    let by: Vec<f64> =
        arrival.by.iter().take_while(|row| row.period <= period).map(|row| row.probability).collect();
    tradecast_chart::DotCounts::of(&by, text::DOTS).in_period.iter().sum()
}

// Key figures.

/// A figure beside the headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Identifier in the page.
    pub id: &'static str,
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it was before any lever was moved; absent where none is.
    pub was: Option<String>,
    /// What else to know.
    pub note: String,
}

/// The figures beside the headline; none where the target is already reached.
#[must_use]
pub fn figures(both: &Both) -> Vec<Figure> {
    let answer = &both.answer;
    let arrival = &answer.arrival;
    let Some(last) = arrival.by.last().map(|row| row.period) else { return Vec::new() };
    if arrival.already_reached {
        return Vec::new();
    }
    let asked = asked_period(answer);
    let before =
        |say: &dyn Fn(&Arrival) -> String| answer.baseline.as_ref().map(|baseline| text::was(&say(baseline)));
    let by = |arrival: &Arrival| text::percent(reached_by(arrival, asked));
    let median = |arrival: &Arrival| text::or_after(arrival.median, last);
    let interval = |arrival: &Arrival| text::range(arrival.interval80, last);
    let never = |arrival: &Arrival| text::percent(arrival.not_within_horizon);
    let figure = |id, label: String, say: &dyn Fn(&Arrival) -> String, note: &str| Figure {
        id,
        label,
        value: say(arrival),
        was: before(say),
        note: note.to_owned(),
    };
    let mut figures = vec![
        figure("by", text::reached_by_label(asked), &by, &text::dots_of(dots_by(arrival, asked))),
        figure("median", text::MEDIAN_LABEL.to_owned(), &median, text::MEDIAN_NOTE),
        figure("interval", text::INTERVAL_LABEL.to_owned(), &interval, text::INTERVAL_NOTE),
        figure("never", text::never_label(last), &never, text::NEVER_NOTE),
    ];
    figures.extend(answer.required_growth.as_ref().map(|required| {
        let span = required.by.year() - answer.question.origin.year();
        let rate = required.base_rate.as_ref().map(|rate| text::base_rate(rate, span));
        Figure {
            id: "growth-needed",
            label: text::growth_label(required.by),
            value: text::growth(required.pct_per_year),
            was: None,
            note: rate.unwrap_or_else(|| text::NO_BASE_RATE.to_owned()),
        }
    }));
    figures
}

// Reading one period.

/// What is known or expected of a period, as a sentence.
#[must_use]
pub fn reading(answer: &Answer, period: Period) -> String {
    let unit = &answer.question.unit;
    if let Some(observation) = answer.history.iter().find(|o| o.period == period) {
        return text::reading_known(observation, unit);
    }
    let row = answer.forecast.iter().find(|row| row.period == period);
    let Some((row, band)) = row.and_then(|row| Some((row, quoted(&row.bands)?))) else {
        return text::reading_missing(period);
    };
    let ahead = text::Ahead {
        period: &period,
        median: row.median,
        level: band.level,
        lo: band.lo,
        hi: band.hi,
        probability: reached_by(&answer.arrival, period),
        dots: dots_by(&answer.arrival, period),
        target: answer.question.target.value(),
    };
    text::reading_ahead(&ahead, unit)
}

/// The band that sentences quote: the 80 % one, or the nearest to it.
fn quoted(bands: &[Band]) -> Option<&Band> {
    let distance = |band: &Band| (band.level - QUOTED).abs();
    bands.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

// The table.

/// A row of the table: the same numbers as the charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The period.
    pub period: Period,
    /// What is on record.
    pub known: Option<Observation>,
    /// Median and bands of the forecast, narrowest first, and the probability of having arrived.
    pub ahead: Option<(f64, Vec<Band>, f64)>,
}

/// Every period of history and forecast.
#[must_use]
pub fn rows(answer: &Answer) -> Vec<Row> {
    let row = |period: Period| Row {
        period,
        known: answer.history.iter().find(|o| o.period == period).cloned(),
        ahead: answer
            .forecast
            .iter()
            .find(|row| row.period == period)
            .map(|row| (row.median, row.bands.clone(), reached_by(&answer.arrival, period))),
    };
    periods(answer).into_iter().map(row).collect()
}

// Charts.

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

    fn margins(&self) -> Margins {
        let (left, right) = if self.is_narrow() { (2.8, 4.4) } else { (3.6, 8.0) };
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

/// The years of both charts. A narrow one leaves out the older history, so that the future can be read.
#[must_use]
pub fn years_extent(answer: &Answer, room: &Room) -> Option<Extent> {
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let first = at(answer.history.first()?.period);
    let last = at(answer.forecast.last()?.period);
    let origin = at(answer.question.origin);
    let from = if room.is_narrow() { first.max(origin - (last - origin) / 2.0) } else { first };
    Extent::covering([from - step / 2.0, last + step / 2.0])
}

/// The values of the fan: history and target are always shown, the far bands within reason.
#[must_use]
pub fn values_extent(both: &Both, log: bool) -> Option<Extent> {
    let answer = &both.answer;
    let must: Vec<f64> =
        answer.history.iter().map(|o| o.value).chain([answer.question.target.value()]).collect();
    let baseline = both.baseline.as_ref().map(|baseline| baseline.forecast.as_slice()).unwrap_or_default();
    let bands = answer.forecast.iter().chain(baseline).flat_map(|row| row.bands.iter());
    if log {
        Extent::positive(must, bands.flat_map(|band| [band.lo, band.hi]), 8.0)
    } else {
        Extent::from_zero(must, bands.map(|band| band.hi), 1.5)
    }
}

/// A label and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What it names: `target-end`, `median-end`, `ghost-end` or `band-end`.
    pub of: &'static str,
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top: the middle of the text.
    pub y: f64,
    /// Whether it stands above the plot, centred on `x`, instead of beginning there.
    pub above: bool,
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
    /// The shapes.
    pub fan: Fan,
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
}

/// Places the fan of an answer.
#[must_use]
pub fn fan_chart(both: &Both, room: &Room, values: Extent, log: bool) -> Option<FanChart> {
    let answer = &both.answer;
    let frame = room.fan_frame();
    let years = frame.across(years_extent(answer, room)?);
    let up = frame.up(values, if log { Measure::Log } else { Measure::Linear });
    let marks: Vec<Mark> = answer
        .history
        .iter()
        .map(|o| Mark { at: at(o.period), value: o.value, weak: o.weak })
        .filter(|mark| years.extent().contains(mark.at))
        .collect();
    let forecast: Vec<FanRow> = answer
        .forecast
        .iter()
        .map(|row| FanRow {
            at: at(row.period),
            median: row.median,
            bands: row.bands.iter().map(|band| [band.lo, band.hi]).collect(),
        })
        .collect();
    let ghost: Vec<(f64, f64)> = both
        .baseline
        .iter()
        .flat_map(|baseline| baseline.forecast.iter().map(|row| (at(row.period), row.median)))
        .collect();
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let fan =
        Fan::place(&FanSeries { history: &marks, step, forecast: &forecast, ghost: &ghost }, &years, &up);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of ticks")]
    let most = ((room.fan / (3.2 * room.em)) as usize).clamp(3, 9);
    let ticks = if log { log_ticks(values, most) } else { value_ticks(values, most) };
    Some(FanChart {
        target_y: up.place(answer.question.target.value()),
        deadline_x: answer.question.target.deadline().map(|deadline| years.place(at(deadline))),
        year_ticks: placed_years(&years, room),
        value_ticks: ticks.into_iter().map(|tick| (up.place(tick), text::number(tick))).collect(),
        labels: labels(answer, &forecast, &ghost, room, &frame, &years, &up),
        frame,
        years,
        fan,
    })
}

fn placed_years(years: &Scale, room: &Room) -> Vec<(f64, String)> {
    let ticks = year_ticks(years.extent(), years.pitch(), 3.0 * room.em);
    ticks.into_iter().map(|year| (years.place(f64::from(year)), year.to_string())).collect()
}

/// Labels at the ends of lines: beside the plot where the line ends inside it, above where it leaves over the top.
fn labels(
    answer: &Answer,
    forecast: &[FanRow],
    ghost: &[(f64, f64)],
    room: &Room,
    frame: &Frame,
    years: &Scale,
    up: &Scale,
) -> Vec<Label> {
    let narrow = room.is_narrow();
    let unit = &answer.question.unit;
    let mut ends: Vec<(&'static str, LineEnd, String, String)> = Vec::new();
    let target = answer.question.target.value();
    let target_end = LineEnd {
        at: tradecast_chart::Point { x: frame.right(), y: up.place(target) },
        leaves: !up.extent().contains(target),
    };
    let money = if narrow { text::number(target) } else { text::money(target, unit) };
    ends.push(("target-end", target_end, text::TARGET_LABEL.to_owned(), money));
    let medians = forecast.iter().map(|row| (row.at, row.median));
    let value = |end: &LineEnd, value: Option<f64>| {
        if end.leaves || narrow {
            String::new()
        } else {
            value.map_or_else(String::new, |value| text::about(value, unit))
        }
    };
    if let Some(end) = line_end(medians, years, up) {
        let last = value(&end, forecast.last().map(|row| row.median));
        ends.push(("median-end", end, text::MEDIAN_LINE.to_owned(), last));
    }
    if let Some(end) = line_end(ghost.iter().copied(), years, up) {
        let last = value(&end, ghost.last().map(|point| point.1));
        ends.push(("ghost-end", end, text::GHOST_LINE.to_owned(), last));
    }
    let levels =
        answer.forecast.first().map(|row| row.bands.iter().map(|band| band.level).collect::<Vec<_>>());
    for (i, level) in levels.unwrap_or_default().into_iter().enumerate() {
        let upper = forecast.iter().filter_map(|row| Some((row.at, row.bands.get(i)?[1])));
        if let Some(end) = line_end(upper, years, up) {
            ends.push(("band-end", end, format!("{} %", text::number(level)), String::new()));
        }
    }

    let (above, beside): (Vec<_>, Vec<_>) = ends.into_iter().partition(|(_, end, ..)| end.leaves);
    let line = 1.15 * room.em;
    let wanted: Vec<f64> = beside.iter().map(|(_, end, ..)| end.at.y).collect();
    let heights = spread(&wanted, if narrow { line } else { 1.5 * line }, frame.top(), frame.bottom());
    let across: Vec<f64> = above.iter().map(|(_, end, ..)| end.at.x).collect();
    let positions = spread(&across, 3.6 * room.em, frame.left(), frame.right());
    let beside = beside.into_iter().zip(heights).map(|((of, _, text, second), y)| Label {
        of,
        x: frame.right() + 0.5 * room.em,
        y,
        above: false,
        text,
        second,
    });
    let above = above.into_iter().zip(positions).map(|((of, _, text, second), x)| Label {
        of,
        x,
        y: frame.top() - 0.7 * room.em,
        above: true,
        text,
        second,
    });
    beside.chain(above).collect()
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
    /// Middle of the pile that does not arrive.
    pub pile_x: f64,
}

/// How the arrival distribution is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum ArrivalShape {
    /// Equally likely dots.
    Dots(Dotplot),
    /// A cumulative curve, that of the baseline where a lever is moved, and shares with their heights.
    Curve(Curve, Option<Curve>, Vec<(f64, String)>),
}

/// Places the arrival distribution of an answer.
#[must_use]
pub fn arrival_chart(both: &Both, room: &Room, curve: bool) -> Option<ArrivalChart> {
    let answer = &both.answer;
    let arrival = &answer.arrival;
    let frame = room.arrival_frame();
    let years = frame.across(years_extent(answer, room)?);
    let times: Vec<f64> = arrival.by.iter().map(|row| at(row.period)).collect();
    let shares = |arrival: &Arrival| arrival.by.iter().map(|row| row.probability).collect::<Vec<f64>>();
    let by = shares(arrival);
    let pile = PileRoom { left: frame.right() + 0.9 * room.em, right: frame.width() - 0.2 * room.em };
    let origin = at(answer.question.origin);
    let shape = if curve {
        let up = frame.up(Extent::covering([0.0, 1.0])?, Measure::Linear);
        let place = |by: &[f64]| Curve::place(&ArrivalSeries { at: &times, by }, origin, &years, &up);
        let ticks =
            [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (up.place(share), format!("{:.0} %", share * 100.0)));
        let baseline = answer.baseline.as_ref().map(|baseline| place(&shares(baseline)));
        ArrivalShape::Curve(place(&by), baseline, ticks.to_vec())
    } else {
        let series = ArrivalSeries { at: &times, by: &by };
        ArrivalShape::Dots(Dotplot::place(&series, text::DOTS, &years, &frame, pile))
    };
    let [lowest, highest] = arrival.interval80;
    let [low, high] = arrival.interval50;
    let quantiles = [lowest, low, arrival.median, high, highest].map(|period| period.map(at));
    Some(ArrivalChart {
        year_ticks: placed_years(&years, room),
        origin_x: years.place(origin),
        deadline_x: answer.question.target.deadline().map(|deadline| years.place(at(deadline))),
        whiskers: Whiskers::place(quantiles, &years),
        pile_x: (pile.left + pile.right) / 2.0,
        frame,
        years,
        shape,
    })
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tradecast::{Assumptions, Lever, Target};

    use super::*;
    use crate::engine::{Ask, Engine, Shown};

    fn shown(target: f64, growth: f64) -> Shown {
        let ask = Ask {
            series: Rc::new(tradecast_data::turnover()),
            target: Target::level(target).unwrap(),
            horizon: 28,
            assumptions: Assumptions::baseline().with(Lever::Growth, growth).unwrap(),
        };
        Engine::new(400).ask(&ask).unwrap()
    }

    const WIDE: Room = Room { width: 1000.0, fan: 340.0, arrival: 170.0, em: 14.0 };
    const PHONE: Room = Room { width: 350.0, fan: 260.0, arrival: 150.0, em: 13.0 };

    #[test]
    fn periods_sit_inside_their_year() {
        let cases = [
            ("2022", 2022.0),
            ("2022-Q1", 2022.0),
            ("2022-Q3", 2022.5),
            ("2022-07", 2022.5),
            ("2022-12", 2022.0 + 11.0 / 12.0),
        ];
        for (period, year) in cases {
            assert_eq!(at(period.parse().unwrap()), year, "{period}");
        }
    }

    #[test]
    fn both_charts_share_their_years_axis() {
        for room in [WIDE, PHONE] {
            let shown = shown(1000.0, 2.0);
            let fan = fan_chart(&shown, &room, values_extent(&shown, false).unwrap(), false).unwrap();
            let arrival = arrival_chart(&shown, &room, false).unwrap();
            assert_eq!(fan.years, arrival.years);
            assert_eq!(fan.year_ticks, arrival.year_ticks);
            assert_eq!(fan.fan.origin_x, Some(arrival.origin_x));
        }
    }

    #[test]
    fn the_target_is_always_on_the_axis() {
        for target in [5.0, 500.0, 1000.0, 20_000.0] {
            for log in [false, true] {
                let extent = values_extent(&shown(target, 0.0), log).unwrap();
                assert!(extent.contains(target), "{target} {extent:?}");
            }
        }
    }

    #[test]
    fn labels_do_not_overlap() {
        for room in [WIDE, PHONE] {
            for (target, growth) in [(1000.0, 0.0), (600.0, -10.0), (1000.0, 15.0), (5000.0, 3.0)] {
                let shown = shown(target, growth);
                for log in [false, true] {
                    let chart = fan_chart(&shown, &room, values_extent(&shown, log).unwrap(), log).unwrap();
                    let beside: Vec<&Label> = chart.labels.iter().filter(|label| !label.above).collect();
                    for (i, a) in beside.iter().enumerate() {
                        for b in &beside[i + 1..] {
                            assert!((a.y - b.y).abs() > room.em, "{target} {growth} {log}: {a:?} {b:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn figures_compare_with_the_baseline_only_where_a_lever_is_moved() {
        assert!(figures(&shown(1000.0, 0.0)).iter().all(|figure| figure.was.is_none()));
        let moved = figures(&shown(1000.0, 3.0));
        assert!(moved[..4].iter().all(|figure| figure.was.is_some()));
        assert_eq!(figures(&shown(100.0, 0.0)), []);
    }

    #[test]
    fn the_table_has_every_period_once_and_the_gap_stays_open() {
        let shown = shown(1000.0, 0.0);
        let rows = rows(&shown.answer);
        assert_eq!(rows.len(), 33 + 28);
        let gap = rows.iter().find(|row| row.period == Period::annual(2017)).unwrap();
        assert!(gap.known.is_none() && gap.ahead.is_none());
        assert_eq!(reading(&shown.answer, gap.period), text::reading_missing(gap.period));
    }

    #[test]
    fn dots_and_probability_tell_the_same() {
        let shown = shown(1000.0, 0.0);
        for row in &shown.answer.arrival.by {
            #[expect(clippy::cast_precision_loss, reason = "fifty dots")]
            let share = dots_by(&shown.answer.arrival, row.period) as f64 / text::DOTS as f64;
            assert!(
                (share - row.probability).abs() <= 0.01 + 1e-9,
                "{}: {share} {}",
                row.period,
                row.probability
            );
        }
    }

    #[test]
    fn a_phone_leaves_out_old_history_and_nothing_else() {
        let shown = shown(1000.0, 0.0);
        let (wide, phone) =
            (years_extent(&shown.answer, &WIDE).unwrap(), years_extent(&shown.answer, &PHONE).unwrap());
        assert_eq!(wide.to(), phone.to());
        assert_eq!(wide.from(), 1991.5);
        assert!(phone.from() > 2005.0);
    }
}
