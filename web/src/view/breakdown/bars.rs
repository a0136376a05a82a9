//! The bars of the breakdown.

use tradecast::Answer;
use tradecast_chart::{
    Extent, Frame, LabelRequest, Margins, Measure, Point, Scale, StackedBar, spread, stacked, value_ticks,
};

use crate::text;
use crate::view::breakdown::numbers::{Breakdown, BreakdownRow};
use crate::view::chart::{Label, Room, placed_years, years_extent};
use crate::view::compare::pane::shortened;

/// Colours that can be told apart; what is left over shares one with its kind.
pub(super) const COLOURS: usize = 7;

/// Families of colours: one for each flow.
pub(super) const FAMILIES: usize = 6;

/// Shades of a family.
pub(super) const SHADES: [&str; 5] = ["shade-0", "shade-1", "shade-2", "shade-3", "shade-4"];

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
pub struct BreakdownChart {
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
pub(super) struct Palette {
    class: Vec<[&'static str; 2]>,
    drawn_as: Vec<usize>,
}

pub(super) const TONES: [&str; FAMILIES] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];

pub(super) fn palette(made: &Breakdown) -> Palette {
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
pub(super) const LETTERS: usize = 15;

/// Places the bars of a composition: as high as the total, or `shares` of it, all as high as 100 %.
#[must_use]
pub fn breakdown_chart(
    made: &Breakdown,
    answer: &Answer,
    room: &Room,
    shares: bool,
) -> Option<BreakdownChart> {
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
    let order = |row: &BreakdownRow| {
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
    let requests: Vec<LabelRequest> = named
        .iter()
        .map(|(_, top, bottom, _)| LabelRequest { at: f64::midpoint(*top, *bottom), size: 1.25 * em })
        .collect();
    let heights = spread(&requests, frame.top(), frame.bottom());
    let label = |((series, _, _, value), y): (&(usize, f64, f64, f64), f64)| {
        let (name, share) = (&made.columns[*series].label, text::percent(value / total));
        let text = if room.is_narrow() { shortened(name, LETTERS) } else { format!("{name} {share}") };
        let x = frame.right() + 1.1 * em;
        (Label { of: "made-end", x, y, text, second: String::new() }, class[*series])
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of ticks")]
    let most = ((room.fan / (3.2 * em)) as usize).clamp(3, 9);
    Some(BreakdownChart {
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
