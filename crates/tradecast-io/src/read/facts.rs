//! What the rows of a file say, one value after the other, whatever the layout: a wide row says many things, a long one says one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;
use std::io::{BufRead, Seek};

use tradecast::{Flow, Frequency, Period};

use crate::csv::formula::csv_text;
use crate::csv::rows::{Position, Record, Rows};
use crate::error::{Error, Result, shortened};
use crate::layout::header::{Columns, Naming, Trade, ValueColumn};
use crate::layout::options::ReadOptions;
use crate::layout::publisher::{Scale, flow_of_all, is_total};
use crate::limits::LONGEST_NAME;
use crate::note::Note;
use crate::number::is_absent;
use crate::period::read_period;
use crate::unit::power_of;

/// Something that a row says of a series.
#[derive(Debug)]
pub(crate) struct Fact<'a> {
    pub(crate) row: usize,
    /// Name of the series; empty where the row does not say.
    pub(crate) name: &'a str,
    /// Of the column with the value, its number among them.
    pub(crate) value: usize,
    /// Whether the row is as long as the header.
    pub(crate) fits: bool,
    /// The flow, where the file tells flows apart.
    pub(crate) flow: Option<Flow>,
    /// Whether it is half of a turnover.
    pub(crate) is_half: bool,
    /// Power of ten by which the value is multiplied.
    pub(crate) power: i32,
    /// Who counted, where the file says so.
    pub(crate) reporter: &'a str,
    record: &'a Record,
    columns: &'a Columns,
}

impl<'a> Fact<'a> {
    /// The value as it stands.
    pub(crate) fn text(&self) -> &'a str {
        cell(self.record, self.column().column.at)
    }

    /// The column with the value.
    pub(crate) fn column(&self) -> &'a ValueColumn {
        &self.columns.values[self.value]
    }

    /// The period.
    pub(crate) fn period(&self, dates: Option<Frequency>) -> tradecast::Result<Period> {
        period(self.record, self.columns, self.value, dates)
    }

    /// The error of a row that is longer or shorter than the header.
    pub(crate) fn wrong_length(&self) -> Error {
        self.columns.wrong_length(self.row, self.record)
    }

    /// The source of the value.
    pub(crate) fn source(&self) -> &'a str {
        self.columns.source.as_ref().map(|column| cell(self.record, column.at)).unwrap_or_default()
    }
}

fn cell(record: &Record, at: usize) -> &str {
    csv_text(record.get(at).unwrap_or_default().trim())
}

fn period(
    record: &Record,
    columns: &Columns,
    value: usize,
    dates: Option<Frequency>,
) -> tradecast::Result<Period> {
    match (columns.values[value].period, &columns.period) {
        (Some(period), _) => Ok(period),
        (None, Some(column)) => read_period(cell(record, column.at), dates),
        (None, None) => read_period("", None),
    }
}

/// The facts of a file.
#[derive(Debug)]
pub(crate) struct Facts<R> {
    rows: Rows<R>,
    columns: Columns,
    /// What dates stand for.
    dates: Option<Frequency>,
    /// The flow that is wanted, where the file tells flows apart; all where none is.
    only: Option<Flow>,
    row: Row,
    /// The fact in hand.
    chosen: Chosen,
    /// The next of what the row has to say: column by column, and in a publisher's table each twice, for its own series and for
    /// the turnover of which it is half.
    next: usize,
    repeated: Repeated,
    /// Rows that were left out, by what they are about: the first and how many.
    left_out: BTreeMap<(String, String), (usize, usize)>,
}

/// What is known of a row.
#[derive(Debug, Default)]
struct Row {
    number: usize,
    fits: bool,
    /// How many things it has to say.
    says: usize,
    /// The flow of its values, where columns do not tell it.
    flow: Option<Flow>,
    power: i32,
    /// Who trades with whom.
    pair: String,
    /// And what, after a colon.
    goods: String,
    /// Whether its name was there before.
    is_repeated: bool,
}

/// What is known of a fact.
#[derive(Debug, Default)]
struct Chosen {
    value: usize,
    flow: Option<Flow>,
    is_half: bool,
    power: i32,
    /// Name of the series where it stands in no cell.
    name: Option<String>,
}

/// Rows of wide tables whose name was there before: they are series of their own.
#[derive(Debug, Default)]
struct Repeated {
    seen: HashSet<Box<str>>,
    rows: BTreeSet<usize>,
    /// Whether all rows were seen.
    is_known: bool,
}

