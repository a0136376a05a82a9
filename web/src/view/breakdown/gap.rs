//! What the partner countries count, beside the count of the reporter.

use std::fmt::Write;

use tradecast::{Answer, MirrorGapReport, Period, Readings};
use tradecast_chart::{
    Extent, Frame, LabelRequest, Margins, Measure, Point, area, line, spread, value_ticks,
};

use crate::text::{self, say};
use crate::view::chart::{Label, Room, placed_years};

/// How two reporters count the same trade.
#[derive(Debug, Clone, PartialEq)]
pub struct GapChart {
    /// Its frame.
    pub frame: Frame,
    /// What the other would count by the gap, with 80 %: a closed shape.
    pub band: String,
    /// What this series counts.
    pub ours: String,
    /// Its points.
    pub our_points: Vec<Point>,
    /// What the other counts, where that is known.
    pub their_points: Vec<Point>,
    /// Years with their positions.
    pub year_ticks: Vec<(f64, String)>,
    /// Values with their heights.
    pub value_ticks: Vec<(f64, String)>,
    /// Names of the two counts and of the band.
    pub labels: Vec<Label>,
}

/// What one period counts for either reporter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MirrorRow {
    /// The period.
    pub period: Period,
    /// By this series.
    pub ours: f64,
    /// By the other; absent where that is not known.
    pub theirs: Option<f64>,
    /// Where the other's count lies with 80 %, by the gap.
    pub likely: [f64; 2],
}

/// The counts of either reporter, from the first period known from both.
#[must_use]
pub fn mirror_rows(answer: &Answer, gap: &MirrorGapReport, readings: &Readings) -> Vec<MirrorRow> {
    let known = readings.gaps().iter().find(|known| known.reporter() == gap.reporter);
    let first = gap.years.first().copied();
    let times = |ours: f64, pct: f64| ours * (1.0 + pct / 100.0);
    let shown = answer.history.iter().filter(|o| first.is_some_and(|first| o.period >= first));
    shown
        .map(|o| MirrorRow {
            period: o.period,
            ours: o.value,
            theirs: known.and_then(|known| known.pct_in(o.period)).map(|pct| times(o.value, pct)),
            likely: gap.interval80_pct.map(|pct| times(o.value, pct)),
        })
        .collect()
}

/// Those counts as a file.
#[must_use]
pub fn mirror_csv(rows: &[MirrorRow]) -> String {
    let mut file = "period,this_series,other_reporter,likely_lo80,likely_hi80\n".to_owned();
    for MirrorRow { period, ours, theirs, likely: [lo, hi] } in rows {
        let theirs = theirs.map(|value| value.to_string()).unwrap_or_default();
        push(&mut file, format_args!("{period},{ours},{theirs},{lo},{hi}\n"));
    }
    file
}

/// Places the counts of two reporters.
#[must_use]
pub fn gap_chart(
    answer: &Answer,
    gap: &MirrorGapReport,
    rows: &[MirrorRow],
    room: &Room,
) -> Option<GapChart> {
    let em = room.em;
    let right = if room.is_narrow() { 8.4 } else { 10.0 };
    let margins = Margins { top: 1.7 * em, right: right * em, bottom: 1.6 * em, left: 3.4 * em };
    let frame = Frame::new(room.width, room.fan, margins);
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let (first, last) = (rows.first()?.period.decimal_year(), rows.last()?.period.decimal_year());
    let years = frame.across(Extent::covering([first - step / 2.0, last + step / 2.0])?);
    let counts = rows.iter().flat_map(|row| [Some(row.ours), row.theirs]).flatten();
    let values = Extent::from_zero(counts, rows.iter().map(|row| row.likely[1]), 1.8)?;
    let up = frame.up(values, Measure::Linear);
    let place = |period: Period, value: f64| Point {
        x: years.place(period.decimal_year()),
        y: up.place(value.min(values.to())),
    };
    let edge = |side: usize| rows.iter().map(|row| place(row.period, row.likely[side])).collect::<Vec<_>>();
    let ours: Vec<Point> = rows.iter().map(|row| place(row.period, row.ours)).collect();
    let theirs: Vec<Point> = rows.iter().filter_map(|row| Some(place(row.period, row.theirs?))).collect();
    let (lower, upper) = (edge(0), edge(1));
    let middle = f64::midpoint(lower.last()?.y, upper.last()?.y);
    let named = [
        ("ours-end", say!("gap.ours"), ours.last()?.y),
        ("theirs-end", text::translated(&gap.reporter), theirs.last().map_or(middle, |end| end.y)),
        ("band-end", say!("gap.likely"), middle),
    ];
    let requests = named.clone().map(|(_, _, y)| LabelRequest { at: y, size: 1.3 * em });
    let heights = spread(&requests, frame.top(), frame.bottom());
    let labels = named.into_iter().zip(heights).map(|((of, text, _), y)| Label {
        of,
        x: frame.right() + 0.5 * em,
        y,
        text,
        second: String::new(),
    });
    Some(GapChart {
        band: area(&upper, &lower),
        ours: line(ours.iter().copied().map(Some)),
        our_points: ours,
        their_points: theirs,
        year_ticks: placed_years(&years, room),
        value_ticks: value_ticks(values, 4)
            .into_iter()
            .map(|tick| (up.place(tick), text::number(tick)))
            .collect(),
        labels: labels.collect(),
        frame,
    })
}

/// How the counts of two reporters differ, as a sentence.
#[must_use]
pub fn gap_sentence(gap: &MirrorGapReport) -> String {
    let MirrorGapReport { reporter, years, mean_pct, interval80_pct: [lo, hi], .. } = gap;
    let than = |pct: f64| {
        let amount = text::level(pct.abs().round());
        if pct < 0.0 { say!("gap.less", amount = amount) } else { say!("gap.more", amount = amount) }
    };
    let years: Vec<String> = years.iter().map(|year| text::period(*year)).collect();
    say!(
        "gap.sentence",
        reporter = text::translated(reporter),
        mean = than(*mean_pct),
        years = text::and(&years),
        lo = than(*lo),
        hi = than(*hi)
    )
}

fn push(file: &mut String, part: std::fmt::Arguments<'_>) {
    file.write_fmt(part).expect("a string accepts every write");
}
