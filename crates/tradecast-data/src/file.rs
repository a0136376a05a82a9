//! The embedded files.

/// One file of the folder `data`: its path there and its text.
///
/// ```
/// let file = tradecast_data::files()[0];
/// assert_eq!(file.path, "kz-az/annual.csv");
/// assert!(file.text.starts_with("year,"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File<'a> {
    /// Path below `data`, with forward slashes.
    pub path: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// The catalogue: what each file is, where it comes from, and its checksum (TOML).
///
/// ```
/// assert!(tradecast_data::CATALOGUE.contains("kz-az/annual.csv"));
/// ```
pub const CATALOGUE: &str = include_str!("../data/catalogue.toml");

pub(crate) const ANNUAL: File<'static> =
    File { path: "kz-az/annual.csv", text: include_str!("../data/kz-az/annual.csv") };
pub(crate) const SPLICE: File<'static> =
    File { path: "kz-az/series.csv", text: include_str!("../data/kz-az/series.csv") };
pub(crate) const PART_YEARS: File<'static> =
    File { path: "kz-az/year-to-date.csv", text: include_str!("../data/kz-az/year-to-date.csv") };
pub(crate) const GOODS: File<'static> =
    File { path: "kz-az/goods.csv", text: include_str!("../data/kz-az/goods.csv") };
pub(crate) const FACTS: File<'static> =
    File { path: "kz-az/facts.csv", text: include_str!("../data/kz-az/facts.csv") };
pub(crate) const REPORTERS: File<'static> =
    File { path: "kz-az/reporters.csv", text: include_str!("../data/kz-az/reporters.csv") };
pub(crate) const SOURCES: File<'static> =
    File { path: "kz-az/sources.csv", text: include_str!("../data/kz-az/sources.csv") };

pub(crate) const TARGETS: File<'static> =
    File { path: "targets.csv", text: include_str!("../data/targets.csv") };
pub(crate) const RELIABILITY: File<'static> =
    File { path: "panel/reliability.csv", text: include_str!("../data/panel/reliability.csv") };
pub(crate) const COVERAGE: File<'static> =
    File { path: "panel/coverage.csv", text: include_str!("../data/panel/coverage.csv") };

pub(crate) const TABLES: [File<'static>; 10] =
    [ANNUAL, SPLICE, PART_YEARS, GOODS, FACTS, REPORTERS, SOURCES, TARGETS, RELIABILITY, COVERAGE];

/// The ready scenarios, in the order in which they are listed.
const SCENARIOS: [File<'static>; 9] = [
    File { path: "scenarios/baseline.toml", text: include_str!("../data/scenarios/baseline.toml") },
    File {
        path: "scenarios/programme-2027.toml",
        text: include_str!("../data/scenarios/programme-2027.toml"),
    },
    File {
        path: "scenarios/programme-record.toml",
        text: include_str!("../data/scenarios/programme-record.toml"),
    },
    File {
        path: "scenarios/corridor-relief-2027.toml",
        text: include_str!("../data/scenarios/corridor-relief-2027.toml"),
    },
    File { path: "scenarios/wheat-2021.toml", text: include_str!("../data/scenarios/wheat-2021.toml") },
    File { path: "scenarios/oil-down-30.toml", text: include_str!("../data/scenarios/oil-down-30.toml") },
    File { path: "scenarios/collapse-2009.toml", text: include_str!("../data/scenarios/collapse-2009.toml") },
    File { path: "scenarios/no-more-ships.toml", text: include_str!("../data/scenarios/no-more-ships.toml") },
    File { path: "scenarios/good-news.toml", text: include_str!("../data/scenarios/good-news.toml") },
];

/// Where the ready scenarios are.
pub(crate) const SCENARIO_FOLDER: &str = "scenarios/";

/// Every embedded data file; the catalogue is apart, in [`CATALOGUE`].
///
/// ```
/// assert!(tradecast_data::files().iter().any(|file| file.path == "kz-az/annual.csv"));
/// ```
#[must_use]
pub fn files() -> Vec<File<'static>> {
    TABLES.into_iter().chain(SCENARIOS).collect()
}

/// A scenario that comes with the data: assumptions about the flagship case, each with its source.
///
/// ```
/// let ready = tradecast_data::scenarios();
/// assert!(ready.iter().any(|scenario| scenario.id == "oil-down-30" && scenario.text.contains("price")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyScenario {
    /// By which it is asked for.
    pub id: &'static str,
    /// The scenario file, in TOML.
    pub text: &'static str,
}

/// The ready scenarios, the baseline first.
///
/// ```
/// assert_eq!(tradecast_data::scenarios()[0].id, "baseline");
/// ```
#[must_use]
pub fn scenarios() -> Vec<ReadyScenario> {
    SCENARIOS.into_iter().map(|file| ReadyScenario { id: id(file.path), text: file.text }).collect()
}

/// What a ready scenario says, for programs that have no reader of scenario files.
///
/// ```
/// let scenarios = tradecast_data::assumed_scenarios();
/// let oil = scenarios.iter().find(|scenario| scenario.id == "oil-down-30").unwrap();
/// assert_eq!(oil.levers[0], ("crude-oil.price", tradecast::Setting::Fixed(-30.0)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssumedScenario {
    /// By which it is asked for.
    pub id: &'static str,
    /// What a person calls it.
    pub name: &'static str,
    /// What it assumes, in a sentence or two.
    pub description: &'static str,
    /// Where its numbers come from: identifiers of the embedded data, or any text.
    pub sources: &'static [&'static str],
    /// Levers by name, with what they are set to; years may be calendar years.
    pub levers: &'static [(&'static str, tradecast::Setting)],
}

/// What the ready scenarios say, in the order of [`scenarios`].
///
/// ```
/// let names = tradecast_data::assumed_scenarios().into_iter().map(|scenario| scenario.id);
/// assert!(names.eq(tradecast_data::scenarios().into_iter().map(|scenario| scenario.id)));
/// ```
#[must_use]
pub fn assumed_scenarios() -> Vec<AssumedScenario> {
    let all: [AssumedScenario; SCENARIOS.len()] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
    let of_file = |file: &File<'_>| all.into_iter().find(|scenario| scenario.id == id(file.path));
    SCENARIOS.iter().filter_map(of_file).collect()
}

/// The name of a scenario file without folder and ending.
fn id(path: &str) -> &str {
    let name = path.strip_prefix(SCENARIO_FOLDER).and_then(|name| name.strip_suffix(".toml"));
    name.expect("every scenario is a TOML file of that folder")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A file that lies in the folder without being embedded would escape the check.
    #[test]
    fn every_table_and_scenario_in_the_folder_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                    if below.ends_with(".csv") || below.starts_with(SCENARIO_FOLDER) {
                        found.push(below);
                    }
                }
            }
        }
        found.sort();
        let mut embedded: Vec<&str> = files().iter().map(|file| file.path).collect();
        embedded.sort_unstable();
        assert_eq!(found, embedded);
    }
}
