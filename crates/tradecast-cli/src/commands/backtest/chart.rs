//! Charts of a backtest as inline SVG: what `tradecast-chart` places, with axes and words. Colours are classes of the report's
//! style sheet.

use maud::{Markup, html};
use tradecast::{ForecastRecord, Period, PitHistogram, Record};
use tradecast_chart::{
    Claim, Extent, Frame, Interval, LabelRequest, Margins, Measure, Point, Reliability, Scale, bars, line,
    spread, value_ticks,
};

use super::words::count;

/// Width of every chart: that of a narrow telephone, so that words keep their size there and grow on a desk.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 250.0;
const MARGINS: Margins = Margins { top: 12.0, right: 46.0, bottom: 38.0, left: 42.0 };
/// Height of a line of words in a chart.
const LINE: f64 = 12.0;

/// A share of one as per cent on an axis.
fn percent(share: f64) -> String {
    format!("{:.0}", 100.0 * share)
}

fn extent(from: f64, to: f64) -> Extent {
    Extent::covering([from, to]).expect("two finite numbers")
}

/// A chart that reads as an image with a description.
fn svg(height: f64, description: &str, inside: &Markup) -> Markup {
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label=(description) {
            (inside)
        }
    }
}

/// Grid lines and labels of both axes, with what they measure.
struct Axes<'a> {
    frame: &'a Frame,
    across: &'a Scale,
    across_ticks: Vec<(f64, String)>,
    across_title: &'a str,
    up: &'a Scale,
    up_ticks: Vec<(f64, String)>,
    up_title: &'a str,
}

impl Axes<'_> {
    fn draw(&self) -> Markup {
        let Self { frame, across, up, .. } = self;
        html! {
            @for (value, label) in &self.up_ticks {
                @let y = round(up.place(*value));
                line class="grid" x1=(frame.left()) x2=(frame.right()) y1=(y) y2=(y) {}
                text class="tick" x=(frame.left() - 6.0) y=(y + 3.5) text-anchor="end" { (label) }
            }
            @for (value, label) in &self.across_ticks {
                text class="tick" x=(round(across.place(*value))) y=(frame.bottom() + 15.0) text-anchor="middle" { (label) }
            }
            text x=(round((frame.left() + frame.right()) / 2.0)) y=(frame.bottom() + 31.0) text-anchor="middle" {
                (self.across_title)
            }
            text transform=(format!("translate(11 {}) rotate(-90)", (frame.top() + frame.bottom()) / 2.0)) text-anchor="middle" {
                (self.up_title)
            }
        }
    }
}

fn round(pixel: f64) -> f64 {
    (pixel * 10.0).round() / 10.0
}

/// Ticks of shares in steps of a fifth.
fn fifths() -> Vec<(f64, String)> {
    (0..=5).map(|i| f64::from(i) / 5.0).map(|share| (share, percent(share))).collect()
}

/// Ticks of whole numbers, few enough to be read.
fn leads(extent: Extent) -> Vec<(f64, String)> {
    let whole = |tick: &f64| tick.fract() == 0.0 && *tick >= 1.0;
    let mut ticks = value_ticks(extent, 11);
    if extent.from() <= 1.0 && !ticks.contains(&1.0) {
        ticks.insert(0, 1.0);
    }
    ticks.into_iter().filter(whole).map(|tick| (tick, tick.to_string())).collect()
}

/// A count in the room of a bar: 950, 12k, 1.3m.
fn short(of: usize) -> String {
    match of as f64 {
        c if c < 1e3 => of.to_string(),
        c if c < 9.95e3 => format!("{:.1}k", c / 1e3),
        c if c < 9.995e5 => format!("{:.0}k", c / 1e3),
        c => format!("{:.1}m", c / 1e6),
    }
}

