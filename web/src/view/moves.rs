//! Bars of levers: how far each swings the probability, and what each moved one changed of it.

use tradecast::{Attribution, LeverKey, LeverKind, Tornado};
use tradecast_chart::{Extent, Frame, Margins, Scale, value_ticks};

use crate::state::{Control, State};
use crate::text::{self, quoted, say};

/// Bars shown before all are asked for.
pub const FIRST: usize = 10;

/// Room for names, in letters, where they stand beside the bars.
const NAMES: f64 = 15.0;
/// Room beside the bars for the values at their ends, in letters.
const ENDS: f64 = 3.6;
/// Letters across from which names stand beside the bars, and not above them.
const WIDE: f64 = 44.0;
/// Width of a letter in its height, about.
const LETTER: f64 = 0.52;

/// Rows of bars in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Width of the drawing.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Size of the letters.
    pub em: f64,
    /// Where the grid begins.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// Height of a row.
    pub row: f64,
    /// Ticks of the probability with their labels.
    pub ticks: Vec<(f64, String)>,
    /// The probability as it is.
    pub now: f64,
    /// The rows, from the top.
    pub rows: Vec<BarRow>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// What stands at it.
    pub name: String,
    /// Where that begins; where it ends, if it stands beside the bar.
    pub name_x: f64,
    /// Whether the name ends at `name_x`.
    pub name_ends: bool,
    /// Line of the name.
    pub name_y: f64,
    /// Middle of the bar.
    pub y: f64,
    /// Top of the row.
    pub top: f64,
    /// The bar or its two sides.
    pub sides: Vec<Side>,
}

/// A bar from one probability to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// What it is drawn as.
    pub class: &'static str,
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
    /// What stands at its end.
    pub label: String,
    /// Where that begins or ends.
    pub label_x: f64,
    /// Whether it stands on the left of the bar.
    pub left: bool,
}

/// What one lever does, in words and numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The lever.
    pub key: LeverKey,
    /// What it is called.
    pub name: String,
    /// Its value at the lower end, and the probability there.
    pub low: (f64, f64),
    /// The same at the upper end.
    pub high: (f64, f64),
    /// Where it is.
    pub value: f64,
    /// Unit of the values.
    pub unit: String,
}

impl Swing {
    /// A value of it as people read it.
    #[must_use]
    pub fn amount(&self, value: f64) -> String {
        text::amount(value, &self.unit)
    }

    /// What it does, as a sentence.
    #[must_use]
    pub fn sentence(&self, now: f64) -> String {
        say!(
            "moves.bar",
            lever = self.name,
            low = self.amount(self.low.0),
            low_share = text::percent(self.low.1),
            high = self.amount(self.high.0),
            high_share = text::percent(self.high.1),
            value = self.amount(self.value),
            now = text::percent(now),
        )
    }
}

/// What a lever is called on the page.
#[must_use]
pub fn lever_name(state: &State, id: &str, label: &str) -> String {
    let known = id.parse::<LeverKey>().ok().map(|key| Control::Lever(key).spec(state).name());
    known.unwrap_or_else(|| label.to_owned())
}

/// The levers of a tornado, the widest first.
#[must_use]
pub fn swings(tornado: &Tornado, state: &State) -> Vec<Swing> {
    let swing = |bar: &tradecast::Bar| {
        Some(Swing {
            key: bar.lever.parse().ok()?,
            name: lever_name(state, &bar.lever, &bar.label),
            low: (bar.low.value, bar.low.probability),
            high: (bar.high.value, bar.high.probability),
            value: bar.value,
            unit: bar.unit.clone(),
        })
    };
    tornado.bars.iter().filter_map(swing).collect()
}

/// The bars of a tornado in a room so wide, with letters so large.
#[must_use]
pub fn tornado_bars(swings: &[Swing], now: f64, width: f64, em: f64) -> Option<Bars> {
    let ends = swings.iter().flat_map(|swing| [swing.low.1, swing.high.1]);
    let names: Vec<&str> = swings.iter().map(|swing| swing.name.as_str()).collect();
    let room = Room::new(width, em, &names, ends.chain([now]))?;
    let base = room.across.place(now);
    let rows = swings.iter().enumerate().map(|(i, swing)| {
        let side = |class, (value, probability): (f64, f64)| {
            room.side(class, base, room.across.place(probability), text::number(value))
        };
        let mut sides = vec![side("low", swing.low), side("high", swing.high)];
        // Where both ends lie on the same side, the shorter bar is drawn last.
        sides.sort_by(|a, b| b.width.total_cmp(&a.width));
        if sides[0].left == sides[1].left {
            sides[1].label.clear();
        }
        room.row(i, &swing.name, sides)
    });
    Some(room.bars(now, rows.collect()))
}

