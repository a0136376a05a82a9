//! Scenarios side by side: lines, differences and pairs of futures, placed in the room that they have.

use tradecast::{Answer, Assumptions, Compared, Comparison, Lever, Period};
use tradecast_chart::{
    ArrivalSeries, Curve, Extent, Fan, FanRow, FanSeries, Frame, Margins, Mark, Measure, Point, Scale, Wish,
    line, spread, value_ticks, year_ticks,
};

use crate::text;

/// The room a chart has, pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pane {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Size of the letters.
    pub em: f64,
}

impl Pane {
    fn frame(&self, labels: f64) -> Frame {
        let em = self.em;
        let margins = Margins { top: 0.8 * em, right: labels * em, bottom: 1.6 * em, left: 4.0 * em };
        Frame::new(self.width, self.height, margins)
    }

    /// Letters that fit beside a plot.
    fn letters(&self) -> usize {
        if self.width < 36.0 * self.em { 12 } else { 18 }
    }

    fn label_room(&self) -> f64 {
        0.58 * self.letters() as f64 + 1.6
    }
}

/// A line with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedLine {
    /// Which scenario: decides colour and dashes.
    pub place: usize,
    /// The line.
    pub d: String,
    /// Where its name stands.
    pub label: Point,
    /// The name, shortened to the room that it has.
    pub name: String,
}

/// A chart of scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Its frame.
    pub frame: Frame,
    /// The years axis.
    pub years: Scale,
    /// Years with their positions.
    pub year_ticks: Vec<(f64, String)>,
    /// Values with their heights.
    pub value_ticks: Vec<(f64, String)>,
    /// What was observed; empty where it is not shown.
    pub history: String,
    /// Bands around the first line, narrowest first; empty where there are none.
    pub bands: Vec<String>,
    /// One line a scenario.
    pub lines: Vec<NamedLine>,
    /// Height of a line from side to side: the target, or no difference.
    pub level: Option<f64>,
    /// Where the last observation stands.
    pub origin_x: f64,
    /// Size of the letters, pixels.
    pub em: f64,
}

/// Scenarios of a comparison with their names.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The comparison.
    pub comparison: &'a Comparison,
    /// The name of each scenario, by the identifier under which it was compared; what has no name is not shown.
    pub names: &'a [(String, String)],
    /// The answer on the page: history and horizon.
    pub answer: &'a Answer,
}

impl<'a> Named<'a> {
    /// The scenarios that are shown, in the order of their names: the first is the reference.
    pub fn scenarios(&self) -> Vec<(&'a str, &'a Compared)> {
        let of = |id: &str| self.comparison.scenarios.iter().find(|compared| compared.name == id);
        self.names.iter().filter_map(|(id, name)| Some((name.as_str(), of(id)?))).collect()
    }

    fn horizon(&self) -> usize {
        self.answer.question.horizon as usize
    }

    fn origin(&self) -> (f64, f64) {
        (self.answer.question.origin.decimal_year(), self.answer.question.last_value)
    }
}

/// How many times the largest median a band may reach before it leaves the chart.
const STRETCH: f64 = 3.0;

/// Years of history before the medians.
const HISTORY: f64 = 8.0;

/// The medians of scenarios, after the last years of history, and the target.
#[must_use]
pub fn medians(named: &Named<'_>, pane: &Pane) -> Option<Lines> {
    let answer = named.answer;
    let (origin, last) = named.origin();
    let history: Vec<Mark> = answer
        .history
        .iter()
        .map(|o| Mark { at: o.period.decimal_year(), value: o.value, weak: o.weak })
        .filter(|mark| mark.at >= origin - HISTORY)
        .collect();
    let lines: Vec<Vec<(f64, f64)>> = named
        .scenarios()
        .iter()
        .map(|(_, compared)| {
            let rows = compared.forecast.iter().take(named.horizon());
            std::iter::once((origin, last))
                .chain(rows.map(|row| (row.period.decimal_year(), row.median)))
                .collect()
        })
        .collect();
    let end = lines.iter().flatten().map(|point| point.0).fold(origin, f64::max);
    let target = answer.question.target.value();
    let must = history.iter().map(|mark| mark.value).chain([target]).collect::<Vec<f64>>();
    let extent = Extent::from_zero(must, lines.iter().flatten().map(|point| point.1), 2.5)?;
    let from = history.first().map_or(origin, |mark| mark.at);
    let mut chart = empty(pane, [from, end], extent, origin, &text::number)?;
    let up = chart.frame.up(extent, Measure::Linear);
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let series = FanSeries { history: &history, step, forecast: &[], ghost: &[] };
    chart.history = Fan::place(&series, &chart.years, &up).history;
    chart.level = Some(up.place(target));
    chart.lines = placed(named, &lines, &chart, &up, pane);
    Some(chart)
}

