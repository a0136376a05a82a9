//! The crates that are meant for crates.io, and their sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// The crates that are published, by name, with their folders.
pub(crate) fn crates(metadata: &Value) -> BTreeMap<String, PathBuf> {
    let members = metadata["workspace_members"].as_array().into_iter().flatten();
    let members: Vec<&Value> = members.collect();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| members.contains(&&package["id"]) && package["publish"].is_null())
        .filter_map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str()?);
            Some((package["name"].as_str()?.to_owned(), manifest.parent()?.to_owned()))
        })
        .collect()
}

/// Every module below a folder.
pub(crate) fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A module without its tests, which stand at its end.
pub(crate) fn without_tests(text: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| {
        let line = text[*at..].lines().nth(1).unwrap_or_default();
        line.contains("mod ") && line.ends_with('{')
    };
    let tests = text.match_indices("#[cfg(test)]\n").find(begins);
    tests.map_or(text, |(at, _)| &text[..at])
}
