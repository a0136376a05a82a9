//! The header line: which separator, and which column holds what.

use tradecast::Period;

use crate::error::{Error, Result, quoted};
use crate::number;
use crate::rows::Record;
use crate::spelling::nearest;
use crate::table::ReadOptions;

/// Headings that are periods from which a table is taken to have a column per period; a line of data has one or two.
pub(crate) const WIDE: usize = 3;

/// A column that was found.
#[derive(Debug)]
pub(crate) struct Column {
    /// Position in a row, from 0.
    pub(crate) at: usize,
    /// Heading as the file has it, trimmed.
    pub(crate) heading: String,
}

/// Where the values of a row are.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Name of the series; absent where the file is one series.
    pub(crate) series: Option<Column>,
    /// Period.
    pub(crate) period: Column,
    /// Value.
    pub(crate) value: Column,
    /// Source of the value; optional.
    pub(crate) source: Option<Column>,
    /// Fields of every row.
    pub(crate) width: usize,
    /// Name of the series where no column says.
    pub(crate) name: String,
}

impl Columns {
    /// Name of the series to which a row belongs; empty where the row does not say.
    pub(crate) fn series_of<'a>(&'a self, row: usize, record: &'a Record) -> Result<&'a str> {
        let Some(column) = &self.series else { return Ok(&self.name) };
        record.get(column.at).map(str::trim).ok_or_else(|| self.wrong_length(row, record))
    }

    /// The error of a row that is longer or shorter than the header.
    pub(crate) fn wrong_length(&self, row: usize, record: &Record) -> Error {
        Error::FieldCount { row, expected: self.width, found: record.len() }
    }

    /// Heading in the file of a column in the core's words.
    pub(crate) fn heading(&self, column: Option<&str>) -> Option<String> {
        let column = if column? == "period" { &self.period } else { &self.value };
        Some(column.heading.clone())
    }
}

/// What a column is for: its usual heading, the flag that maps it, and words that give it away in other headings.
pub(crate) struct Role {
    pub(crate) heading: &'static str,
    flag: &'static str,
    pub(crate) clues: &'static [&'static str],
}

impl Role {
    /// The flag of the command line tool that maps the column.
    pub(crate) fn flag(&self) -> &'static str {
        self.flag
    }
}

pub(crate) const SERIES: Role =
    Role { heading: "series", flag: "--series-column", clues: &["pair", "name", "partner"] };
pub(crate) const PERIOD: Role =
    Role { heading: "period", flag: "--period-column", clues: &["year", "quarter", "month", "date", "time"] };
pub(crate) const VALUE: Role = Role {
    heading: "value",
    flag: "--value-column",
    clues: &["turnover", "amount", "trade", "exports", "imports", "usd", "val"],
};

/// The separator of the header line: of comma, semicolon and tab the one that the next line has as often, or else the one that the
/// header uses most; comma where it uses none.
pub(crate) fn separator(start_of_file: &[u8], skip: usize) -> u8 {
    let lines =
        start_of_file.split(|byte| *byte == b'\n').skip(skip).flat_map(|l| l.split(|byte| *byte == b'\r'));
    let mut lines = lines.filter(|line| !line.trim_ascii().is_empty());
    let (header, next) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let other = header.iter().any(|byte| matches!(byte, b'\t' | b';'));
    let count = |line: &[u8], separator: u8| {
        // A comma between two digits may be a decimal one.
        let between_digits = |at: usize| {
            let digit = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_digit);
            digit(at.checked_sub(1)) && digit(Some(at + 1))
        };
        let mut quoted = false;
        let counts = |&(at, byte): &(usize, &u8)| {
            quoted ^= *byte == b'"';
            *byte == separator && !quoted && !(separator == b',' && other && between_digits(at))
        };
        line.iter().enumerate().filter(counts).count()
    };
    let fits = |separator: &u8| {
        let used = count(header, *separator);
        (used > 0 && used == count(next, *separator), used)
    };
    // The last of equals wins, so that a comma wins a draw.
    [b'\t', b';', b','].into_iter().max_by_key(fits).unwrap_or(b',')
}

/// The headings of a row; a column that has none is called by its number.
pub(crate) fn headings(header: &Record, headless: bool) -> Vec<String> {
    let cells = header.iter().map(str::trim).enumerate();
    cells
        .map(|(at, cell)| match headless || cell.is_empty() {
            true => format!("column {}", at + 1),
            false => cell.to_owned(),
        })
        .collect()
}

