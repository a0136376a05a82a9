//! What the total is made of, period by period: the numbers, and their bars.

use std::fmt::Write;

use tradecast::{Answer, Composition, Contributions, MirrorGapReport, Part, PartShares, Period, Readings};
use tradecast_chart::{
    Extent, Frame, Margins, Measure, Point, Scale, StackedBar, Wish, area, line, spread, stacked, value_ticks,
};

use crate::text::{self, say};
use crate::view::chart::{Label, Room, placed_years, years_extent};
use crate::view::compare::shortened;
use crate::view::periods;

/// Colours that can be told apart; what is left over shares one with its kind.
const COLOURS: usize = 7;
/// Families of colours: one for each flow.
const FAMILIES: usize = 6;
/// Shades of a family.
const SHADES: [&str; 5] = ["shade-0", "shade-1", "shade-2", "shade-3", "shade-4"];

/// A column of the numbers: a part, a flow that has parts, or new deliveries.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeColumn {
    /// Identifier, for the file.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// Index of the column it is a part of; absent where that is the total.
    pub within: Option<usize>,
    /// Whether it has no parts of its own.
    pub leaf: bool,
}

/// A period of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeRow {
    /// The period.
    pub period: Period,
    /// Whether it lies ahead: then the total is the median, and each part its mean share of it.
    pub ahead: bool,
    /// The total; absent where there is no figure.
    pub total: Option<f64>,
    /// Each column's value, where it is known.
    pub values: Vec<Option<f64>>,
}

/// What the total is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The columns, flows before their parts.
    pub columns: Vec<MadeColumn>,
    /// Every period of history and forecast.
    pub rows: Vec<MadeRow>,
    /// The unit of every value.
    pub unit: String,
}

impl Made {
    /// From the parts on record and their shares ahead; absent where nothing is known of parts.
    #[must_use]
    pub fn of(answer: &Answer, composition: Option<&Composition>, shares: &[PartShares]) -> Option<Self> {
        let parts = composition?.parts();
        let mut columns: Vec<MadeColumn> = parts
            .iter()
            .map(|part| MadeColumn {
                id: part.id.to_string(),
                label: text::translated(&part.label),
                within: part.parent.as_ref().and_then(|parent| parts.iter().position(|p| p.id == *parent)),
                leaf: parts.iter().all(|other| other.parent.as_ref() != Some(&part.id)),
            })
            .collect();
        // Shares are of the leaves in their order, then of deliveries.
        let mut of_shares: Vec<usize> = (0..columns.len()).filter(|column| columns[*column].leaf).collect();
        for delivery in shares.iter().skip(of_shares.len()) {
            of_shares.push(columns.len());
            let within = parts.iter().position(|part| Some(part.id.as_str()) == delivery.part.as_deref());
            let id = within.map_or_else(|| "new".to_owned(), |part| format!("new-{}", parts[part].id));
            columns.push(MadeColumn { id, label: text::lever_name(&delivery.label), within, leaf: true });
        }
        let known = |part: &Part, period: Period| {
            part.history.observations().iter().find(|o| o.period == period).map(|o| o.value)
        };
        let row = |period: Period| {
            let ahead = answer.forecast.iter().position(|row| row.period == period);
            let mut values = vec![None; columns.len()];
            let total = match ahead {
                None => {
                    values.iter_mut().zip(parts).for_each(|(value, part)| *value = known(part, period));
                    answer.history.iter().find(|o| o.period == period).map(|o| o.value)
                }
                Some(lead) => {
                    let median = answer.forecast[lead].median;
                    for (share, column) in shares.iter().zip(&of_shares) {
                        let value = share.shares.get(lead).map(|share| share * median);
                        let mut place = Some(*column);
                        while let (Some(column), Some(value)) = (place, value) {
                            *values[column].get_or_insert(0.0) += value;
                            place = columns[column].within;
                        }
                    }
                    Some(median)
                }
            };
            MadeRow { period, ahead: ahead.is_some(), total, values }
        };
        let rows = periods(answer).into_iter().map(row).collect();
        Some(Self { columns, rows, unit: answer.question.unit.clone() })
    }

    /// The finest columns that add up to a row's total: parts where all of a flow are known, or else the flow; none where not
    /// even the flows are.
    fn pieces(&self, row: &MadeRow) -> Vec<usize> {
        self.split(row, None).unwrap_or_default()
    }