/// How often probabilities came true, and under it how many there were.
pub(super) fn reliability(record: &Record) -> Markup {
    const STRIP: f64 = 58.0;
    let margins = Margins { right: 14.0, ..MARGINS };
    let frame = Frame::new(WIDTH, 318.0, margins);
    let shares = extent(0.0, 1.0);
    let (across, up) = (frame.across(shares), frame.up(shares, Measure::Linear));
    let claims: Vec<Claim> = record
        .reliability
        .iter()
        .map(|row| Claim { stated: row.mean_probability, happened: row.frequency, forecasts: row.forecasts })
        .collect();
    let placed = Reliability::place(&claims, &across, &up, 11.0);
    let axes = Axes {
        frame: &frame,
        across: &across,
        across_ticks: fifths(),
        across_title: "probability stated, %",
        up: &up,
        up_ticks: fifths(),
        up_title: "came true, %",
    };
    let strip = Frame::new(WIDTH, STRIP, Margins { top: 14.0, bottom: 2.0, ..margins });
    let counts: Vec<Interval> = record
        .reliability
        .iter()
        .map(|row| Interval { from: row.from, to: row.from + 0.1, value: row.forecasts as f64 })
        .collect();
    let most = counts.iter().map(|c| c.value).fold(1.0, f64::max);
    let placed_counts = bars(&counts, &across, &strip.up(extent(0.0, most), Measure::Linear), 3.0);
    let inside = html! {
        (axes.draw())
        path class="ideal" d=(placed.diagonal) {}
        path class="thread" d=(placed.through) {}
        @for (claim, dot) in claims.iter().zip(&placed.claims) {
            circle class="dot" cx=(round(dot.centre.x)) cy=(round(dot.centre.y)) r=(round(dot.radius.max(3.2))) {
                title { (format!("{:.1} % stated, {:.1} % came true, {} probabilities", 100.0 * claim.stated, 100.0 * claim.happened, count(claim.forecasts))) }
            }
        }
        g transform=(format!("translate(0 {})", frame.height())) {
            @for (bar, row) in placed_counts.iter().zip(&record.reliability) {
                rect class="count" x=(round(bar.x)) y=(round(bar.y)) width=(round(bar.width)) height=(round(bar.height)) {}
                text class="small" x=(round(bar.centre())) y=(round(bar.y - 3.0)) text-anchor="middle" { (short(row.forecasts)) }
            }
        }
    };
    svg(
        frame.height() + STRIP,
        "Probabilities stated against how often they came true, with how many there were",
        &inside,
    )
}

/// Where outcomes fell within the forecast distributions.
pub(super) fn pit(histogram: &PitHistogram) -> Markup {
    let frame = Frame::new(WIDTH, HEIGHT, Margins { right: 14.0, ..MARGINS });
    let all = histogram.outcomes.max(1) as f64;
    let shares: Vec<Interval> = (0..)
        .zip(&histogram.bins)
        .map(|(i, &bin)| Interval { from: f64::from(i), to: f64::from(i) + 1.0, value: bin as f64 / all })
        .collect();
    let [low, high] = histogram.chance().unwrap_or([0.1, 0.1]);
    let top = shares.iter().map(|s| s.value).fold(high.max(0.2), f64::max);
    let across = frame.across(extent(0.0, 10.0));
    let up_extent = Extent::from_zero([top.min(1.0)], [], 1.0).unwrap_or(extent(0.0, 1.0));
    let up = frame.up(up_extent, Measure::Linear);
    let axes = Axes {
        frame: &frame,
        across: &across,
        across_ticks: (0..10).map(|i| (f64::from(i) + 0.5, (i + 1).to_string())).collect(),
        across_title: "tenth of the forecast distribution, lowest first",
        up: &up,
        up_ticks: value_ticks(up_extent, 6).into_iter().map(|tick| (tick, percent(tick))).collect(),
        up_title: "outcomes, %",
    };
    let honest = round(up.place(0.1));
    let inside = html! {
        (axes.draw())
        @for (bar, share) in bars(&shares, &across, &up, 4.0).iter().zip(&shares) {
            rect class="bar" x=(round(bar.x)) y=(round(bar.y)) width=(round(bar.width)) height=(round(bar.height)) {
                title { (format!("{:.1} % of {} outcomes", 100.0 * share.value, count(histogram.outcomes))) }
            }
        }
        rect class="chance" x=(frame.left()) width=(frame.right() - frame.left()) y=(round(up.place(high))) height=(round(up.place(low) - up.place(high))) {}
        line class="ideal" x1=(frame.left()) x2=(frame.right()) y1=(honest) y2=(honest) {}
    };
    svg(
        HEIGHT,
        "Share of the outcomes in each tenth of the forecast distribution; honest forecasts have ten per cent in each",
        &inside,
    )
}

/// A line of values by position, with its name at the right end.
struct Line<'a> {
    class: &'a str,
    name: String,
    values: Vec<(f64, Option<f64>)>,
    /// Where it should lie, if there is such a place.
    ideal: Option<f64>,
    /// What a value is when pointed at.
    tell: &'a dyn Fn(f64, f64) -> String,
}

