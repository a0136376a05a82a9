//! Texts in a CSV file that a spreadsheet program would run: how they are written so that it does not, and read as they were.

use std::borrow::Cow;

/// How formulas begin, in programs of the east too.
const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet program would run a text. A number, as in "-5", is no formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULAS) && !text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A text as a cell of a CSV file: one that begins as a formula does has an apostrophe before it, and so has one that would be taken
/// for such a text. Numbers stay as they are.
///
/// ```
/// use tradecast_io::csv_cell;
///
/// assert_eq!(csv_cell("=1+1"), "'=1+1");
/// assert_eq!(csv_cell("'=1+1"), "''=1+1");
/// assert_eq!((csv_cell("-5.5"), csv_cell("Baku")), ("-5.5".into(), "Baku".into()));
/// ```
#[must_use]
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What a cell of a CSV file says: [`csv_cell`] undone. The readers of this crate do so.
///
/// ```
/// use tradecast_io::{csv_cell, csv_text};
///
/// for text in ["=1+1", "'=1+1", "-5.5", "'quoted'", "Baku"] {
///     assert_eq!(csv_text(&csv_cell(text)), text);
/// }
/// ```
#[must_use]
pub fn csv_text(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_is_read_as_it_was_and_none_is_run(text in "[-'=+@\t1.a ]{0,6}|.{0,8}") {
            let cell = csv_cell(&text);
            prop_assert_eq!(csv_text(&cell), text.as_str());
            prop_assert!(!is_formula(&cell), "{}", cell);
        }
    }
}
