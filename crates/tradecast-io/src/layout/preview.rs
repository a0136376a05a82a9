//! A first look at a table: how it seems to be written, before anything is read from it.

use std::io::{BufRead, Cursor, Read, Seek};

use tradecast::{Flow, Frequency};

use crate::csv::rows::{Rows, unreadable};
use crate::error::{Error, Result};
use crate::layout::header::{self, Role, WIDE};
use crate::layout::options::{Layout, ReadOptions};
use crate::layout::publisher::{self, Publisher, flow_of};
use crate::number::{NumberStyle, read_number};
use crate::period::{Written, frequency_of, read_period, written};
use crate::unit::power_of;

/// Rows looked at to tell what a column holds.
const LOOKED_AT: usize = 2000;
/// Cells of those rows that are looked at, where rows are long.
const SAMPLED: usize = 1 << 20;
/// Bytes above the headings that are looked through for what they say.
const CAPTION: u64 = 1 << 16;
/// Rows above the headings that are looked through for them.
const ABOVE: usize = 12;
/// Share of the cells of a column that must be periods, or numbers, for it to hold such.
const MOST: f64 = 0.7;

/// How a table seems to be written: enough to show it, and to ask whether it was understood.
///
/// ```
/// use tradecast_io::{NumberStyle, preview_csv, read_csv};
///
/// let file = "Год;Оборот\n2021;332,2\n2022;461,9\n";
/// let preview = preview_csv(file, 5)?;
/// assert_eq!((preview.separator, preview.headings[1].as_str(), preview.total), (';', "Оборот", 2));
/// assert_eq!(preview.guess.numbers, NumberStyle::Comma);
/// assert_eq!(read_csv(file, &preview.guess)?.series[0].last().value, 461.9);
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Preview {
    /// What stands between cells.
    pub separator: char,
    /// The headings; a column without one is called "column 1", "column 2", ...
    pub headings: Vec<String>,
    /// The first rows below the headings, as they stand.
    pub rows: Vec<PreviewRow>,
    /// Rows below the headings.
    pub total: usize,
    /// How the table seems to be meant.
    pub guess: ReadOptions,
}

/// A row of a table as it stands.
///
/// ```
/// let preview = tradecast_io::preview_csv("period,value\n\n2021,332.2\n", 5)?;
/// assert_eq!((preview.rows[0].row, preview.rows[0].cells.as_slice()), (3, ["2021".to_owned(), "332.2".into()].as_slice()));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PreviewRow {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Looks at a table and returns its first `rows` rows with what they seem to mean. Nothing is read in this way unless
/// [`crate::read_csv`] is given the guess.
///
/// ```
/// let preview = tradecast_io::preview_csv("2021\t332.2\n2022\t461.9\n", 5)?;
/// assert_eq!(preview.guess.layout, tradecast_io::Layout::Headless);
/// assert_eq!(preview.guess.value_column.as_deref(), Some("column 2"));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
///
/// # Errors
/// [`Error::EmptyFile`], [`Error::NotUtf8`], [`Error::Binary`], [`Error::LongRow`], [`Error::ManyCells`] and
/// [`Error::UnclosedQuote`].
pub fn preview_csv(file: impl AsRef<[u8]>, rows: usize) -> Result<Preview> {
    look(&mut Cursor::new(file), rows, usize::MAX)
}

/// How a table seems to be meant, judged by its first rows: what [`preview_csv`] guesses, of a file that is not in memory.
///
/// ```
/// use tradecast_io::{SeriesReader, guess_csv};
///
/// let mut file = std::io::Cursor::new("Pair;2020;2021;2022\nA-B;1,5;2;2,5\n");
/// let options = guess_csv(&mut file)?;
/// file.set_position(0);
/// assert_eq!(SeriesReader::open(file, &options)?.next().unwrap()?.series.unwrap().last().value, 2.5);
/// # Ok::<(), tradecast_io::Error>(())
/// ```
///
/// # Errors
/// Those of [`preview_csv`], and [`Error::Unreadable`].
pub fn guess_csv(file: &mut (impl BufRead + Seek)) -> Result<ReadOptions> {
    look(file, 0, LOOKED_AT).map(|preview| preview.guess)
}

