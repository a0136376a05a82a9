//! Options of a question: target, horizon, figures of part of a year, parts, models, levers and the simulation.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use tradecast::{
    DistributionError, Lever, LeverKey, ModelChoice, Period, Reading, Reconciliation, Scope, Setting,
    Settings,
};
use tradecast_ask::TargetPer;

use crate::args::data::DataArgs;

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
    /// What the target is for: months and quarters are added up to it
    #[arg(long, value_name = "PERIOD", default_value = "year", value_parser = target_per())]
    pub(crate) target_per: TargetPer,
    /// Deadline: the last period that counts as on time
    #[arg(long, value_name = "PERIOD")]
    pub(crate) by: Option<Period>,
    /// Forecast periods: years, unless the target is for a shorter period
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

fn target_per() -> impl TypedValueParser<Value = TargetPer> {
    let known = TargetPer::ALL.map(|(name, _)| name);
    PossibleValuesParser::new(known).try_map(|name| name.parse::<TargetPer>())
}

#[derive(Debug, Args)]
pub(crate) struct ReadingArgs {
    /// What the first months of the year to come say, as 2023-01..2023-04=185 or, for growth, 2023-01..2023-04=+40%, with @NAME
    /// where another reporter says so; may be repeated
    #[arg(long, value_name = "READING")]
    pub(crate) reading: Vec<Reading>,
    /// Readings inside for the turnover of the case inside: use them, or none
    #[arg(long, value_enum, default_value = "inside")]
    pub(crate) readings: ReadingsInside,
    /// Whose count decides whether the target is reached [default: that of the series; with the data inside also that of the partner]
    #[arg(long, value_name = "REPORTER")]
    pub(crate) decided_by: Option<String>,
}

/// What becomes of the readings inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadingsInside {
    /// Those known at the as-of date
    Inside,
    /// Left out
    None,
}

#[derive(Debug, Args)]
pub(crate) struct PartsArgs {
    /// File with what the series is made of: parts are named as in "exports" and "exports/wheat", in a file of many series
    /// as in "a-b/exports"; `none` to know of none [default with the data inside: flows and goods]
    #[arg(long, value_name = "FILE|none")]
    pub(crate) parts: Option<PathBuf>,
    /// How a series and its parts are made to agree: top-down, bottom-up or optimal
    #[arg(long, value_name = "METHOD", default_value_t = Reconciliation::default())]
    pub(crate) reconcile: Reconciliation,
}

#[derive(Debug, Args)]
pub(crate) struct RegressorArgs {
    /// File of series that may explain growth, for --model elastic-net; values later than the series itself are taken as
    /// known, unless --as-of cuts them
    #[arg(long, value_name = "FILE")]
    pub(crate) regressors: Option<PathBuf>,
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
    pub(crate) fn named(name: &str) -> tradecast::Result<Self> {
        if name == "all" { Ok(Self::Each) } else { ModelChoice::named(name).map(Self::Chosen) }
    }
}

/// How finely a question about arrival is simulated.
#[derive(Debug, Args)]
pub(crate) struct SimulationArgs {
    /// Simulated paths
    #[arg(long, value_name = "N", default_value_t = Settings::default().paths)]
    paths: u32,
    #[command(flatten)]
    bands: BandArgs,
}

impl SimulationArgs {
    pub(crate) fn settings(&self, horizon: u32) -> Settings {
        self.bands.settings(horizon, self.paths)
    }
}

#[derive(Debug, Args)]
pub(crate) struct BandArgs {
    /// Seed of the random numbers
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u32,
    /// Central bands to report, % inside
    #[arg(long, value_delimiter = ',', default_values_t = Settings::default().levels)]
    levels: Vec<f64>,
}

impl BandArgs {
    pub(crate) fn settings(&self, horizon: u32, paths: u32) -> Settings {
        Settings { horizon, paths, seed: self.seed, levels: self.levels.clone() }
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
    Ok((lever, value.parse().map_err(|error: DistributionError| error.to_string())?))
}
