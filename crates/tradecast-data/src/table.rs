//! A CSV file as rows of named cells, with faults that name the row and the column.

use std::fmt::Display;
use std::ops::RangeInclusive;

use csv::StringRecord;
use tradecast::{Frequency, Period};

use crate::problem::Problem;
use crate::words::Word;

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

    /// The cell, which must not be empty.
    pub(crate) fn required(&self, column: &str) -> Result<&'a str, Problem> {
        match self.text(column) {
            "" => Err(self.problem(column, "the cell is empty", "fill it")),
            text => Ok(text),
        }
    }

    /// What `read` makes of the cell; nothing where the cell is empty.
    pub(crate) fn optional<T>(
        &self,
        column: &str,
        read: impl Fn(&Self, &str) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        if self.text(column).is_empty() { Ok(None) } else { read(self, column).map(Some) }
    }

    /// A finite number of either sign.
    pub(crate) fn number(&self, column: &str) -> Result<f64, Problem> {
        let text = self.required(column)?;
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(self.problem(
                column,
                format!("{text:?} is not a number"),
                "write digits with a decimal point",
            )),
        }
    }

    /// A positive number: an amount, a quantity, a ratio.
    pub(crate) fn figure(&self, column: &str) -> Result<f64, Problem> {
        let value = self.number(column)?;
        if value > 0.0 {
            Ok(value)
        } else {
            Err(self.problem(
                column,
                format!("{value} is not positive"),
                "correct it, or leave the cell empty",
            ))
        }
    }

    /// A calendar year.
    pub(crate) fn year(&self, column: &str) -> Result<i32, Problem> {
        self.period(column, Frequency::Annual, "a year such as 2022").map(Period::year)
    }

    /// A calendar month.
    pub(crate) fn month(&self, column: &str) -> Result<Period, Problem> {
        self.period(column, Frequency::Monthly, "a month such as 2022-07")
    }

    fn period(&self, column: &str, frequency: Frequency, wanted: &str) -> Result<Period, Problem> {
        let text = self.required(column)?;
        let period = text.parse::<Period>().ok().filter(|period| period.frequency() == frequency);
        period.ok_or_else(|| {
            self.problem(column, format!("{text:?} is not {wanted}"), format!("write {wanted}"))
        })
    }

    /// A year (`2022`) or a span of years (`2022..2027`).
    pub(crate) fn years(&self, column: &str) -> Result<RangeInclusive<i32>, Problem> {
        let text = self.required(column)?;
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let year = |text: &str| text.parse::<Period>().ok().filter(|p| p.frequency() == Frequency::Annual);
        match (year(first), year(last)) {
            (Some(first), Some(last)) if first <= last => Ok(first.year()..=last.year()),
            _ => Err(self.problem(
                column,
                format!("{text:?} is not a span of years"),
                "write 2022, or 2022..2027",
            )),
        }
    }

    /// A calendar day, `2026-11-24`.
    pub(crate) fn day(&self, column: &str) -> Result<&'a str, Problem> {
        let text = self.required(column)?;
        let is_day = text.len() == 10
            && text.get(..7).is_some_and(|month| month.parse::<Period>().is_ok())
            && text.get(7..).and_then(|rest| rest.strip_prefix('-')).is_some_and(|day| {
                day.bytes().all(|b| b.is_ascii_digit()) && matches!(day.parse::<u8>(), Ok(1..=31))
            });
        if is_day {
            Ok(text)
        } else {
            Err(self.problem(column, format!("{text:?} is not a day"), "write a day such as 2026-11-24"))
        }
    }

    /// `yes` or `no`.
    pub(crate) fn yes_or_no(&self, column: &str) -> Result<bool, Problem> {
        match self.required(column)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            text => Err(self.problem(column, format!("{text:?} is not known"), "write yes or no")),
        }
    }

    /// One of the words of a closed list.
    pub(crate) fn word<T: Word>(&self, column: &str) -> Result<T, Problem> {
        let text = self.required(column)?;
        let found = T::ALL.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        found.ok_or_else(|| {
            let known: Vec<&str> = T::ALL.iter().map(|(word, _)| *word).collect();
            self.problem(
                column,
                format!("{text:?} is not known"),
                format!("write one of: {}", known.join(", ")),
            )
        })
    }

    /// A value that a type of the core reads from text.
    pub(crate) fn parsed<T: std::str::FromStr>(&self, column: &str) -> Result<T, Problem>
    where
        T::Err: Display,
    {
        self.required(column)?
            .parse()
            .map_err(|error: T::Err| self.problem(column, error.to_string(), "correct the cell"))
    }
}
