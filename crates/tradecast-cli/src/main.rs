//! The `tradecast` command: parse, run, report.

mod args;
mod backtest;
mod batch;
mod calibrate;
mod chart;
mod examples;
mod check;
mod fit;
mod forecast;
mod arrive;
mod input;
mod levers;
mod look;
mod output;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod parts;
mod priors_file;
mod rank;
mod resume;
mod scenario;
mod sensitivity;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod since;
mod document;
mod drawing;
mod container;
mod solve;
mod source;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    look::decide(cli.width);
    let outcome = match &cli.command {
        None => arrive::run(&cli.flagship),
        Some(Command::Arrive(args)) => arrive::run(args),
        Some(Command::Rank(args)) => rank::run(args),
        Some(Command::Scenario(command)) => scenario::run(command),
        Some(Command::Sensitivity(args)) => sensitivity::run(args),
        Some(Command::Solve(args)) => solve::run(args),
        Some(Command::Forecast(args)) => forecast::run(args),
        Some(Command::Fit(args)) => fit::run(args),
        Some(Command::Backtest(args)) => backtest::run(args),
        Some(Command::Calibrate(args)) => calibrate::run(args),
        Some(Command::Completions(args)) => shell::completions(args),
        Some(Command::Man(args)) => shell::man(args),
        #[cfg(feature = "serve")]
        Some(Command::Serve(args)) => serve::run(args),
        Some(Command::Check(args)) => check::run(args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
