//! What the command line accepts.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use tradecast::{
    Backtest, Flow, Lever, LeverKey, Likeness, ModelChoice, Period, Priors, Reading, ReadingNoise, Readings,
    Scope, Setting, Settings,
};
use tradecast_io::{NumberStyle, Publisher, ReadOptions};

use crate::container::Container;
use crate::levers::Levers;
use crate::output::Failure;
use crate::parts::PartsArgs;
use crate::shell::{CompletionArgs, ManArgs};
use crate::{backtest, examples, priors_file};

/// When does trade between two economies reach its target, and how sure are we?
#[derive(Debug, Parser)]
#[command(name = "tradecast", version, after_help = examples::TOP, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) flagship: ArriveArgs,
    /// Columns of texts and charts [default: as wide as the terminal]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=300))]
    pub(crate) width: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// When is the target reached? Arrival probabilities, required growth, models and warnings.
    #[command(after_help = examples::ARRIVE)]
    Arrive(ArriveArgs),
    /// Which of many targets are on track? The series of a file by the probability that each reaches its target in time.
    #[command(after_help = examples::RANK)]
    Rank(RankArgs),
    /// Ready scenarios and your own: list them, write one, ask under one, compare several.
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// Which levers does the answer hang on, and what did those that are moved change?
    #[command(after_help = examples::SENSITIVITY)]
    Sensitivity(SensitivityArgs),
    /// What would have to be true? The smallest move of a lever, or the cheapest of several, that makes the target likely enough.
    #[command(after_help = examples::SOLVE)]
    Solve(SolveArgs),
    /// What will the next periods bring? Mean, median and bands.
    #[command(after_help = examples::FORECAST)]
    Forecast(ForecastArgs),
    /// Which models fit, with what parameters and errors?
    #[command(after_help = examples::FIT)]
    Fit(FitArgs),
    /// How did answers given at earlier dates turn out? Arrival probabilities, bands and medians against what happened.
    #[command(after_help = examples::BACKTEST, after_long_help = format!("{}\n\n{}", backtest::meanings(), examples::BACKTEST))]
    Backtest(BacktestArgs),
    /// Estimates panel priors from many yearly series, using nothing after a year.
    #[command(after_help = examples::CALIBRATE)]
    Calibrate(CalibrateArgs),
    /// What a shell needs to complete commands and options, on standard output.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionArgs),
    /// Writes the manual: a page for each command.
    #[command(after_help = examples::MAN)]
    Man(ManArgs),
    /// The page and an HTTP API on this machine, until Ctrl-C.
    #[cfg(feature = "serve")]
    #[command(after_help = examples::SERVE)]
    Serve(crate::serve::ServeArgs),
    /// How is a file understood, and what in it should be looked at?
    #[command(after_help = examples::CHECK)]
    Check(CheckArgs),
}

/// A question about arrival, whatever is assumed.
#[derive(Debug, Args)]
pub(crate) struct QuestionArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Level to be reached, in the unit of the series [default with the data inside: 1000]
    #[arg(long, value_name = "LEVEL", conflicts_with = "target_multiple", allow_negative_numbers = true)]
    pub(crate) target: Option<f64>,
    /// Level to be reached, as a multiple of the last value
    #[arg(long, value_name = "MULTIPLE", allow_negative_numbers = true)]
    pub(crate) target_multiple: Option<f64>,
    /// Deadline: the last period that counts as on time
    #[arg(long, value_name = "PERIOD")]
    pub(crate) by: Option<Period>,
    /// Forecast periods
    #[arg(long, value_name = "N", default_value_t = Settings::default().horizon)]
    pub(crate) horizon: u32,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
    #[command(flatten)]
    pub(crate) parts: PartsArgs,
    /// `auto` combines the models; a name uses one, with options as in logistic:2000 (ceiling)
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = ModelChoice::named)]
    pub(crate) model: ModelChoice,
    #[command(flatten)]
    pub(crate) regressors: RegressorArgs,
    #[command(flatten)]
    pub(crate) simulation: SimulationArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ArriveArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.required(true)))]
pub(crate) struct RankArgs {
    #[command(flatten)]
    pub(crate) arrive: ArriveArgs,
    /// Targets of their own: a table (CSV or XLSX) with the columns series and target, and by where each has a deadline of its own
    #[arg(long, value_name = "FILE")]
    pub(crate) targets: Option<PathBuf>,
    /// Print only the first N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) top: Option<u32>,
    #[command(flatten)]
    pub(crate) reference: ReferenceArgs,
}

