//! The same simulated path under two scenarios, and how often one is ahead.

use tradecast::{Assumptions, Lever};
use tradecast_chart::{Extent, Measure, Point, line};

use crate::text;
use crate::view::compare::pane::{Lines, Named, NamedLine, Pane, empty, set_apart, shortened};

/// One path under two scenarios: the first is that of the reference.
#[must_use]
pub fn pair(
    named: &Named<'_>,
    paths: [&[f64]; 2],
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
    chart.lines = paths
        .into_iter()
        .zip(places)
        .filter_map(|(path, place)| {
            let known = std::iter::once((origin, last));
            let points =
                known.chain(rows.iter().zip(path).map(|(row, value)| (row.period.decimal_year(), *value)));
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

/// The values that pairs of paths are drawn on: the same for all of them, so that nothing jumps.
#[must_use]
pub fn pair_extent(named: &Named<'_>, paths: &[Vec<Vec<f64>>]) -> Option<Extent> {
    let mut values: Vec<f64> = paths.iter().flatten().flatten().copied().filter(|v| v.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    // A few paths leave the chart over its top; one of them would flatten all the others.
    let most = values.get(values.len() * 97 / 100).copied().unwrap_or(0.0);
    let must = [named.answer.question.target.value(), named.answer.question.last_value];
    Extent::from_zero(must, [most], 4.0)
}

/// How often one scenario is ahead of another in the paths shown so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Paths shown.
    pub shown: usize,
    /// Paths in which the second scenario is higher in the period asked about.
    pub higher: usize,
    /// Paths in which the second scenario reaches the target first.
    pub first: usize,
    /// Paths in which the reference reaches it first.
    pub behind: usize,
}

/// Counts pairs of paths: what the second scenario is ahead in, where `lead` is the place of the period asked about.
#[must_use]
pub fn tally<'a>(pairs: impl IntoIterator<Item = [&'a [f64]; 2]>, lead: usize, target: f64) -> Tally {
    let mut tally = Tally::default();
    for [reference, other] in pairs {
        let arrives = |path: &[f64]| path.iter().position(|value| *value >= target).unwrap_or(usize::MAX);
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
