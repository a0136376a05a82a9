//! Options of `tradecast backtest`.

use std::path::PathBuf;

use clap::Args;
use tradecast::{Backtest, ModelChoice, Period, Settings};

use crate::args::data::DataArgs;
use crate::args::output::OutputArgs;
use crate::args::question::PartsArgs;

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
    /// Simulated paths
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
