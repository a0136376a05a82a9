//! The header line: which separator, and which column holds what.

use tradecast::{Flow, Frequency, Period};

use crate::csv::rows::Record;
use crate::edit_distance::nearest;
use crate::error::{Error, Result, quoted};
use crate::layout::options::{Layout, ReadOptions};
use crate::layout::publisher::{self, Publisher, Scale, Spec, flow_of};
use crate::number;
use crate::period::read_period;
use crate::unit::{MILLIONS, power_of};

/// Headings that are periods from which a table is taken to have a column per period; a line of data has one or two.
pub(crate) const WIDE: usize = 3;

/// A column that was found.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Position in a row, from 0.
    pub(crate) at: usize,
    /// Heading as the file has it, trimmed.
    pub(crate) heading: String,
}

/// A column with values, and what its heading says of them.
#[derive(Debug, Clone)]
pub(crate) struct ValueColumn {
    pub(crate) column: Column,
    /// The period of its values, where the heading is one.
    pub(crate) period: Option<Period>,
    /// Their flow, where the heading says so.
    pub(crate) flow: Option<Flow>,
    /// Power of ten by which they are multiplied.
    pub(crate) power: i32,
}

impl ValueColumn {
    /// The frequency of its period; that of years where rows say the period.
    pub(crate) fn frequency(&self) -> Frequency {
        self.period.map_or(Frequency::Annual, Period::frequency)
    }
}

/// What tells to which series a row belongs.
#[derive(Debug)]
pub(crate) enum Naming {
    /// All rows belong to one.
    One(String),
    /// A column has the name.
    Column(Column),
    /// Who trades with whom, and what, in the table of a publisher.
    Trade(Trade),
}

/// Where the table of a publisher says who trades with whom, and what.
#[derive(Debug)]
pub(crate) struct Trade {
    pub(crate) reporter: Option<usize>,
    pub(crate) partner: Option<usize>,
    pub(crate) goods: Option<usize>,
    /// Columns that tell what is measured.
    pub(crate) measure: Vec<Column>,
    /// Columns by which totals are broken down, and what they hold in the rows of totals.
    pub(crate) only: Vec<(Column, &'static [&'static str])>,
    /// In what the values are.
    pub(crate) scale: Scale,
    /// The column that says so.
    pub(crate) scale_column: Option<usize>,
    /// Name of the series where no column says.
    pub(crate) name: String,
}

/// Where the values of a row are.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) naming: Naming,
    /// Period; absent where headings are periods.
    pub(crate) period: Option<Column>,
    /// Values.
    pub(crate) values: Vec<ValueColumn>,
    /// Source of the value; optional.
    pub(crate) source: Option<Column>,
    /// Fields of every row.
    pub(crate) width: usize,
}

impl Columns {
    /// Whether a row has as many cells as the header; empty ones beyond say nothing.
    pub(crate) fn fits(&self, record: &Record) -> bool {
        record.len() >= self.width && record.iter().skip(self.width).all(|cell| cell.trim().is_empty())
    }

    /// The error of a row that is longer or shorter than the header.
    pub(crate) fn wrong_length(&self, row: usize, record: &Record) -> Error {
        Error::FieldCount { row, expected: self.width, found: record.len() }
    }

    /// Heading of the column that holds the name of the series.
    pub(crate) fn name_heading(&self) -> String {
        match &self.naming {
            Naming::Column(column) => column.heading.clone(),
            Naming::One(_) | Naming::Trade(_) => String::new(),
        }
    }

    /// Heading in the file of a column in the core's words, for a value in one of the columns of values.
    pub(crate) fn heading(&self, column: Option<&str>, value: usize) -> Option<String> {
        let of_value = self.values.get(value).map(|value| &value.column);
        let column = if column? == "period" { self.period.as_ref().or(of_value) } else { of_value };
        column.map(|column| column.heading.clone())
    }

