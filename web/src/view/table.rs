//! The numbers of the charts as a table, and as a file.

use tradecast::{Answer, Band, Observation, Period};

use crate::text::{axis_unit, number, period, say, series_name, title};
use crate::view::periods::{levels, periods};

/// A row of the table: the same numbers as the charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The period.
    pub period: Period,
    /// What is on record.
    pub known: Option<Observation>,
    /// What is expected.
    pub ahead: Option<ForecastCells>,
}

/// What the forecast says of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastCells {
    /// Half of the paths are below.
    pub median: f64,
    /// Bands, narrowest first.
    pub bands: Vec<Band>,
    /// Probability of having arrived.
    pub reached: f64,
    /// Probability of being at or above the target in the period.
    pub above: f64,
    /// Probability of being at or above the target from the period on until the end of the horizon.
    pub stays: f64,
    /// Probability of no trade in the period; 0 where the series has no zeros.
    pub zero: f64,
}

/// What has come of a period that was still ahead when the question was asked.
fn since(answer: &Answer, period: Period) -> Option<Observation> {
    let row = answer.since.iter().find(|row| row.period == period)?;
    Some(Observation { weak: row.weak, note: row.note.clone(), ..Observation::new(period, row.value) })
}

/// Every period of history and forecast.
#[must_use]
pub fn rows(answer: &Answer) -> Vec<Row> {
    let row = |period: Period| Row {
        period,
        known: answer.history.iter().find(|o| o.period == period).cloned().or_else(|| since(answer, period)),
        ahead: answer.forecast.iter().find(|row| row.period == period).map(|row| ForecastCells {
            median: row.median,
            bands: row.bands.clone(),
            reached: answer.arrival.reached_by(period),
            above: answer.arrival.above_in(period),
            stays: answer.arrival.stays_from(period),
            zero: row.zero,
        }),
    };
    periods(answer).into_iter().map(row).collect()
}

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
    let levels = levels(answer);
    let mut file = "period,on_record,median".to_owned();
    for level in &levels {
        file.push_str(&format!(",lo{level},hi{level}"));
    }
    file.push_str(",target_reached,target_at_or_above,target_stays,zero\n");
    for row in rows {
        file.push_str(&row.period.to_string());
        file.push(',');
        file.push_str(&row.known.as_ref().map(|known| known.value.to_string()).unwrap_or_default());
        match &row.ahead {
            Some(ForecastCells { median, bands, reached, above, stays, zero }) => {
                file.push_str(&format!(",{median}"));
                bands.iter().for_each(|band| file.push_str(&format!(",{},{}", band.lo, band.hi)));
                file.push_str(&format!(",{reached},{above},{stays},{zero}"));
            }
            None => file.push_str(&",".repeat(5 + 2 * levels.len())),
        }
        file.push('\n');
    }
    file
}
