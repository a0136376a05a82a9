//! Gathering what a file says of one series.

use std::sync::Arc;

use tradecast::{Flow, Frequency, Observation, Period, Series};

use crate::error::{Error, shortened};
use crate::layout::header::Columns;
use crate::layout::options::ReadOptions;
use crate::note::Note;
use crate::number::read_number;
use crate::read::entry::{Entry, Place};
use crate::read::facts::Fact;
use crate::read::zeros::zero_notes;

/// Long gaps of a series that are told.
const LONG_GAPS: usize = 3;

/// What was read of one series.
#[derive(Debug)]
pub(crate) struct SeriesBuilder {
    name: String,
    /// Facts taken, good and bad.
    taken: usize,
    values: Vec<Value>,
    /// Sources that are not empty, each with the number of its value.
    sources: Vec<(usize, Box<str>)>,
    errors: Remarks<Error>,
    gaps: Vec<Gap>,
    notes: Remarks<Note>,
    latest: Option<Period>,
    is_ordered: bool,
    /// Flow and reporter, where the file says them.
    flow: Option<Flow>,
    reporter: Box<str>,
    /// Whether values are halves of turnovers.
    is_halves: bool,
}

/// How many problems, and how many notes, of one series are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    pub(crate) remarks: usize,
    /// Whether a last one says how many more there are.
    pub(crate) more_is_told: bool,
}

/// What was noticed, up to a number.
#[derive(Debug)]
struct Remarks<T> {
    kept: Vec<T>,
    most: Most,
    more: usize,
}

impl<T> Remarks<T> {
    fn new(most: Most) -> Self {
        Self { kept: Vec::new(), most, more: 0 }
    }

    fn push(&mut self, remark: impl FnOnce() -> T) {
        if self.kept.len() < self.most.remarks { self.kept.push(remark()) } else { self.more += 1 }
    }

    /// The first in an order, and how many more there are.
    fn told(mut self, row: impl Fn(&T) -> Option<usize>, more: impl FnOnce(usize) -> T) -> Vec<T> {
        self.kept.sort_by_key(row);
        self.more += self.kept.len().saturating_sub(self.most.remarks);
        self.kept.truncate(self.most.remarks);
        if self.more > 0 && self.most.more_is_told {
            self.kept.push(more(self.more));
        }
        self.kept
    }
}

/// A period without a value: no more than is needed, because of a wide table most are left out again.
#[derive(Debug, Clone, Copy)]
struct Gap {
    period: Period,
    row: u32,
    column: u16,
}

/// A value and where it stands: no more than is needed, because a file sorted by period has most of its values here at a time.
#[derive(Debug, Clone, Copy)]
struct Value {
    period: Period,
    value: f64,
    row: u32,
    /// Its column, as a number among those with values.
    column: u16,
    /// Whether it is of imports, where values are halves of turnovers.
    is_imports: bool,
}

impl SeriesBuilder {
    /// A builder that expects as many facts, and keeps at most so many problems and notes.
    pub(crate) fn new(name: &str, facts: usize, most: Most) -> Self {
        Self {
            name: name.to_owned(),
            taken: 0,
            values: Vec::with_capacity(facts),
            sources: Vec::new(),
            errors: Remarks::new(most),
            gaps: Vec::new(),
            notes: Remarks::new(most),
            latest: None,
            is_ordered: true,
            flow: None,
            reporter: Box::default(),
            is_halves: false,
        }
    }

    /// Name of the series.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Facts taken so far.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    /// Adds a fact.
    pub(crate) fn take(
        &mut self,
        fact: &Fact<'_>,
        columns: &Columns,
        dates: Option<Frequency>,
        options: &ReadOptions,
    ) {
        self.taken += 1;
        if !fact.fits {
            self.errors.push(|| fact.wrong_length());
        } else if self.name.is_empty() {
            self.errors.push(|| Error::NoName { row: fact.row, column: columns.name_heading() });
        } else {
            self.read(fact, columns, dates, options);
        }
    }