    fn split(&self, row: &MadeRow, within: Option<usize>) -> Option<Vec<usize>> {
        let children = self.columns.iter().enumerate().filter(|(_, column)| column.within == within);
        let mut pieces = Vec::new();
        for (child, column) in children {
            // New deliveries are part of what lies ahead only.
            if row.values[child].is_none() && !row.ahead && column.id.starts_with("new") {
                continue;
            }
            row.values[child]?;
            match self.split(row, Some(child)).filter(|parts| !parts.is_empty()) {
                Some(parts) => pieces.extend(parts),
                None => pieces.push(child),
            }
        }
        Some(pieces)
    }

    /// The flow, or part of the total, to which a column belongs.
    fn flow(&self, column: usize) -> usize {
        self.columns[column].within.map_or(column, |within| self.flow(within))
    }

    /// Every period, every column, full precision.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut file = "period,kind,total".to_owned();
        self.columns.iter().for_each(|column| push(&mut file, format_args!(",{}", column.id)));
        file.push('\n');
        let cell = |value: &Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        for MadeRow { period, ahead, total, values } in &self.rows {
            let kind = if *ahead { "expected" } else { "on record" };
            push(&mut file, format_args!("{period},{kind},{}", cell(total)));
            values.iter().for_each(|value| push(&mut file, format_args!(",{}", cell(value))));
            file.push('\n');
        }
        file
    }

    /// What a period is made of, as a sentence.
    #[must_use]
    pub fn reading(&self, period: Period) -> String {
        let Some(row) = self.rows.iter().find(|row| row.period == period) else { return String::new() };
        let Some(total) = row.total else {
            return say!("made.reading.missing", period = text::period(period));
        };
        let amount = |value: f64| {
            if row.ahead { text::about(value, &self.unit) } else { text::money(value, &self.unit) }
        };
        let mut pieces: Vec<(usize, f64)> =
            self.pieces(row).into_iter().filter_map(|piece| Some((piece, row.values[piece]?))).collect();
        pieces.sort_by(|a, b| b.1.total_cmp(&a.1));
        let named = pieces.iter().map(|(piece, value)| {
            let (part, share) = (&self.columns[*piece].label, text::percent(value / total));
            say!("made.reading.part", part = part, share = share, value = amount(*value))
        });
        let named: Vec<String> = named.collect();
        let (period, total) = (text::period(period), amount(total));
        match (named.is_empty(), row.ahead) {
            (true, _) => say!("made.reading.whole", period = period, total = total),
            (false, true) => {
                say!("made.reading.ahead", period = period, total = total, parts = named.join(", "))
            }
            (false, false) => {
                say!("made.reading.known", period = period, total = total, parts = named.join(", "))
            }
        }
    }
}

/// What the parts contribute where the target is reached in time, as a sentence.
#[must_use]
pub fn contributions(contributions: &Contributions, answer: &Answer) -> String {
    let unit = &answer.question.unit;
    let target = text::money(answer.question.target.value(), unit);
    let Contributions { asked, futures, from, to, parts } = contributions;
    let by = text::period(*asked);
    let Some(to) = to else { return say!("made.contributions.none", target = target, by = by) };
    let mut parts: Vec<_> = parts.iter().collect();
    parts.sort_by(|a, b| b.change.total_cmp(&a.change));
    let signed = |value: f64| {
        let sign = if value < 0.0 { "−" } else { "+" };
        format!("{sign}{}", text::about(value.abs(), unit))
    };
    let named: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}", text::lever_name(&part.label), signed(part.change)))
        .collect();
    let share = text::percent(*futures as f64 / f64::from(answer.question.paths));
    say!(
        "made.contributions",
        share = share,
        target = target,
        by = by,
        from = text::about(*from, unit),
        to = text::about(*to, unit),
        parts = named.join(", ")
    )
}

