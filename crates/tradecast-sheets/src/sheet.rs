//! The cells of a sheet as lines of text.

use std::borrow::Cow;
use std::iter::repeat_n;
use std::ops::ControlFlow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::archive::Source;
use crate::budget::{Budget, CELL, CELL_BYTES, COLUMNS, ROWS};
use crate::date::day;
use crate::error::{Error, Result};
use crate::shared::Shared;
use crate::xml::{add_text, attribute, each};

/// The text of a sheet; empty where no cell holds anything.
pub(crate) fn text(xml: Source<'_>, name: &str, shared: &Shared, budget: &Budget) -> Result<String> {
    let mut table = Table::new(name, budget);
    let mut place = Place::default();
    let (mut cell, mut inside) = (Cell::default(), false);
    let read = each(xml, &mut |event| {
        match &event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                place.begin_row(tag)?
            }
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
                cell.begin(tag, &mut place)?
            }
            // The value, or a text in the cell itself; what is in a formula is not looked at.
            Event::Start(tag) if matches!(tag.local_name().as_ref(), "v" | "t") => inside = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => inside = false,
                "c" => {
                    let shown = cell.shown(shared)?;
                    if !shown.trim().is_empty() {
                        table.put(place.row - 1, place.column - 1, &shown)?;
                    }
                }
                // How the table looks comes after it.
                "sheetData" => return Ok(ControlFlow::Break(())),
                _ => {}
            },
            other if inside => add_text(&mut cell.text, other, CELL_BYTES)?,
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    });
    let where_ = || format!("sheet {name:?}, row {}", place.row.max(1));
    read.and_then(|()| table.finished()).map_err(|why| why.at(&where_()))
}

/// How far a sheet is read: rows and columns from 1, 0 before the first. Programs write them in their order, so that a place that
/// comes again or too late means that the sheet is damaged.
#[derive(Default)]
struct Place {
    row: usize,
    column: usize,
}

impl Place {
    /// A row: the one that its tag names, else the one after the last.
    fn begin_row(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        let named = attribute(tag, "r");
        let row = named.as_deref().map_or(Some(self.row + 1), |row| row.parse().ok());
        let Some(row) = row.filter(|row| (1..=ROWS).contains(row)) else {
            return Err(Error::damaged(format!("there is no row {:?}", named.unwrap_or_default())));
        };
        if row <= self.row {
            return Err(Error::damaged(format!("row {row} comes after row {}", self.row)));
        }
        (self.row, self.column) = (row, 0);
        Ok(())
    }

    /// A cell: the one that its tag names, else the one after the last.
    fn begin_cell(&mut self, named: Option<&str>) -> Result<()> {
        let nowhere =
            || Error::damaged(format!("there is no cell {:?} in the row", named.unwrap_or_default()));
        let column = match named {
            Some(name) => column(name, self.row).ok_or_else(nowhere)?,
            None => self.column + 1,
        };
        if self.row == 0 || column > COLUMNS {
            return Err(nowhere());
        }
        if column <= self.column {
            let [late, last] = [column, self.column].map(|column| cell_name(self.row, column));
            return Err(Error::damaged(format!("cell {late} comes after cell {last}")));
        }
        self.column = column;
        Ok(())
    }
}