    /// Reads a fact of a row of the right length.
    fn read(&mut self, fact: &Fact<'_>, columns: &Columns, dates: Option<Frequency>, options: &ReadOptions) {
        let (row, heading) =
            (fact.row, |of: Option<&str>| columns.heading(of, fact.value).unwrap_or_default());
        let period = match fact.period(dates) {
            Ok(period) => period,
            Err(source) => {
                self.errors.push(|| Error::BadPeriod { row, column: heading(Some("period")), source });
                return;
            }
        };
        if self.taken == 1 {
            self.flow = if fact.is_half { Some(Flow::Turnover) } else { fact.flow };
            self.is_halves = fact.is_half;
            self.reporter = fact.reporter.into();
        }
        if !self.is_halves {
            self.note_order(row, period, || heading(Some("period")));
        }
        let text = fact.text();
        if text.is_empty() {
            self.gaps.push(Gap { period, row: place(row), column: column_of(fact) });
            return;
        }
        match read_number(text, options.numbers) {
            Ok(value) => {
                let source = fact.source();
                if !source.is_empty() {
                    self.sources.push((self.values.len(), source.into()));
                }
                self.values.push(Value {
                    period,
                    value: scaled(value, fact.power),
                    row: place(row),
                    column: column_of(fact),
                    is_imports: fact.flow == Some(Flow::Imports),
                });
            }
            Err(problem) => {
                let column = || heading(Some("value"));
                self.errors.push(|| Error::BadNumber {
                    row,
                    column: column(),
                    text: shortened(text),
                    problem,
                });
            }
        }
    }

    /// Notes the first period that is not in the order of time.
    fn note_order(&mut self, row: usize, period: Period, heading: impl Fn() -> String) {
        match self.latest {
            Some(after) if after.frequency() == period.frequency() && period < after => {
                if self.is_ordered {
                    let series = || self.name.clone();
                    let note = || Note::Unordered { series: series(), row, column: heading(), period, after };
                    self.notes.push(note);
                }
                self.is_ordered = false;
            }
            _ => self.latest = Some(period),
        }
    }

    /// The series, or everything that is wrong with it, and what was noticed.
    pub(crate) fn into_entry(mut self, columns: &Columns, options: &ReadOptions, unit: &Arc<str>) -> Entry {
        if self.is_halves {
            self.add_up(columns);
        }
        let name = self.name.clone();
        let heading =
            self.values.first().and_then(|value| columns.heading(Some("period"), value.column.into()));
        let heading = heading.unwrap_or_default();
        let mut places: Vec<(Period, Place)> =
            self.values.iter().map(|value| (value.period, value.place(columns))).collect();
        places.sort_unstable_by_key(|(period, _)| *period);
        if columns.period.is_none() {
            // A wide table has a column for every period of all its series: only holes are worth a note.
            let ends = places.first().zip(places.last()).map(|((first, _), (last, _))| *first..*last);
            self.gaps.retain(|gap| ends.as_ref().is_some_and(|ends| ends.contains(&gap.period)));
        }
        let mut notes = self.notes(columns);
        let series = self.into_series(columns, options, unit);
        for gap in series.iter().flat_map(Series::long_gaps).take(LONG_GAPS) {
            let at = places.partition_point(|(period, _)| *period < gap.period);
            let row = places.get(at).map_or(0, |(_, place)| place.row);
            notes.push(Note::LongGap { series: name.clone(), row, column: heading.clone(), gap });
        }
        let places: Vec<Place> = places.into_iter().map(|(_, place)| place).collect();
        if let Ok(series) = &series {
            notes.extend(zero_notes(series, &places, |column| columns.heading_at(column)));
        }
        Entry { name, series, notes, places }
    }

    /// What was noticed, in the order of rows.
    fn notes(&mut self, columns: &Columns) -> Vec<Note> {
        let most = self.notes.most;
        let mut notes = std::mem::replace(&mut self.notes, Remarks::new(most));
        let of = |Gap { period, row, column }: &Gap| {
            let column = columns.heading(Some("value"), (*column).into()).unwrap_or_default();
            (self.name.clone(), *row as usize, column, *period)
        };
        let room = most.remarks.saturating_sub(notes.kept.len());
        let (first, more) = self.gaps.split_at(self.gaps.len().min(room));
        notes.kept.extend(first.iter().map(|gap| {
            let (series, row, column, period) = of(gap);
            Note::Gap { series, row, column, period }
        }));
        let Some(last) = more.first().or(first.last()) else {
            // Notes of halves are in the order of time, and have no gaps among them.
            return notes.kept;
        };
        notes.more += more.len();
        let (series, row, column, _) = of(last);
        notes.told(|note| Some(note.row()), |gaps| Note::MoreGaps { series, row, column, gaps })
    }

