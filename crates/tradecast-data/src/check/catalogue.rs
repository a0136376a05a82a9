//! The catalogue: one entry a file, with a checksum.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::value::Datetime;
use tradecast::Period;

use super::report::Findings;
use crate::embedded::{File, MANIFEST, PAIRS};
use crate::problem::Problem;

/// A file that describes others: the catalogue, or the `case.toml` of a pair. Its other keys are read elsewhere.
#[derive(Debug, Deserialize)]
struct Catalogue {
    #[serde(default)]
    file: Vec<Entry>,
}

/// What the catalogue says of one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    id: String,
    /// Path below the folder of the catalogue.
    path: String,
    /// The catalogue, and the whole path of the file; both below `data`.
    #[serde(skip)]
    catalogue: String,
    #[serde(skip)]
    pub(super) whole_path: String,
    title: String,
    /// Identifiers of the sources used in the file.
    pub(super) sources: Vec<String>,
    retrieved: Datetime,
    unit: String,
    definition: String,
    confidence: String,
    licence: String,
    sha256: String,
}

impl Entry {
    /// Month in which the figures were taken.
    pub(super) fn retrieved_month(&self) -> Option<Period> {
        let date = self.retrieved.date?;
        format!("{:04}-{:02}", date.year, date.month).parse().ok()
    }

    fn problem(&self, key: &str, message: impl Into<String>, fix: impl Into<String>) -> Problem {
        let message = format!("entry {:?}: {}", self.id, message.into());
        Problem::of_file(&self.catalogue, message, fix).in_column(key)
    }
}

/// Reads a catalogue and compares its list and its checksums with the files of its folder.
pub(super) fn entries(catalogue: &File<'_>, files: &[File<'_>], findings: &mut Findings) -> Vec<Entry> {
    let problems = &mut findings.problems;
    let mut entries = match toml::from_str::<Catalogue>(catalogue.text) {
        Ok(catalogue) => catalogue.file,
        Err(error) => {
            let fix = "give every [[file]] the keys of its neighbours and nothing else";
            problems.push(Problem::of_file(catalogue.path, error.to_string().trim_end(), fix));
            return Vec::new();
        }
    };
    for entry in &mut entries {
        entry.catalogue = catalogue.path.to_owned();
        entry.whole_path = format!("{}{}", folder_of(catalogue.path), entry.path);
    }
    for file in files.iter().filter(|file| !entries.iter().any(|entry| entry.whole_path == file.path)) {
        problems.push(Problem::of_file(
            file.path,
            "the file has no entry in the catalogue",
            "add a [[file]] for it",
        ));
    }
    for (i, entry) in entries.iter().enumerate() {
        if entries[..i].iter().any(|other| other.id == entry.id || other.path == entry.path) {
            problems.push(entry.problem("id", "its id or path was given before", "give each file one entry"));
        }
        let texts = [
            ("id", &entry.id),
            ("title", &entry.title),
            ("unit", &entry.unit),
            ("definition", &entry.definition),
            ("confidence", &entry.confidence),
            ("licence", &entry.licence),
        ];
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
        problems.extend(empty.map(|(key, _)| entry.problem(key, "it is empty", "fill it")));
        if entry.retrieved_month().is_none() {
            problems.push(entry.problem("retrieved", "it has no date", "write a date such as 2026-11-24"));
        }
        match files.iter().find(|file| file.path == entry.whole_path) {
            None => problems.push(entry.problem(
                "path",
                "there is no such file",
                "remove the entry or add the file",
            )),
            Some(file) if checksum(file.text) != entry.sha256 => problems.push(Problem::of_file(
                file.path,
                "the text does not match its checksum in the catalogue",
                "undo the change, or review it and write the checksums anew (data/README.md)",
            )),
            Some(_) => {}
        }
    }
    entries
}

/// The folder of a path, with its slash.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

/// SHA-256 of a text, in hexadecimal.
fn checksum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The catalogue with the checksums of the files given; everything else, comments included, stays as it is.
///
/// An entry needs its `path` before a line that starts with `sha256 =`; entries of other files keep their checksum.
///
/// ```
/// use tradecast_data::{File, catalogue_with_checksums};
///
/// let catalogue = "[[file]]\npath = \"a.csv\"\nsha256 = \"\"\n";
/// let blessed = catalogue_with_checksums(catalogue, &[File { path: "a.csv", text: "" }]);
/// assert!(blessed.ends_with("sha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n"));
/// ```
#[must_use]
pub fn catalogue_with_checksums(catalogue_text: &str, files: &[File<'_>]) -> String {
    let mut file = None;
    let lines = catalogue_text.split_inclusive('\n').map(|line| {
        if line.starts_with("[[file]]") {
            file = None;
        } else if let Some(path) = line.strip_prefix("path = ") {
            file = files.iter().find(|file| file.path == path.trim().trim_matches('"'));
        }
        match file {
            Some(file) if line.starts_with("sha256 =") => format!("sha256 = \"{}\"\n", checksum(file.text)),
            _ => line.to_owned(),
        }
    });
    lines.collect()
}

/// The catalogues among the files, the one of no pair included, with the checksums of the files as they are now: path below `data`
/// and text.
///
/// ```
/// use tradecast_data::{CATALOGUE, files, renewed_checksums};
///
/// let renewed = renewed_checksums(CATALOGUE, &files());
/// assert_eq!(renewed[0], ("catalogue.toml".to_owned(), CATALOGUE.to_owned()));
/// assert!(renewed[1].0.ends_with("/case.toml"));
/// ```
#[must_use]
pub fn renewed_checksums(catalogue: &str, files: &[File<'_>]) -> Vec<(String, String)> {
    let pairs = files.iter().filter(|file| is_manifest(file.path));
    let catalogues = [File { path: "catalogue.toml", text: catalogue }].into_iter().chain(pairs.copied());
    let renewed = |catalogue: File<'_>| {
        let folder = folder_of(catalogue.path);
        let below = files
            .iter()
            .filter_map(|file| Some(File { path: file.path.strip_prefix(folder)?, text: file.text }));
        let below: Vec<File<'_>> = below.collect();
        (catalogue.path.to_owned(), catalogue_with_checksums(catalogue.text, &below))
    };
    catalogues.map(renewed).collect()
}

/// Whether a path is that of the file that says what a pair is.
pub(super) fn is_manifest(path: &str) -> bool {
    path.starts_with(PAIRS) && path.ends_with(&format!("/{MANIFEST}"))
}
