//! The rules of the code base that no compiler checks: which crate may know which, how files look, and that generated
//! files are current.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ignore::{Walk, WalkBuilder};
use serde_json::Value;

use crate::check::{bless, imports};
use crate::process::{Of, at, metadata};

/// The members, each with the members it may depend on. The front ends (command line, JavaScript, page) are leaves, on
/// which nothing depends. What only tests need is not counted.
const MAY_KNOW: [(&str, &[&str]); 13] = [
    ("tradecast", &[]),
    ("tradecast-chart", &[]),
    ("tradecast-data", &["tradecast"]),
    ("tradecast-io", &["tradecast"]),
    ("tradecast-ask", &["tradecast", "tradecast-data", "tradecast-io"]),
    // A leaf that the command line tool has as a subcommand.
    ("tradecast-serve", &["tradecast", "tradecast-ask"]),
    (
        "tradecast-cli",
        &[
            "tradecast",
            "tradecast-ask",
            "tradecast-chart",
            "tradecast-data",
            "tradecast-io",
            "tradecast-serve",
            "tradecast-sheets",
        ],
    ),
    ("tradecast-wasm", &["tradecast", "tradecast-ask"]),
    ("tradecast-sheets", &[]),
    // Stands in for a dependency of yew.
    ("gloo", &[]),
    ("tradecast-web", &["tradecast", "tradecast-chart", "tradecast-data", "tradecast-io"]),
    ("xtask", &["tradecast", "tradecast-ask", "tradecast-data", "tradecast-serve"]),
    ("acceptance", &["tradecast", "tradecast-chart", "tradecast-data", "tradecast-io"]),
];

/// Members that run without a browser, and what would tie them to one.
const NO_BROWSER: [&str; 5] =
    ["tradecast", "tradecast-ask", "tradecast-chart", "tradecast-data", "tradecast-io"];
const BROWSER: [&str; 4] = ["wasm-bindgen", "web-sys", "js-sys", "yew"];

/// Files written by people; data and pictures are as they are.
const TEXT: [&str; 10] = ["rs", "toml", "md", "html", "css", "js", "mjs", "ts", "json", "yml"];

/// Checks every rule and reports every breach.
///
/// # Errors
/// Lists the breaches.
pub(crate) fn run() -> Result<()> {
    let members = metadata(Of::Members)?;
    let mut breaches = dependencies(&members)?;
    breaches.extend(imports::breaches(&members)?);
    for name in files(&at(""))? {
        breaches.extend(text(&name, &fs::read_to_string(at(&name)).with_context(|| name.clone())?));
    }
    if !breaches.is_empty() {
        bail!("{}", breaches.join("\n"));
    }
    bless::check()
}

/// Everything in a folder but what `.gitignore` names. Neither git nor a clone is needed: what was unpacked from an archive will do.
pub(crate) fn walk(folder: &Path) -> Walk {
    WalkBuilder::new(folder)
        .hidden(false)
        .parents(false)
        .require_git(false)
        .git_global(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_name(Ord::cmp)
        .build()
}

/// The files of a folder that people write, by their names in it.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in walk(folder) {
        let entry = entry?;
        let extension = entry.path().extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if entry.file_type().is_some_and(|kind| kind.is_file()) && TEXT.contains(&extension) {
            let name = entry.path().strip_prefix(folder)?;
            files.push(name.to_str().with_context(|| format!("{}: not a name", name.display()))?.to_owned());
        }
    }
    Ok(files)
}

/// Breaches of the direction of dependencies, from what `cargo metadata` prints.
fn dependencies(metadata: &Value) -> Result<Vec<String>> {
    let rules = BTreeMap::from(MAY_KNOW);
    let mut breaches = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists packages")? {
        let name = package["name"].as_str().context("a package has a name")?;
        let Some(allowed) = rules.get(name) else {
            breaches.push(format!("{name}: a new member needs its line in MAY_KNOW ({})", file!()));
            continue;
        };
        for dependency in package["dependencies"].as_array().context("a package lists dependencies")? {
            let on = dependency["name"].as_str().context("a dependency has a name")?;
            let for_tests = dependency["kind"] == "dev";
            if rules.contains_key(on) && !allowed.contains(&on) && !for_tests {
                breaches.push(format!("{name}: must not depend on {on} (style: direction of dependencies)"));
            }
            if NO_BROWSER.contains(&name) && BROWSER.contains(&on) {
                breaches.push(format!("{name}: must not depend on {on}; it also runs without a browser"));
            }
        }
    }
    Ok(breaches)
}

/// Breaches in the text of one file.
fn text(name: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if name.ends_with(".rs") && !text.starts_with("//!") && !text.starts_with("#![doc = include_str!(") {
        breaches.push(format!("{name}:1: a module opens with a `//!` line that says what it is for"));
    }
    for (i, line) in text.lines().enumerate() {
        if line.contains('\t') {
            breaches.push(format!("{name}:{}: a tab; indent with spaces", i + 1));
        }
        if line.ends_with(' ') {
            breaches.push(format!("{name}:{}: space at the end of the line", i + 1));
        }
        if name.ends_with("package-lock.json") && line.contains("\"resolved\"") {
            breaches
                .push(format!("{name}:{}: a download address; lock files name packages, not places", i + 1));
        }
    }
    if !text.is_empty() && (!text.ends_with('\n') || text.ends_with("\n\n")) {
        breaches.push(format!("{name}: a file ends with one line break"));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn breaches(name: &str, on: &str, kind: Option<&str>) -> Vec<String> {
        let dependencies = json!([{ "name": on, "kind": kind }]);
        super::dependencies(&json!({ "packages": [{ "name": name, "dependencies": dependencies }] })).unwrap()
    }

    #[test]
    fn dependencies_point_one_way() {
        for (name, on) in [
            ("tradecast", "tradecast-data"),
            ("tradecast-chart", "tradecast"),
            ("tradecast-io", "tradecast-data"),
            ("tradecast-web", "tradecast-wasm"),
            ("acceptance", "tradecast-web"),
            ("tradecast", "wasm-bindgen"),
            ("newcomer", "anyhow"),
        ] {
            assert_eq!(breaches(name, on, None).len(), 1, "{name} on {on}");
        }
        assert!(breaches("tradecast-data", "tradecast", None).is_empty());
        assert!(breaches("tradecast-chart", "tradecast", Some("dev")).is_empty());
        assert!(breaches("tradecast-web", "web-sys", None).is_empty());
    }

    #[test]
    fn files_are_found_without_git_whatever_their_names_and_where_they_are() {
        let folder = std::env::temp_dir().join(format!("tradecast tidy é {}", std::process::id()));
        for file in [".gitignore", "a.rs", "с пробелом.md", ".ci/b.json", "target/c.rs", ".git/d.md", "e.png"]
        {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "/target\n").unwrap();
        }
        let found = files(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [".ci/b.json", "a.rs", "с пробелом.md"]);
    }

    #[test]
    fn each_rule_of_text_finds_its_breach() {
        let found = |name: &str, content: &str| text(name, content).len();
        assert_eq!(found("a.rs", "//! A.\n\nfn main() {}\n"), 0);
        assert_eq!(found("a.rs", "fn main() {}\n"), 1);
        assert_eq!(found("a.css", "a {\n\tb: c;\n}\n"), 1);
        assert_eq!(found("a.md", "a \n"), 1);
        assert_eq!(found("a.md", "a"), 1);
        assert_eq!(found("a.md", "a\n\n"), 1);
        assert_eq!(found("web/package-lock.json", "{ \"resolved\": \"somewhere\" }\n"), 1);
    }
}
