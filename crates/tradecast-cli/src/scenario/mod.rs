//! `tradecast scenario`: ready scenarios, new ones, and how they compare.

mod compare;
mod list;

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use tradecast_io::scenario_template;

use crate::args::{NewArgs, RunArgs, ScenarioCommand};
use crate::arrive;
use crate::levers::{Chosen, Levers};
use crate::output::{Failure, stdout};

/// Runs the command.
pub(crate) fn run(command: &ScenarioCommand) -> Result<(), Failure> {
    match command {
        ScenarioCommand::List(output) => list::run(output.printed()?),
        ScenarioCommand::New(args) => new(args),
        ScenarioCommand::Run(RunArgs { chosen, arrive }) => {
            arrive::run_under(arrive, &Levers::new(Some(chosen), &arrive.levers.set)?)
        }
        ScenarioCommand::Compare(args) => compare::run(args),
    }
}

/// Writes a commented file with every lever.
fn new(args: &NewArgs) -> Result<(), Failure> {
    let from = args.from.as_deref().map(Chosen::open).transpose()?;
    let text = scenario_template(&args.name, from.as_ref().map(|chosen| &chosen.scenario));
    let Some(file) = &args.out else {
        let mut out = stdout();
        out.write_all(text.as_bytes())?;
        return Ok(out.flush()?);
    };
    let shown = file.display();
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(mut out) => Ok(out.write_all(text.as_bytes())?),
        Err(why) if why.kind() == ErrorKind::AlreadyExists => {
            Err(Failure::usage(format!("{shown}: there is such a file already; choose another --out")))
        }
        Err(why) => Err(Failure::usage(format!("{shown}: {why}"))),
    }
}
