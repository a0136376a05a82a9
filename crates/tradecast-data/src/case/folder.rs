//! Reads the folder of a pair that is not embedded, as the build script and the check read those that are.

use std::fs;
use std::path::Path;

use crate::case::flatten::flatten;
use crate::case::keys::Keys;
use crate::case::manifest::{Manifest, in_order};
use crate::case::pair::Case;
use crate::case::scenario::ReadyScenario;
use crate::embedded::{File, MANIFEST, PAIRS};
use crate::problem::Problem;

/// A file that was read just now.
///
/// ```
/// use tradecast_data::OwnedFile;
///
/// let file = OwnedFile { path: "pairs/a-b/annual.csv".to_owned(), text: "year\n".to_owned() };
/// assert_eq!(file.borrowed().text, "year\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFile {
    /// Path below `data`, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl OwnedFile {
    /// The same, borrowed.
    ///
    /// ```
    /// # use tradecast_data::OwnedFile;
    /// let file = OwnedFile { path: "a.csv".to_owned(), text: String::new() };
    /// assert_eq!(file.borrowed().path, "a.csv");
    /// ```
    #[must_use]
    pub fn borrowed(&self) -> File<'_> {
        File { path: &self.path, text: &self.text }
    }
}

/// Reads the folder of a pair; its name is the identifier of the case. The files are given beside it, to be checked by
/// [`crate::check_files`].
///
/// ```
/// let embedded = tradecast_data::default_case();
/// let folder = std::path::Path::new("data/pairs").join(&embedded.id);
/// let (case, files) = tradecast_data::read_folder(&folder).unwrap();
/// assert_eq!((case.turnover(), case.scenarios()), (embedded.turnover(), embedded.scenarios()));
/// assert!(files.iter().any(|file| file.path.ends_with("/annual.csv")));
/// ```
///
/// # Errors
/// A file that cannot be read, and everything that keeps the rows from becoming series.
pub fn read_folder(folder: &Path) -> Result<(Case, Vec<OwnedFile>), Vec<Problem>> {
    let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let below = format!("{PAIRS}{id}/");
    let mut files = listed(folder, &below)?;
    if folder.join("scenarios").is_dir() {
        files.extend(listed(&folder.join("scenarios"), &format!("{below}scenarios/"))?);
    }
    let borrowed: Vec<File<'_>> = files.iter().map(OwnedFile::borrowed).collect();
    let case = read_files(id, &borrowed)?;
    Ok((case, files))
}

/// The CSV and TOML files of a folder, in the order of names.
fn listed(folder: &Path, below: &str) -> Result<Vec<OwnedFile>, Vec<Problem>> {
    let unreadable = |path: &str, error: std::io::Error| {
        vec![Problem::of_file(path, error.to_string(), "name a folder that can be read")]
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(below, error))? {
        paths.push(entry.map_err(|error| unreadable(below, error))?.path());
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_file() && (name.ends_with(".csv") || name.ends_with(".toml")) {
            let below = format!("{below}{name}");
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&below, error))?;
            files.push(OwnedFile { path: below, text });
        }
    }
    Ok(files)
}

/// The case of a pair from the texts of its files.
fn read_files(id: &str, files: &[File<'_>]) -> Result<Case, Vec<Problem>> {
    let (manifest, scenarios) = manifest(id, files)?;
    Case::read(id, manifest, files)?.with(scenarios, files)
}

/// What the `case.toml` of a pair says, and its scenarios.
pub(crate) fn manifest(id: &str, files: &[File<'_>]) -> Result<(Manifest, Vec<ReadyScenario>), Vec<Problem>> {
    let below = format!("{PAIRS}{id}/");
    let path = format!("{below}{MANIFEST}");
    let Some(file) = files.iter().find(|file| file.path == path) else {
        return Err(vec![Problem::of_file(&path, "the file is missing", "say in it what the pair is")]);
    };
    let (mut scenarios, mut problems) = (Vec::new(), Vec::new());
    let folder = format!("{below}scenarios/");
    for file in files {
        let id = file.path.strip_prefix(&folder).and_then(|name| name.strip_suffix(".toml"));
        let Some(id) = id else { continue };
        match flat(file).and_then(|flat| ReadyScenario::read(id, &Keys::of(file.path, &flat))) {
            Ok(scenario) => scenarios.push(scenario),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let flat = flat(file)?;
    let keys = Keys::of(&path, &flat);
    match (Manifest::read(&keys), in_order(&keys, scenarios)) {
        (Ok(manifest), Ok(scenarios)) => Ok((manifest, scenarios)),
        (manifest, scenarios) => {
            Err([manifest.err(), scenarios.err()].into_iter().flatten().flatten().collect())
        }
    }
}

/// The keys of a TOML file.
fn flat(file: &File<'_>) -> Result<Vec<(String, Vec<String>)>, Vec<Problem>> {
    let table: toml::Table = file.text.parse().map_err(|error: toml::de::Error| {
        vec![Problem::of_file(file.path, format!("it is not valid TOML: {}", error.message()), "correct it")]
    })?;
    Ok(flatten(&table))
}
