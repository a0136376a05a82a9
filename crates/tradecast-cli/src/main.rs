//! The `tradecast` command: parse, run, report.

mod examples;
mod escape;
mod messages;
mod failure;
mod args;
mod input;
mod output;
mod batch;
mod file_conflicts;
mod commands;
mod cli;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use cli::{Cli, Command};
use commands::{
    arrive, backtest, calibrate, check, completions, fit, forecast, man, rank, scenario, sensitivity, solve,
};
use failure::Failure;
use output::render::terminal;

fn main() -> ExitCode {
    #[cfg(feature = "parquet")]
    if let Some(status) = input::parquet::process::as_process() {
        return status;
    }
    let cli = match parse() {
        Ok(cli) => cli,
        Err(status) => return status,
    };
    terminal::decide(cli.width);
    tradecast::quiet_panics();
    #[cfg(debug_assertions)]
    provoke();
    // A mistake of the program is told as any other failure, not as a trace.
    let outcome = tradecast::isolated("the command", || run(&cli)).unwrap_or_else(|error| Err(error.into()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// For tests: a panic in the work that the environment names. Released programs lack it.
#[cfg(debug_assertions)]
#[expect(clippy::disallowed_methods, reason = "no answer depends on it")]
fn provoke() {
    if let Ok(work) = std::env::var("TRADECAST_TEST_PANIC") {
        tradecast::provoke_panic(work);
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    match &cli.command {
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
        Some(Command::Completions(args)) => completions::run(args, Cli::command()),
        Some(Command::Man(args)) => man::run(args, Cli::command()),
        #[cfg(feature = "serve")]
        Some(Command::Serve(args)) => commands::serve::run(args),
        Some(Command::Check(args)) => check::run(args),
    }
}

/// What the command line says; where it asks for help or cannot be understood, that is told here.
fn parse() -> Result<Cli, ExitCode> {
    let mut command = Cli::command();
    let parsed = command.try_get_matches_from_mut(std::env::args_os()).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        Ok((cli, matches))
    });
    match parsed {
        Ok((cli, matches)) => {
            file_conflicts::check(&command, &matches).map(|()| cli).map_err(Failure::report)
        }
        Err(told) => {
            let status = u8::try_from(told.exit_code()).unwrap_or(2);
            if told.use_stderr() {
                // It quotes the arguments. Nobody is left to be told where it cannot be written.
                let text = told.render().ansi().to_string();
                let _ = write!(anstream::stderr(), "{}", escape::styled(&text, true));
                return Err(ExitCode::from(status));
            }
            match told.print().and_then(|()| io::stdout().flush()) {
                Err(why) => Err(Failure::from(why).report()),
                Ok(()) => Err(ExitCode::from(status)),
            }
        }
    }
}