/// The probability of having arrived by each period.
#[must_use]
pub fn arrivals(named: &Named<'_>, pane: &Pane) -> Option<Lines> {
    let (origin, _) = named.origin();
    let lines: Vec<Vec<(f64, f64)>> = named
        .scenarios()
        .iter()
        .map(|(_, compared)| {
            let rows = compared.arrival.by.iter().take(named.horizon());
            rows.map(|row| (row.period.decimal_year(), row.probability)).collect()
        })
        .collect();
    let end = lines.iter().flatten().map(|point| point.0).fold(origin, f64::max);
    let extent = Extent::covering([0.0, 1.0])?;
    let percent = |share: f64| text::level((share * 100.0).round());
    let mut chart = empty(pane, [origin, end], extent, origin, &percent)?;
    let up = chart.frame.up(extent, Measure::Linear);
    chart.lines = placed(named, &lines, &chart, &up, pane);
    for (line, points) in chart.lines.iter_mut().zip(&lines) {
        let (times, by): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        line.d = Curve::place(&ArrivalSeries { at: &times, by: &by }, origin, &chart.years, &up).staircase;
    }
    Some(chart)
}

/// How far the values of a scenario are from those of the reference, future by future.
#[must_use]
pub fn difference(named: &Named<'_>, place: usize, pane: &Pane) -> Option<Lines> {
    let scenarios = named.scenarios();
    let (name, compared) = scenarios.get(place)?;
    let rows = &compared.difference.as_ref()?.value;
    let rows: Vec<FanRow> = rows
        .iter()
        .take(named.horizon())
        .map(|row| FanRow {
            at: row.period.decimal_year(),
            median: row.median,
            bands: row.bands.iter().map(|band| [band.lo, band.hi]).collect(),
        })
        .collect();
    let (origin, _) = named.origin();
    let extent = difference_extent(&rows)?;
    let end = rows.iter().map(|row| row.at).fold(origin, f64::max);
    let signed = |value: f64| {
        if value > 0.0 { format!("+{}", text::number(value)) } else { text::number(value) }
    };
    let mut chart = empty(pane, [origin, end], extent, origin, &signed)?;
    let up = chart.frame.up(extent, Measure::Linear);
    let start = [Mark { at: origin, value: 0.0, weak: false }];
    let step = 1.0 / f64::from(named.answer.question.frequency.per_year());
    let series = FanSeries { history: &start, step, forecast: &rows, ghost: &[] };
    let fan = Fan::place(&series, &chart.years, &up);
    chart.bands = fan.bands;
    chart.level = Some(up.place(0.0));
    let last = rows.last().map_or(0.0, |row| row.median);
    let label = Point { x: chart.frame.right() + 0.5 * pane.em, y: up.place(last) };
    chart.lines = vec![NamedLine { place, d: fan.median, label, name: shortened(name, pane.letters()) }];
    Some(chart)
}

/// The values of a difference: no difference, the medians, and the bands within reason, or a few futures would press all flat.
fn difference_extent(rows: &[FanRow]) -> Option<Extent> {
    let medians = || rows.iter().map(|row| row.median);
    let reach = STRETCH * medians().map(f64::abs).fold(0.0, f64::max);
    let edges: Vec<f64> = rows.iter().flat_map(|row| row.bands.iter().flatten().copied()).collect();
    let limited = edges.iter().map(|edge| if reach > 0.0 { edge.clamp(-reach, reach) } else { *edge });
    Extent::covering(limited.chain(medians()).chain([0.0]))
}