    /// Heading of the column of values that stands there in the file.
    pub(crate) fn heading_at(&self, at: usize) -> Option<String> {
        let stands_there = |value: &&ValueColumn| value.column.at == at;
        self.values.iter().find(stands_there).map(|value| value.column.heading.clone())
    }
}

/// What a column is for: its usual heading, the flag that maps it, and words that give it away in other headings.
pub(crate) struct Role {
    pub(crate) heading: &'static str,
    flag: &'static str,
    pub(crate) clues: &'static [&'static str],
}

pub(crate) const SERIES: Role = Role {
    heading: "series",
    flag: "--series-column",
    clues: &["pair", "name", "partner", "country", "стран", "ölkə", "елдер"],
};
pub(crate) const PERIOD: Role = Role {
    heading: "period",
    flag: "--period-column",
    clues: &["year", "quarter", "month", "date", "time", "год", "период", "жыл"],
};
pub(crate) const VALUE: Role = Role {
    heading: "value",
    flag: "--value-column",
    clues: &[
        "turnover",
        "amount",
        "trade",
        "exports",
        "imports",
        "usd",
        "val",
        "оборот",
        "экспорт",
        "импорт",
        "сумма",
        "стоимость",
        "айналым",
        "dövriyyə",
        "ixrac",
        "idxal",
    ],
};

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
    if let Some(publisher) = options.publisher {
        return header.published(publisher, options);
    }
    if options.layout == Layout::Wide {
        return header.wide(options);
    }
    let naming = match header.name(options)? {
        Some(column) => Naming::Column(column),
        None => Naming::One(options.name.clone()),
    };
    let period = header.required(&PERIOD, options.period_column.as_deref())?;
    let value = header.required(&VALUE, options.value_column.as_deref())?;
    Ok(Columns {
        naming,
        period: Some(period),
        values: vec![ValueColumn { column: value, period: None, flow: None, power: options.power.into() }],
        source: header.optional("source")?,
        width: cells.len(),
    })
}

struct Header<'a> {
    cells: &'a [&'a str],
    row: usize,
}

