//! The embedded files: those of all pairs, those that belong to none, and the catalogue of the latter.

/// The keys of a TOML file as the build script writes them: names with dots, each with its values.
pub(crate) type EmbeddedKeys = &'static [(&'static str, &'static [&'static str])];

/// One file of the folder `data`: its path there and its text.
///
/// ```
/// let files = tradecast_data::files();
/// let file = files.iter().find(|file| file.path.ends_with("/annual.csv")).unwrap();
/// assert!(file.text.starts_with("year,"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File<'a> {
    /// Path below `data`, with forward slashes.
    pub path: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// A scenario as the build script reads it.
pub(crate) struct EmbeddedScenario {
    pub(crate) id: &'static str,
    pub(crate) keys: EmbeddedKeys,
}

/// A table as the build script writes it: a row a line, the header first, and [`CELL`](crate::separator::CELL) between cells.
pub(crate) struct EmbeddedTable {
    /// Path below `data`, with forward slashes.
    pub(crate) path: &'static str,
    pub(crate) rows: &'static str,
}

/// The folder of a pair as the build script reads it.
pub(crate) struct EmbeddedPair {
    pub(crate) id: &'static str,
    /// The keys of `case.toml`.
    pub(crate) keys: EmbeddedKeys,
    /// Its tables.
    pub(crate) tables: &'static [EmbeddedTable],
}

/// What of a pair is read when it is asked for.
pub(crate) struct EmbeddedDetails {
    pub(crate) id: &'static str,
    pub(crate) tables: &'static [EmbeddedTable],
    pub(crate) scenarios: &'static [EmbeddedScenario],
}

include!(concat!(env!("OUT_DIR"), "/pairs.rs"));

/// The catalogue of the files that belong to no pair: what each is, where it comes from, and its checksum (TOML). Those of a pair
/// are described in its `case.toml`.
///
/// ```
/// assert!(tradecast_data::CATALOGUE.contains("targets.csv"));
/// ```
pub const CATALOGUE: &str = include_str!("../data/catalogue.toml");

pub(crate) const TARGETS: File<'static> =
    File { path: "targets.csv", text: include_str!("../data/targets.csv") };
pub(crate) const RELIABILITY: File<'static> =
    File { path: "panel/reliability.csv", text: include_str!("../data/panel/reliability.csv") };
pub(crate) const COVERAGE: File<'static> =
    File { path: "panel/coverage.csv", text: include_str!("../data/panel/coverage.csv") };

/// The scenario of every case: no lever moved.
const BASELINE: File<'static> =
    File { path: "scenarios/baseline.toml", text: include_str!("../data/scenarios/baseline.toml") };

/// The folder of the pairs.
pub(crate) const PAIRS: &str = "pairs/";
/// The file of a pair that says what it is.
pub(crate) const MANIFEST: &str = "case.toml";

/// Every embedded data file; the catalogue is apart, in [`CATALOGUE`].
///
/// ```
/// assert!(tradecast_data::files().iter().any(|file| file.path.ends_with("/case.toml")));
/// ```
#[must_use]
pub fn files() -> Vec<File<'static>> {
    [TARGETS, RELIABILITY, COVERAGE, BASELINE].into_iter().chain(PAIR_FILES.iter().copied()).collect()
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
                    if below.ends_with(".csv") || below.ends_with(".toml") && below.contains('/') {
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