fn lines(frame: &Frame, across: &Scale, up: &Scale, all: &[Line<'_>]) -> Markup {
    let last = |line: &Line<'_>| line.values.iter().rev().find_map(|(_, value)| *value);
    let wish = |line: &Line<'_>| LabelRequest { at: up.place(last(line).unwrap_or(0.0)), size: LINE };
    let labels = spread(&all.iter().map(wish).collect::<Vec<_>>(), frame.top(), frame.bottom());
    html! {
        @for (one, label) in all.iter().zip(labels) {
            @if let Some(ideal) = one.ideal {
                @let y = round(up.place(ideal));
                line class="ideal" x1=(frame.left()) x2=(frame.right()) y1=(y) y2=(y) {}
            }
            @let at = |x: f64, y: f64| Point { x: across.place(x), y: up.place(y) };
            path class=(format!("thread {}", one.class)) d=(line(one.values.iter().map(|&(x, value)| value.map(|v| at(x, v))))) {}
            @for (x, value) in one.values.iter().filter_map(|(x, value)| Some((*x, (*value)?))) {
                @let centre = at(x, value);
                circle class=(format!("dot {}", one.class)) cx=(round(centre.x)) cy=(round(centre.y)) r="3.2" {
                    title { ((one.tell)(x, value)) }
                }
            }
            @if last(one).is_some() {
                text class=(format!("name {}", one.class)) x=(frame.right() + 6.0) y=(round(label + 4.0)) { (one.name) }
            }
        }
    }
}

/// Room on either side of the first and the last lead, so that a single one can be drawn too.
fn lead_extent(record: &Record) -> Extent {
    extent(0.7, record.leads.len().max(1) as f64 + 0.3)
}

/// Outcomes inside the bands by periods ahead.
pub(super) fn coverage(record: &Record, period: &str) -> Markup {
    let frame = Frame::new(WIDTH, HEIGHT, MARGINS);
    let leads_shown = lead_extent(record);
    let (across, up) = (frame.across(leads_shown), frame.up(extent(0.0, 1.0), Measure::Linear));
    let title = format!("{period}s ahead");
    let axes = Axes {
        frame: &frame,
        across: &across,
        across_ticks: leads(leads_shown),
        across_title: &title,
        up: &up,
        up_ticks: fifths(),
        up_title: "outcomes inside, %",
    };
    let tell = |lead: f64, held: f64| format!("{lead} {period}s ahead: {:.1} % inside", 100.0 * held);
    let of_level = |(i, level): (usize, &f64)| Line {
        class: "",
        name: format!("{level} %"),
        values: record
            .leads
            .iter()
            .map(|lead| (lead.from as f64, lead.bands[i].held.map(|held| held / 100.0)))
            .collect(),
        ideal: Some(level / 100.0),
        tell: &tell,
    };
    let all: Vec<Line<'_>> = record.levels.iter().enumerate().map(of_level).collect();
    let inside = html! { (axes.draw()) (lines(&frame, &across, &up, &all)) };
    svg(HEIGHT, "Share of the outcomes inside each band by periods ahead, with the share promised", &inside)
}

/// Errors larger than so many times those of naive are left to the tables: they would press the rest flat.
pub(super) const MOST_RATIO: f64 = 3.0;

/// Errors relative to naive by periods ahead.
pub(super) fn skill(record: &Record, period: &str) -> Markup {
    let frame = Frame::new(WIDTH, HEIGHT, MARGINS);
    let leads_shown = lead_extent(record);
    let across = frame.across(leads_shown);
    let tell = |lead: f64, ratio: f64| format!("{lead} {period}s ahead: {ratio:.3} times the error of naive");
    let of = |class: &'static str, name: &str, value: fn(&tradecast::Errors) -> Option<f64>| Line {
        class,
        name: name.to_owned(),
        values: record
            .leads
            .iter()
            .map(|lead| (lead.from as f64, value(&lead.relative_to_naive).filter(|r| *r <= MOST_RATIO)))
            .collect(),
        ideal: None,
        tell: &tell,
    };
    let all = [of("", "CRPS", |e| e.crps), of("second", "MASE", |e| e.mase)];
    let ratios = all.iter().flat_map(|line| line.values.iter().filter_map(|(_, value)| *value));
    let wide = Extent::covering(ratios.chain([0.9, 1.1])).expect("two finite numbers");
    let shown = extent(wide.from() - 0.05, wide.to() + 0.05);
    let up = frame.up(shown, Measure::Linear);
    let title = format!("{period}s ahead");
    let axes = Axes {
        frame: &frame,
        across: &across,
        across_ticks: leads(leads_shown),
        across_title: &title,
        up: &up,
        up_ticks: value_ticks(shown, 7).into_iter().map(|tick| (tick, format!("{tick:.2}"))).collect(),
        up_title: "error / error of naive",
    };
    let naive = round(up.place(1.0));
    // Words stand at the end at which the lines leave room for them.
    let room = |lead: Option<&ForecastRecord>| {
        let ratios = lead.map(|l| [l.relative_to_naive.crps, l.relative_to_naive.mase]);
        let gaps = ratios.into_iter().flatten().flatten().map(|ratio| (ratio - 1.0).abs());
        gaps.fold(f64::INFINITY, f64::min)
    };
    let at_start = room(record.leads.first()) > room(record.leads.last());
    let (x, anchor) = if at_start { (frame.left() + 2.0, "start") } else { (frame.right(), "end") };
    let inside = html! {
        (axes.draw())
        line class="ideal" x1=(frame.left()) x2=(frame.right()) y1=(naive) y2=(naive) {}
        text class="small" x=(x) y=(naive - 4.0) text-anchor=(anchor) { "worse than naive" }
        text class="small" x=(x) y=(naive + 11.0) text-anchor=(anchor) { "better" }
        (lines(&frame, &across, &up, &all))
    };
    svg(HEIGHT, "Errors relative to those of naive by periods ahead; below one is better", &inside)
}