/// The view from outside: how often others that stood where a series stands came as far, in as much time.
#[derive(Debug, Args)]
pub(crate) struct ReferenceArgs {
    /// File with many series to compare with; it may be the one that is ranked
    #[arg(long = "reference", value_name = "FILE")]
    pub(crate) panel: Option<PathBuf>,
    /// How many times larger or smaller another may be to be like it; `any` where size does not matter or units differ
    #[arg(long, value_name = "FACTOR|any", default_value = "4", value_parser = size_factor)]
    like_size: Factor,
    /// How many percentage points a year its growth over the last five years may be apart
    #[arg(long, value_name = "POINTS", default_value_t = Likeness::default().growth)]
    like_growth: f64,
    /// How many times more or less volatile it may be
    #[arg(long, value_name = "FACTOR", default_value_t = Likeness::default().volatility)]
    like_volatility: f64,
}

/// A factor, or any.
#[derive(Debug, Clone, Copy)]
struct Factor(Option<f64>);

fn size_factor(text: &str) -> Result<Factor, String> {
    match text {
        "any" => Ok(Factor(None)),
        number => number
            .parse()
            .map(|factor| Factor(Some(factor)))
            .map_err(|why| format!("{why}: write a number, or any")),
    }
}

impl ReferenceArgs {
    /// How alike others must be.
    pub(crate) fn likeness(&self) -> Likeness {
        Likeness { size: self.like_size.0, growth: self.like_growth, volatility: self.like_volatility }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SensitivityArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    /// How far every lever swings: share of the way from where it is to either end of its range, %
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0, value_parser = percentage)]
    pub(crate) swing: f64,
    /// Other ends for a lever; may be repeated
    #[arg(long, value_name = "LEVER=LOW:HIGH", value_parser = lever_ends)]
    pub(crate) ends: Vec<(LeverKey, [f64; 2])>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

fn percentage(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(percent) if percent > 0.0 && percent <= 100.0 => Ok(percent),
        _ => Err("write a number above 0 and at most 100".to_owned()),
    }
}

fn lever_ends(text: &str) -> Result<(LeverKey, [f64; 2]), String> {
    let form = "write LEVER=LOW:HIGH, as in growth=-1:2";
    let (name, ends) = text.split_once('=').ok_or(form)?;
    let (low, high) = ends.split_once(':').ok_or(form)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|why| format!("{text:?}: {why}; {form}"));
    let lever = name.trim().parse::<LeverKey>().map_err(|e| e.to_string())?;
    Ok((lever, [number(low)?, number(high)?]))
}

#[derive(Debug, Args)]
#[command(mut_arg("by", |arg| arg.required(true)))]
pub(crate) struct SolveArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    /// How likely it is to be that the target is reached in time, %
    #[arg(long, value_name = "PERCENT", value_parser = likely)]
    pub(crate) probability: f64,
    /// A lever that may move, and what a move over its whole range costs [default: 1]; may be repeated
    #[arg(long = "lever", value_name = "LEVER[:WEIGHT]", required = true, value_parser = weighted_lever)]
    pub(crate) free: Vec<(LeverKey, f64)>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

fn likely(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(percent) if (1.0..=99.9).contains(&percent) => Ok(percent),
        Ok(share) if (0.0..1.0).contains(&share) => {
            Err(format!("it is a percentage: write {} for {share}", 100.0 * share))
        }
        _ => Err("write a percentage from 1 to 99.9; nothing is certain".to_owned()),
    }
}

fn weighted_lever(text: &str) -> Result<(LeverKey, f64), String> {
    let (name, weight) = text.split_once(':').unwrap_or((text, "1"));
    let weight = weight.trim().parse().map_err(|why| format!("weight {weight:?}: {why}"))?;
    Ok((name.parse::<LeverKey>().map_err(|e| e.to_string())?, weight))
}

/// What there is to do with scenarios.
#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    /// Lists the ready scenarios for the data inside.
    #[command(after_help = examples::LIST)]
    List(OutputArgs),
    /// Writes a commented scenario file with every lever, its unit, range and meaning.
    #[command(after_help = examples::NEW)]
    New(NewArgs),
    /// When is the target reached under a scenario? As arrive, with the baseline beside it.
    #[command(after_help = examples::RUN)]
    Run(RunArgs),
    /// Scenarios side by side on the same simulated futures, and how far each is from the baseline.
    #[command(after_help = examples::COMPARE)]
    Compare(CompareArgs),
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// What the scenario is called
    pub(crate) name: String,
    /// Scenario whose levers are moved in it
    #[arg(long, value_name = "FILE|ID")]
    pub(crate) from: Option<String>,
    /// File to be written, instead of standard output: with every lever in comments, or as the page reads it where it ends in .json
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(mut_arg("scenario", |arg| arg.hide(true)))]
pub(crate) struct RunArgs {
    /// Scenario file (.toml or .json), or a ready scenario
    #[arg(value_name = "FILE|ID", conflicts_with = "scenario")]
    pub(crate) chosen: String,
    #[command(flatten)]
    pub(crate) arrive: ArriveArgs,
}

