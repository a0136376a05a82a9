//! The scenarios that are compared, and the room of their charts.

use tradecast::{Answer, Compared, Comparison};
use tradecast_chart::{
    Extent, Frame, LabelRequest, Margins, Measure, Point, Scale, line, spread, value_ticks, year_ticks,
};

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
    pub(super) fn frame(&self, labels: f64) -> Frame {
        let em = self.em;
        let margins = Margins { top: 0.8 * em, right: labels * em, bottom: 1.6 * em, left: 4.0 * em };
        Frame::new(self.width, self.height, margins)
    }

    /// Letters that fit beside a plot.
    pub(super) fn letters(&self) -> usize {
        if self.width < 36.0 * self.em { 12 } else { 18 }
    }

    pub(super) fn label_room(&self) -> f64 {
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

    pub(super) fn horizon(&self) -> usize {
        self.answer.question.horizon as usize
    }

    pub(super) fn origin(&self) -> (f64, f64) {
        (self.answer.question.origin.decimal_year(), self.answer.question.last_value)
    }
}

pub(super) fn empty(
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

pub(super) fn placed(
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
pub(super) fn set_apart(lines: &mut [NamedLine], frame: &Frame, em: f64) {
    let requests: Vec<LabelRequest> =
        lines.iter().map(|line| LabelRequest { at: line.label.y, size: 1.2 * em }).collect();
    for (line, y) in lines.iter_mut().zip(spread(&requests, frame.top(), frame.bottom())) {
        line.label.y = y;
    }
}

/// A name that fits into so many letters.
pub(crate) fn shortened(name: &str, letters: usize) -> String {
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    let kept: String = name.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
