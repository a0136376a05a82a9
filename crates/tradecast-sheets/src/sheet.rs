//! The cells of a sheet as lines of text.

use quick_xml::events::{BytesStart, Event};

use crate::book::{Shared, add_text, attribute, each};
use crate::date::day;
use crate::error::{Error, Result};

/// Most cells of a sheet that are held, empty ones between others included.
const LARGEST: usize = 20_000_000;
/// Most rows and columns of a sheet: more no program writes.
const ROWS: usize = 1 << 20;
const COLUMNS: usize = 1 << 14;

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    format: usize,
    text: String,
}

/// The text of a sheet; empty where no cell holds anything.
pub(crate) fn text(xml: &str, shared: &Shared) -> Result<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cell = Cell::default();
    let (mut inside, mut row, mut cells) = (false, 0, 0);
    each(xml, |event| {
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => row = begin_row(tag, rows.len()),
                "c" => cell = begin_cell(tag, rows.get(row).map_or(0, Vec::len)),
                // The value, or a text in the cell itself; what is in a formula is not looked at.
                "v" | "t" => inside = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => inside = false,
                "c" => {
                    let (column, shown) = (cell.column, cell.shown(shared));
                    if !shown.is_empty() {
                        put(&mut rows, row, column, shown, &mut cells)?;
                    }
                }
                _ => {}
            },
            other if inside => add_text(&mut cell.text, other)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(written(&rows))
}

/// Row of a tag, from 0: the one it names, else the one after the last.
fn begin_row(tag: &BytesStart<'_>, next: usize) -> usize {
    attribute(tag, "r").and_then(|row| row.parse::<usize>().ok()?.checked_sub(1)).unwrap_or(next)
}

fn begin_cell(tag: &BytesStart<'_>, next: usize) -> Cell {
    Cell {
        column: attribute(tag, "r").and_then(|name| column(&name)).unwrap_or(next),
        kind: attribute(tag, "t").unwrap_or_default(),
        format: attribute(tag, "s").and_then(|format| format.parse().ok()).unwrap_or(0),
        text: String::new(),
    }
}

/// Column of a cell called "AB12", from 0.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |number, letter| {
        number.saturating_mul(26).saturating_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    number.checked_sub(1)
}

impl Cell {
    /// What the cell shows.
    fn shown(&self, shared: &Shared) -> String {
        let text = self.text.trim();
        match self.kind.as_str() {
            "s" => text
                .parse()
                .ok()
                .and_then(|index: usize| shared.texts.get(index))
                .cloned()
                .unwrap_or_default(),
            "str" | "inlineStr" | "e" => text.to_owned(),
            "b" => if text == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "d" => text.split('T').next().unwrap_or_default().to_owned(),
            _ => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let date = shared.dates.get(self.format).copied().unwrap_or(false);
                    date.then(|| day(number, shared.since_1904)).flatten().unwrap_or_else(|| shown(number))
                }
                _ => text.to_owned(),
            },
        }
    }
}

/// A number to the fifteen digits that a spreadsheet shows: 0.1 + 0.2 is 0.3 there.
fn shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

fn put(
    rows: &mut Vec<Vec<String>>,
    row: usize,
    column: usize,
    text: String,
    cells: &mut usize,
) -> Result<()> {
    if row >= ROWS || column >= COLUMNS {
        return Err(Error::TooLarge);
    }
    if rows.len() <= row {
        *cells += row + 1 - rows.len();
        rows.resize(row + 1, Vec::new());
    }
    let cells_of_row = &mut rows[row];
    if cells_of_row.len() <= column {
        *cells += column + 1 - cells_of_row.len();
        if *cells > LARGEST {
            return Err(Error::TooLarge);
        }
        cells_of_row.resize(column + 1, String::new());
    }
    cells_of_row[column] = text;
    Ok(())
}

/// Lines of as many cells as the widest row has, so that no row seems to be cut off; columns that are empty everywhere at the
/// left stay, as rows do.
fn written(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        for at in 0..width {
            if at > 0 {
                text.push('\t');
            }
            add_cell(&mut text, row.get(at).map_or("", String::as_str));
        }
        text.push('\n');
    }
    text
}

/// A line break in a cell becomes a space: it would look like the end of a row.
fn add_cell(text: &mut String, cell: &str) {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    if cell.contains('"') {
        text.push('"');
        text.extend(cell.replace('"', "\"\"").chars().map(plain));
        text.push('"');
    } else {
        text.extend(cell.chars().map(plain));
    }
}