/// Looks at a table, as far as `until` rows.
fn look(file: &mut (impl BufRead + Seek), rows: usize, until: usize) -> Result<Preview> {
    let skip = above(file)?;
    let caption = caption(file, skip)?;
    let mut reader = begun(file, skip)?;
    let first = reader.next_row()?.ok_or(Error::EmptyFile)?;
    let named = header::headings(reader.record(), false);
    let layout = layout(&named);
    let headings = header::headings(reader.record(), layout == Layout::Headless);
    let mut sample: Vec<PreviewRow> = Vec::new();
    let (mut total, mut sampled) = (0, 0);
    if layout == Layout::Headless {
        sample.push(PreviewRow { row: first, cells: named });
        total += 1;
    }
    while total < until
        && let Some(row) = reader.next_row()?
    {
        total += 1;
        let room = sample.len() < LOOKED_AT && sampled < SAMPLED;
        if room || sample.len() < rows {
            sampled += reader.record().len();
            sample.push(PreviewRow {
                row,
                cells: reader.record().iter().map(|cell| cell.trim().to_owned()).collect(),
            });
        }
    }
    let mut guess = guess(&headings, &sample, layout, &caption);
    guess.skip = skip;
    sample.truncate(rows);
    Ok(Preview { separator: char::from(reader.delimiter()), headings, rows: sample, total, guess })
}

/// Lines above the headings: titles and notes, which fill one cell each.
fn above(file: &mut (impl BufRead + Seek)) -> Result<usize> {
    let mut skip = 0;
    while skip < ABOVE {
        let mut reader = begun(file, skip)?;
        let Some(row) = reader.next_row()? else { break };
        let filled = |reader: &Rows<_>| reader.record().iter().filter(|cell| !cell.trim().is_empty()).count();
        if filled(&reader) > 1 {
            let table = reader.next_row()?.is_none() || filled(&reader) > 1;
            return Ok(if table && skip > 0 { row - 1 } else { 0 });
        }
        skip = row;
    }
    Ok(0)
}

/// What stands in the lines above the headings.
fn caption(file: &mut (impl BufRead + Seek), lines: usize) -> Result<String> {
    file.rewind().map_err(unreadable)?;
    let mut start = Vec::new();
    file.by_ref().take(CAPTION).read_to_end(&mut start).map_err(unreadable)?;
    let start = String::from_utf8_lossy(&start).replace("\r\n", "\n");
    Ok(start.split(['\n', '\r']).take(lines).collect::<Vec<_>>().join(" "))
}

/// The rows of a file from its beginning.
fn begun<R: BufRead + Seek>(file: &mut R, skip: usize) -> Result<Rows<&mut R>> {
    file.rewind().map_err(unreadable)?;
    Rows::new(file, skip)
}

fn is_number(text: &str) -> bool {
    style_free(text).is_some()
}

/// A number in any style.
fn style_free(text: &str) -> Option<f64> {
    [NumberStyle::Plain, NumberStyle::Point, NumberStyle::Comma]
        .iter()
        .find_map(|style| read_number(text, *style).ok())
}

fn is_period(text: &str) -> bool {
    read_period(text, Some(Frequency::Monthly)).is_ok()
}

/// Where the first row of a table leaves its headings.
fn layout(cells: &[String]) -> Layout {
    let periods = cells.iter().filter(|cell| is_period(cell)).count();
    let numbers = cells.iter().filter(|cell| is_number(cell)).count();
    match (periods, numbers) {
        (0, _) if Publisher::of(cells).is_some() => Layout::Long,
        _ if Publisher::of(cells).is_some() => Layout::Wide,
        (WIDE.., _) => Layout::Wide,
        (1.., 1..) | (_, 2..) => Layout::Headless,
        _ => Layout::Long,
    }
}

