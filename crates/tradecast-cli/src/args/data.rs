//! Options that say which series are read, and how their table is meant.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use tradecast::{DataContext, Flow, Period};
use tradecast_data::Case;
use tradecast_io::{NumberStyle, Publisher, ReadOptions};

#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// CSV file or XLSX workbook with one or many series, `-` for standard input; the case inside where absent
    #[arg(conflicts_with = "pair")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) pair: PairArgs,
    /// Use only what was known at the end of this period
    #[arg(long, value_name = "PERIOD")]
    pub(crate) as_of: Option<Period>,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    /// Panel priors, what other pairs teach: a file written by calibrate; `pairs` for those inside, where the series are trade
    /// between two economies; `none` to learn from each series alone [default: those inside where a series is known to be such
    /// trade: the case inside, a publisher's table with partners, a name that reads as two economies; else none]; for backtest
    /// also `origin`, which estimates them anew at each origin from the series of the file
    #[arg(long, value_name = "FILE|pairs|none")]
    pub(crate) priors: Option<PathBuf>,
    /// Flow measured: turnover, exports or imports; of a table that tells flows apart only this one is used [default: turnover,
    /// and of such a table all of them]
    #[arg(long)]
    flow: Option<Flow>,
}

/// Which of the embedded pairs is meant.
#[derive(Debug, Args)]
pub(crate) struct PairArgs {
    /// Embedded pair of countries: its series, parts, target and scenarios
    #[arg(long = "pair", id = "pair", value_name = "PAIR", default_value = tradecast_data::default_case().id.as_str(),
        value_parser = pairs())]
    pub(crate) case: &'static Case,
}

/// The embedded pairs by the name of their folder.
fn pairs() -> impl TypedValueParser<Value = &'static Case> {
    let named = |case: &'static Case| PossibleValue::new(case.id.as_str()).help(case.title.as_str());
    PossibleValuesParser::new(tradecast_data::cases().iter().map(named))
        .map(|id| tradecast_data::case(&id).expect("it is one of the possible values"))
}

impl DataArgs {
    /// The embedded case, where no file is named.
    pub(crate) fn case(&self) -> Option<&'static Case> {
        self.file.is_none().then_some(self.pair.case)
    }

    /// What is known of the turnover of the embedded case at the as-of date; absent where the series is another.
    pub(crate) fn context(&self) -> tradecast::Result<Option<DataContext>> {
        let case = self.case().filter(|_| self.flow() == Flow::Turnover);
        case.map(|case| case.known_at(self.as_of)).transpose()
    }

    /// The flow measured.
    pub(crate) fn flow(&self) -> Flow {
        self.flow.unwrap_or_default()
    }

    /// The one flow that is wanted, where that is said.
    pub(crate) fn only(&self) -> Option<Flow> {
        self.flow
    }
}

#[derive(Debug, Args)]
pub(crate) struct ColumnArgs {
    /// Heading of the column with the name of the series
    #[arg(long, value_name = "HEADING")]
    series_column: Option<String>,
    /// Heading of the column with the period
    #[arg(long, value_name = "HEADING")]
    period_column: Option<String>,
    /// Heading of the column with the value
    #[arg(long, value_name = "HEADING")]
    value_column: Option<String>,
    /// Unit of the values, a label: nothing is converted [default: as the headings say, else USD m]
    #[arg(long)]
    unit: Option<String>,
    /// Divides all values by this power of ten: 1000 where the file has thousands and the unit is millions [default: as the
    /// headings say, else 1]
    #[arg(long, value_name = "POWER", value_parser = power_of_ten)]
    divide_by: Option<i8>,
    /// The mark before decimals, where values such as 1,000 leave it open
    #[arg(long, value_enum)]
    decimal: Option<Decimal>,
    /// How the table is meant [default: as it seems]; `plain` is series,period,value and nothing else; others are those of
    /// publishers, as tradecast check names them
    #[arg(long, value_name = "LAYOUT", value_parser = layout)]
    layout: Option<Layout>,
    /// Sheet of a workbook [default: the first that is not empty]; also FILE#SHEET
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

/// The mark before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Decimal {
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

/// How a table is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// The columns series, period and value, read as strictly as can be.
    Plain,
    Of(Publisher),
}

fn layout(name: &str) -> Result<Layout, String> {
    let publisher = || Publisher::ALL.into_iter().find(|publisher| publisher.id() == name).map(Layout::Of);
    let known = || Publisher::ALL.map(Publisher::id).join(", ");
    (name == "plain")
        .then_some(Layout::Plain)
        .or_else(publisher)
        .ok_or_else(|| format!("write plain or one of {}", known()))
}

fn power_of_ten(text: &str) -> Result<i8, String> {
    let is = |power: &i8| text.parse::<f64>().ok() == format!("1e{power}").parse().ok();
    (-12..=12).find(is).ok_or_else(|| "write a power of ten, such as 1000 or 0.001".to_owned())
}

impl ColumnArgs {
    /// Whether the table is to be read as it stands.
    pub(crate) fn is_plain(&self) -> bool {
        self.layout == Some(Layout::Plain)
    }

    /// How a table is read that seems to be meant in a way.
    pub(crate) fn read_options(&self, seems: ReadOptions, flow: Option<Flow>, name: &str) -> ReadOptions {
        let mapped = self.period_column.is_some() || self.value_column.is_some();
        let seems = match &self.value_column {
            Some(heading) if !self.is_plain() => seems.with_value_column(heading),
            _ => seems,
        };
        let publisher = match self.layout {
            Some(Layout::Of(publisher)) => Some(publisher),
            // Whoever says which columns count is right.
            _ => seems.publisher.filter(|_| !mapped && self.series_column.is_none()),
        };
        ReadOptions {
            series_column: self.series_column.clone().or(seems.series_column),
            period_column: self.period_column.clone().or(seems.period_column),
            value_column: self.value_column.clone().or(seems.value_column),
            unit: self.unit.clone().unwrap_or(seems.unit),
            flow: flow.unwrap_or(seems.flow),
            name: name.to_owned(),
            numbers: match self.decimal {
                Some(Decimal::Point) => NumberStyle::Point,
                Some(Decimal::Comma) => NumberStyle::Comma,
                None => seems.numbers,
            },
            publisher,
            only: flow,
            power: match (self.divide_by, &self.unit) {
                (Some(power), _) => -power,
                // Whoever names the unit says what the file has.
                (None, Some(_)) => 0,
                (None, None) => seems.power,
            },
            ..seems
        }
    }
}