    /// Makes turnovers of halves.
    fn add_up(&mut self, columns: &Columns) {
        let mut halves = std::mem::take(&mut self.values);
        halves.sort_by_key(|half| (half.period, half.is_imports, half.row));
        for of_period in halves.chunk_by(|a, b| a.period == b.period) {
            match of_period {
                [exports, imports] if !exports.is_imports && imports.is_imports => {
                    // A flow may be nothing in a year; less than nothing it cannot be.
                    let value = if exports.value.min(imports.value) < 0.0 {
                        exports.value.min(imports.value)
                    } else {
                        exports.value + imports.value
                    };
                    self.values.push(Value { value, ..*exports });
                }
                [half] => {
                    let heading = columns.heading(Some("value"), half.column.into()).unwrap_or_default();
                    let (series, period) = (self.name.clone(), half.period);
                    self.notes.push(|| Note::OneFlow {
                        series,
                        row: half.row as usize,
                        column: heading,
                        period,
                    });
                }
                // A flow given twice: the series tells.
                several => self.values.extend(several),
            }
        }
    }

    fn into_series(
        self,
        columns: &Columns,
        options: &ReadOptions,
        unit: &Arc<str>,
    ) -> std::result::Result<Series, Vec<Error>> {
        let Self { name, values, sources, mut errors, flow, reporter, .. } = self;
        let told = |errors: Remarks<Error>| errors.told(Error::row, |errors| Error::More { errors });
        let is_good = errors.kept.is_empty();
        if values.is_empty() && !is_good {
            return Err(told(errors));
        }
        let mut observations: Vec<Observation> =
            values.iter().map(|value| Observation::new(value.period, value.value)).collect();
        for (at, source) in sources {
            observations[at].source = source.into();
        }
        let bad = |source: tradecast::Error, of: usize, row_of: &dyn Fn(usize) -> usize| {
            let column = values.get(of).map_or(0, |value| value.column.into());
            let source = source.at_row(row_of);
            Error::BadSeries { column: columns.heading(source.column(), column), source }
        };
        let published = flow.is_some();
        let good = if is_good { Series::new(name, observations) } else { Series::new("", observations) };
        match good {
            Ok(series) if is_good => {
                let unit = if published { PUBLISHED_UNIT.into() } else { Arc::clone(unit) };
                let series = series.with_unit(unit).with_flow(flow.unwrap_or(options.flow));
                return Ok(if reporter.is_empty() { series } else { series.with_reporter(&*reporter) });
            }
            Ok(_) => {}
            Err(of_all) => {
                // The core stops at the first bad value; asked one by one, it names them all.
                let mut wrong = Remarks::new(errors.most);
                for (at, value) in values.iter().enumerate() {
                    let alone = Series::new("", vec![Observation::new(value.period, value.value)]);
                    if let Err(source) = alone {
                        wrong.push(|| bad(source, at, &|_| value.row as usize));
                    }
                }
                if wrong.kept.is_empty() {
                    let of = of_all.row().map_or(0, |row| row - 1);
                    wrong.push(|| bad(of_all, of, &|observation| values[observation - 1].row as usize));
                }
                errors.kept.append(&mut wrong.kept);
                errors.more += wrong.more;
            }
        }
        Err(told(errors))
    }
}

/// A row in few bytes.
fn place(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// The column of a fact, as a number among those with values, in few bytes.
fn column_of(fact: &Fact<'_>) -> u16 {
    u16::try_from(fact.value).unwrap_or(u16::MAX)
}

/// Unit of the series in a publisher's table.
const PUBLISHED_UNIT: &str = "USD m";

impl Value {
    fn place(&self, columns: &Columns) -> Place {
        let column = columns.values.get(usize::from(self.column)).map_or(0, |value| value.column.at);
        Place { row: self.row as usize, column }
    }
}

/// A value times a power of ten, as exactly as floating point can.
fn scaled(value: f64, power: i32) -> f64 {
    // Exact, as far as a table goes, and the same everywhere.
    let factor = (0..power.abs()).fold(1.0, |factor, _| 10.0 * factor);
    if power < 0 { value / factor } else { value * factor }
}