#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.long("data").value_name("FILE")))]
pub(crate) struct CompareArgs {
    /// Scenario files (.toml or .json, also the list that the page saves), or ready scenarios
    #[arg(value_name = "FILE|ID", required = true)]
    pub(crate) scenarios: Vec<String>,
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ForecastArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Forecast periods
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub(crate) horizon: u32,
    /// `auto` combines the models; a name uses one; `all` gives each of them
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = Models::named)]
    pub(crate) model: Models,
    #[command(flatten)]
    pub(crate) regressors: RegressorArgs,
    #[command(flatten)]
    pub(crate) readings: ReadingArgs,
    #[command(flatten)]
    pub(crate) parts: PartsArgs,
    #[command(flatten)]
    pub(crate) levers: LeverArgs,
    #[command(flatten)]
    pub(crate) simulation: SimulationArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// `auto` fits every model of the combination; a name fits one
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = ModelChoice::named)]
    pub(crate) model: ModelChoice,
    #[command(flatten)]
    pub(crate) regressors: RegressorArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Origins as FIRST:LAST or FIRST:LAST:STEP, periods and a number of periods [default: the last ten that can be judged]
    #[arg(long, value_name = "PERIODS", value_parser = origins)]
    pub(crate) origins: Option<Origins>,
    /// Instead of origins and horizon: one origin a series, N periods before its end, asked for those N periods, as
    /// forecasting competitions do
    #[arg(long, value_name = "N", conflicts_with_all = ["origins", "horizon"])]
    pub(crate) hold_out: Option<u32>,
    /// Targets, as multiples of the value at the origin
    #[arg(long, value_name = "MULTIPLES", value_delimiter = ',', default_values_t = Backtest::default().target_multiples)]
    pub(crate) target_multiples: Vec<f64>,
    /// Periods ahead; an origin counts only where all of them are known
    #[arg(long, value_name = "N", default_value_t = Backtest::default().settings.horizon)]
    pub(crate) horizon: u32,
    /// Unbroken observations that must lie behind an origin [default: 15; with --hold-out 3]
    #[arg(long, value_name = "N")]
    pub(crate) history: Option<usize>,
    /// Smallest value at an origin
    #[arg(long, value_name = "VALUE", default_value_t = Backtest::default().smallest)]
    pub(crate) smallest: f64,
    /// `auto` combines the models; a name uses one
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = ModelChoice::named)]
    pub(crate) model: ModelChoice,
    /// Simulated futures
    #[arg(long, value_name = "N", default_value_t = Backtest::default().settings.paths)]
    pub(crate) paths: u32,
    /// Seed of the random numbers
    #[arg(long, default_value_t = Settings::default().seed)]
    pub(crate) seed: u32,
    /// With --parts FILE a series is asked where its parts are known as long before and after, and text, Markdown and JSON tell
    /// of the parts too
    #[command(flatten)]
    pub(crate) parts: PartsArgs,
    /// Also writes a report with charts: one HTML file that needs nothing else
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Also writes what was found into a file of priors, so that answers with them say how such answers turned out; takes
    /// --priors origin
    #[arg(long, value_name = "FILE")]
    pub(crate) write_record: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Periods at which a backtest asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origins {
    pub(crate) first: Period,
    pub(crate) last: Period,
    pub(crate) step: usize,
}

fn origins(text: &str) -> Result<Origins, String> {
    let form = || "write FIRST:LAST or FIRST:LAST:STEP, as in 1965:2004:3 or 2010-Q1:2015-Q4:4".to_owned();
    let parts: Vec<&str> = text.split(':').collect();
    let (first, last, step) = match parts[..] {
        [first, last] => (first, last, Some(1)),
        [first, last, step] => (first, last, step.parse().ok().filter(|step| *step > 0)),
        _ => return Err(form()),
    };
    let period = |text: &str| text.parse::<Period>().map_err(|e| e.to_string());
    let (first, last) = (period(first)?, period(last)?);
    match step {
        Some(step) if first.frequency() == last.frequency() && first <= last => {
            Ok(Origins { first, last, step })
        }
        _ => Err(form()),
    }
}