/// A rectangle of the chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tile {
    /// Family of its colour, and shade.
    pub class: [&'static str; 2],
    /// Whether it lies ahead.
    pub ahead: bool,
    /// Upper left corner.
    pub at: Point,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The chart, placed and labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeChart {
    /// Its frame.
    pub frame: Frame,
    /// The years axis.
    pub years: Scale,
    /// The pieces of the bars.
    pub tiles: Vec<Tile>,
    /// Years with their positions.
    pub year_ticks: Vec<(f64, String)>,
    /// Values with their heights.
    pub value_ticks: Vec<(f64, String)>,
    /// What the pieces of the last bar are called.
    pub labels: Vec<(Label, [&'static str; 2])>,
    /// Where history ends.
    pub origin_x: f64,
    /// Size of the letters, pixels.
    pub em: f64,
}

/// The colours of the columns, and the column under whose name each is drawn.
struct Palette {
    class: Vec<[&'static str; 2]>,
    drawn_as: Vec<usize>,
}

const TONES: [&str; FAMILIES] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];

fn palette(made: &Made) -> Palette {
    let weight = |column: usize| {
        let values = made.rows.iter().rev().find_map(|row| row.values[column]);
        values.unwrap_or(0.0)
    };
    let mut leaves: Vec<usize> =
        (0..made.columns.len()).filter(|column| made.columns[*column].leaf).collect();
    leaves.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)));
    let own: Vec<usize> = leaves.iter().copied().take(COLOURS).collect();
    let mut drawn_as: Vec<usize> = (0..made.columns.len()).collect();
    for leaf in leaves.iter().skip(COLOURS) {
        // The rest of its flow, or what is smallest there among those with a colour.
        let siblings = own.iter().rev().copied().filter(|other| made.flow(*other) == made.flow(*leaf));
        let rest = siblings.clone().find(|other| made.columns[*other].id.starts_with("other"));
        drawn_as[*leaf] = rest.or_else(|| siblings.clone().next()).unwrap_or(*leaf);
    }
    let flows: Vec<usize> = (0..made.columns.len()).filter(|c| made.columns[*c].within.is_none()).collect();
    let class = |column: usize| {
        let flow = made.flow(column);
        let family = flows.iter().position(|other| *other == flow).unwrap_or(0);
        let drawn = drawn_as[column];
        let rank = own.iter().filter(|other| made.flow(**other) == flow).position(|other| *other == drawn);
        [TONES[family % FAMILIES], SHADES[rank.unwrap_or(1).min(SHADES.len() - 1)]]
    };
    Palette { class: (0..made.columns.len()).map(class).collect(), drawn_as }
}

/// Letters of a name beside a narrow chart.
const LETTERS: usize = 15;