impl Repeated {
    fn contains(&mut self, row: usize, name: &str) -> bool {
        if !self.is_known && !self.seen.insert(name.into()) {
            self.rows.insert(row);
        }
        self.rows.contains(&row)
    }
}

impl<R: BufRead> Facts<R> {
    pub(crate) fn new(rows: Rows<R>, columns: Columns, options: &ReadOptions) -> Self {
        let published = matches!(columns.naming, Naming::Trade(_));
        Self {
            rows,
            columns,
            dates: if published { options.dates.or(Some(Frequency::Monthly)) } else { options.dates },
            only: options.only,
            row: Row::default(),
            chosen: Chosen::default(),
            next: 0,
            repeated: Repeated::default(),
            left_out: BTreeMap::new(),
        }
    }

    pub(crate) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What dates stand for.
    pub(crate) fn dates(&self) -> Option<Frequency> {
        self.dates
    }

    /// Goes on to the next fact; false at the end of the file.
    pub(crate) fn advance(&mut self) -> Result<bool> {
        loop {
            if self.next < self.row.says {
                self.next += 1;
                if self.choose(self.next - 1) {
                    return Ok(true);
                }
            } else {
                let Some(number) = self.rows.next_row()? else { return Ok(false) };
                (self.next, self.row.number) = (0, number);
                self.row.says = self.begin()?;
            }
        }
    }

    /// The fact in hand.
    pub(crate) fn fact(&self) -> Fact<'_> {
        let (record, Chosen { value, flow, is_half, power, name }) = (self.rows.record(), &self.chosen);
        let (column, reporter) = match &self.columns.naming {
            Naming::One(name) => (name.as_str(), ""),
            Naming::Column(column) => (cell(record, column.at), ""),
            Naming::Trade(trade) => ("", trade.reporter.map(|at| cell(record, at)).unwrap_or_default()),
        };
        Fact {
            row: self.row.number,
            name: name.as_deref().unwrap_or(column),
            value: *value,
            fits: self.row.fits,
            flow: *flow,
            is_half: *is_half,
            power: *power,
            reporter,
            record,
            columns: &self.columns,
        }
    }

    /// The row of the fact in hand, where the fact is the first that is asked of it.
    pub(crate) fn new_row(&self) -> Option<&Record> {
        (self.next == 1).then(|| self.rows.record())
    }

    /// Says that all rows were seen, and what was left out of them.
    pub(crate) fn seen(&mut self) -> Vec<Note> {
        self.repeated.is_known = true;
        self.repeated.seen = HashSet::new();
        let left_out = std::mem::take(&mut self.left_out).into_iter();
        left_out.map(|((column, what), (row, rows))| Note::LeftOut { row, column, what, rows }).collect()
    }

    /// Looks at a new row and returns how many things it has to say.
    fn begin(&mut self) -> Result<usize> {
        let (record, row) = (self.rows.record(), &mut self.row);
        row.fits = self.columns.fits(record);
        let all = self.columns.values.len();
        match &self.columns.naming {
            Naming::One(_) => Ok(if row.fits { all } else { 1 }),
            Naming::Column(column) => {
                let Some(name) = record.get(column.at).map(|name| csv_text(name.trim())) else {
                    return Err(self.columns.wrong_length(row.number, record));
                };
                refuse_long(row.number, &[name])?;
                let is_wide = self.columns.period.is_none();
                row.is_repeated = is_wide && !name.is_empty() && self.repeated.contains(row.number, name);
                Ok(if row.fits && !name.is_empty() { all } else { 1 })
            }
            Naming::Trade(trade) => {
                let Some((column, what)) = row.read(trade, record) else {
                    refuse_long(row.number, &[&row.pair, &row.goods])?;
                    return Ok(if row.fits { 2 * all } else { 1 });
                };
                if !self.repeated.is_known {
                    let (_, rows) = self.left_out.entry((column, what)).or_insert((row.number, 0));
                    *rows += 1;
                }
                Ok(0)
            }
        }
    }

    /// Takes one of the things that a row says; false where it says nothing there, or nothing that is wanted.
    fn choose(&mut self, which: usize) -> bool {
        let (record, row, chosen) = (self.rows.record(), &self.row, &mut self.chosen);
        let published = matches!(self.columns.naming, Naming::Trade(_));
        let value = if published { which / 2 } else { which };
        let column = &self.columns.values[value];
        (chosen.value, chosen.power) = (value, column.power + row.power);
        if !published {
            chosen.name = match &self.columns.naming {
                _ if !row.fits || column.period.is_none() => None,
                Naming::Column(name) => {
                    wide_name(cell(record, name.at), row, column, &self.columns.values[0])
                }
                Naming::One(name) => wide_name(name, row, column, &self.columns.values[0]),
                Naming::Trade(_) => None,
            };
            // Of other frequencies than the usual one there is mostly nothing.
            let usual = column.frequency() == self.columns.values[0].frequency();
            return !row.fits || usual || !cell(record, column.column.at).is_empty();
        }
        let text = cell(record, column.column.at);
        let Some(flow) = column.flow.or(row.flow) else { return false };
        chosen.is_half = which % 2 == 1;
        let own = if chosen.is_half { Flow::Turnover } else { flow };
        let nothing = row.fits && (text.is_empty() || is_absent(text));
        if nothing || self.only.is_some_and(|only| only != own) {
            return false;
        }
        chosen.flow = Some(flow);
        // What is no period is named in the yearly series.
        let period = period(record, &self.columns, value, self.dates);
        let name = chosen.name.get_or_insert_default();
        name.clear();
        let space = if row.pair.is_empty() { "" } else { " " };
        // Writing to a text cannot fail.
        let _ = write!(name, "{}{space}{own}{}", row.pair, row.goods);
        if let Ok(period) = period {
            name.push_str(suffix(period.frequency(), Frequency::Annual));
        }
        true
    }
}