#[derive(Debug, Args)]
pub(crate) struct CalibrateArgs {
    /// File with many yearly series, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) panel: PathBuf,
    /// Last year to be used [default: the last year of the panel]
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i32>,
    /// File to be written, `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Where the panel came from, to be kept in the file
    #[arg(long, value_name = "TEXT", default_value = "not stated")]
    pub(crate) source: String,
    /// Values below this are not used as starting points: small rounded figures say nothing about growth
    #[arg(long, value_name = "VALUE", default_value_t = 10.0)]
    pub(crate) smallest: f64,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
}

/// Which models `forecast` runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Models {
    /// The combination or a single one.
    Chosen(ModelChoice),
    /// Each by itself.
    Each,
}

impl Models {
    fn named(name: &str) -> tradecast::Result<Self> {
        if name == "all" { Ok(Self::Each) } else { ModelChoice::named(name).map(Self::Chosen) }
    }
}

#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// CSV file or XLSX workbook with one or many series, `-` for standard input; Kazakhstan-Azerbaijan turnover where absent
    pub(crate) file: Option<PathBuf>,
    /// Use only what was known at the end of this period
    #[arg(long, value_name = "PERIOD")]
    pub(crate) as_of: Option<Period>,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    /// Panel priors: a file written by calibrate, or `none` to learn from this series alone [default: those inside]; for
    /// backtest also `origin`, which estimates them anew at each origin from the series of the file
    #[arg(long, value_name = "FILE|none")]
    pub(crate) priors: Option<PathBuf>,
    /// Flow measured: turnover, exports or imports; of a table that tells flows apart only this one is used [default: turnover,
    /// and of such a table all of them]
    #[arg(long)]
    flow: Option<Flow>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// CSV file or XLSX workbook, `-` for standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    /// The one flow that is used of a table that tells flows apart
    #[arg(long)]
    pub(crate) flow: Option<Flow>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
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

impl DataArgs {
    /// The flow measured.
    pub(crate) fn flow(&self) -> Flow {
        self.flow.unwrap_or_default()
    }

    /// The one flow that is wanted, where that is said.
    pub(crate) fn only(&self) -> Option<Flow> {
        self.flow
    }