/// Places the bars of a composition: as high as the total, or `shares` of it, all as high as 100 %.
#[must_use]
pub fn made_chart(made: &Made, answer: &Answer, room: &Room, shares: bool) -> Option<MadeChart> {
    let em = room.em;
    let longest = made.columns.iter().map(|column| column.label.chars().count()).max().unwrap_or(0);
    let (left, right) =
        if room.is_narrow() { (3.3, 1.6 + 0.6 * longest.min(LETTERS) as f64) } else { (3.6, 13.0) };
    let margins = Margins { top: 1.7 * em, right: right * em, bottom: 1.6 * em, left: left * em };
    let frame = Frame::new(room.width, room.fan, margins);
    let years = frame.across(years_extent(answer, room)?);
    let totals = made.rows.iter().filter(|row| years.extent().contains(row.period.decimal_year()));
    let values = if shares {
        Extent::covering([0.0, 100.0])?
    } else {
        Extent::from_zero(totals.filter_map(|row| row.total), [], 1.0)?
    };
    let up = frame.up(values, Measure::Linear);
    let Palette { class, drawn_as } = palette(made);

    // From the bottom: flow by flow, the parts of a flow by their colour, so that those that share one touch.
    let order = |row: &MadeRow| {
        let mut pieces = made.pieces(row);
        pieces.sort_by_key(|piece| (made.flow(*piece), class[*piece][1], *piece));
        pieces
    };
    let unknown = made.columns.len();
    let bars: Vec<StackedBar> = made
        .rows
        .iter()
        .map(|row| {
            let pieces = order(row);
            let values: Vec<(usize, f64)> = if pieces.is_empty() {
                row.total.map(|total| (unknown, total)).into_iter().collect()
            } else {
                pieces.into_iter().filter_map(|piece| Some((piece, row.values[piece]?))).collect()
            };
            let sum: f64 = values.iter().map(|(_, value)| value).sum();
            let scale = if shares && sum > 0.0 { 100.0 / sum } else { 1.0 };
            let values = values.into_iter().map(|(series, value)| (series, value * scale)).collect();
            StackedBar { at: row.period.decimal_year(), values }
        })
        .collect();
    let step = 1.0 / f64::from(answer.question.frequency.per_year());
    let pieces = stacked(&bars, step, &years, &up);
    let tile = |piece: &tradecast_chart::Piece| Tile {
        class: class.get(piece.series).copied().unwrap_or(["tone-none", SHADES[1]]),
        ahead: made.rows[piece.bar].ahead,
        at: Point { x: piece.x, y: piece.y },
        width: piece.width,
        height: piece.height,
    };
    let last = pieces.last().map_or(0, |piece| piece.bar);
    let total = made.rows.get(last)?.total?;
    let mut named: Vec<(usize, f64, f64, f64)> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.bar == last && piece.series < unknown) {
        let value = made.rows[last].values[piece.series].unwrap_or(0.0);
        let drawn = drawn_as[piece.series];
        match named.iter_mut().find(|(series, ..)| *series == drawn) {
            Some((_, top, _, sum)) => {
                *top = piece.y;
                *sum += value;
            }
            None => named.push((drawn, piece.y, piece.y + piece.height, value)),
        }
    }
    let wishes: Vec<Wish> = named
        .iter()
        .map(|(_, top, bottom, _)| Wish { at: f64::midpoint(*top, *bottom), size: 1.25 * em })
        .collect();
    let heights = spread(&wishes, frame.top(), frame.bottom());
    let label = |((series, _, _, value), y): (&(usize, f64, f64, f64), f64)| {
        let (name, share) = (&made.columns[*series].label, text::percent(value / total));
        let text = if room.is_narrow() { shortened(name, LETTERS) } else { format!("{name} {share}") };
        let x = frame.right() + 1.1 * em;
        (Label { of: "made-end", x, y, text, second: String::new() }, class[*series])
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of ticks")]
    let most = ((room.fan / (3.2 * em)) as usize).clamp(3, 9);
    Some(MadeChart {
        tiles: pieces.iter().map(tile).collect(),
        year_ticks: placed_years(&years, room),
        value_ticks: value_ticks(values, most)
            .into_iter()
            .map(|tick| (up.place(tick), if shares { text::level(tick) } else { text::number(tick) }))
            .collect(),
        labels: named.iter().zip(heights).map(label).collect(),
        origin_x: years.place(answer.question.origin.decimal_year() + step / 2.0),
        em,
        frame,
        years,
    })
}

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
pub struct Counted {
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
pub fn counted(answer: &Answer, gap: &MirrorGapReport, readings: &Readings) -> Vec<Counted> {
    let known = readings.gaps().iter().find(|known| known.reporter() == gap.reporter);
    let first = gap.years.first().copied();
    let times = |ours: f64, pct: f64| ours * (1.0 + pct / 100.0);
    let shown = answer.history.iter().filter(|o| first.is_some_and(|first| o.period >= first));
    shown
        .map(|o| Counted {
            period: o.period,
            ours: o.value,
            theirs: known.and_then(|known| known.pct_in(o.period)).map(|pct| times(o.value, pct)),
            likely: gap.interval80_pct.map(|pct| times(o.value, pct)),
        })
        .collect()
}

/// Those counts as a file.
#[must_use]
pub fn counted_csv(rows: &[Counted]) -> String {
    let mut file = "period,this_series,other_reporter,likely_lo80,likely_hi80\n".to_owned();
    for Counted { period, ours, theirs, likely: [lo, hi] } in rows {
        let theirs = theirs.map(|value| value.to_string()).unwrap_or_default();
        push(&mut file, format_args!("{period},{ours},{theirs},{lo},{hi}\n"));
    }
    file
}

/// Places the counts of two reporters.
#[must_use]
pub fn gap_chart(answer: &Answer, gap: &MirrorGapReport, rows: &[Counted], room: &Room) -> Option<GapChart> {
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
    let wishes = named.clone().map(|(_, _, y)| Wish { at: y, size: 1.3 * em });
    let heights = spread(&wishes, frame.top(), frame.bottom());
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

#[cfg(test)]
mod tests {
    use tradecast::{Assumptions, Lever, Target};

    use super::*;
    use crate::engine::{Engine, Shown};
    use crate::question::Data;
    use crate::question::{Ask, Precision};

    const WIDE: Room = Room { width: 1000.0, fan: 340.0, arrival: 0.0, em: 14.0 };
    const PHONE: Room = Room { width: 350.0, fan: 300.0, arrival: 0.0, em: 13.0 };

    fn asked(assumptions: Assumptions) -> (Shown, Made, Contributions) {
        let target = Target::level(1000.0).unwrap();
        let ask = Ask { data: Data::BuiltIn, then: false, target, horizon: 12, assumptions, priors: true };
        let mut engine = Engine::new(400, Some(tradecast_data::priors()));
        let shown = engine.ask(&ask, Precision::Full).unwrap();
        let outlook = engine.outlook_of(&ask).unwrap();
        let shares = outlook.shares_ahead(&ask.assumptions).unwrap();
        let by = ask.target.clone().by(Period::annual(2034));
        let parts = outlook.contributions(&by, &ask.assumptions).unwrap();
        let made = Made::of(&shown.answer, ask.data.known(false).composition.as_ref(), &shares).unwrap();
        (shown, made, parts)
    }

    #[test]
    fn every_period_adds_up_as_finely_as_it_is_known() {
        let programme = Assumptions::baseline().with(Lever::Programme, 100.0).unwrap();
        for assumptions in [Assumptions::baseline(), programme] {
            let (shown, made, _) = asked(assumptions);
            assert_eq!(made.rows.len(), super::periods(&shown.answer).len());
            for row in &made.rows {
                let pieces = made.pieces(row);
                let sum: f64 = pieces.iter().filter_map(|piece| row.values[*piece]).sum();
                match row.total {
                    Some(total) if !pieces.is_empty() => {
                        assert!((sum / total - 1.0).abs() < 0.011, "{} {sum} {total}", row.period);
                    }
                    _ => assert!(!row.ahead, "{}", row.period),
                }
                if row.ahead {
                    assert!(pieces.iter().all(|piece| made.columns[*piece].leaf), "{}", row.period);
                }
            }
            let of = |year| made.rows.iter().find(|row| row.period == Period::annual(year)).unwrap();
            assert_eq!(made.pieces(of(2022)).len(), 9, "the goods are known for 2022");
            assert_eq!(made.pieces(of(2021)).len(), 2, "and the flows only for the year before");
        }
    }

    #[test]
    fn the_file_has_every_period_and_every_part() {
        let (_, made, _) = asked(Assumptions::baseline());
        let csv = made.csv();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 1 + made.rows.len());
        assert!(lines.iter().all(|line| line.split(',').count() == 3 + made.columns.len()));
        assert!(lines[0].contains(",wheat,") && csv.contains("2030,expected,"));
    }

    #[test]
    fn a_few_colours_are_enough_and_labels_do_not_overlap() {
        let (shown, made, _) = asked(Assumptions::baseline());
        for room in [WIDE, PHONE] {
            let chart = made_chart(&made, &shown.answer, &room, false).unwrap();
            let mut classes: Vec<[&str; 2]> = chart.labels.iter().map(|(_, class)| *class).collect();
            classes.sort_unstable();
            classes.dedup();
            assert!(classes.len() == chart.labels.len() && classes.len() <= COLOURS, "{classes:?}");
            for (i, (a, _)) in chart.labels.iter().enumerate() {
                assert!(
                    chart.labels[i + 1..].iter().all(|(b, _)| (a.y - b.y).abs() >= 1.2 * room.em),
                    "{a:?}"
                );
            }
            let shares = made_chart(&made, &shown.answer, &room, true).unwrap();
            let tops = shares.tiles.iter().map(|tile| tile.at.y).fold(f64::INFINITY, f64::min);
            assert!((tops - shares.frame.top()).abs() < 0.1 && shares.tiles.len() == chart.tiles.len());
            assert!(
                chart.tiles.iter().all(|tile| tile.at.y >= chart.frame.top() - 0.1 && tile.height >= 0.0)
            );
        }
    }

    #[test]
    fn sentences_name_the_parts_and_their_shares() {
        let (shown, made, parts) = asked(Assumptions::baseline());
        let sentence = made.reading(Period::annual(2022));
        assert!(sentence.contains("Wheat 21 %") && sentence.contains("$461.9 m"), "{sentence}");
        assert!(
            made.reading(Period::annual(2017)).contains("no figure"),
            "{}",
            made.reading(Period::annual(2017))
        );
        let sentence = contributions(&parts, &shown.answer);
        assert!(sentence.contains("Wheat +$") && sentence.contains("2034"), "{sentence}");
        let never = asked(Assumptions::baseline().with(Lever::Capacity, 200.0).unwrap());
        let sentence = contributions(&never.2, &never.0.answer);
        assert!(sentence.contains("No future") || sentence.contains("Wheat"), "{sentence}");
    }

    #[test]
    fn the_other_count_lies_in_its_band_or_beside_it() {
        let (shown, ..) = asked(Assumptions::baseline());
        let gap = &shown.answer.mirror_gaps[0];
        let rows = counted(&shown.answer, gap, &Data::BuiltIn.known(false).readings);
        assert!(rows.iter().filter(|row| row.theirs.is_some()).count() >= 4, "{rows:?}");
        let inside =
            |row: &&Counted| row.theirs.is_some_and(|value| (row.likely[0]..=row.likely[1]).contains(&value));
        assert!(rows.iter().filter(inside).count() >= 3, "{rows:?}");
        for room in [WIDE, PHONE] {
            assert!(
                gap_chart(&shown.answer, gap, &rows, &room).is_some_and(|chart| chart.band.ends_with('Z'))
            );
        }
        assert_eq!(counted_csv(&rows).lines().count(), 1 + rows.len());
        assert!(
            gap_sentence(gap).contains("Azerbaijan") && gap_sentence(gap).contains("less"),
            "{}",
            gap_sentence(gap)
        );
    }
}
