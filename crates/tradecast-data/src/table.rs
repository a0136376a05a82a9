//! A CSV file as rows of named cells, with faults that name the row and the column.

use csv::StringRecord;

use crate::problem::Problem;

/// A CSV file whose header holds exactly the columns asked for, in any order.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    file: &'a str,
    header: StringRecord,
    records: Vec<StringRecord>,
}

impl<'a> Table<'a> {
    /// A file that is not there: no rows.
    #[cfg(feature = "check")]
    pub(crate) fn empty() -> Self {
        Self { file: "", header: StringRecord::new(), records: Vec::new() }
    }

    /// Reads the text of a file.
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
        let (records, problems) =
            reader.records().fold((Vec::new(), Vec::new()), |(mut good, mut bad), record| {
                match record {
                    Ok(record) => good.push(record),
                    Err(error) => bad.push(unreadable(file, &error)),
                }
                (good, bad)
            });
        if problems.is_empty() { Ok(Self { file, header, records }) } else { Err(problems) }
    }

    /// The rows below the header.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row { file: self.file, header: &self.header, record })
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Problem {
    let problem = Problem::of_file(file, error.to_string(), "give every row as many cells as the header has");
    match error.position() {
        Some(position) => problem.in_row(line(position)),
        None => problem,
    }
}

fn line(position: &csv::Position) -> usize {
    usize::try_from(position.line()).expect("an embedded file has fewer lines than memory has bytes")
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    file: &'a str,
    header: &'a StringRecord,
    record: &'a StringRecord,
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
        match self.record.position() {
            Some(position) => problem.in_row(line(position)),
            None => problem,
        }
    }

    /// The cell, possibly empty.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        let place = self.header.iter().position(|name| name == column);
        place
            .and_then(|place| self.record.get(place))
            .expect("the table has the columns its record type names")
    }
}