fn guess(headings: &[String], sample: &[PreviewRow], layout: Layout, caption: &str) -> ReadOptions {
    let publisher = Publisher::of(headings);
    let mut guess = ReadOptions { layout, publisher, ..ReadOptions::default() };
    let cells = |at: usize| {
        sample
            .iter()
            .filter_map(move |row| row.cells.get(at))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    };
    #[expect(clippy::cast_precision_loss, reason = "a share of at most some thousand rows")]
    let share = |at: usize, is: &dyn Fn(&str) -> bool| {
        let (all, fit) =
            cells(at).fold((0_usize, 0_usize), |(all, fit), cell| (all + 1, fit + usize::from(is(cell))));
        if all == 0 { 0.0 } else { fit as f64 / all as f64 }
    };
    let all: Vec<usize> = (0..headings.len()).collect();
    if let Some(publisher) = publisher {
        let values = publisher.spec().value;
        let is_value = |at: &usize| match publisher::position(headings, values) {
            Some(value) => value == *at,
            None => is_period(&headings[*at]) || flow_of(&headings[*at]).is_some(),
        };
        guess.dates = Some(Frequency::Monthly);
        guess.numbers = NumberStyle::of(all.into_iter().filter(is_value).flat_map(cells));
        return guess;
    }
    guess = guess.told(caption);
    if layout == Layout::Wide {
        let periods: Vec<&str> =
            headings.iter().map(String::as_str).filter(|heading| is_period(heading)).collect();
        guess.dates = dates(periods.iter().copied());
        guess.series_column = headings.iter().find(|heading| !is_period(heading)).cloned();
        let names = guess.series_column.clone().unwrap_or_default();
        guess = guess.told(&names);
        let columns = all.iter().copied().filter(|at| is_period(&headings[*at]));
        guess.numbers = NumberStyle::of(columns.flat_map(cells));
        return guess;
    }
    let period = chosen(headings, &header::PERIOD, &all, &|at| share(at, &is_period) >= MOST);
    let rest: Vec<usize> = all.into_iter().filter(|at| Some(*at) != period).collect();
    let all_but_period = rest.clone();
    let value = chosen(headings, &header::VALUE, &rest, &|at| share(at, &is_number) >= MOST);
    let rest: Vec<usize> = rest.into_iter().filter(|at| Some(*at) != value).collect();
    // A column of names is one only where periods come again.
    let again = period.is_some_and(|at| {
        let mut periods: Vec<&str> = cells(at).collect();
        let count = periods.len();
        periods.sort_unstable();
        periods.dedup();
        periods.len() < count
    });
    let text =
        |at: usize| share(at, &|cell| !is_number(cell)) >= MOST && headings[at].to_lowercase() != "source";
    let series = chosen(headings, &header::SERIES, &rest, &text)
        .filter(|at| again || headings[*at].to_lowercase() == header::SERIES.heading);
    guess.period_column = period.map(|at| headings[at].clone());
    guess.series_column = series.map(|at| headings[at].clone());
    guess.dates = period.and_then(|at| dates(cells(at)));
    guess.numbers = value.map_or(NumberStyle::Plain, |at| NumberStyle::of(cells(at)));
    if let Some(at) = value {
        guess = guess.with_value_column(&headings[at]);
    }
    let flows = |flow: Flow| {
        all_but_period
            .iter()
            .copied()
            .find(|at| flow_of(&headings[*at]) == Some(flow) && share(*at, &is_number) >= MOST)
    };
    let named = headings.iter().any(|heading| heading.to_lowercase() == header::VALUE.heading);
    if let (Some(exports), Some(imports), false, Some(_)) =
        (flows(Flow::Exports), flows(Flow::Imports), named, period)
    {
        guess.publisher = Some(Publisher::SideBySide);
        // Multiples that headings tell are those of their columns.
        let told = [exports, imports].map(|at| power_of(&headings[at]).is_some());
        if told.contains(&true) {
            guess.power = 0;
        }
        guess.numbers = NumberStyle::of(cells(exports).chain(cells(imports)));
    }
    guess
}

/// The column for a role: by its usual heading, by a word in its heading, or the first that holds what it should.
fn chosen(headings: &[String], role: &Role, among: &[usize], holds: &dyn Fn(usize) -> bool) -> Option<usize> {
    let folded = |at: usize| headings[at].to_lowercase();
    let usual = among.iter().copied().find(|at| folded(*at) == role.heading);
    let clued = || {
        let fits = |clue: &str| among.iter().copied().find(|at| folded(*at).contains(clue) && holds(*at));
        role.clues.iter().find_map(|clue| fits(clue))
    };
    usual.or_else(clued).or_else(|| among.iter().copied().find(|at| holds(*at)))
}

