//! `tradecast scenario list`: what is ready.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use tradecast::Setting;
use tradecast_data::Case;

use crate::args::output::Format;
use crate::failure::Failure;
use crate::input::levers::NamedScenario;
use crate::output::table::{csv_rows, markdown_table};
use crate::output::write::destination::stdout;

const HEADER: [&str; 5] = ["id", "name", "description", "levers", "sources"];

/// A scenario as JSON.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    levers: BTreeMap<String, Setting>,
    sources: &'a [String],
}

/// Prints the ready scenarios of a case.
pub(super) fn run(case: &Case, format: Format) -> Result<(), Failure> {
    let ready = NamedScenario::ready(case);
    let mut out = stdout();
    match format {
        Format::Text => {
            let width = ready.iter().map(|chosen| chosen.id.len()).max().unwrap_or_default();
            for NamedScenario { id, scenario } in &ready {
                writeln!(out, "  {id:width$}  {}", scenario.fields().description)?;
            }
        }
        Format::Json => {
            let listed: Vec<Listed<'_>> = ready.iter().map(listed).collect();
            writeln!(out, "{}", tradecast_ask::json(&listed))?;
        }
        Format::Csv => {
            let header = HEADER.map(str::to_owned).to_vec();
            out.write_all(&csv_rows(std::iter::once(header).chain(ready.iter().map(cells)))?)?;
        }
        Format::Markdown => markdown_table(&mut out, &HEADER, ready.iter().map(cells))?,
    }
    Ok(out.flush()?)
}

fn listed(chosen: &NamedScenario) -> Listed<'_> {
    let scenario = &chosen.scenario;
    Listed {
        id: &chosen.id,
        name: chosen.name(),
        description: &scenario.fields().description,
        levers: scenario.levers().map(|(key, setting)| (key.to_string(), setting)).collect(),
        sources: &scenario.fields().sources,
    }
}

fn cells(chosen: &NamedScenario) -> Vec<String> {
    let Listed { id, name, description, levers, sources } = listed(chosen);
    let levers: Vec<String> = levers.iter().map(|(key, setting)| format!("{key} = {setting}")).collect();
    vec![id.to_owned(), name.to_owned(), description.to_owned(), levers.join("; "), sources.join("; ")]
}