/// One future under two scenarios: the first is that of the reference.
#[must_use]
pub fn pair(
    named: &Named<'_>,
    futures: [&[f64]; 2],
    places: [usize; 2],
    values: Extent,
    pane: &Pane,
) -> Option<Lines> {
    let (origin, last) = named.origin();
    let rows = &named.answer.forecast;
    let end = rows.last().map_or(origin, |row| row.period.decimal_year());
    let mut chart = empty(pane, [origin, end], values, origin, &text::number)?;
    let up = chart.frame.up(values, Measure::Linear);
    chart.level = Some(up.place(named.answer.question.target.value()));
    let scenarios = named.scenarios();
    chart.lines = futures
        .into_iter()
        .zip(places)
        .filter_map(|(future, place)| {
            let known = std::iter::once((origin, last));
            let points =
                known.chain(rows.iter().zip(future).map(|(row, value)| (row.period.decimal_year(), *value)));
            let points: Vec<Option<Point>> = points
                .map(|(at, value)| Some(Point { x: chart.years.place(at), y: up.place(value) }))
                .collect();
            let (name, _) = scenarios.get(place)?;
            let end = points.last().copied().flatten()?;
            let label = Point {
                x: chart.frame.right() + 0.5 * pane.em,
                y: end.y.clamp(chart.frame.top(), chart.frame.bottom()),
            };
            Some(NamedLine { place, d: line(points), label, name: shortened(name, pane.letters()) })
        })
        .collect();
    set_apart(&mut chart.lines, &chart.frame, pane.em);
    Some(chart)
}

/// The values that pairs of futures are drawn on: the same for all of them, so that nothing jumps.
#[must_use]
pub fn pair_extent(named: &Named<'_>, futures: &[Vec<Vec<f64>>]) -> Option<Extent> {
    let mut values: Vec<f64> =
        futures.iter().flatten().flatten().copied().filter(|v| v.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    // A few futures leave the chart over its top; one of them would flatten all the others.
    let most = values.get(values.len() * 97 / 100).copied().unwrap_or(0.0);
    let must = [named.answer.question.target.value(), named.answer.question.last_value];
    Extent::from_zero(must, [most], 4.0)
}

/// How often one scenario is ahead of another in the futures shown so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Futures shown.
    pub shown: usize,
    /// Futures in which the second scenario is higher in the period asked about.
    pub higher: usize,
    /// Futures in which the second scenario reaches the target first.
    pub first: usize,
    /// Futures in which the reference reaches it first.
    pub behind: usize,
}

/// Counts pairs of futures: what the second scenario is ahead in, where `lead` is the place of the period asked about.
#[must_use]
pub fn tally<'a>(pairs: impl IntoIterator<Item = [&'a [f64]; 2]>, lead: usize, target: f64) -> Tally {
    let mut tally = Tally::default();
    for [reference, other] in pairs {
        let arrives = |future: &[f64]| future.iter().position(|value| *value >= target).unwrap_or(usize::MAX);
        tally.shown += 1;
        tally.higher += usize::from(other.get(lead) > reference.get(lead));
        tally.first += usize::from(arrives(other) < arrives(reference));
        tally.behind += usize::from(arrives(other) > arrives(reference));
    }
    tally
}

/// Whether the target is the same amount of money in every year under some assumptions, so that a value alone tells arrival.
#[must_use]
pub fn plain_target(assumptions: &Assumptions) -> bool {
    let money = Lever::Inflation.spec().group;
    assumptions.moved().all(|(key, _)| key.lever().spec().group != money)
}

/// One row of the table and of the file: a scenario in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodRow {
    /// The scenario.
    pub scenario: String,
    /// The period.
    pub period: Period,
    /// The median.
    pub median: f64,
    /// The probability of having arrived.
    pub probability: f64,
    /// Its difference to the reference, and the standard error of that; absent in the reference.
    pub difference: Option<[f64; 2]>,
    /// The median difference of the value; absent in the reference.
    pub value: Option<f64>,
}

/// The rows, scenario after scenario.
#[must_use]
pub fn period_rows(named: &Named<'_>) -> Vec<PeriodRow> {
    let of_one = |(name, compared): (&str, &Compared)| {
        let rows = compared.forecast.iter().zip(&compared.arrival.by).take(named.horizon()).enumerate();
        rows.map(|(i, (row, by))| {
            let difference = compared.difference.as_ref();
            PeriodRow {
                scenario: name.to_owned(),
                period: row.period,
                median: row.median,
                probability: by.probability,
                difference: difference.and_then(|all| Some([all.by.get(i)?.probability, all.by[i].error])),
                value: difference.and_then(|all| Some(all.value.get(i)?.median)),
            }
        })
        .collect::<Vec<_>>()
    };
    named.scenarios().into_iter().flat_map(of_one).collect()
}

