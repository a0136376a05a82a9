//! What a visitor downloads, against its budget.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use brotli::enc::BrotliEncoderParams;

use crate::budget::Row;
use crate::build::notices;
use crate::build::wasm::PARTS;

/// Kinds of file and how many compressed bytes all files of the kind may weigh together: gates against growth, a little above what
/// they weigh. The goal for wasm, which the first answer waits for, is 200 kB; what it does not need is later.
const BUDGETS: [(&str, usize); 4] = [("wasm", 436_000), ("later", 610_000), ("js", 12_000), ("css", 10_000)];

/// How many bytes the page in one file may weigh: base64 of gzip, a little above what it weighs.
const SINGLE_FILE: usize = 1_789_000;

/// Files that compress; what is left (pictures, fonts) is compressed already.
const COMPRESSIBLE: [&str; 8] = ["wasm", "js", "css", "html", "svg", "json", "txt", "webmanifest"];

/// A file of the page.
#[derive(Debug)]
pub(crate) struct File {
    path: PathBuf,
    raw: usize,
    compressed: usize,
}

/// Writes a brotli copy, named `*.br`, beside each file that compresses.
///
/// # Errors
/// Where a file cannot be read or written.
pub(crate) fn compress(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(compress(&path)?);
            continue;
        }
        let raw = fs::read(&path)?;
        let mut compressed = raw.len();
        if COMPRESSIBLE.contains(&extension(&path)) {
            let bytes = brotli(&raw)?;
            compressed = bytes.len();
            let mut beside = path.clone().into_os_string();
            beside.push(".br");
            fs::write(beside, bytes)?;
        }
        files.push(File { path, raw: raw.len(), compressed });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Compresses as a server does that has the time.
///
/// # Errors
/// None in practice: memory is read and written.
pub(crate) fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    brotli::BrotliCompress(&mut &*raw, &mut bytes, &BrotliEncoderParams::default())?;
    Ok(bytes)
}

/// All files of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    name: String,
    raw: usize,
    compressed: usize,
    budget: Option<usize>,
}

impl Kind {
    /// A kind that has a budget.
    pub(crate) fn new(name: &str, raw: usize, compressed: usize, budget: usize) -> Self {
        Self { name: name.to_owned(), raw, compressed, budget: Some(budget) }
    }

    /// The kind, of what is weighed, among other things that have a budget; `None` where it has none.
    pub(crate) fn row(&self, of: &str) -> Option<Row> {
        let kilobytes = |bytes: usize| bytes as f64 / 1_000.0;
        Some(Row {
            what: format!(
                "{of} weight, {}{}",
                self.name,
                if self.compressed < self.raw { ", compressed" } else { "" }
            ),
            measured: kilobytes(self.compressed),
            budget: kilobytes(self.budget?),
            unit: "kB",
        })
    }
}

/// What the first answer does not wait for: parts of the program, the reader of workbooks, other languages, workers, what keeps the
/// page, and third-party notices.
const LATER: [&str; 7] = [PARTS, "sheets", "sheets.js", "locales", "sw.js", "worker.js", notices::FILE];

/// The kind of a file: its extension, or that it comes later.
fn kind(path: &Path) -> &str {
    let later = path.iter().any(|part| LATER.iter().any(|name| part == *name));
    if later { "later" } else { extension(path) }
}

/// The weight of each kind of file.
pub(crate) fn by_kind(files: &[File]) -> Vec<Kind> {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for file in files {
        let (raw, compressed) = kinds.entry(kind(&file.path)).or_default();
        *raw += file.raw;
        *compressed += file.compressed;
    }
    let budget = |name: &str| BUDGETS.iter().find(|(kind, _)| *kind == name).map(|(_, bytes)| *bytes);
    kinds
        .into_iter()
        .map(|(name, (raw, compressed))| Kind {
            name: name.to_owned(),
            raw,
            compressed,
            budget: budget(name),
        })
        .collect()
}

/// The weight of the page in one file, which nobody compresses on its way.
pub(crate) fn single_file(bytes: u64) -> Kind {
    let bytes = usize::try_from(bytes).expect("a page fits into memory");
    Kind::new("one file", bytes, bytes, SINGLE_FILE)
}

/// Prints each kind beside its budget.
pub(crate) fn print(kinds: &[Kind]) {
    println!("  {:<11} {:>10} {:>10} {:>10}", "kind", "bytes", "compressed", "budget");
    for Kind { name, raw, compressed, budget } in kinds {
        let budget = budget.map(|bytes| bytes.to_string()).unwrap_or_default();
        println!("  {name:<11} {raw:>10} {compressed:>10} {budget:>10}");
    }
}

/// Holds every kind, of what is weighed, against its budget.
///
/// # Errors
/// Names the kinds that are above.
pub(crate) fn check(of: &str, kinds: &[Kind]) -> Result<()> {
    let is_above = |kind: &&Kind| kind.budget.is_some_and(|bytes| kind.compressed > bytes);
    let above: Vec<&str> = kinds.iter().filter(is_above).map(|kind| kind.name.as_str()).collect();
    if !above.is_empty() {
        bail!("{of} is above its budget in {}: take something out, or load it later", above.join("; "));
    }
    Ok(())
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, compressed: usize) -> File {
        File { path: name.into(), raw: 1_000_000, compressed }
    }

    #[test]
    fn budgets_are_for_all_files_of_a_kind_and_inclusive() {
        let check = |files: &[File]| check("the page", &by_kind(files));
        assert!(check(&[file("a.css", 4_000), file("b/b.css", 6_000), file("a.png", 900_000)]).is_ok());
        assert!(
            check(&[file("a.js", 12_000), file("sheets/b.js", 6_000), file("sw.js", 1_000)]).is_ok(),
            "later"
        );
        let above = check(&[file("a.css", 4_000), file("b/b.css", 6_001), file("a.js", 12_000)]).unwrap_err();
        assert!(above.to_string().contains("in css:"), "{above}");
    }
}
