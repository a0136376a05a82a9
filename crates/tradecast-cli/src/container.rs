//! Tables in other containers than text: the rows of `--format csv` as a workbook, and as Parquet where that is built in.

use std::io::{Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use tradecast_io::csv_text;

use crate::output::Failure;

/// Most rows of a sheet, its headings included.
const ROWS: u32 = 1 << 20;
/// Columns that are names, whatever they look like.
const NAMES: [&str; 9] =
    ["series", "model", "period", "scenario", "lever", "parameter", "from", "to", "origin"];

/// In what a table is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Xlsx,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Container {
    /// Puts the rows of a CSV file into a container.
    pub(crate) fn put(self, rows: impl Read + Seek, into: impl Write + Seek + Send) -> Result<(), Failure> {
        match self {
            // The library panics where it cannot write its temporary files, which is nothing that the user should see.
            Self::Xlsx => {
                let hook = panic::take_hook();
                panic::set_hook(Box::new(|_| {}));
                let written = panic::catch_unwind(AssertUnwindSafe(|| workbook(rows, into)));
                panic::set_hook(hook);
                written.unwrap_or_else(|_| {
                    let folder = std::env::temp_dir();
                    Err(Failure::no_answer(format!(
                        "cannot write the workbook: there is no room for temporary files in {}; make some, or name another folder \
                         with the environment variable TMPDIR",
                        folder.display()
                    )))
                })
            }
            #[cfg(feature = "parquet")]
            Self::Parquet => crate::parquet::write(rows, into),
        }
    }
}

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

/// The table as a sheet with bold headings that stay in sight.
fn workbook(mut rows: impl Read + Seek, into: impl Write + Seek + Send) -> Result<(), Failure> {
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
