//! One type a file: its columns, and how a row becomes a value.

use std::ops::RangeInclusive;

use tradecast::{Flow, Period};

use crate::problem::Problem;
use crate::row_reader::RowReader;
use crate::table::{Row, Table};
use crate::words::{Confidence, Derived, FactUnit, GoodFlow, Measure, Method, PeriodBasis, Word};

/// A row of one of the files.
pub(crate) trait Record: Sized {
    /// Name of the file in the folder of a case, or its path below `data`.
    const FILE: &'static str;
    /// Its columns.
    const COLUMNS: &'static [&'static str];
    /// Reads one row; the reader keeps what is wrong with it.
    fn read(row: &RowReader<'_>) -> Self;
}

/// Reads all rows of a table.
pub(crate) fn read<T: Record>(table: &Table<'_>) -> Result<Vec<T>, Vec<Problem>> {
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    for row in table.rows() {
        match read_row(row) {
            Ok(value) => values.push(value),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(values) } else { Err(problems) }
}

/// Reads one row.
///
/// # Errors
/// Everything that is wrong with its cells.
pub(crate) fn read_row<T: Record>(row: Row<'_>) -> Result<T, Vec<Problem>> {
    let reader = RowReader::new(row);
    let value = T::read(&reader);
    let problems = reader.problems();
    if problems.is_empty() { Ok(value) } else { Err(problems) }
}

/// What one reporter says of one year's trade, in the unit of the case.
///
/// ```
/// let figures = &tradecast_data::default_case().annual;
/// let figure = figures.iter().find(|f| f.year == 2022).unwrap();
/// assert_eq!((figure.exports, figure.imports, figure.turnover), (Some(375.3), Some(86.6), 461.9));
/// assert_eq!(figure.reporter, tradecast_data::default_case().reporter);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AnnualFigure {
    /// Calendar year.
    pub year: i32,
    /// From the reporter of the case to its partner, in the unit of the case.
    pub exports: Option<f64>,
    /// From the partner of the case to its reporter, in the unit of the case.
    pub imports: Option<f64>,
    /// Exports plus imports, in the unit of the case.
    pub turnover: f64,
    /// Whose statistics: one of [`Case::reporters`](crate::Case::reporters).
    pub reporter: String,
    /// Which office or person states the figure; empty where the reporter itself is the source.
    pub stated_by: String,
    /// How the figure came about.
    pub method: Method,
    /// Identifier of the source: one of [`Case::sources`](crate::Case::sources).
    pub source: String,
    /// What a reader must know, or the arithmetic.
    pub note: String,
    /// Which of the three figures is arithmetic.
    pub derived: Derived,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

impl AnnualFigure {
    /// The figure for one flow, in the unit of the case.
    ///
    /// ```
    /// # use tradecast::Flow;
    /// let figures = &tradecast_data::default_case().annual;
    /// assert_eq!(figures[0].value(Flow::Exports), Some(48.05));
    /// ```
    #[must_use]
    pub fn value(&self, flow: Flow) -> Option<f64> {
        match flow {
            Flow::Turnover => Some(self.turnover),
            Flow::Exports => self.exports,
            Flow::Imports => self.imports,
        }
    }
}

impl Record for AnnualFigure {
    const FILE: &'static str = "annual.csv";
    const COLUMNS: &'static [&'static str] = &[
        "year",
        "exports",
        "imports",
        "turnover",
        "reporter",
        "stated_by",
        "method",
        "source",
        "note",
        "derived",
        "confidence",
    ];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            year: row.year("year"),
            exports: row.optional("exports", RowReader::figure),
            imports: row.optional("imports", RowReader::figure),
            turnover: row.figure("turnover"),
            reporter: row.required("reporter"),
            stated_by: row.text("stated_by"),
            method: row.word("method"),
            source: row.required("source"),
            note: row.text("note"),
            derived: row.word("derived"),
            confidence: row.word("confidence"),
        }
    }
}

/// Which flows of a year of the splice are weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weak {
    /// None.
    No,
    /// All of them.
    Yes,
    /// Exports, and so turnover; imports are sound.
    Exports,
}

impl Word for Weak {
    const WORDS: &'static [&'static str] = &["no", "yes", "exports"];
    const MEANINGS: &'static [Self] = &[Self::No, Self::Yes, Self::Exports];
}

impl Weak {
    /// Whether a flow is weak.
    pub(crate) fn affects(self, flow: Flow) -> bool {
        match self {
            Self::No => false,
            Self::Yes => true,
            Self::Exports => flow != Flow::Imports,
        }
    }
}

/// One year of the default splice, in the unit of the case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SpliceYear {
    /// Calendar year.
    pub(crate) year: i32,
    /// From the reporter of the case to its partner.
    pub(crate) exports: Option<f64>,
    /// From the partner of the case to its reporter.
    pub(crate) imports: Option<f64>,
    /// Exports plus imports.
    pub(crate) turnover: f64,
    /// Letter of the reporter it is taken from.
    pub(crate) basis: String,
    /// Which flows are weak.
    pub(crate) weak: Weak,
    /// Why, or what else a reader must know.
    pub(crate) note: String,
}

