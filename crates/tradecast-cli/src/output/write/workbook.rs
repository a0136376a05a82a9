//! The rows of `--format csv` as a workbook.

use std::io::{Read, Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use tradecast_io::csv_text;

use crate::failure::Failure;
use crate::output::write::numeric_columns::numeric;

/// Most rows of a sheet, its headings included.
const ROWS: u32 = 1 << 20;

/// The table as a sheet with bold headings that stay in sight.
pub(crate) fn workbook(mut rows: impl Read + Seek, into: impl Write + Seek + Send) -> Result<(), Failure> {
    let failure = |why: XlsxError| Failure::no_answer(format!("cannot write the workbook: {why}"));
    let numeric = numeric(&mut csv::Reader::from_reader(&mut rows))?;
    rows.rewind()?;
    let mut book = Workbook::new();
    // The same answer is the same file, whenever it is written.
    let written = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failure)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&written));
    let sheet = book.add_worksheet_with_constant_memory().map_err(failure)?;
    sheet.set_name("tradecast").map_err(failure)?;
    sheet.set_freeze_panes(1, 0).map_err(failure)?;
    let bold = Format::new().set_bold();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(rows);
    let mut row = csv::StringRecord::new();
    let mut number = 0;
    while rows.read_record(&mut row)? {
        if number == ROWS {
            return Err(Failure::usage(format!(
                "a sheet holds {ROWS} rows and the result has more; write it as CSV"
            )));
        }
        for (column, (cell, numeric)) in (0_u16..).zip(row.iter().zip(&numeric)) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => Ok(&mut *sheet),
                _ if number == 0 => sheet.write_string_with_format(number, column, csv_text(cell), &bold),
                Ok(value) if *numeric => sheet.write(number, column, value),
                _ => sheet.write_string(number, column, csv_text(cell)),
            }
            .map_err(failure)?;
        }
        number += 1;
    }
    book.save_to_writer(into).map_err(failure)
}
