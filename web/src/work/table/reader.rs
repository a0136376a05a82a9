//! Reading tables away from the page: the worker keeps the text and what was read from it, and hands out only what is looked at.

use serde::{Deserialize, Serialize};
use tradecast::{Frequency, MIN_OBSERVATIONS, ModelChoice, Period, ReferenceRate, Series, fit};
use tradecast_io::{
    Encoding, Error, Preview, PreviewRow, Problem, ReadOptions, Table, decoded, preview_csv, read_csv,
};

use crate::question::Data;
use crate::state::tables::many_series::{AskAll, Look};
use crate::work::table::series_list::{Excerpt, Many};
use crate::work::task::Failure;

/// Rows of a preview.
pub const PREVIEWED: usize = 8;
/// Problems and notes listed at a time.
const TOLD: usize = 100;

/// Something to be done with a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Looks at a text and keeps it.
    Open(#[serde(with = "serde_bytes")] Vec<u8>),
    /// Reads it.
    Read(Box<ReadOptions>),
    /// Shows the rows around one.
    Around(usize),
    /// Looks at the list of series in another way.
    List(Look),
    /// Asks so many more of the series.
    Rank(Box<AskAll>, usize),
    /// Writes the list as a file.
    Csv,
    /// Takes the series of this number.
    Take(usize),
    /// Says how often its series that stood where one stands came to a level by a period.
    Rate(Data, f64, Period),
}

/// What the worker says to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// How the table seems to be meant, and how its letters were written.
    Opened(Preview, Encoding),
    /// What is in it.
    Listing(Listing),
    /// Rows as they stand.
    Rows(Vec<PreviewRow>),
    /// The list, looked at in another way.
    Listed(Excerpt),
    /// The list, with more of it asked.
    Ranked(Excerpt),
    /// The list as a file.
    Csv(String),
    /// A series, with the target and the year it was asked about.
    Taken(Data, Option<(f64, i32)>),
    /// How often others came as far; nothing where it cannot be said.
    Rate(Option<ReferenceRate>),
}

/// What a table holds; long lists are cut, their lengths are not.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Listing {
    /// Series that can be used.
    pub series: usize,
    /// The latest year that any of them knows.
    pub latest: Option<i32>,
    /// The first of them.
    pub list: Excerpt,
    /// Things that are wrong.
    pub problems: usize,
    /// The first of them.
    pub troubles: Vec<Trouble>,
    /// Things worth knowing.
    pub notes: usize,
    /// The first of them.
    pub remarks: Vec<Trouble>,
}

/// Something that is wrong, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The series; empty where the row does not say.
    pub series: String,
    /// Row in the file.
    pub row: Option<usize>,
    /// Heading of the column.
    pub column: Option<String>,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// An order as a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Read {
    pub(crate) id: u32,
    pub(crate) order: Order,
}

/// The worker's table.
#[derive(Debug, Default)]
pub struct Reader {
    text: Vec<u8>,
    many: Many,
}

impl Reader {
    /// Does what is ordered.
    ///
    /// ```
    /// use tradecast_web::work::table::reader::{Order, Reader, Said};
    ///
    /// let mut reader = Reader::default();
    /// let Said::Opened(preview, _) = reader.perform(Order::Open(b"Year;USD\n2020;1,5\n2021;2,5\n2022;3\n".to_vec()))? else { panic!() };
    /// let Said::Listing(listing) = reader.perform(Order::Read(Box::new(preview.guess)))? else { panic!() };
    /// assert_eq!((listing.series, listing.problems), (1, 0));
    /// let Said::Taken(data, _) = reader.perform(Order::Take(0))? else { panic!() };
    /// assert_eq!(data.series().last().value, 3.0);
    /// # Ok::<(), tradecast_web::work::Failure>(())
    /// ```
    ///
    /// # Errors
    /// What makes the table unreadable as a whole.
    pub fn perform(&mut self, order: Order) -> Result<Said, Failure> {
        Ok(match order {
            Order::Open(bytes) => {
                let (text, encoding) = decoded(&bytes);
                self.text = text.into_owned();
                self.many = Many::default();
                Said::Opened(preview_csv(&self.text, PREVIEWED)?, encoding)
            }
            Order::Read(options) => {
                self.many = Many::default();
                let table = read_csv(&self.text, &options)?;
                Said::Listing(self.keep(table))
            }
            Order::Around(row) => Said::Rows(rows_around(&self.text, row)?),
            Order::List(look) => Said::Listed(self.many.look(look)),
            Order::Rank(asked, count) => Said::Ranked(self.many.rank(*asked, count)),
            Order::Csv => Said::Csv(self.many.csv()),
            Order::Take(index) => {
                let (data, asked) = self.many.take(index).ok_or_else(|| Failure {
                    code: "no_series".to_owned(),
                    message: "there is no such series".to_owned(),
                })?;
                Said::Taken(data, asked)
            }
            Order::Rate(data, level, by) => {
                Said::Rate(self.many.rate(&data.series(), level, by).unwrap_or_default())
            }
        })
    }

