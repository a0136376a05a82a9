//! The numbers of the charts as a table, and as a file.

use tradecast::Answer;

use crate::text::{axis_unit, number, period, say, series_name, title};
use crate::view::{self, Expected, Row};

/// Name of the file.
pub const CSV_NAME: &str = "tradecast.csv";

/// What is on record of a period: a value, that there is none, or nothing where the period lies ahead.
#[must_use]
pub fn on_record(row: &Row) -> String {
    match (&row.known, &row.ahead) {
        (Some(known), _) if known.weak => say!("table.weak", value = number(known.value)),
        (Some(known), _) => number(known.value),
        (None, Some(_)) => String::new(),
        (None, None) => say!("table.no_figure"),
    }
}

/// What the table holds.
#[must_use]
pub fn table_caption(answer: &Answer) -> String {
    let last = answer.forecast.last().map_or(answer.question.origin, |row| row.period);
    let (series, unit) = (title(&series_name(&answer.question.series)), axis_unit(&answer.question.unit));
    say!("table.caption", series = series, unit = unit, last = period(last))
}

/// The table as a file: full precision, one row a period.
#[must_use]
pub fn csv(answer: &Answer, rows: &[Row]) -> String {
    let levels = view::levels(answer);
    let mut file = "period,on_record,median".to_owned();
    for level in &levels {
        file.push_str(&format!(",lo{level},hi{level}"));
    }
    file.push_str(",target_reached,target_stays\n");
    for row in rows {
        file.push_str(&row.period.to_string());
        file.push(',');
        file.push_str(&row.known.as_ref().map(|known| known.value.to_string()).unwrap_or_default());
        match &row.ahead {
            Some(Expected { median, bands, reached, stays }) => {
                file.push_str(&format!(",{median}"));
                bands.iter().for_each(|band| file.push_str(&format!(",{},{}", band.lo, band.hi)));
                file.push_str(&format!(",{reached},{stays}"));
            }
            None => file.push_str(&",".repeat(3 + 2 * levels.len())),
        }
        file.push('\n');
    }
    file
}
