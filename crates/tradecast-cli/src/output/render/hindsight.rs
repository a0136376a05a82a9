//! What has happened since the as-of date, beside what was forecast.

use std::io::{self, Write};

use tradecast::{Answer, Hindsight, money, number, percent};
use tradecast_data::PartYear;

use crate::output::table::{markdown_table, text_table};

const HEADER: [&str; 6] = ["period", "happened", "median forecast", "80 % band", "paths below it", "verdict"];

/// The comparison as a table for the terminal.
pub(crate) fn text(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    text_table(out, &HEADER, &rows(answer))
}

/// The comparison as a Markdown table.
pub(crate) fn markdown(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    markdown_table(out, &HEADER, rows(answer))
}

fn rows(answer: &Answer) -> Vec<Vec<String>> {
    let money = |value: f64| money(value, &answer.question.unit);
    let row = |row: &Hindsight| {
        let weak = if row.weak { " (weak)" } else { "" };
        let verdict = match row {
            Hindsight { inside: true, .. } => "inside",
            row if row.value > row.median => "above",
            _ => "below",
        };
        vec![
            row.period.to_string(),
            format!("{}{weak}", money(row.value)),
            money(row.median),
            format!("{} to {}", money(row.band.lo), money(row.band.hi)),
            percent(row.percentile / 100.0),
            verdict.to_owned(),
        ]
    };
    answer.since.iter().map(row).collect()
}

/// What there is to say about the comparison: one line about all values, one about each weak one, and one about the part of a
/// year that is known inside.
pub(crate) fn sentences(answer: &Answer, part_year: Option<&PartYear>) -> Vec<String> {
    let since = &answer.since;
    let weak = |row: &&Hindsight| row.weak && !row.note.is_empty();
    let weak = since.iter().filter(weak).map(|row| format!("{} is weak: {}.", row.period, row.note));
    let part = part_year.and_then(|reading| part_of_a_year(answer, reading));
    [summary(since)].into_iter().chain(weak).chain(part).collect()
}

fn summary(since: &[Hindsight]) -> String {
    let inside = since.iter().filter(|row| row.inside).count();
    let error = since.iter().map(|row| row.median / row.value - 1.0).sum::<f64>() / since.len() as f64;
    let (size, side) = (100.0 * error.abs(), if error < 0.0 { "below" } else { "above" });
    format!(
        "Inside the 80 % band: {inside} of {} (an honest one holds four in five). Median forecasts were {size:.0} % {side} what happened, on average.",
        since.len()
    )
}

/// A part of a year is no outcome: it is told beside the forecast of the whole year.
fn part_of_a_year(answer: &Answer, reading: &PartYear) -> Option<String> {
    let row = answer.forecast.iter().find(|row| row.period.year() == reading.start.year())?;
    let band = row.bands.iter().find(|band| band.level == 80.0)?;
    let money = |value: f64| money(value, &answer.question.unit);
    Some(format!(
        "Not compared, because it is part of a year and counted by another reporter: {} from {} to {} ({}). For the whole of {} the median forecast was {}, the 80 % band {} to {}.",
        money(reading.turnover?),
        reading.start,
        reading.end,
        reading.reporter,
        row.period,
        money(row.median),
        number(band.lo),
        money(band.hi),
    ))
}
