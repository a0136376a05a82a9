//! `tradecast scenario`: ready scenarios, new ones, and how they compare.

mod compare;
mod list;

use std::collections::BTreeMap;

use serde::Serialize;
use tradecast::Setting;
use tradecast_io::{Scenario, scenario_template};

use crate::args::{NewArgs, RunArgs, ScenarioCommand};
use crate::arrive;
use crate::destination::Destination;
use crate::levers::{Chosen, Levers, is_json};
use crate::output::Failure;

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

/// Writes a commented file with every lever, or in JSON, which has no comments, one with those that are moved.
fn new(args: &NewArgs) -> Result<(), Failure> {
    let from = args.from.as_deref().map(Chosen::open).transpose()?;
    let from = from.as_ref().map(|chosen| &chosen.scenario);
    let json = args.out.as_deref().is_some_and(is_json);
    let text = if json { in_json(&args.name, from)? } else { scenario_template(&args.name, from) };
    let Some(file) = &args.out else { return Destination::Stdout.put(text.as_bytes()) };
    Destination::open(file)?.put_new(text.as_bytes())
}

/// A scenario file in JSON, which the page opens too.
#[derive(Serialize)]
struct InJson<'a> {
    version: u8,
    name: &'a str,
    description: &'a str,
    sources: &'a [String],
    levers: BTreeMap<String, Setting>,
}

fn in_json(name: &str, from: Option<&Scenario>) -> Result<String, Failure> {
    let file = InJson {
        version: 1,
        name,
        description: from.map_or("", |from| &from.description),
        sources: from.map_or(&[], |from| &from.sources),
        levers: from
            .into_iter()
            .flat_map(Scenario::levers)
            .map(|(key, setting)| (key.to_string(), setting))
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&file)? + "\n")
}