/// The bars of an attribution: from where the probability was to where it is.
#[must_use]
pub fn attribution_bars(attribution: &Attribution, state: &State, width: f64, em: f64) -> Option<Bars> {
    let mut steps = Vec::new();
    let mut at = attribution.from;
    for lever in &attribution.levers {
        let name = lever_name(state, &lever.lever, &lever.label);
        steps.push((name, kind_class(lever.kind), at, at + lever.contribution));
        at += lever.contribution;
    }
    let ends = steps.iter().flat_map(|(.., from, to)| [*from, *to]);
    let (was, is) = (say!("moves.was"), say!("moves.is"));
    let names: Vec<&str> =
        steps.iter().map(|(name, ..)| name.as_str()).chain([was.as_str(), is.as_str()]).collect();
    // Whole bars stand on nothing, so that their lengths can be compared.
    let room = Room::new(width, em, &names, ends.chain([0.0, attribution.from, attribution.to]))?;
    let place = |probability| room.across.place(probability);
    let whole = |i, name: &str, probability: f64| {
        let edge = place(room.across.extent().from());
        room.row(i, name, vec![room.side("whole", edge, place(probability), text::percent(probability))])
    };
    let mut rows = vec![whole(0, &was, attribution.from)];
    for (i, (name, class, from, to)) in steps.iter().enumerate() {
        let side = room.side(class, place(*from), place(*to), points(to - from));
        rows.push(room.row(i + 1, name, vec![side]));
    }
    rows.push(whole(steps.len() + 1, &is, attribution.to));
    Some(room.bars(attribution.from, rows))
}

/// A change of a probability: "+8", in percentage points.
#[must_use]
pub fn points(change: f64) -> String {
    let points = 100.0 * change;
    // A tenth where a whole number would hide it.
    if points.abs() < 0.05 {
        text::number(0.0)
    } else {
        text::signed(points, usize::from(points.abs() < 9.95))
    }
}

/// What bars of a kind are drawn as, and the end of the names of its texts.
#[must_use]
pub fn kind_class(kind: LeverKind) -> &'static str {
    match kind {
        LeverKind::Data => "data",
        LeverKind::World => "world",
        LeverKind::Policy => "policy",
    }
}

/// Where everything goes.
struct Room {
    width: f64,
    em: f64,
    /// Whether names stand beside the bars.
    wide: bool,
    row: f64,
    top: f64,
    across: Scale,
}

impl Room {
    fn new(width: f64, em: f64, names: &[&str], ends: impl Iterator<Item = f64>) -> Option<Self> {
        let wide = width >= WIDE * em;
        let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "letters of a name")]
        let needed = (longest as f64 * LETTER + 1.0).clamp(4.0, NAMES / LETTER);
        let margin = |share: f64| share * em;
        let left = if wide { margin(needed + ENDS).min(width * 0.45) } else { margin(ENDS) };
        let margins = Margins { top: 0.0, right: margin(ENDS), bottom: 0.0, left };
        let (mut least, mut most) = (1.0_f64, 0.0_f64);
        for end in ends.filter(|end| end.is_finite()) {
            (least, most) = (least.min(end), most.max(end));
        }
        // Tenths on either side: ends of the axis are round, and a bar of nothing still has an axis.
        let (from, to) = (libm::floor(least * 10.0 - 0.2) / 10.0, libm::ceil(most * 10.0 + 0.2) / 10.0);
        let extent = Extent::covering([from.clamp(least.min(0.0), 0.9), to.clamp(0.1, most.max(1.0))])?;
        let across = Frame::new(width, 1.0, margins).across(extent);
        Some(Self { width, em, wide, row: em * if wide { 1.9 } else { 3.1 }, top: 1.9 * em, across })
    }

    fn row(&self, i: usize, name: &str, sides: Vec<Side>) -> BarRow {
        #[expect(clippy::cast_precision_loss, reason = "rows of a chart")]
        let top = self.top + i as f64 * self.row;
        let (name_x, name_y, y) = if self.wide {
            let edge = self.across.place(self.across.extent().from());
            (edge - (ENDS - 0.4) * self.em, top + self.row / 2.0, top + self.row / 2.0)
        } else {
            (0.0, top + 0.85 * self.em, top + 2.15 * self.em)
        };
        BarRow { name: name.to_owned(), name_x, name_ends: self.wide, name_y, y, top, sides }
    }

    fn side(&self, class: &'static str, base: f64, end: f64, label: String) -> Side {
        let left = end < base;
        let gap = 0.35 * self.em;
        Side {
            class,
            x: base.min(end),
            width: (end - base).abs(),
            label,
            label_x: if left { end - gap } else { end + gap },
            left,
        }
    }

    fn bars(&self, now: f64, rows: Vec<BarRow>) -> Bars {
        #[expect(clippy::cast_precision_loss, reason = "rows of a chart")]
        let bottom = self.top + rows.len() as f64 * self.row;
        let extent = self.across.extent();
        let most = if self.wide { 6 } else { 4 };
        let ticks = value_ticks(extent, most).into_iter();
        let label =
            |tick: f64| (self.across.place(tick), say!("moves.axis", percent = text::plain(100.0 * tick)));
        Bars {
            width: self.width,
            height: bottom + 0.3 * self.em,
            em: self.em,
            top: self.top,
            bottom,
            row: self.row,
            ticks: ticks.map(label).collect(),
            now: self.across.place(now),
            rows,
        }
    }
}

