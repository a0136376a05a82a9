//! Reading tables away from the page: the worker keeps the text and what was read from it, and hands out only what is looked at.

use serde::{Deserialize, Serialize};
use tradecast::{Frequency, MIN_OBSERVATIONS, ModelChoice, Period, ReferenceRate, Series, fit};
use tradecast_io::{
    Encoding, Error, Preview, PreviewRow, Problem, Publisher, ReadOptions, Table, decoded, preview_csv,
    read_csv,
};

use crate::question::Data;
use crate::state::tables::many_series::{AskAll, ListQuery};
use crate::work::table::series_list::{SeriesList, SeriesListPage};
use crate::work::task::Failure;

/// Rows of a preview.
pub const PREVIEWED: usize = 8;
/// Problems and notes listed at a time.
const TOLD: usize = 100;

/// Something to be done with a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TableRequest {
    /// Looks at a text and keeps it.
    Open(#[serde(with = "serde_bytes")] Vec<u8>),
    /// Reads it.
    Read(Box<ReadOptions>),
    /// Shows the rows around one.
    Around(usize),
    /// Looks at the list of series in another way.
    List(ListQuery),
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
pub enum TableResponse {
    /// How the table seems to be meant, and how its letters were written.
    Opened(Preview, Encoding),
    /// What is in it.
    Contents(TableContents),
    /// Rows as they stand.
    Rows(Vec<PreviewRow>),
    /// The list, looked at in another way.
    Page(SeriesListPage),
    /// The list, with more of it asked.
    Ranked(SeriesListPage),
    /// The list as a file.
    Csv(String),
    /// A series, with the target and the year it was asked about.
    Series(Data, Option<(f64, i32)>),
    /// How often others came as far; nothing where it cannot be said.
    Rate(Option<ReferenceRate>),
}

/// What a table holds; long lists are cut, their lengths are not.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TableContents {
    /// Series that can be used.
    pub series: usize,
    /// The latest year that any of them knows.
    pub latest: Option<i32>,
    /// The first of them.
    pub list: SeriesListPage,
    /// Things that are wrong.
    pub problems: usize,
    /// The first of them.
    pub troubles: Vec<TableProblem>,
    /// Things worth knowing.
    pub notes: usize,
    /// The first of them.
    pub remarks: Vec<TableProblem>,
}

/// Something that is wrong, or worth knowing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableProblem {
    /// The series; empty where the row does not say.
    pub series: String,
    /// Row in the file.
    pub row: Option<usize>,
    /// Heading of the column.
    pub column: Option<String>,
    /// What is wrong and how to mend it.
    pub what: Failure,
}

/// An order as a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TableMessage {
    pub(crate) id: u32,
    pub(crate) order: TableRequest,
}

/// The worker's table.
#[derive(Debug, Default)]
pub struct Reader {
    text: Vec<u8>,
    many: SeriesList,
}

impl Reader {
    /// Does what is ordered.
    ///
    /// ```
    /// use tradecast_web::work::table::reader::{TableRequest, Reader, TableResponse};
    ///
    /// let mut reader = Reader::default();
    /// let TableResponse::Opened(preview, _) = reader.perform(TableRequest::Open(b"Year;USD\n2020;1,5\n2021;2,5\n2022;3\n".to_vec()))? else { panic!() };
    /// let TableResponse::Contents(listing) = reader.perform(TableRequest::Read(Box::new(preview.guess)))? else { panic!() };
    /// assert_eq!((listing.series, listing.problems), (1, 0));
    /// let TableResponse::Series(data, _) = reader.perform(TableRequest::Take(0))? else { panic!() };
    /// assert_eq!(data.series().last().value, 3.0);
    /// # Ok::<(), tradecast_web::work::Failure>(())
    /// ```
    ///
    /// # Errors
    /// What makes the table unreadable as a whole.
    pub fn perform(&mut self, order: TableRequest) -> Result<TableResponse, Failure> {
        Ok(match order {
            TableRequest::Open(bytes) => {
                let (text, encoding) = decoded(&bytes);
                self.text = text.into_owned();
                self.many = SeriesList::default();
                TableResponse::Opened(preview_csv(&self.text, PREVIEWED)?, encoding)
            }
            TableRequest::Read(options) => {
                self.many = SeriesList::default();
                let table = read_csv(&self.text, &options)?;
                TableResponse::Contents(self.keep(table, options.publisher))
            }
            TableRequest::Around(row) => TableResponse::Rows(rows_around(&self.text, row)?),
            TableRequest::List(look) => TableResponse::Page(self.many.look(look)),
            TableRequest::Rank(asked, count) => TableResponse::Ranked(self.many.rank(*asked, count)),
            TableRequest::Csv => TableResponse::Csv(self.many.csv()),
            TableRequest::Take(index) => {
                let (data, asked) =
                    self.many.take(index).ok_or_else(|| Failure::of_page("own.no-such-series"))?;
                TableResponse::Series(data, asked)
            }
            TableRequest::Rate(data, level, by) => {
                TableResponse::Rate(self.many.rate(&data.series(), level, by).unwrap_or_default())
            }
        })
    }

