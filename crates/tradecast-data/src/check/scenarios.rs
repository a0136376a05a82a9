//! The ready scenarios, as far as the data can judge them: they say what they are, and their sources exist. The levers are read, and
//! judged, by who answers questions.

use std::collections::BTreeSet;

use toml::Table;

use crate::file::{File, SCENARIO_FOLDER};
use crate::problem::Problem;
use crate::record::{Fact, Source};

/// What a scenario file says of itself.
pub(super) struct Scenario<'a> {
    path: &'a str,
    sources: Vec<String>,
}

/// Reads the scenarios among the files.
pub(super) fn read<'a>(files: &[File<'a>], problems: &mut Vec<Problem>) -> Vec<Scenario<'a>> {
    let scenarios = files.iter().filter(|file| file.path.starts_with(SCENARIO_FOLDER));
    scenarios.filter_map(|file| scenario(file, problems)).collect()
}

fn scenario<'a>(file: &File<'a>, problems: &mut Vec<Problem>) -> Option<Scenario<'a>> {
    let problem =
        |column: &str, message: &str, fix: &str| Problem::of_file(file.path, message, fix).in_column(column);
    let table: Table = match file.text.parse() {
        Ok(table) => table,
        Err(error) => {
            let message = format!("it is not valid TOML: {}", error.message());
            problems.push(Problem::of_file(file.path, message, "correct it"));
            return None;
        }
    };
    for field in ["name", "description"] {
        if table.get(field).and_then(|text| text.as_str()).is_none_or(|text| text.trim().is_empty()) {
            problems.push(problem(field, "a ready scenario says what it is", "write a text"));
        }
    }
    let listed = table.get("sources").and_then(|list| list.as_array()).cloned().unwrap_or_default();
    let sources: Vec<String> = listed.iter().filter_map(|s| s.as_str()).map(str::to_owned).collect();
    if sources.is_empty() && table.contains_key("levers") {
        problems.push(problem(
            "sources",
            "it moves levers and names no source",
            "write where the numbers come from",
        ));
    }
    Some(Scenario { path: file.path, sources })
}

impl Scenario<'_> {
    /// Path, and the sources it rests on: those it names and those of the facts it names. One word is an identifier, which
    /// must exist; several are a text.
    pub(super) fn sources<'d>(
        &'d self,
        facts: &'d [Fact],
        sources: &'d [Source],
        problems: &mut Vec<Problem>,
    ) -> (&'d str, BTreeSet<&'d str>) {
        let mut found = BTreeSet::new();
        for name in self.sources.iter().filter(|name| !name.contains(' ')) {
            let fact = facts.iter().find(|fact| fact.id == *name).map(|fact| &fact.source);
            let source = sources.iter().map(|source| &source.id).find(|id| *id == name);
            match fact.or(source) {
                Some(source) => drop(found.insert(source.as_str())),
                None => {
                    let message = format!("{name:?} is neither a fact nor a source");
                    let fix = "correct it, or write a text of several words";
                    problems.push(Problem::of_file(self.path, message, fix).in_column("sources"));
                }
            }
        }
        (self.path, found)
    }
}
