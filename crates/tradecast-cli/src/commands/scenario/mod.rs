//! `tradecast scenario`: ready scenarios, new ones, and how they compare.

mod compare;
mod list;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tradecast::Scenario;
use tradecast_io::{ScenarioFile, scenario_template};

use crate::args::data::PairArgs;
use crate::args::output::OutputArgs;
use crate::commands::arrive::{self, ArriveArgs};
use crate::commands::scenario::compare::CompareArgs;
use crate::examples;
use crate::failure::Failure;
use crate::input::levers::{Levers, NamedScenario, is_json};
use crate::output::write::destination::Destination;

/// What there is to do with scenarios.
#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    /// Lists the ready scenarios of an embedded pair.
    #[command(after_help = examples::LIST)]
    List(ListArgs),
    /// Writes a commented scenario file with every lever, its unit, range and meaning.
    #[command(after_help = examples::NEW)]
    New(NewArgs),
    /// When is the target reached under a scenario? As arrive, with the baseline beside it.
    #[command(after_help = examples::RUN)]
    Run(RunArgs),
    /// Scenarios side by side on the same simulated paths, and how far each is from the baseline.
    #[command(after_help = examples::COMPARE)]
    Compare(CompareArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) pair: PairArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// What the scenario is called
    pub(crate) name: String,
    /// Scenario whose levers are moved in it
    #[arg(long, value_name = "FILE|ID")]
    pub(crate) from: Option<String>,
    #[command(flatten)]
    pub(crate) pair: PairArgs,
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

/// Runs the command.
pub(crate) fn run(command: &ScenarioCommand) -> Result<(), Failure> {
    match command {
        ScenarioCommand::List(ListArgs { pair, output }) => list::run(pair.case, output.printed()?),
        ScenarioCommand::New(args) => new(args),
        ScenarioCommand::Run(RunArgs { chosen, arrive }) => arrive::run_under(
            arrive,
            &Levers::new(Some(chosen), &arrive.levers.set, arrive.question.data.pair.case)?,
        ),
        ScenarioCommand::Compare(args) => compare::run(args),
    }
}

/// Writes a commented file with every lever, or in JSON, which has no comments, one with those that are moved.
fn new(args: &NewArgs) -> Result<(), Failure> {
    let from = args.from.as_deref().map(|name| NamedScenario::open(name, args.pair.case)).transpose()?;
    let from = from.as_ref().map(|chosen| &chosen.scenario);
    let json = args.out.as_deref().is_some_and(is_json);
    let text = if json { in_json(&args.name, from)? } else { scenario_template(&args.name, from) };
    let Some(file) = &args.out else { return Destination::Stdout.put(text.as_bytes()) };
    Destination::open(file)?.put_new(text.as_bytes())
}

/// A scenario file in JSON, which the page opens too.
fn in_json(name: &str, from: Option<&ScenarioFile>) -> Result<String, Failure> {
    let mut scenario = from.map_or_else(Scenario::default, |from| from.fields().clone());
    scenario.name = name.to_owned();
    // As in TOML, numbers are written in the units of the levers, which need not be named.
    scenario.levers.iter_mut().for_each(|lever| lever.unit = None);
    Ok(serde_json::to_string_pretty(&scenario)? + "\n")
}