/// The rows as a file.
#[must_use]
pub fn csv(rows: &[PeriodRow]) -> String {
    let mut csv = String::from("scenario,period,median,probability,difference,error,value_difference\n");
    for row in rows {
        let quoted = format!("\"{}\"", tradecast_io::csv_cell(&row.scenario).replace('"', "\"\""));
        let [difference, error] =
            row.difference.map_or([const { String::new() }; 2], |pair| pair.map(|v| v.to_string()));
        let value = row.value.map_or_else(String::new, |value| value.to_string());
        let PeriodRow { period, median, probability, .. } = row;
        csv += &format!("{quoted},{period},{median},{probability},{difference},{error},{value}\n");
    }
    csv
}

fn empty(
    pane: &Pane,
    [from, to]: [f64; 2],
    values: Extent,
    origin: f64,
    name: &dyn Fn(f64) -> String,
) -> Option<Lines> {
    let frame = pane.frame(pane.label_room());
    let years = frame.across(Extent::covering([from, to])?);
    let up = frame.up(values, Measure::Linear);
    let ticks = year_ticks(years.extent(), years.pitch(), 3.0 * pane.em);
    Some(Lines {
        year_ticks: ticks.into_iter().map(|year| (years.place(f64::from(year)), year.to_string())).collect(),
        value_ticks: value_ticks(values, 6).into_iter().map(|tick| (up.place(tick), name(tick))).collect(),
        history: String::new(),
        bands: Vec::new(),
        lines: Vec::new(),
        level: None,
        origin_x: years.place(origin),
        em: pane.em,
        frame,
        years,
    })
}

fn placed(
    named: &Named<'_>,
    lines: &[Vec<(f64, f64)>],
    chart: &Lines,
    up: &Scale,
    pane: &Pane,
) -> Vec<NamedLine> {
    let names = named.scenarios();
    let mut placed: Vec<NamedLine> = lines
        .iter()
        .zip(names)
        .enumerate()
        .map(|(place, (points, (name, _)))| {
            let points: Vec<Point> = points
                .iter()
                .map(|(at, value)| Point { x: chart.years.place(*at), y: up.place(*value) })
                .collect();
            let end = points.last().map_or(chart.frame.bottom(), |point| point.y);
            NamedLine {
                place,
                d: line(points.into_iter().map(Some)),
                label: Point {
                    x: chart.frame.right() + 0.5 * pane.em,
                    y: end.clamp(chart.frame.top(), chart.frame.bottom()),
                },
                name: shortened(name, pane.letters()),
            }
        })
        .collect();
    set_apart(&mut placed, &chart.frame, pane.em);
    placed
}

/// Moves names that would stand on each other.
fn set_apart(lines: &mut [NamedLine], frame: &Frame, em: f64) {
    let wishes: Vec<Wish> = lines.iter().map(|line| Wish { at: line.label.y, size: 1.2 * em }).collect();
    for (line, y) in lines.iter_mut().zip(spread(&wishes, frame.top(), frame.bottom())) {
        line.label.y = y;
    }
}

