//! What must hold of any file whatever. The mutations try it, and so does the fuzz target in `tests/fuzz`.

use tradecast_sheets::{Sheet, sheets};

/// Reads a file; panics where something does not hold. An error says what to do, in so many words that they can be read; a sheet is
/// a table, and never more than is to be held. Returns the code of the error.
pub(crate) fn reads(file: &[u8]) -> Option<&'static str> {
    let sheets = match sheets(file) {
        Ok(sheets) => sheets,
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("save") && message.len() < 5_000, "{message}");
            return Some(error.code());
        }
    };
    assert!(sheets.len() <= 1_000);
    assert!(sheets.iter().map(|sheet| sheet.text.len()).sum::<usize>() <= 129 << 20);
    for Sheet { text, .. } in &sheets {
        assert!(text.ends_with('\n') && text.lines().count() <= 1 << 20);
        let tabs = |line: &str| line.bytes().filter(|byte| *byte == b'\t').count();
        let mut widths = text.lines().filter(|line| !line.is_empty()).map(tabs);
        let width = widths.next().expect("a sheet without anything in it is not there");
        assert!(
            width < 1 << 14 && widths.all(|other| other == width),
            "rows of one table are as wide as each other"
        );
    }
    None
}