/// Finds the columns among the cells of the header.
pub(crate) fn columns(cells: &[impl AsRef<str>], row: usize, options: &ReadOptions) -> Result<Columns> {
    let cells: Vec<&str> = cells.iter().map(|cell| cell.as_ref().trim()).collect();
    let header = Header { cells: &cells, row };
    Ok(Columns {
        series: match &options.series_column {
            Some(mapped) => Some(header.required(&SERIES, Some(mapped))?),
            None => header.optional(SERIES.heading)?,
        },
        period: header.required(&PERIOD, options.period_column.as_deref())?,
        value: header.required(&VALUE, options.value_column.as_deref())?,
        source: header.optional("source")?,
        width: cells.len(),
        name: options.name.clone(),
    })
}

struct Header<'a> {
    cells: &'a [&'a str],
    row: usize,
}

impl Header<'_> {
    fn optional(&self, heading: &str) -> Result<Option<Column>> {
        let wanted = folded(heading.trim());
        let mut found = self.cells.iter().enumerate().filter(|(_, cell)| folded(cell) == wanted);
        match (found.next(), found.next()) {
            (Some((first, cell)), Some((second, _))) => Err(Error::DuplicateColumn {
                row: self.row,
                column: (*cell).to_owned(),
                first: first + 1,
                second: second + 1,
            }),
            (first, _) => Ok(first.map(|(at, cell)| Column { at, heading: (*cell).to_owned() })),
        }
    }

    fn required(&self, role: &Role, mapped: Option<&str>) -> Result<Column> {
        let wanted = mapped.unwrap_or(role.heading);
        self.optional(wanted)?.ok_or_else(|| self.missing(role, wanted))
    }

    fn missing(&self, role: &Role, wanted: &str) -> Error {
        let periods: Vec<&str> =
            self.cells.iter().copied().filter(|cell| cell.parse::<Period>().is_ok()).collect();
        if periods.len() >= WIDE {
            return Error::WideTable { row: self.row, found: quoted(periods.into_iter()) };
        }
        let found = quoted(self.cells.iter().copied());
        if self.cells.iter().any(|cell| number::parse(cell).is_ok()) {
            return Error::NoHeader { row: self.row, found };
        }
        Error::MissingColumn {
            row: self.row,
            column: wanted.to_owned(),
            found,
            flag: role.flag,
            closest: self.closest(role, wanted),
        }
    }

    /// The heading probably meant: a misspelling of the wanted one, or one with a word that gives it away. Headings
    /// that already have a role are not offered.
    fn closest(&self, role: &Role, wanted: &str) -> Option<String> {
        let usual = [SERIES.heading, PERIOD.heading, VALUE.heading, "source"];
        let free = || self.cells.iter().filter(|cell| !usual.contains(&folded(cell).as_str()));
        let misspelt = nearest(&folded(wanted), free().map(|cell| (folded(cell), cell)));
        let clued = || role.clues.iter().find_map(|clue| free().find(|cell| folded(cell).contains(clue)));
        misspelt.or_else(clued).map(|cell| (*cell).to_owned())
    }
}

pub(crate) fn folded(heading: &str) -> String {
    heading.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_the_header_uses() {
        for (text, expected) in [
            ("series,period,value\n", b','),
            ("\n\nseries;period;value\na;2022;1,5\n", b';'),
            ("series\tperiod\tvalue, USD m\n", b'\t'),
            ("period\n1,2;3;4", b','),
            ("2021;332,2\n", b';'),
            ("period;imports, USD m\n2021;332,2\n", b';'),
            ("period,value; as found\n2021,332.2\n", b','),
            ("\"a, b, c\";d\n", b';'),
            ("", b','),
        ] {
            assert_eq!(separator(text.as_bytes(), 0), expected, "{text:?}");
        }
    }

    #[test]
    fn the_heading_probably_meant_is_suggested() {
        let closest = |cells: &[&str]| match columns(cells, 1, &ReadOptions::default()).unwrap_err() {
            Error::MissingColumn { closest, column, .. } => (column, closest),
            other => panic!("{other}"),
        };
        let expect = |column: &str, closest: Option<&str>| (column.to_owned(), closest.map(str::to_owned));
        assert_eq!(closest(&["Perod", "value"]), expect("period", Some("Perod")));
        assert_eq!(closest(&["period", "source", "vlaue"]), expect("value", Some("vlaue")));
        assert_eq!(closest(&["series", "Year", "value"]), expect("period", Some("Year")));
        assert_eq!(closest(&["period", "turnover_usd_m"]), expect("value", Some("turnover_usd_m")));
        assert_eq!(closest(&["period", "x"]), expect("value", None));
    }
}