    /// The panel priors to be used; `None` where the series is to speak alone.
    pub(crate) fn priors(&self) -> Result<Option<Priors>, Failure> {
        match &self.priors {
            None => Ok(Some(tradecast_data::priors())),
            Some(none) if none == Path::new("none") => Ok(None),
            Some(file) => priors_file::read(file).map(Some),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ReadingArgs {
    /// What the first months of the year to come say, as 2023-01..2023-04=185 or, for growth, 2023-01..2023-04=+40%, with @NAME
    /// where another reporter says so; may be repeated
    #[arg(long, value_name = "READING")]
    reading: Vec<Reading>,
    /// Readings inside for Kazakhstan-Azerbaijan turnover: use them, or none
    #[arg(long, value_enum, default_value = "inside")]
    readings: ReadingsInside,
    /// Whose count decides whether the target is reached [default: that of the series; with the data inside also Azerbaijan]
    #[arg(long, value_name = "REPORTER")]
    pub(crate) decided_by: Option<String>,
}

/// What becomes of the readings inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReadingsInside {
    /// Those known at the as-of date
    Inside,
    /// Left out
    None,
}

impl ReadingArgs {
    /// The readings of a run: those inside where the series is the turnover inside, then those given. Readings of other series
    /// are taken to be as wrong as those inside were.
    ///
    /// # Errors
    /// Where a reading is given for many series.
    pub(crate) fn of(&self, data: &DataArgs, series: usize) -> Result<Readings, Failure> {
        if !self.reading.is_empty() && series > 1 {
            return Err(Failure::usage(
                "--reading is about one series; give a file with one, or leave it out",
            ));
        }
        let inside = if data.file.is_none() && data.flow() == Flow::Turnover {
            tradecast_data::readings(data.as_of)
        } else {
            let lessons = tradecast_data::reading_lessons(data.as_of);
            Readings::default().with_usual_noise(ReadingNoise::learned(&lessons))
        };
        let inside = match self.readings {
            ReadingsInside::Inside => inside,
            ReadingsInside::None => inside.without_readings(),
        };
        Ok(self.reading.iter().cloned().fold(inside, Readings::with))
    }
}

#[derive(Debug, Args)]
pub(crate) struct RegressorArgs {
    /// File of series that may explain growth, for --model elastic-net; values later than the series itself are taken as
    /// known, unless --as-of cuts them
    #[arg(long, value_name = "FILE")]
    pub(crate) regressors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SimulationArgs {
    /// Simulated futures
    #[arg(long, value_name = "N", default_value_t = Settings::default().paths)]
    paths: u32,
    /// Seed of the random numbers
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u32,
    /// Central bands to report, % inside
    #[arg(long, value_delimiter = ',', default_values_t = Settings::default().levels)]
    levels: Vec<f64>,
}

impl SimulationArgs {
    pub(crate) fn settings(&self, horizon: u32) -> Settings {
        Settings { horizon, paths: self.paths, seed: self.seed, levels: self.levels.clone() }
    }
}

#[derive(Debug, Args)]
pub(crate) struct LeverArgs {
    /// Scenario file (.toml or .json) that moves levers, or a ready scenario; see tradecast scenario list
    #[arg(long, value_name = "FILE|ID")]
    pub(crate) scenario: Option<String>,
    #[arg(long, value_name = "LEVER=VALUE", value_parser = lever_value, help = set_help())]
    pub(crate) set: Vec<(LeverKey, Setting)>,
}

fn set_help() -> String {
    let ids = |of: &dyn Fn(Scope) -> bool| {
        let levers = Lever::ALL.iter().filter(|lever| of(lever.spec().scope));
        levers.map(|lever| lever.spec().id).collect::<Vec<_>>().join(", ")
    };
    format!(
        "Moves one lever, to a number or a range such as \"growth=triangular(0, 2, 4)\"; may be repeated. Levers: {}. Of a part, as \
         in wheat.price: {}. What they mean: tradecast scenario new",
        ids(&|scope| scope != Scope::Part),
        ids(&|scope| scope != Scope::Whole)
    )
}

fn lever_value(text: &str) -> Result<(LeverKey, Setting), String> {
    let (name, value) = text.split_once('=').ok_or("write LEVER=VALUE, as in growth=2")?;
    let lever = name.trim().parse::<LeverKey>().map_err(|e| e.to_string())?;
    Ok((lever, value.parse()?))
}

impl LeverArgs {
    /// The levers: those of the scenario, then those set one by one.
    pub(crate) fn open(&self) -> Result<Levers, Failure> {
        Levers::new(self.scenario.as_deref(), &self.set)
    }
}

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// How to print the result
    #[arg(long, value_enum, default_value = "text")]
    format: Wanted,
}

impl OutputArgs {
    /// The format in which results are printed; that of a container is CSV.
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        match self.format {
            Wanted::Text => Ok(Format::Text),
            Wanted::Json => Ok(Format::Json),
            Wanted::Markdown => Ok(Format::Markdown),
            Wanted::Svg | Wanted::Html => {
                let why =
                    "svg is for arrive and forecast, html for those and rank; choose another format here";
                Err(Failure::usage(why))
            }
            _ => Ok(Format::Csv),
        }
    }

    /// The format, where results are printed and in no container.
    pub(crate) fn printed(&self) -> Result<Format, Failure> {
        match self.container() {
            None => self.format(),
            Some(_) => Err(Failure::usage("this result is printed only; choose text, json, csv or markdown")),
        }
    }

    /// What is drawn, and the format of what is printed in it.
    pub(crate) fn drawn(&self) -> Result<(Option<Drawn>, Format), Failure> {
        Ok(match self.format {
            Wanted::Svg => (Some(Drawn::Picture), Format::Json),
            Wanted::Html => (Some(Drawn::Document), Format::Markdown),
            _ => (None, self.format()?),
        })
    }

    /// The container, where one is wanted.
    pub(crate) fn container(&self) -> Option<Container> {
        match self.format {
            Wanted::Xlsx => Some(Container::Xlsx),
            #[cfg(feature = "parquet")]
            Wanted::Parquet => Some(Container::Parquet),
            _ => None,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ResultArgs {
    /// File for the result, instead of standard output; one that is there is replaced when the result is complete
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Goes on where an interrupted run with the same command line stopped: what FILE.partial holds is kept, the rest is added
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
}

impl ResultArgs {
    /// Whether the result goes to something other than standard output.
    pub(crate) fn is_file(&self) -> bool {
        self.out.as_deref().is_some_and(|out| out != Path::new("-"))
    }
}

/// What is wanted of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// For people
    Text,
    /// For programs: everything, one object for one series, a list for many
    Json,
    /// For spreadsheets
    Csv,
    /// For documents
    Markdown,
    /// The table of csv as a workbook; needs --out
    Xlsx,
    /// The table of csv as Parquet; needs --out
    #[cfg(feature = "parquet")]
    Parquet,
    /// A picture, of one series: the fan, and with arrive when the target is reached
    Svg,
    /// A report to send on, of one series: what markdown says, and the picture
    Html,
}

/// What is drawn and not only printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// One SVG picture.
    Picture,
    /// One HTML document.
    Document,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Markdown,
}