    fn keep(&mut self, table: Table) -> Listing {
        let Table { series, problems, notes } = table;
        let (series, short): (Vec<Series>, Vec<Series>) =
            series.into_iter().partition(|series| series.observations().len() >= MIN_OBSERVATIONS);
        self.many = Many::new(series);
        let uncounted = |problem: &Problem| match problem.error {
            Error::More { errors } => errors,
            _ => 1,
        };
        let problem_count: usize = problems.iter().map(uncounted).sum();
        let bad = problems.iter().map(|problem| Trouble {
            series: problem.series.clone(),
            row: problem.error.row(),
            column: problem.error.column().map(str::to_owned),
            message: problem.error.to_string(),
        });
        let short_count = short.len();
        let short = short.iter().filter_map(|series| {
            let message = fit(series, &ModelChoice::Auto).err()?.to_string();
            Some(Trouble { series: series.name().to_owned(), row: None, column: None, message })
        });
        let remarks = notes.iter().map(|note| Trouble {
            series: note.series().to_owned(),
            row: Some(note.row()),
            column: Some(note.column().to_owned()),
            message: note.to_string(),
        });
        Listing {
            series: self.many.len(),
            latest: self.many.latest(),
            list: self.many.look(Look::default()),
            problems: problem_count + short_count,
            troubles: bad.chain(short).take(TOLD).collect(),
            notes: notes.len(),
            remarks: remarks.take(TOLD).collect(),
        }
    }
}

/// A few rows above and below one.
fn rows_around(text: &[u8], row: usize) -> Result<Vec<PreviewRow>, Failure> {
    let all = preview_csv(text, usize::MAX)?.rows;
    let at = all.iter().position(|line| line.row >= row).unwrap_or(all.len());
    let from = at.saturating_sub(PREVIEWED / 2);
    Ok(all.into_iter().skip(from).take(PREVIEWED).collect())
}

/// How often the dates of a table are taken to come, where it has dates.
#[must_use]
pub fn frequencies() -> [Frequency; 3] {
    [Frequency::Annual, Frequency::Quarterly, Frequency::Monthly]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tables::many_series::LISTED;

    fn read(reader: &mut Reader, text: &str) -> Listing {
        let Ok(Said::Opened(preview, _)) = reader.perform(Order::Open(text.into())) else { panic!() };
        let Ok(Said::Listing(listing)) = reader.perform(Order::Read(Box::new(preview.guess))) else {
            panic!()
        };
        listing
    }

    #[test]
    fn a_large_table_is_listed_in_part_and_searched_as_a_whole() {
        let rows: String = (0..400)
            .flat_map(|pair| (2000..2010).map(move |year| format!("P{pair:03},{year},{}\n", pair + 1)))
            .collect();
        let mut reader = Reader::default();
        let listing = read(&mut reader, &format!("series,period,value\n{rows}"));
        assert_eq!((listing.series, listing.list.rows.len(), listing.problems), (400, LISTED, 0));
        assert_eq!(listing.latest, Some(2009));
        let look = Look { find: "p39".to_owned(), ..Look::default() };
        let Ok(Said::Listed(found)) = reader.perform(Order::List(look)) else { panic!() };
        assert_eq!(
            found.rows.iter().map(|one| one.index).collect::<Vec<_>>(),
            (390..400).collect::<Vec<_>>()
        );
        let Ok(Said::Taken(data, None)) = reader.perform(Order::Take(399)) else { panic!() };
        assert_eq!(data.series().name(), "P399");
        assert!(reader.perform(Order::Take(400)).is_err());
        let Ok(Said::Rows(rows)) = reader.perform(Order::Around(1000)) else { panic!() };
        assert!(rows.len() == PREVIEWED && rows.iter().any(|row| row.row == 1000));
    }

    #[test]
    fn what_is_wrong_names_its_cell_and_short_series_are_told() {
        let listing = read(&mut Reader::default(), "period,value\n2020,1\n2021,about 2\n2022,3\n");
        assert_eq!((listing.series, listing.problems), (0, 1));
        assert_eq!(
            (listing.troubles[0].row, listing.troubles[0].column.as_deref()),
            (Some(3), Some("value"))
        );
        let listing = read(&mut Reader::default(), "period,value\n2020,1\n");
        assert!(listing.troubles[0].message.contains("1 observation"), "{listing:?}");
    }
}