/// Refuses a name that is longer than any: each value of a row has it.
fn refuse_long(row: usize, parts: &[&str]) -> Result<()> {
    let long = |part: &&&str| part.len() > LONGEST_NAME && part.chars().count() > LONGEST_NAME;
    parts.iter().find(long).map_or(Ok(()), |part| Err(Error::LongName { row, start: shortened(part) }))
}

/// The name of a series in a wide table, where its cell alone would not tell it from others.
fn wide_name(name: &str, row: &Row, column: &ValueColumn, first: &ValueColumn) -> Option<String> {
    let suffix = suffix(column.frequency(), first.frequency());
    if !row.is_repeated && suffix.is_empty() {
        return None;
    }
    let again = if row.is_repeated { format!(" (row {})", row.number) } else { String::new() };
    Some(format!("{name}{again}{suffix}"))
}

/// What a name says of a frequency other than the usual one.
fn suffix(frequency: Frequency, usual: Frequency) -> &'static str {
    match frequency {
        _ if frequency == usual => "",
        Frequency::Annual => ", annual",
        Frequency::Quarterly => ", quarterly",
        Frequency::Monthly => ", monthly",
    }
}

impl Row {
    /// Reads who trades with whom and what is measured; where that is no flow, which column says so, and what.
    fn read(&mut self, trade: &Trade, record: &Record) -> Option<(String, String)> {
        for (column, kept) in &trade.only {
            let text = cell(record, column.at);
            if !kept.iter().any(|kept| kept.eq_ignore_ascii_case(text)) {
                return Some((
                    column.heading.clone(),
                    format!("something other than {:?}", kept[kept.len() - 1]),
                ));
            }
        }
        let measure = || trade.measure.iter().map(|column| cell(record, column.at));
        self.flow = flow_of_all(measure());
        if let (None, Some(first)) = (self.flow, trade.measure.first()) {
            return Some((first.heading.clone(), format!("{:?}", shortened(cell(record, first.at)))));
        }
        self.power = match trade.scale {
            Scale::Dollars | Scale::Headings => 0,
            Scale::Column(_) => trade.scale_column.and_then(|at| power_of(cell(record, at))).unwrap_or(0),
            Scale::Words => measure().find_map(power_of).unwrap_or(3),
        };
        self.pair.clear();
        self.goods.clear();
        let of = |at: Option<usize>| at.map(|at| cell(record, at)).unwrap_or_default();
        // Writing to a text cannot fail.
        let _ = match (of(trade.reporter), of(trade.partner)) {
            ("", "") => write!(self.pair, "{}", trade.name),
            (one, "") | ("", one) => write!(self.pair, "{one}"),
            (reporter, partner) => write!(self.pair, "{reporter} - {partner}"),
        };
        let goods = of(trade.goods);
        if !is_total(goods) {
            let _ = write!(self.goods, ": {goods}");
        }
        None
    }
}

impl<R: BufRead + Seek> Facts<R> {
    /// Where the row of the fact in hand begins.
    pub(crate) fn start(&self) -> Position {
        self.rows.start()
    }

    /// Goes to where a row begins.
    pub(crate) fn go_to(&mut self, place: Position) -> Result<()> {
        (self.next, self.row.says) = (0, 0);
        self.rows.go_to(place)
    }
}