/// The origins on an axis, as periods since the first.
struct Dates {
    first: Period,
    across: Scale,
    ticks: Vec<(f64, String)>,
}

impl Dates {
    fn of(record: &Record, frame: &Frame) -> Option<Self> {
        let first = record.origins.first()?.origin;
        let at = |origin: Period| f64::from(origin.minus(first));
        let across = frame.across(extent(-0.5, at(record.origins.last()?.origin) + 0.5));
        // As many labels as fit beside each other.
        let every = record.origins.len().div_ceil(6);
        let labelled = record.origins.iter().step_by(every);
        Some(Self { first, across, ticks: labelled.map(|o| (at(o.origin), o.origin.to_string())).collect() })
    }
}

/// Mean probability stated and share that came true, by origin.
pub(super) fn eras(record: &Record) -> Option<Markup> {
    let frame = Frame::new(WIDTH, HEIGHT, Margins { right: 14.0, ..MARGINS });
    let Dates { first, across, ticks: across_ticks } = Dates::of(record, &frame)?;
    let up = frame.up(extent(0.0, 1.0), Measure::Linear);
    let axes = Axes {
        frame: &frame,
        across: &across,
        across_ticks,
        across_title: "asked at",
        up: &up,
        up_ticks: fifths(),
        up_title: "of targets and dates, %",
    };
    let pairs = record.origins.iter().filter_map(|o| {
        let at = round(across.place(f64::from(o.origin.minus(first))));
        let (stated, happened) = (o.arrival.mean_probability?, o.arrival.frequency?);
        let told = format!(
            "{}: {:.1} % stated, {:.1} % came true, {} probabilities",
            o.origin,
            100.0 * stated,
            100.0 * happened,
            count(o.arrival.forecasts)
        );
        Some((at, round(up.place(stated)), round(up.place(happened)), told))
    });
    let inside = html! {
        (axes.draw())
        @for (x, stated, happened, told) in pairs {
            g {
                title { (told) }
                line class="gap" x1=(x) x2=(x) y1=(stated) y2=(happened) {}
                circle class="hollow" cx=(x) cy=(stated) r="3.6" {}
                circle class="dot second" cx=(x) cy=(happened) r="3.6" {}
            }
        }
    };
    Some(svg(HEIGHT, "Mean probability stated and share that came true at each date", &inside))
}

/// Outcomes inside the bands by origin.
pub(super) fn bands_by_origin(record: &Record) -> Option<Markup> {
    let frame = Frame::new(WIDTH, HEIGHT, MARGINS);
    let Dates { first, across, ticks: across_ticks } = Dates::of(record, &frame)?;
    let up = frame.up(extent(0.0, 1.0), Measure::Linear);
    let axes = Axes {
        frame: &frame,
        across: &across,
        across_ticks,
        across_title: "asked at",
        up: &up,
        up_ticks: fifths(),
        up_title: "outcomes inside, %",
    };
    let tell = |at: f64, held: f64| format!("{}: {:.1} % inside", first.plus(at as i32), 100.0 * held);
    let of_level = |(i, level): (usize, &f64)| Line {
        class: "",
        name: format!("{level} %"),
        values: record
            .origins
            .iter()
            .map(|o| (f64::from(o.origin.minus(first)), o.held[i].map(|held| held / 100.0)))
            .collect(),
        ideal: Some(level / 100.0),
        tell: &tell,
    };
    let all: Vec<Line<'_>> = record.levels.iter().enumerate().map(of_level).collect();
    let inside = html! { (axes.draw()) (lines(&frame, &across, &up, &all)) };
    Some(svg(HEIGHT, "Share of the outcomes inside each band at each date", &inside))
}