impl Header<'_> {
    fn column(&self, at: usize) -> Column {
        Column { at, heading: self.cells.get(at).copied().unwrap_or_default().to_owned() }
    }

    /// The column with the names of series in a long table.
    fn name(&self, options: &ReadOptions) -> Result<Option<Column>> {
        match &options.series_column {
            Some(mapped) => self.required(&SERIES, Some(mapped)).map(Some),
            None => self.optional(SERIES.heading),
        }
    }

    /// The columns whose headings are periods.
    fn periods(&self, dates: Option<Frequency>, power: i32) -> Vec<ValueColumn> {
        let read = |(at, heading): (usize, &&str)| Some((at, read_period(heading, dates).ok()?));
        let value =
            |(at, period)| ValueColumn { column: self.column(at), period: Some(period), flow: None, power };
        self.cells.iter().enumerate().filter_map(read).map(value).collect()
    }

    /// A table with a column per period: the name is in the column that is mapped, else the first that is no period.
    fn wide(&self, options: &ReadOptions) -> Result<Columns> {
        let values = self.periods(options.dates, options.power.into());
        let no_column = |column: &str, flag| Error::MissingColumn {
            row: self.row,
            column: column.to_owned(),
            found: quoted(self.cells.iter().copied()),
            flag,
            closest: None,
        };
        if values.is_empty() {
            return Err(no_column(options.period_column.as_deref().unwrap_or("a period"), PERIOD.flag));
        }
        // They are in the order of columns.
        let is_period = |at: usize| values.binary_search_by_key(&at, |value| value.column.at).is_ok();
        let name = match &options.series_column {
            None => (0..self.cells.len()).find(|at| !is_period(*at)),
            Some(mapped) => {
                let found = publisher::position(self.cells, mapped.trim());
                Some(found.ok_or_else(|| no_column(mapped, SERIES.flag))?)
            }
        };
        Ok(Columns {
            naming: name
                .map_or_else(|| Naming::One(options.name.clone()), |at| Naming::Column(self.column(at))),
            period: None,
            values,
            source: None,
            width: self.cells.len(),
        })
    }

    /// The table of a publisher.
    fn published(&self, publisher: Publisher, options: &ReadOptions) -> Result<Columns> {
        let spec = publisher.spec();
        let at = |names: &str| publisher::position(self.cells, names);
        let needed = |names: &'static str, role: &Role| {
            at(names).map(|at| self.column(at)).ok_or_else(|| self.missing(role, names))
        };
        let side_by_side = publisher == Publisher::SideBySide;
        let name = if side_by_side { self.name(options)? } else { None };
        let period = match spec.period {
            "" if side_by_side => Some(self.required(&PERIOD, options.period_column.as_deref())?),
            "" => None,
            names => Some(needed(names, &PERIOD)?),
        };
        // The unit of the series is USD m.
        let base = i32::from(options.power) - MILLIONS;
        let values = match (spec.value, &period) {
            ("", None) => self.periods(options.dates.or(Some(Frequency::Annual)), base),
            ("", Some(_)) => self.flows(spec, base, options),
            (names, _) => {
                vec![ValueColumn { column: needed(names, &VALUE)?, period: None, flow: None, power: base }]
            }
        };
        if values.is_empty() {
            return Err(self.missing(&VALUE, VALUE.heading));
        }
        Ok(Columns {
            naming: Naming::Trade(Trade {
                reporter: at(spec.reporter),
                partner: name.map(|column| column.at).or_else(|| at(spec.partner)),
                goods: at(spec.goods),
                measure: spec.measure.iter().filter_map(|names| Some(self.column(at(names)?))).collect(),
                only: spec
                    .only
                    .iter()
                    .filter_map(|(names, kept)| Some((self.column(at(names)?), *kept)))
                    .collect(),
                scale: spec.scale,
                scale_column: if let Scale::Column(names) = spec.scale { at(names) } else { None },
                name: options.name.clone(),
            }),
            period,
            values,
            source: None,
            width: self.cells.len(),
        })
    }

    /// The columns whose headings are flows. Where nothing says in what they are, they are in the unit.
    fn flows(&self, spec: &Spec, base: i32, options: &ReadOptions) -> Vec<ValueColumn> {
        let value = |(at, heading): (usize, &&str)| {
            let power = match spec.scale {
                Scale::Headings => power_of(heading).map_or(options.power.into(), |power| base + power),
                Scale::Dollars | Scale::Words | Scale::Column(_) => base,
            };
            Some(ValueColumn { column: self.column(at), period: None, flow: Some(flow_of(heading)?), power })
        };
        let mut values: Vec<ValueColumn> = self.cells.iter().enumerate().filter_map(value).collect();
        // The first of each: what follows is the same in another unit or of another year.
        let first = |of: &ValueColumn, all: &[ValueColumn]| {
            all.iter()
                .find(|value| value.flow == of.flow)
                .is_some_and(|value| value.column.at == of.column.at)
        };
        let all = values.clone();
        values.retain(|value| first(value, &all));
        values
    }

    fn optional(&self, heading: &str) -> Result<Option<Column>> {
        let wanted = heading.trim().to_lowercase();
        let mut found = self.cells.iter().enumerate().filter(|(_, cell)| cell.to_lowercase() == wanted);
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
        let free = || self.cells.iter().filter(|cell| !usual.contains(&cell.to_lowercase().as_str()));
        let misspelt = nearest(&wanted.to_lowercase(), free().map(|cell| (cell.to_lowercase(), cell)));
        let clued =
            || role.clues.iter().find_map(|clue| free().find(|cell| cell.to_lowercase().contains(clue)));
        misspelt.or_else(clued).map(|cell| (*cell).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