/// A name that fits into so many letters.
pub(super) fn shortened(name: &str, letters: usize) -> String {
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    let kept: String = name.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use tradecast::{LeverKey, Target};

    use super::*;
    use crate::engine::Engine;
    use crate::question::Data;
    use crate::question::{Ask, Precision};

    fn compared() -> (Comparison, Answer) {
        let mut engine = Engine::new(400, None);
        let target = Target::level(1000.0).unwrap();
        let assumptions = Assumptions::baseline();
        let ask = Ask { data: Data::BuiltIn, then: false, target, horizon: 20, assumptions, priors: true };
        let answer = engine.ask(&ask, Precision::Full).unwrap().answer.clone();
        let faster = Assumptions::baseline().with(Lever::Growth, 3.0).unwrap();
        let cheaper =
            Assumptions::baseline().with("wheat.price".parse::<LeverKey>().unwrap(), -30.0).unwrap();
        let base = Assumptions::baseline();
        let scenarios = [("faster", &faster), ("cheaper", &cheaper), ("baseline", &base)];
        let comparison =
            engine.outlook_of(&ask).unwrap().compare(&ask.target.by(Period::annual(2035)), scenarios);
        (comparison.unwrap(), answer)
    }

    fn names() -> Vec<(String, String)> {
        [("faster", "Faster"), ("cheaper", "Wheat is a third cheaper than it is today")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .to_vec()
    }

    const PANE: Pane = Pane { width: 500.0, height: 300.0, em: 12.0 };

    fn numbers(d: &str) -> Vec<f64> {
        d.split(|c: char| c.is_ascii_alphabetic() || c == ' ').filter_map(|part| part.parse().ok()).collect()
    }

    #[test]
    fn what_is_not_named_is_not_shown_and_the_first_is_the_reference() {
        let ((comparison, answer), names) = (compared(), names());
        let named = Named { comparison: &comparison, names: &names, answer: &answer };
        let chart = medians(&named, &PANE).unwrap();
        assert_eq!(chart.lines.len(), 2);
        assert_eq!(chart.lines[1].name, "Wheat is a third…");
        assert!(named.scenarios()[0].1.difference.is_none() && named.scenarios()[1].1.difference.is_some());
        assert!(!chart.history.is_empty() && chart.level.is_some());
    }

    #[test]
    fn every_chart_is_inside_its_pane_and_finite() {
        let ((comparison, answer), names) = (compared(), names());
        let named = Named { comparison: &comparison, names: &names, answer: &answer };
        for width in [300.0, 500.0, 1200.0] {
            let pane = Pane { width, ..PANE };
            for chart in [medians(&named, &pane), arrivals(&named, &pane), difference(&named, 1, &pane)] {
                let chart = chart.unwrap();
                for line in &chart.lines {
                    assert!(!numbers(&line.d).is_empty() && !line.d.contains("NaN"), "{}", line.d);
                    assert!(line.label.x < width && (0.0..=pane.height).contains(&line.label.y));
                }
                assert!(chart.value_ticks.len() > 1 && chart.year_ticks.len() > 1);
            }
        }
        assert!(difference(&named, 0, &PANE).is_none(), "the reference differs in nothing from itself");
    }

    #[test]
    fn names_do_not_stand_on_each_other() {
        let ((comparison, answer), names) = (compared(), names());
        let named = Named { comparison: &comparison, names: &names, answer: &answer };
        let chart = arrivals(&named, &PANE).unwrap();
        let apart = (chart.lines[0].label.y - chart.lines[1].label.y).abs();
        assert!(apart >= 1.19 * PANE.em, "{apart}");
    }

    #[test]
    fn the_table_and_the_file_have_every_scenario_and_period_once() {
        let ((comparison, answer), names) = (compared(), names());
        let named = Named { comparison: &comparison, names: &names, answer: &answer };
        let rows = period_rows(&named);
        assert_eq!(rows.len(), 2 * 20);
        assert!(rows[..20].iter().all(|row| row.difference.is_none() && row.value.is_none()));
        assert!(rows[20..].iter().all(|row| row.difference.is_some() && row.value.is_some()));
        let csv = csv(&rows);
        assert_eq!(csv.lines().count(), 41);
        assert!(csv.lines().all(|line| line.split(',').count() == 7), "{csv}");
    }

    #[test]
    fn pairs_are_counted_by_hand() {
        let futures: [[&[f64]; 2]; 3] = [
            [&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0]],
            [&[1.0, 3.0, 3.0], &[1.0, 2.0, 2.0]],
            [&[1.0, 1.0, 1.0], &[1.0, 1.5, 1.0]],
        ];
        assert_eq!(tally(futures, 1, 3.0), Tally { shown: 3, higher: 2, first: 1, behind: 1 });
        assert_eq!(tally(futures.into_iter().take(0), 1, 3.0), Tally::default());
    }

    #[test]
    fn a_target_in_the_money_of_today_is_no_plain_one() {
        assert!(plain_target(&Assumptions::baseline().with(Lever::Growth, 2.0).unwrap()));
        assert!(!plain_target(&Assumptions::baseline().with(Lever::Inflation, 2.0).unwrap()));
    }
}
