//! What the command line accepts: the commands, each with the options that its own file lists.

use clap::{Parser, Subcommand};

use crate::commands::arrive::ArriveArgs;
use crate::commands::backtest;
use crate::commands::backtest::BacktestArgs;
use crate::commands::calibrate::CalibrateArgs;
use crate::commands::check::CheckArgs;
use crate::commands::completions::CompletionArgs;
use crate::commands::fit::FitArgs;
use crate::commands::forecast::ForecastArgs;
use crate::commands::man::ManArgs;
use crate::commands::rank::RankArgs;
use crate::commands::scenario::ScenarioCommand;
use crate::commands::sensitivity::SensitivityArgs;
#[cfg(feature = "serve")]
use crate::commands::serve::ServeArgs;
use crate::commands::solve::SolveArgs;
use crate::examples;

/// When does trade between two economies reach its target, and how sure are we?
#[derive(Debug, Parser)]
#[command(name = "tradecast", version, after_help = examples::top(), args_conflicts_with_subcommands = true)]
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
    Serve(ServeArgs),
    /// How is a file understood, and what in it should be looked at?
    #[command(after_help = examples::CHECK)]
    Check(CheckArgs),
}
