//! A table as rows of named cells, with faults that name the row and the column.

use std::borrow::Cow;

use crate::embedded::EmbeddedTable;
#[cfg(feature = "check")]
use crate::embedded::File;
use crate::problem::Problem;
use crate::separator::CELL;

/// A table whose header holds exactly the columns asked for, in any order.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    file: &'a str,
    header: Vec<Cow<'a, str>>,
    records: Vec<Record<'a>>,
}

#[derive(Debug)]
struct Record<'a> {
    /// Line of the file.
    line: usize,
    cells: Vec<Cow<'a, str>>,
}

/// Where the tables of a pair are looked up by their paths.
pub(crate) trait Tables {
    /// The table of a path, where there is one.
    ///
    /// # Errors
    /// Those of reading it.
    fn table(&self, path: &str, columns: &[&str]) -> Option<Result<Table<'_>, Vec<Problem>>>;
}

impl Tables for [EmbeddedTable] {
    fn table(&self, path: &str, _: &[&str]) -> Option<Result<Table<'_>, Vec<Problem>>> {
        self.iter().find(|table| table.path == path).map(|table| Ok(Table::embedded(table)))
    }
}

#[cfg(feature = "check")]
impl Tables for [File<'_>] {
    fn table(&self, path: &str, columns: &[&str]) -> Option<Result<Table<'_>, Vec<Problem>>> {
        self.iter().find(|file| file.path == path).map(|file| Table::read(file.path, file.text, columns))
    }
}

impl<'a> Table<'a> {
    /// An embedded table. That it has the columns asked for is tested.
    pub(crate) fn embedded(table: &EmbeddedTable) -> Self {
        let mut lines = table.rows.lines().map(|line| line.split(CELL).map(Cow::Borrowed).collect());
        let header = lines.next().unwrap_or_default();
        let records = lines.zip(2..).map(|(cells, line)| Record { line, cells }).collect();
        Self { file: table.path, header, records }
    }

    /// The rows below the header.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row { file: self.file, header: &self.header, record })
    }
}

#[cfg(feature = "check")]
impl<'a> Table<'a> {
    /// A file that is not there: no rows.
    pub(crate) fn empty() -> Self {
        Self { file: "", header: Vec::new(), records: Vec::new() }
    }

    /// Reads the text of a CSV file.
    ///
    /// # Errors
    /// A missing or unknown column, or a row with more or fewer cells than the header.
    pub(crate) fn read(file: &'a str, text: &str, columns: &[&str]) -> Result<Self, Vec<Problem>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| vec![unreadable(file, &error)])?.clone();
        let missing =
            columns.iter().filter(|column| !header.iter().any(|name| name == **column)).map(|column| {
                Problem::of_file(file, "the column is missing", "add it to the header and to every row")
                    .in_column(column)
            });
        let unknown = header.iter().filter(|name| !columns.contains(name)).map(|name| {
            let fix = format!("the columns are {}", columns.join(", "));
            Problem::of_file(file, "the column is not known", fix).in_column(name)
        });
        let problems: Vec<Problem> = missing.chain(unknown).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let owned =
            |record: &csv::StringRecord| record.iter().map(|cell| Cow::Owned(cell.to_owned())).collect();
        let (records, problems) =
            reader.records().fold((Vec::new(), Vec::new()), |(mut good, mut bad), record| {
                match record {
                    Ok(record) => {
                        good.push(Record { line: record.position().map_or(0, line), cells: owned(&record) });
                    }
                    Err(error) => bad.push(unreadable(file, &error)),
                }
                (good, bad)
            });
        if problems.is_empty() { Ok(Self { file, header: owned(&header), records }) } else { Err(problems) }
    }
}

#[cfg(feature = "check")]
fn unreadable(file: &str, error: &csv::Error) -> Problem {
    let problem = Problem::of_file(file, error.to_string(), "give every row as many cells as the header has");
    match error.position() {
        Some(position) => problem.in_row(line(position)),
        None => problem,
    }
}

#[cfg(feature = "check")]
fn line(position: &csv::Position) -> usize {
    usize::try_from(position.line()).expect("a file has fewer lines than memory has bytes")
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    file: &'a str,
    header: &'a [Cow<'a, str>],
    record: &'a Record<'a>,
}

impl<'a> Row<'a> {
    /// A fault of this row.
    pub(crate) fn problem(
        &self,
        column: &str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Problem {
        let problem = Problem::of_file(self.file, message, fix).in_column(column);
        problem.in_row(self.record.line)
    }

    /// The cell, possibly empty.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        let place = self.header.iter().position(|name| name == column);
        place
            .and_then(|place| self.record.cells.get(place))
            .expect("the table has the columns its record type names")
    }
}
