//! Tables as CSV, as Markdown and as aligned text.

use std::io::{self, Write};

use tradecast_io::csv_cell;

use crate::escape;
use crate::failure::Failure;

/// Rows of a CSV file.
pub(crate) fn csv_rows<R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Failure>
where
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        for cell in row {
            match str::from_utf8(cell.as_ref()) {
                Ok(text) => writer.write_field(csv_cell(text).as_bytes())?,
                Err(_) => writer.write_field(cell.as_ref())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A Markdown table.
pub(crate) fn markdown_table(
    out: &mut impl Write,
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> io::Result<()> {
    markdown_row(out, header)?;
    writeln!(out, "|{}", " --- |".repeat(header.len()))?;
    rows.into_iter().try_for_each(|row| markdown_row(out, &row))
}

/// One row of such a table.
pub(crate) fn markdown_row(out: &mut impl Write, cells: &[impl AsRef<str>]) -> io::Result<()> {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| match cell.as_ref() {
            // Where nothing is known; in a cell it is no list.
            "-" => "-".to_owned(),
            cell => escape::markdown(cell),
        })
        .collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// A table of aligned columns: the first flush left, the others flush right.
pub(crate) fn text_table(out: &mut impl Write, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| escape::line(&row[column]).chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    text_row(out, &widths, header)?;
    rows.iter().try_for_each(|row| text_row(out, &widths, row))
}

/// One row of such a table; a cell that is too wide for its column moves the rest.
pub(crate) fn text_row(out: &mut impl Write, widths: &[usize], cells: &[impl AsRef<str>]) -> io::Result<()> {
    let padded = cells.iter().map(|cell| escape::line(cell.as_ref())).zip(widths).enumerate().map(
        |(i, (cell, width))| {
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            if i == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        },
    );
    writeln!(out, "{}", format!("  {}", padded.collect::<Vec<_>>().join("  ")).trim_end())
}