    fn keep(&mut self, table: Table, publisher: Option<Publisher>) -> TableContents {
        let Table { series, problems, notes } = table;
        let (series, short): (Vec<Series>, Vec<Series>) = series
            .into_iter()
            .partition(|series| series.observations().len() - series.zeros() >= MIN_OBSERVATIONS);
        self.many = SeriesList::new(series, publisher);
        let uncounted = |problem: &Problem| match problem.error {
            Error::More { errors } => errors,
            _ => 1,
        };
        let problem_count: usize = problems.iter().map(uncounted).sum();
        let bad = problems.iter().map(|problem| TableProblem {
            series: problem.series.clone(),
            row: problem.error.row(),
            column: problem.error.column().map(str::to_owned),
            what: problem.error.clone().into(),
        });
        let short_count = short.len();
        let short = short.iter().filter_map(|series| {
            let what = fit(series, &ModelChoice::Auto).err()?.into();
            Some(TableProblem { series: series.name().to_owned(), row: None, column: None, what })
        });
        let remarks = notes.iter().map(|note| TableProblem {
            series: note.series().to_owned(),
            row: Some(note.row()),
            column: Some(note.column().to_owned()),
            what: Failure::of_note(note),
        });
        TableContents {
            series: self.many.len(),
            latest: self.many.latest(),
            list: self.many.look(ListQuery::default()),
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
    use tradecast_io::PriorsDecision;

    use super::*;
    use crate::state::tables::many_series::LISTED;

    fn read(reader: &mut Reader, text: &str) -> TableContents {
        let Ok(TableResponse::Opened(preview, _)) = reader.perform(TableRequest::Open(text.into())) else {
            panic!()
        };
        let Ok(TableResponse::Contents(listing)) =
            reader.perform(TableRequest::Read(Box::new(preview.guess)))
        else {
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
        let look = ListQuery { find: "p39".to_owned(), ..ListQuery::default() };
        let Ok(TableResponse::Page(found)) = reader.perform(TableRequest::List(look)) else { panic!() };
        assert_eq!(
            found.rows.iter().map(|one| one.index).collect::<Vec<_>>(),
            (390..400).collect::<Vec<_>>()
        );
        let Ok(TableResponse::Series(data, None)) = reader.perform(TableRequest::Take(399)) else { panic!() };
        assert_eq!(data.series().name(), "P399");
        assert!(reader.perform(TableRequest::Take(400)).is_err());
        let Ok(TableResponse::Rows(rows)) = reader.perform(TableRequest::Around(1000)) else { panic!() };
        assert!(rows.len() == PREVIEWED && rows.iter().any(|row| row.row == 1000));
    }

    #[test]
    fn whether_a_series_is_trade_between_two_economies_comes_with_it() {
        let decision = |file: &str| {
            let mut reader = Reader::default();
            assert_eq!(read(&mut reader, file).problems, 0);
            let Ok(TableResponse::Series(data, _)) = reader.perform(TableRequest::Take(0)) else { panic!() };
            data.decision()
        };
        let named = |name: &str| {
            decision(&format!("series,period,value\n{name},2020,1\n{name},2021,2\n{name},2022,3\n"))
        };
        assert_eq!(named("Kazakhstan - Azerbaijan"), PriorsDecision::Name);
        assert_eq!(named("N2801"), PriorsDecision::Unknown);
        let published =
            (2020..2023).map(|year| format!("{year},398,X,31,{year}000000\n")).collect::<String>();
        let headings = "refYear,reporterCode,flowCode,partnerCode,primaryValue\n";
        assert_eq!(decision(&format!("{headings}{published}")), PriorsDecision::Publisher);
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
        assert!(listing.troubles[0].what.message.contains("1 observation"), "{listing:?}");
    }
}