/// Column of a cell called "AB12" in row 12, from 1; none where it is of another row.
fn column(name: &str, row: usize) -> Option<usize> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &name[..name.len() - digits.len()];
    let column = letters.bytes().fold(0_usize, |number, letter| {
        number.saturating_mul(26).saturating_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    (column > 0 && (digits.is_empty() || digits.parse() == Ok(row))).then_some(column)
}

/// What people call a cell, rows and columns from 1.
fn cell_name(row: usize, column: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

/// What a cell holds.
#[derive(Default)]
enum Kind {
    /// The number of a text that cells share.
    Shared,
    Text,
    Truth,
    Date,
    #[default]
    Number,
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    kind: Kind,
    format: usize,
    text: String,
}

impl Cell {
    fn begin(&mut self, tag: &BytesStart<'_>, place: &mut Place) -> Result<()> {
        let mut name = None;
        (self.kind, self.format) = (Kind::Number, 0);
        self.text.clear();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value = || attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
            match attribute.key.local_name().as_ref() {
                "r" => name = Some(value()),
                "s" => self.format = value().parse().unwrap_or(0),
                "t" => {
                    self.kind = match &*value() {
                        "s" => Kind::Shared,
                        "str" | "inlineStr" | "e" => Kind::Text,
                        "b" => Kind::Truth,
                        "d" => Kind::Date,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        place.begin_cell(name.as_deref())
    }

    /// What the cell shows.
    fn shown<'a>(&'a self, shared: &'a Shared) -> Result<Cow<'a, str>> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(Cow::Borrowed(""));
        }
        Ok(match self.kind {
            Kind::Shared => {
                let known = text.parse().ok().and_then(|index| shared.texts.get(index));
                Cow::Borrowed(known.ok_or_else(|| Error::damaged("a cell shows a text that is not there"))?)
            }
            Kind::Text => Cow::Borrowed(text),
            Kind::Truth => Cow::Borrowed(if text == "1" { "TRUE" } else { "FALSE" }),
            Kind::Date => Cow::Borrowed(text.split('T').next().unwrap_or_default()),
            Kind::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let date = shared.dates.get(self.format).copied().unwrap_or(false);
                    let day = date.then(|| day(number, shared.since_1904)).flatten();
                    Cow::Owned(day.unwrap_or_else(|| shown(number)))
                }
                _ => Cow::Borrowed(text),
            },
        })
    }
}

/// A number to the fifteen digits that a spreadsheet shows: 0.1 + 0.2 is 0.3 there.
fn shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// The table as far as it is written. What is empty costs a byte and no more, and is counted as all text is.
struct Table<'a> {
    sheet: &'a str,
    budget: &'a Budget,
    text: String,
    /// The line that is written, from 0, how many tabs it has, and whether anything stands in it.
    line: usize,
    tabs: usize,
    begun: bool,
    /// Lines in which something stands, and the tabs of all lines.
    lines: usize,
    all_tabs: usize,
    /// The cell that is farthest to the right.
    widest: (usize, usize),
}

impl<'a> Table<'a> {
    fn new(sheet: &'a str, budget: &'a Budget) -> Self {
        let text = String::new();
        Self { sheet, budget, text, line: 0, tabs: 0, begun: false, lines: 0, all_tabs: 0, widest: (0, 0) }
    }

    /// Writes what a cell shows, rows and columns from 0 and in their order.
    fn put(&mut self, row: usize, column: usize, cell: &str) -> Result<()> {
        if cell.len() > CELL && cell.chars().count() > CELL {
            let cell = cell_name(row + 1, column + 1);
            return Err(Error::LongCell { sheet: self.sheet.to_owned(), cell });
        }
        if column > self.widest.1 {
            self.widest = (row, column);
        }
        let before = self.text.len();
        if row > self.line {
            self.text.extend(repeat_n('\n', row - self.line));
            (self.line, self.tabs, self.begun) = (row, 0, false);
        }
        self.lines += usize::from(!self.begun);
        self.begun = true;
        self.text.extend(repeat_n('\t', column - self.tabs));
        self.all_tabs += column - self.tabs;
        self.tabs = column;
        add_cell(&mut self.text, cell);
        self.budget.cell(self.text.len() - before).map_err(|most| self.too_large(most, self.all_tabs))
    }

    /// The table is too large; where most of it are tabs, its cells stand too far from each other.
    fn too_large(&self, most: &'static str, tabs: usize) -> Error {
        let sheet = self.sheet.to_owned();
        if tabs < self.text.len() / 2 {
            return Error::LargeSheet { sheet, row: self.line + 1, most };
        }
        let (row, column) = self.widest;
        Error::Scattered { sheet, cell: cell_name(row + 1, column + 1) }
    }

    /// Lines of as many cells as the widest has, so that no row seems to be cut off; columns that are empty everywhere at the left
    /// stay, as rows do. Lines in which nothing stands stay empty: they keep the numbers of the rows below.
    fn finished(mut self) -> Result<String> {
        if self.lines == 0 {
            return Ok(String::new());
        }
        self.text.push('\n');
        let (_, width) = self.widest;
        let missing = self.lines.saturating_mul(width) - self.all_tabs;
        let tabs = self.all_tabs.saturating_add(missing);
        self.budget.text(missing).map_err(|most| self.too_large(most, tabs))?;
        if missing == 0 {
            return Ok(self.text);
        }
        let mut text = String::with_capacity(self.text.len() + missing);
        for line in self.text.lines() {
            text.push_str(line);
            if !line.is_empty() {
                // No cell has a tab in it.
                let tabs = line.bytes().filter(|byte| *byte == b'\t').count();
                text.extend(repeat_n('\t', width - tabs));
            }
            text.push('\n');
        }
        Ok(text)
    }
}

/// A line break in a cell becomes a space: it would look like the end of a row.
fn add_cell(text: &mut String, cell: &str) {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    if cell.contains('"') {
        text.push('"');
        text.extend(cell.chars().flat_map(|c| repeat_n(plain(c), if c == '"' { 2 } else { 1 })));
        text.push('"');
    } else {
        text.extend(cell.chars().map(plain));
    }
}
