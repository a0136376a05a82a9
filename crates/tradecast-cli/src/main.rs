//! The `tradecast` command: parse, run, report.

mod args;
mod backtest;
mod batch;
mod calibrate;
mod chart;
mod check;
mod fit;
mod forecast;
mod arrive;
mod input;
mod levers;
mod output;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod parts;
mod priors_file;
mod resume;
mod scenario;
mod sensitivity;
mod since;
mod drawing;
mod container;
mod solve;
mod source;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match &cli.command {
        None => arrive::run(&cli.flagship),
        Some(Command::Arrive(args)) => arrive::run(args),
        Some(Command::Scenario(command)) => scenario::run(command),
        Some(Command::Sensitivity(args)) => sensitivity::run(args),
        Some(Command::Solve(args)) => solve::run(args),
        Some(Command::Forecast(args)) => forecast::run(args),
        Some(Command::Fit(args)) => fit::run(args),
        Some(Command::Backtest(args)) => backtest::run(args),
        Some(Command::Calibrate(args)) => calibrate::run(args),
        Some(Command::Check(args)) => check::run(args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
