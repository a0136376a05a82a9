//! What a program is linked with: the crates, one by one, with their licences, as cargo resolves them for its target and features.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::{Of, command, metadata, output};

/// A crate of a version.
pub(crate) type Id = (String, String);

/// A crate that is part of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crate {
    /// As its manifest says it; empty where it says none.
    pub(crate) licence: String,
    pub(crate) authors: Vec<String>,
    /// Its sources.
    pub(crate) folder: PathBuf,
    /// Of the packed crate, as in the lock file; absent for members of this workspace.
    pub(crate) checksum: Option<String>,
}

/// A program, and all crates that are part of it. What the linker may leave out is counted; what only compiles others (macros, build
/// scripts) is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dependencies {
    pub(crate) crates: BTreeMap<Id, Crate>,
    /// Which crate uses which.
    pub(crate) uses: BTreeMap<Id, BTreeSet<Id>>,
    /// The crates that nothing else here uses.
    pub(crate) roots: BTreeSet<Id>,
}

impl Dependencies {
    /// What packages of the workspace are linked with, each on a target; the present machine is the target `None`.
    ///
    /// # Errors
    /// Where cargo fails.
    pub(crate) fn of(packages: &[(&str, Option<&str>)]) -> Result<Self> {
        let known = known()?;
        let mut dependencies = Self::default();
        for (package, target) in packages {
            let mut tree = command("cargo", ["tree", "--locked", "--package", package]);
            tree.args(["--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", " {p}"]);
            if let Some(target) = target {
                tree.args(["--target", target]);
            }
            dependencies
                .add(&output(&mut tree)?, &known)
                .with_context(|| format!("what {package} is linked with"))?;
        }
        Ok(dependencies)
    }

    /// Adds a tree as cargo prints it: depth, name, version, and what of it was told before is not told again.
    fn add(&mut self, tree: &str, known: &BTreeMap<Id, Crate>) -> Result<()> {
        let mut above: Vec<Id> = Vec::new();
        for line in tree.lines().filter(|line| !line.is_empty()) {
            let mut words = line.split(' ');
            let depth: usize = words.next().and_then(|depth| depth.parse().ok()).context("a depth")?;
            let name = words.next().context("a name")?.to_owned();
            let version = words.next().and_then(|version| version.strip_prefix('v')).context("a version")?;
            let id = (name, version.to_owned());
            let found = known.get(&id).with_context(|| format!("cargo metadata does not know {id:?}"))?;
            self.crates.insert(id.clone(), found.clone());
            self.uses.entry(id.clone()).or_default();
            ensure!(depth <= above.len(), "{line:?}: a depth is left out");
            above.truncate(depth);
            match above.last() {
                Some(user) => _ = self.uses.entry(user.clone()).or_default().insert(id.clone()),
                None => _ = self.roots.insert(id.clone()),
            }
            above.push(id);
        }
        Ok(())
    }

    /// Those that are not of this workspace.
    pub(crate) fn of_others(&self) -> impl Iterator<Item = (&Id, &Crate)> {
        self.crates.iter().filter(|(_, found)| found.checksum.is_some())
    }
}

/// Every crate in the lock file.
fn known() -> Result<BTreeMap<Id, Crate>> {
    let lock: toml::Table = std::fs::read_to_string(crate::process::at("Cargo.lock"))?.parse()?;
    let packages = lock["package"].as_array().context("a lock file lists packages")?;
    let checksums: BTreeMap<Id, String> = packages
        .iter()
        .filter_map(|package| {
            let text = |field: &str| package.get(field)?.as_str().map(str::to_owned);
            Some(((text("name")?, text("version")?), text("checksum")?))
        })
        .collect();
    let metadata = metadata(Of::Everything)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists packages")?;
    packages
        .iter()
        .map(|package| {
            let text = |field: &str| package[field].as_str().map(str::to_owned);
            let id = text("name").zip(text("version")).context("a package has a name and a version")?;
            let manifest = PathBuf::from(text("manifest_path").context("a package has a manifest")?);
            let authors = package["authors"].as_array().into_iter().flatten();
            let found = Crate {
                licence: text("license").unwrap_or_default(),
                authors: authors.filter_map(Value::as_str).map(str::to_owned).collect(),
                folder: manifest.parent().context("a manifest is in a folder")?.to_owned(),
                checksum: checksums.get(&id).cloned(),
            };
            Ok((id, found))
        })
        .collect()
}

/// Crates for tests: `app` uses `one` and `two`, and `one` uses `two`.
#[cfg(test)]
pub(crate) fn example() -> Dependencies {
    let found = |checksum: Option<&str>| Crate {
        licence: "MIT OR Apache-2.0".to_owned(),
        authors: vec!["A. Author <a@example.org>".to_owned()],
        folder: crate::process::at(""),
        checksum: checksum.map(str::to_owned),
    };
    let id = |name: &str| (name.to_owned(), "1.0.0".to_owned());
    let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let known = BTreeMap::from([
        (id("app"), found(None)),
        (id("one"), found(Some(sum))),
        (id("two"), found(Some(sum))),
    ]);
    let mut dependencies = Dependencies::default();
    dependencies
        .add("0 app v1.0.0 (/here)\n1 one v1.0.0\n2 two v1.0.0\n1 two v1.0.0 (*)\n\n", &known)
        .unwrap();
    dependencies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_tells_who_uses_whom() {
        let dependencies = example();
        let id = |name: &str| (name.to_owned(), "1.0.0".to_owned());
        assert_eq!(dependencies.roots, BTreeSet::from([id("app")]));
        assert_eq!(dependencies.uses[&id("app")], BTreeSet::from([id("one"), id("two")]));
        assert_eq!(dependencies.uses[&id("one")], BTreeSet::from([id("two")]));
        assert!(dependencies.uses[&id("two")].is_empty());
        assert_eq!(dependencies.of_others().count(), 2);
        assert!(Dependencies::default().add("0 unknown v1.0.0\n", &BTreeMap::new()).is_err());
    }

    #[test]
    fn a_program_has_what_it_uses_and_not_what_compiles_it() {
        let dependencies = Dependencies::of(&[("tradecast-sheets", Some(crate::tools::WASM))]).unwrap();
        let names: Vec<&str> = dependencies.crates.keys().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"quick-xml") && names.contains(&"wasm-bindgen"), "{names:?}");
        assert!(!names.contains(&"syn") && !names.contains(&"rust_xlsxwriter"), "{names:?}");
    }
}
