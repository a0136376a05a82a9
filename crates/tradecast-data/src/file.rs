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
pub const CATALOGUE: &str = include_str!("../../../data/catalogue.toml");

pub(crate) const ANNUAL: File<'static> =
    File { path: "kz-az/annual.csv", text: include_str!("../../../data/kz-az/annual.csv") };
pub(crate) const SPLICE: File<'static> =
    File { path: "kz-az/series.csv", text: include_str!("../../../data/kz-az/series.csv") };
pub(crate) const PART_YEARS: File<'static> =
    File { path: "kz-az/year-to-date.csv", text: include_str!("../../../data/kz-az/year-to-date.csv") };
pub(crate) const GOODS: File<'static> =
    File { path: "kz-az/goods.csv", text: include_str!("../../../data/kz-az/goods.csv") };
pub(crate) const FACTS: File<'static> =
    File { path: "kz-az/facts.csv", text: include_str!("../../../data/kz-az/facts.csv") };
pub(crate) const REPORTERS: File<'static> =
    File { path: "kz-az/reporters.csv", text: include_str!("../../../data/kz-az/reporters.csv") };
pub(crate) const SOURCES: File<'static> =
    File { path: "kz-az/sources.csv", text: include_str!("../../../data/kz-az/sources.csv") };

const FILES: [File<'static>; 7] = [ANNUAL, SPLICE, PART_YEARS, GOODS, FACTS, REPORTERS, SOURCES];

/// Every embedded data file; the catalogue is apart, in [`CATALOGUE`].
///
/// ```
/// assert!(tradecast_data::files().iter().all(|file| file.path.ends_with(".csv")));
/// ```
#[must_use]
pub fn files() -> Vec<File<'static>> {
    FILES.to_vec()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A file that lies in the folder without being embedded would escape the check.
    #[test]
    fn every_csv_file_in_the_folder_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "csv") {
                    let below = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                    found.push(below);
                }
            }
        }
        found.sort();
        let mut embedded: Vec<&str> = FILES.iter().map(|file| file.path).collect();
        embedded.sort_unstable();
        assert_eq!(found, embedded);
    }
}
