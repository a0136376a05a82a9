//! The ready scenarios of a pair, as far as the data can judge them: their sources exist. The levers are judged by who answers
//! questions.

use std::collections::BTreeSet;

use super::data::Data;
use crate::case::scenario::ReadyScenario;
use crate::problem::Problem;

/// Path of a scenario, and the sources it rests on: those it names and those of the facts it names. One word is an identifier, which
/// must exist; several are a text.
pub(super) fn sources<'d>(
    scenario: &ReadyScenario,
    data: &'d Data<'_>,
    problems: &mut Vec<Problem>,
) -> (String, BTreeSet<&'d str>) {
    let path = format!("{}scenarios/{}.toml", data.folder, scenario.id);
    let mut found = BTreeSet::new();
    for name in scenario.sources.iter().filter(|name| !name.contains(' ')) {
        let fact = data.facts.values.iter().find(|fact| fact.id == *name).map(|fact| &fact.source);
        let source = data.sources.values.iter().map(|source| &source.id).find(|id| *id == name);
        match fact.or(source) {
            Some(source) => drop(found.insert(source.as_str())),
            None => {
                let message = format!("{name:?} is neither a fact nor a source");
                let fix = "correct it, or write a text of several words";
                problems.push(Problem::of_file(&path, message, fix).in_column("sources"));
            }
        }
    }
    (path, found)
}
