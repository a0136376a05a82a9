//! A chart of characters: history, median, bands and target on one grid, and below it when the target is first reached.

use anstyle::Style;
use tradecast::{Answer, Period, number};

use crate::output::render::terminal::{FORECAST, Glyphs, STRONG, TARGET, Terminal};

/// Rows of the plotting area.
const HEIGHT: usize = 14;
/// Fewest and most columns of it.
const COLUMNS: [usize; 2] = [20, 240];

/// Draws the answer; every line is one row of the chart.
pub(crate) fn draw(answer: &Answer, terminal: &Terminal) -> Vec<String> {
    let glyphs = terminal.glyphs;
    let target = answer.question.target.value();
    let record = answer.history.iter().map(|o| o.value).fold(target, f64::max);
    let top = 1.25 * record;
    let labels = [number(record), number(target)].iter().map(String::len).max().unwrap_or(0).max(5);
    let columns = terminal.width.saturating_sub(labels + 3).clamp(COLUMNS[0], COLUMNS[1]);
    let axis = Axis::of(answer, columns);
    let row = |value: f64| {
        ((1.0 - value / top) * (HEIGHT - 1) as f64).round().clamp(0.0, (HEIGHT - 1) as f64) as usize
    };
    let mut grid = vec![vec![' '; columns]; HEIGHT];
    for (i, forecast) in answer.forecast.iter().enumerate() {
        let stripe = axis.stripe(answer, i);
        // The widest first, so that narrower ones stand before it.
        for (level, glyph) in [80.0, 50.0].into_iter().zip(glyphs.bands) {
            let Some(band) = forecast.bands.iter().find(|band| band.level == level) else { continue };
            for line in grid.iter_mut().take(row(band.lo) + 1).skip(row(band.hi)) {
                line[stripe.clone()].fill(glyph);
            }
        }
        grid[row(forecast.median)][stripe].fill(glyphs.median);
    }
    let free = |cell: &&mut char| **cell == ' ' || glyphs.bands.contains(cell);
    grid[row(target)].iter_mut().filter(free).for_each(|cell| *cell = glyphs.target);
    for observation in &answer.history {
        grid[row(observation.value)][axis.column(observation.period)] =
            if observation.weak { glyphs.weak } else { glyphs.known };
    }
    let label = |line: usize| {
        if line == row(target) {
            number(target)
        } else if line == row(answer.question.last_value) {
            number(answer.question.last_value)
        } else if line == HEIGHT - 1 {
            "0".to_owned()
        } else {
            String::new()
        }
    };
    let plotted = grid.iter().enumerate().map(|(i, cells)| {
        let cells: String = cells.iter().collect();
        format!("{:>labels$} {}{}", label(i), glyphs.axis, painted(cells.trim_end(), terminal))
    });
    let mut lines: Vec<String> = plotted.collect();
    lines.push(format!("{:>labels$} {}{}", "", glyphs.corner, glyphs.floor.to_string().repeat(columns)));
    lines.push(format!("{:>labels$}  {}", "", axis.labels(answer.question.origin)));
    let beside = |text: &str| {
        let indent = " ".repeat(labels + 2);
        textwrap::wrap(
            text,
            textwrap::Options::new(terminal.width).initial_indent(&indent).subsequent_indent(&indent),
        )
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect::<Vec<_>>()
    };
    let Glyphs { bands: [outer, inner], median, target, known, weak, .. } = glyphs;
    lines.extend(beside(&format!(
        "{known} history  {weak} weak source  {median} median  {inner} 50 %, {outer} 80 % band  {target} target"
    )));
    if let Some((first, often)) = arrivals(answer, &axis, glyphs) {
        lines.push(format!("{:>labels$}  {}", "", terminal.paint(FORECAST, &first)));
        lines.extend(beside(&often));
    }
    lines
}

/// Where periods stand.
struct Axis {
    first: Period,
    last: Period,
    columns: usize,
}

impl Axis {
    fn of(answer: &Answer, columns: usize) -> Self {
        let origin = answer.question.origin;
        let first = answer.history.first().map_or(origin, |observation| observation.period);
        let last = answer.forecast.last().map_or(origin, |row| row.period);
        Self { first, last, columns }
    }

    fn column(&self, period: Period) -> usize {
        let span = f64::from(self.last.minus(self.first).max(1));
        (f64::from(period.minus(self.first)) / span * (self.columns - 1) as f64).round() as usize
    }

    /// The columns of a forecast period: up to the next, so that none between two stays empty.
    fn stripe(&self, answer: &Answer, lead: usize) -> std::ops::Range<usize> {
        let from = self.column(answer.forecast[lead].period);
        let next = answer.forecast.get(lead + 1);
        from..next.map_or(self.columns, |next| self.column(next.period).max(from + 1))
    }

    /// The first period, the last known and the last of the horizon, where there is room.
    fn labels(&self, origin: Period) -> String {
        let mut line = vec![' '; self.columns + 8];
        for period in [self.first, origin, self.last] {
            let text = period.to_string();
            let at = self.column(period).min(self.columns.saturating_sub(text.len()));
            if line[at.saturating_sub(1)..(at + text.len() + 1).min(line.len())].iter().all(|c| *c == ' ') {
                line[at..at + text.len()].copy_from_slice(&text.chars().collect::<Vec<_>>());
            }
        }
        line.iter().collect::<String>().trim_end().to_owned()
    }
}

/// How often the target is first reached in each period, as heights below the forecast, and what they say; nothing where it is
/// never reached, or was before.
fn arrivals(answer: &Answer, axis: &Axis, glyphs: &Glyphs) -> Option<(String, String)> {
    if answer.arrival.already_reached {
        return None;
    }
    let mut before = 0.0;
    let first: Vec<f64> = answer
        .arrival
        .by
        .iter()
        .map(|row| {
            let share = row.probability - before;
            before = row.probability;
            share.max(0.0)
        })
        .collect();
    let (most, highest) =
        first.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    if highest <= 0.0 {
        return None;
    }
    let mut line = vec![' '; axis.columns];
    for (lead, share) in first.iter().enumerate() {
        let steps = (glyphs.heights.len() - 1) as f64;
        line[axis.stripe(answer, lead)].fill(glyphs.heights[(share / highest * steps).round() as usize]);
    }
    let said = format!(
        "first reached in each period: {} most often, {} of paths",
        answer.arrival.by[most].period,
        tradecast::percent(highest)
    );
    Some((line.iter().collect::<String>().trim_end().to_owned(), said))
}

/// A line of the grid in its colours.
fn painted(cells: &str, terminal: &Terminal) -> String {
    let glyphs = terminal.glyphs;
    let style = |cell: char| {
        if cell == glyphs.target {
            TARGET
        } else if cell == glyphs.known || cell == glyphs.weak {
            STRONG
        } else if cell == glyphs.median || glyphs.bands.contains(&cell) {
            FORECAST
        } else {
            Style::new()
        }
    };
    let cells: Vec<char> = cells.chars().collect();
    let runs = cells.chunk_by(|a, b| style(*a) == style(*b));
    runs.map(|run| match style(run[0]) {
        plain if plain == Style::new() => run.iter().collect(),
        style => terminal.paint(style, &run.iter().collect::<String>()),
    })
    .collect()
}