/// The tornado as a file: full precision, one row a lever.
#[must_use]
pub fn tornado_csv(tornado: &Tornado) -> String {
    let mut file = "lever,label,unit,value,low,reached_at_low,high,reached_at_high,reached_now\n".to_owned();
    for bar in &tornado.bars {
        let (low, high) = (&bar.low, &bar.high);
        file.push_str(&format!(
            "{},{},{},{},{},{},{},{},{}\n",
            bar.lever,
            quoted(&bar.label),
            quoted(&bar.unit),
            bar.value,
            low.value,
            low.probability,
            high.value,
            high.probability,
            tornado.probability
        ));
    }
    file
}

/// The attribution as a file: full precision, one row a lever.
#[must_use]
pub fn attribution_csv(attribution: &Attribution) -> String {
    let mut file = "lever,label,kind,change,standard_error,reached_before,reached_now\n".to_owned();
    for share in &attribution.levers {
        let error = share.std_error.map(|error| error.to_string()).unwrap_or_default();
        file.push_str(&format!(
            "{},{},{},{},{error},{},{}\n",
            share.lever,
            quoted(&share.label),
            share.kind,
            share.contribution,
            attribution.from,
            attribution.to
        ));
    }
    file
}

#[cfg(test)]
mod tests {
    use tradecast::{Assumptions, Lever, Period, Target};

    use super::*;
    use crate::engine::Engine;
    use crate::question::Data;
    use crate::question::Question;

    fn simulation() -> (tradecast::Simulation, Target) {
        let target = Target::level(1000.0).unwrap();
        let question = Question {
            data: Data::default(),
            as_of: false,
            target: target.clone(),
            horizon: 12,
            assumptions: Assumptions::baseline(),
            priors: true,
        };
        let simulation = Engine::new(300, Some(tradecast_data::priors())).simulation_of(&question).unwrap();
        (simulation, target.by(Period::annual(2030)))
    }

    fn scenario() -> Assumptions {
        let moved = Assumptions::baseline().with(Lever::Growth, 3.0).unwrap();
        moved.with(Lever::Programme, 200.0).unwrap().with(Lever::Shock, -20.0).unwrap()
    }

    #[test]
    fn every_bar_meets_at_the_line_and_nothing_leaves_the_drawing() {
        let (simulation, target) = simulation();
        let tornado = simulation.tornado(&target, &scenario(), &tradecast::Swing::default()).unwrap();
        let swings = swings(&tornado, &State::new());
        assert_eq!(swings.len(), tornado.bars.len());
        for (width, em) in [(1000.0, 14.0), (350.0, 13.0), (350.0, 26.0)] {
            let bars = tornado_bars(&swings, tornado.probability, width, em).unwrap();
            assert!(bars.rows.iter().all(|row| row.top >= bars.top && row.y < bars.bottom));
            for side in bars.rows.iter().flat_map(|row| &row.sides) {
                let meets = [side.x, side.x + side.width].iter().any(|x| (x - bars.now).abs() < 1e-6);
                assert!(meets, "{side:?} {}", bars.now);
                assert!(side.x >= 0.0 && side.x + side.width <= width, "{side:?}");
            }
        }
    }

    #[test]
    fn a_waterfall_leads_from_where_it_was_to_where_it_is() {
        let (simulation, target) = simulation();
        let attribution = simulation.attribution(&target, &scenario()).unwrap();
        let bars = attribution_bars(&attribution, &State::new(), 900.0, 14.0).unwrap();
        assert_eq!(bars.rows.len(), attribution.levers.len() + 2);
        let end = |row: &BarRow| row.sides[0].x + row.sides[0].width;
        let mut at = end(&bars.rows[0]);
        for row in &bars.rows[1..=attribution.levers.len()] {
            let side = &row.sides[0];
            let (from, to) =
                if side.left { (side.x + side.width, side.x) } else { (side.x, side.x + side.width) };
            assert!((from - at).abs() < 1e-6, "{row:?}");
            at = to;
        }
        assert!((end(bars.rows.last().unwrap()) - at).abs() < 1e-6);
    }

    #[test]
    fn changes_are_signed_and_say_no_more_than_they_know() {
        let said = [0.123, 0.0312, -0.0312, 0.0, -0.000_01, -0.25].map(points);
        assert_eq!(said, ["+12", "+3.1", "\u{2212}3.1", "0", "0", "\u{2212}25"]);
    }

    #[test]
    fn files_have_a_row_a_lever_and_whole_fields() {
        let (simulation, target) = simulation();
        let tornado = simulation.tornado(&target, &scenario(), &tradecast::Swing::default()).unwrap();
        assert_eq!(tornado_csv(&tornado).lines().count(), 1 + tornado.bars.len());
        let attribution = simulation.attribution(&target, &scenario()).unwrap();
        assert_eq!(attribution_csv(&attribution).lines().count(), 4);
        assert_eq!([quoted("a, b"), quoted("a \"b\""), quoted("a")], ["\"a, b\"", "\"a \"\"b\"\"\"", "a"]);
        assert_eq!([quoted("=1+1"), quoted("-5.5")], ["'=1+1", "-5.5"]);
    }
}