impl SpliceYear {
    /// The figure for one flow.
    pub(crate) fn value(&self, flow: Flow) -> Option<f64> {
        match flow {
            Flow::Turnover => Some(self.turnover),
            Flow::Exports => self.exports,
            Flow::Imports => self.imports,
        }
    }

    /// The annual figure that this year repeats: same year, the reporter of the basis, the same three values.
    pub(crate) fn origin<'a>(
        &self,
        annual: &'a [AnnualFigure],
        reporters: &[Reporter],
    ) -> Option<&'a AnnualFigure> {
        let reporter = reporters.iter().find(|reporter| reporter.basis == self.basis)?;
        annual.iter().find(|figure| {
            figure.year == self.year
                && figure.reporter == reporter.reporter
                && [Flow::Exports, Flow::Imports, Flow::Turnover]
                    .iter()
                    .all(|flow| figure.value(*flow) == self.value(*flow))
        })
    }
}

impl Record for SpliceYear {
    const FILE: &'static str = "series.csv";
    const COLUMNS: &'static [&'static str] =
        &["year", "exports", "imports", "turnover", "basis", "weak", "note"];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            year: row.year("year"),
            exports: row.optional("exports", RowReader::figure),
            imports: row.optional("imports", RowReader::figure),
            turnover: row.figure("turnover"),
            basis: row.required("basis"),
            weak: row.word("weak"),
            note: row.text("note"),
        }
    }
}

/// What one reporter says of the first months of a year, in the unit of the case.
///
/// ```
/// let readings = &tradecast_data::default_case().part_years;
/// let latest = readings.last().unwrap();
/// assert_eq!((latest.end.to_string().as_str(), latest.turnover), ("2025-10", Some(600.3)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PartYear {
    /// First month.
    pub start: Period,
    /// Last month.
    pub end: Period,
    /// Whether the source prints the months.
    pub period_basis: PeriodBasis,
    /// From the reporter of the case to its partner, in the unit of the case.
    pub exports: Option<f64>,
    /// From the partner of the case to its reporter, in the unit of the case.
    pub imports: Option<f64>,
    /// Exports plus imports, in the unit of the case.
    pub turnover: Option<f64>,
    /// Growth of turnover on the same months of the year before, per cent.
    pub growth_pct: Option<f64>,
    /// Whose statistics: one of [`Case::reporters`](crate::Case::reporters).
    pub reporter: String,
    /// Which office or person states the figure; empty where it was worked back.
    pub stated_by: String,
    /// Identifier of the source: one of [`Case::sources`](crate::Case::sources).
    pub source: String,
    /// What a reader must know, or the arithmetic.
    pub note: String,
    /// Which of the three figures is arithmetic.
    pub derived: Derived,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

impl Record for PartYear {
    const FILE: &'static str = "year-to-date.csv";
    const COLUMNS: &'static [&'static str] = &[
        "period_start",
        "period_end",
        "period_basis",
        "exports",
        "imports",
        "turnover",
        "growth_pct",
        "reporter",
        "stated_by",
        "source",
        "note",
        "derived",
        "confidence",
    ];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            start: row.month("period_start"),
            end: row.month("period_end"),
            period_basis: row.word("period_basis"),
            exports: row.optional("exports", RowReader::figure),
            imports: row.optional("imports", RowReader::figure),
            turnover: row.optional("turnover", RowReader::figure),
            growth_pct: row.optional("growth_pct", RowReader::number),
            reporter: row.required("reporter"),
            stated_by: row.text("stated_by"),
            source: row.required("source"),
            note: row.text("note"),
            derived: row.word("derived"),
            confidence: row.word("confidence"),
        }
    }
}

/// Trade in one good over one period.
///
/// ```
/// let goods = &tradecast_data::default_case().goods;
/// let wheat = goods.iter().find(|g| g.good == "wheat" && g.full_year() == Some(2022)).unwrap();
/// assert_eq!((wheat.value, wheat.derived), (Some(97.6), true));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Good {
    /// First month.
    pub start: Period,
    /// Last month; absent where the source does not say.
    pub end: Option<Period>,
    /// Whether the source prints the months.
    pub period_basis: PeriodBasis,
    /// Which way it moves.
    pub flow: GoodFlow,
    /// Name of the good.
    pub good: String,
    /// What the value measures.
    pub measure: Measure,
    /// Value, in the unit of the case.
    pub value: Option<f64>,
    /// Quantity, thousand tonnes.
    pub quantity_kt: Option<f64>,
    /// Growth on the same period of the year before, per cent: of the value, or of the quantity where no value is given.
    pub growth_pct: Option<f64>,
    /// Whose statistics: one of [`Case::reporters`](crate::Case::reporters).
    pub reporter: String,
    /// Which office or person states the figure.
    pub stated_by: String,
    /// Identifier of the source: one of [`Case::sources`](crate::Case::sources).
    pub source: String,
    /// What a reader must know, or the arithmetic.
    pub note: String,
    /// Whether the value or quantity is arithmetic on printed figures.
    pub derived: bool,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