/// What dates stand for, where a column is not written in the plain ways.
fn dates<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<Frequency> {
    if cells.clone().all(|cell| read_period(cell, None).is_ok()) {
        return None;
    }
    let days: Vec<(i32, i32)> = cells
        .filter_map(written)
        .filter_map(|written| match written {
            Written::Day(year, month) => Some((year, month)),
            _ => None,
        })
        .collect();
    Some(frequency_of(&days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_csv::read_csv;

    fn told(file: &str) -> (Layout, Option<String>, Option<String>, Option<String>, NumberStyle, usize) {
        let guess = preview_csv(file, 3).unwrap().guess;
        (
            guess.layout,
            guess.series_column,
            guess.period_column,
            guess.value_column,
            guess.numbers,
            guess.skip,
        )
    }

    fn name(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn what_a_guess_understands_can_be_read() {
        for (file, series, last) in [
            ("series,period,value\nA,2020,1\nB,2020,10\nA,2021,2\n", 2, 2.0),
            ("Year,Exports,Imports\n2020,5,1\n2021,6,2\n", 3, 6.0),
            ("2020;5,5\n2021;6,5\n", 1, 6.5),
            ("\u{feff}\"Год\";\"Оборот, млн\"\n2020;1 200,5\n2021;1 300,5\n", 1, 1300.5),
            ("date,v\n2020-01-01,5\n2020-02-01,6\n", 1, 6.0),
            ("country,2019,2020,2021\nA,1,2,3\nB,4,5,6\n", 2, 3.0),
            ("Table 1. Trade\n\nYear\tValue\n2020\t5\n2021\t6\n2022\t7\n2023\t8\n", 1, 8.0),
            ("value,period\n2020,2020\n2021,2021\n", 1, 2021.0),
        ] {
            let preview = preview_csv(file, 3).unwrap();
            let table = read_csv(file, &preview.guess).unwrap();
            assert!(table.problems.is_empty(), "{file} {:?}", table.problems);
            assert_eq!((table.series.len(), table.series[0].last().value), (series, last), "{file}");
        }
    }

    #[test]
    fn columns_are_known_by_heading_by_clue_or_by_what_they_hold() {
        use Layout::{Headless, Long, Wide};
        use NumberStyle::{Comma, Plain, Point};
        assert_eq!(told("period,value\n2020,1\n"), (Long, None, name("period"), name("value"), Plain, 0));
        assert_eq!(
            told("pair,note,t,usd\nA,x,2020,\"1,234.5\"\nB,y,2020,\"2,234.5\"\n"),
            (Long, name("pair"), name("t"), name("usd"), Point, 0)
        );
        assert_eq!(told("2020\t1\n"), (Headless, None, name("column 1"), name("column 2"), Plain, 0));
        assert_eq!(told("x;2020;2021;2022\nA;1,5;2;3\n"), (Wide, name("x"), None, None, Comma, 0));
        assert_eq!(told("a,b\nx,y\n"), (Long, None, None, None, Plain, 0));
        // Two readings, nobody knows which: an error says so for each cell.
        assert_eq!(told("period;value\n2020;1,234\n2021;1,500\n").4, Plain);
    }

    #[test]
    fn rows_keep_their_numbers() {
        let preview = preview_csv("Title\n\nperiod,value\n2020,1\n\n2021,2\n2022,3\n2023,4\n", 2).unwrap();
        assert_eq!((preview.guess.skip, preview.total), (2, 4));
        assert_eq!(preview.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [4, 6]);
        let bad =
            read_csv("Title\n\nperiod,value\n2020,x\n", &ReadOptions { skip: 2, ..ReadOptions::default() })
                .unwrap();
        assert_eq!(bad.problems[0].error.row(), Some(4));
    }

    #[test]
    fn a_wide_table_names_the_cell() {
        let options = ReadOptions { layout: Layout::Wide, ..ReadOptions::default() };
        let table = read_csv("pair,2020,2021,2022\nA,1,x,3\nB,1,-2,3\nA,1,,3\n", &options).unwrap();
        let told: Vec<_> = table.problems.iter().map(|p| (p.error.row(), p.error.column())).collect();
        assert_eq!(told, [(Some(2), Some("2021")), (Some(3), Some("2021"))]);
        assert_eq!((table.series[0].name(), table.notes.len()), ("A (row 4)", 1));
    }

    #[test]
    fn nothing_is_no_table() {
        assert_eq!(preview_csv("", 3).unwrap_err(), Error::EmptyFile);
        assert!(preview_csv(b"\xff\xfe\xfa".as_slice(), 3).is_err());
    }
}
