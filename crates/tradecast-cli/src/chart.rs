//! A chart of characters: history, median, 80 % band and target on one grid.

use tradecast::{Answer, number};

/// Rows of the plotting area.
const HEIGHT: usize = 14;

/// Draws the answer in `width` columns; every line is one row of the chart.
pub(crate) fn draw(answer: &Answer, width: usize) -> Vec<String> {
    let target = answer.question.target.value();
    let record = answer.history.iter().map(|o| o.value).fold(target, f64::max);
    let top = 1.25 * record;
    let labels = [number(record), number(target)].iter().map(String::len).max().unwrap_or(0).max(5);
    let columns = width.saturating_sub(labels + 3).clamp(20, 110);
    let first = answer.history.first().map_or(answer.question.origin, |o| o.period);
    let last = answer.forecast.last().map_or(answer.question.origin, |row| row.period);
    let span = f64::from(last.minus(first).max(1));
    let column = |period: tradecast::Period| {
        (f64::from(period.minus(first)) / span * (columns - 1) as f64).round() as usize
    };
    let row = |value: f64| {
        ((1.0 - value / top) * (HEIGHT - 1) as f64).round().clamp(0.0, (HEIGHT - 1) as f64) as usize
    };
    let mut grid = vec![vec![' '; columns]; HEIGHT];
    // Between two forecast periods the band is filled by the earlier one, so that no stripe stays empty.
    for (i, forecast) in answer.forecast.iter().enumerate() {
        let Some(band) = forecast.bands.iter().find(|b| b.level == 80.0).or(forecast.bands.first()) else {
            continue;
        };
        let from = column(forecast.period);
        let to = answer.forecast.get(i + 1).map_or(columns, |next| column(next.period).max(from + 1));
        for line in grid.iter_mut().take(row(band.lo) + 1).skip(row(band.hi)) {
            line[from..to].fill('░');
        }
        grid[row(forecast.median)][from..to].fill('─');
    }
    grid[row(target)].iter_mut().filter(|cell| **cell == ' ' || **cell == '░').for_each(|cell| *cell = '┄');
    for observation in &answer.history {
        grid[row(observation.value)][column(observation.period)] =
            if observation.weak { '○' } else { '●' };
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
    let mut lines: Vec<String> = grid
        .iter()
        .enumerate()
        .map(|(i, cells)| format!("{:>labels$} │{}", label(i), cells.iter().collect::<String>().trim_end()))
        .collect();
    let origin = answer.question.origin;
    let mut axis = vec![' '; columns + 8];
    for period in [first, origin, last] {
        let text = period.to_string();
        let at = column(period).min(columns.saturating_sub(text.len()));
        if axis[at.saturating_sub(1)..(at + text.len() + 1).min(axis.len())].iter().all(|c| *c == ' ') {
            axis[at..at + text.len()].copy_from_slice(&text.chars().collect::<Vec<_>>());
        }
    }
    lines.push(format!("{:>labels$} └{}", "", "─".repeat(columns)));
    lines.push(format!("{:>labels$}  {}", "", axis.iter().collect::<String>().trim_end()));
    lines.push(format!("{:>labels$}  ● history  ○ weak source  ─ median  ░ 80 % band  ┄ target", ""));
    lines
}