impl Good {
    /// The calendar year, where the period is exactly one.
    ///
    /// ```
    /// assert_eq!(tradecast_data::default_case().goods[0].full_year(), Some(2022));
    /// ```
    #[must_use]
    pub fn full_year(&self) -> Option<i32> {
        let january = self.start.to_string().ends_with("-01");
        (january && self.end == Some(self.start.plus(11))).then(|| self.start.year())
    }
}

impl Record for Good {
    const FILE: &'static str = "goods.csv";
    const COLUMNS: &'static [&'static str] = &[
        "period_start",
        "period_end",
        "period_basis",
        "flow",
        "good",
        "measure",
        "value",
        "quantity_kt",
        "growth_pct",
        "reporter",
        "stated_by",
        "source",
        "note",
        "derived",
        "confidence",
    ];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            start: row.month("period_start"),
            end: row.optional("period_end", RowReader::month),
            period_basis: row.word("period_basis"),
            flow: row.word("flow"),
            good: row.required("good"),
            measure: row.word("measure"),
            value: row.optional("value", RowReader::figure),
            quantity_kt: row.optional("quantity_kt", RowReader::figure),
            growth_pct: row.optional("growth_pct", RowReader::number),
            reporter: row.required("reporter"),
            stated_by: row.required("stated_by"),
            source: row.required("source"),
            note: row.text("note"),
            derived: row.yes_or_no("derived"),
            confidence: row.word("confidence"),
        }
    }
}

/// One fact about a pair, such as those of the article that a case starts from.
///
/// ```
/// let facts = tradecast_data::default_case().facts();
/// let contracts = facts.iter().find(|fact| fact.id == "contracts-2023").unwrap();
/// assert_eq!(contracts.value, Some(55.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Identifier, stable.
    pub id: String,
    /// What it is, in a few words.
    pub label: String,
    /// The figure; absent where the fact has none.
    pub value: Option<f64>,
    /// Unit of the figure.
    pub unit: Option<FactUnit>,
    /// The years it speaks of.
    pub years: Option<RangeInclusive<i32>>,
    /// The flow it measures, or is part of.
    pub flow: Option<Flow>,
    /// The good it measures; empty where it measures the whole flow.
    pub good: String,
    /// Identifier of the source: one of [`Case::sources`](crate::Case::sources).
    pub source: String,
    /// What a reader must know, or the arithmetic.
    pub note: String,
    /// Whether the figure is arithmetic on printed figures.
    pub derived: bool,
}

impl Record for Fact {
    const FILE: &'static str = "facts.csv";
    const COLUMNS: &'static [&'static str] =
        &["id", "label", "value", "unit", "period", "flow", "good", "source", "note", "derived"];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            id: row.required("id"),
            label: row.required("label"),
            value: row.optional("value", RowReader::figure),
            unit: row.optional("unit", RowReader::word),
            years: row.optional("period", RowReader::years),
            flow: row.optional("flow", RowReader::word),
            good: row.text("good"),
            source: row.required("source"),
            note: row.text("note"),
            derived: row.yes_or_no("derived"),
        }
    }
}

/// Whose statistics a figure is, and what they count.
///
/// ```
/// let reporters = &tradecast_data::default_case().reporters;
/// assert!(reporters.iter().any(|r| r.reporter == tradecast_data::default_case().reporter && r.basis == "E"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporter {
    /// Name.
    pub reporter: String,
    /// Letter in the default splice; empty where it is not part of it.
    pub basis: String,
    /// What it counts.
    pub definition: String,
}

impl Record for Reporter {
    const FILE: &'static str = "reporters.csv";
    const COLUMNS: &'static [&'static str] = &["reporter", "basis", "definition"];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            reporter: row.required("reporter"),
            basis: row.text("basis"),
            definition: row.required("definition"),
        }
    }
}

/// Where figures were read.
///
/// ```
/// let sources = &tradecast_data::default_case().sources;
/// let article = sources.iter().find(|source| source.id == "astana-times-visit").unwrap();
/// assert!(article.title.starts_with("Astana Times"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Identifier, as the other files give it.
    pub id: String,
    /// Publisher and subject.
    pub title: String,
    /// Address; empty where none is known.
    pub url: String,
    /// Day on which the figures were taken, `2026-11-24`.
    pub retrieved: String,
    /// On what terms the figures are used.
    pub licence: String,
}

impl Source {
    /// The address, or the title where no address is known.
    ///
    /// ```
    /// let sources = &tradecast_data::default_case().sources;
    /// assert!(sources[0].address().starts_with("https://"));
    /// ```
    #[must_use]
    pub fn address(&self) -> &str {
        if self.url.is_empty() { &self.title } else { &self.url }
    }
}

impl Record for Source {
    const FILE: &'static str = "sources.csv";
    const COLUMNS: &'static [&'static str] = &["id", "title", "url", "retrieved", "licence"];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            id: row.required("id"),
            title: row.required("title"),
            url: row.address("url"),
            retrieved: row.day("retrieved"),
            licence: row.required("licence"),
        }
    }
}
