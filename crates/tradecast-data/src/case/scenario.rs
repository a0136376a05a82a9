//! Scenarios that come with the data: assumptions, each with its source.

use tradecast::{Distribution, Setting};

use crate::case::keys::Keys;
use crate::problem::Problem;

/// A scenario that comes with the data.
///
/// ```
/// let case = tradecast_data::default_case();
/// let oil = case.scenarios().iter().find(|scenario| scenario.id == "oil-down-30").unwrap();
/// assert_eq!(oil.levers[0], ("crude-oil.price".to_owned(), tradecast::Setting::Fixed(-30.0)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyScenario {
    /// By which it is asked for: the name of its file.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// What it assumes, in a sentence or two.
    pub description: String,
    /// Where its numbers come from: identifiers of facts or sources of the case, or any text.
    pub sources: Vec<String>,
    /// Levers by name, with what they are set to; years may be calendar years.
    pub levers: Vec<(String, Setting)>,
}

impl ReadyScenario {
    /// Reads the keys of a scenario file. Whether the levers exist is judged by who answers questions.
    pub(crate) fn read(id: &str, keys: &Keys<'_>) -> Result<Self, Vec<Problem>> {
        let mut problems = keys.unknown(&["version", "name", "description", "sources"], &["levers."]);
        let mut text = |key: &str| {
            keys.text(key).map(str::to_owned).map_err(|problem| problems.push(problem)).unwrap_or_default()
        };
        let (name, description) = (text("name"), text("description"));
        let sources: Vec<String> = keys.list("sources").iter().map(|&source| source.to_owned()).collect();
        let mut levers = Vec::new();
        for (key, values) in keys.under("levers.") {
            match lever(key, values) {
                Ok(lever) => levers.extend(lever),
                Err(why) => problems.push(keys.problem(
                    &format!("levers.{key}"),
                    why,
                    "write a number, or a distribution such as { pert = [1, 2, 4] }",
                )),
            }
        }
        if sources.is_empty() && !levers.is_empty() {
            let fix = "write where the numbers come from";
            problems.push(keys.problem("sources", "it moves levers and names no source", fix));
        }
        let scenario = Self { id: id.to_owned(), name, description, sources, levers };
        if problems.is_empty() { Ok(scenario) } else { Err(problems) }
    }
}

/// A lever and its setting: `shock = -54`, `shock.value = -54` or `shock.pert = [-60, -54, -40]`; nothing for its unit.
fn lever(key: &str, values: &[&str]) -> Result<Option<(String, Setting)>, String> {
    let (name, last) = key.rsplit_once('.').unwrap_or(("", key));
    if last == "unit" && !name.is_empty() {
        return Ok(None);
    }
    let numbers: Result<Vec<f64>, String> = values
        .iter()
        .map(|number| number.parse::<f64>().map_err(|error| format!("{number:?}: {error}")))
        .collect();
    let (lever, setting) = match numbers?.as_slice() {
        [number] => (if last == "value" && !name.is_empty() { name } else { key }, Setting::Fixed(*number)),
        numbers => {
            (name, Setting::Uncertain(Distribution::named(last, numbers).map_err(|error| error.to_string())?))
        }
    };
    Ok(Some((lever.to_owned(), setting)))
}
