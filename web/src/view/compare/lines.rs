//! Medians, arrivals and differences of scenarios as lines.

use tradecast_chart::{ArrivalSeries, Curve, Extent, Fan, FanRow, FanSeries, Mark, Measure, Point};

use crate::text;
use crate::view::compare::pane::{Lines, Named, NamedLine, Pane, empty, placed, shortened};

/// How many times the largest median a band may reach before it leaves the chart.
pub(super) const STRETCH: f64 = 3.0;

/// Years of history before the medians.
pub(super) const HISTORY: f64 = 8.0;

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

/// How far the values of a scenario are from those of the reference, path by path.
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

/// The values of a difference: no difference, the medians, and the bands within reason, or a few paths would press all flat.
pub(super) fn difference_extent(rows: &[FanRow]) -> Option<Extent> {
    let medians = || rows.iter().map(|row| row.median);
    let reach = STRETCH * medians().map(f64::abs).fold(0.0, f64::max);
    let edges: Vec<f64> = rows.iter().flat_map(|row| row.bands.iter().flatten().copied()).collect();
    let limited = edges.iter().map(|edge| if reach > 0.0 { edge.clamp(-reach, reach) } else { *edge });
    Extent::covering(limited.chain(medians()).chain([0.0]))
}
