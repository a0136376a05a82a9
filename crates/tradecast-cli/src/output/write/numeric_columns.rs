//! Which columns of a table hold numbers, for formats that tell numbers from text.

use std::io::Read;

use crate::failure::Failure;

/// Columns that are names, whatever they look like.
const NAMES: [&str; 9] =
    ["series", "model", "period", "scenario", "lever", "parameter", "from", "to", "origin"];

/// Whether each column holds numbers.
pub(crate) fn numeric(rows: &mut csv::Reader<impl Read>) -> Result<Vec<bool>, Failure> {
    let mut numeric: Vec<bool> = rows
        .headers()?
        .iter()
        .map(|heading| !NAMES.iter().any(|name| heading.eq_ignore_ascii_case(name)))
        .collect();
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        for (column, cell) in numeric.iter_mut().zip(&row) {
            *column = *column && (cell.is_empty() || cell.parse().is_ok_and(f64::is_finite));
        }
    }
    Ok(numeric)
}
