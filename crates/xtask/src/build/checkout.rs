//! Where something is built that is handed out, so that the same sources give the same bytes anywhere: flags for the compiler keep the
//! folders of whoever builds out of what is built.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{at, cargo_home, command, output, run};

/// A checkout, and where cargo keeps the sources of other crates for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkout {
    pub(crate) root: PathBuf,
    pub(crate) home: PathBuf,
    /// How fast what is built is to be.
    pub(crate) profile: Profile,
}

/// How fast what is built is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As it is handed out.
    Finished,
    /// Not optimised, to compare what two places make of it: a fifth of the time.
    Rough,
}

/// What makes the profile of releases a rough one.
const ROUGH: [&str; 4] = ["opt-level=0", "lto=false", "codegen-units=16", "package.tradecast.opt-level=0"];

impl Checkout {
    /// This checkout.
    pub(crate) fn here() -> Self {
        Self { root: at(""), home: cargo_home(), profile: Profile::Finished }
    }

    /// A build by cargo with a profile and more flags for the compiler.
    ///
    /// # Errors
    /// Where the compiler does not say where it is.
    pub(crate) fn cargo(&self, what: &[&str], profile: &str, flags: &[&str]) -> Result<Command> {
        let mut build = command("cargo", what);
        build.arg("--locked").current_dir(&self.root);
        build.env("CARGO_ENCODED_RUSTFLAGS", self.flags(flags)?);
        if self.home != cargo_home() {
            build.env("CARGO_HOME", &self.home);
        }
        match self.profile {
            Profile::Finished => build.args(["--profile", profile]),
            Profile::Rough => build.arg("--release").args(
                ROUGH
                    .iter()
                    .flat_map(|setting| ["--config".to_owned(), format!("profile.release.{setting}")]),
            ),
        };
        Ok(build)
    }

    /// Builds for a target, in a folder below the target folder, and says where the result is. A rough build is in one folder for all
    /// targets: macros and build scripts, to which the flags do not apply, are compiled once. Flags for the last crate alone
    /// are those of `cargo rustc`.
    ///
    /// # Errors
    /// Where the compiler fails.
    pub(crate) fn build(
        &self,
        mut build: Command,
        folder: &str,
        target: &str,
        profile: &str,
        last: &[&str],
    ) -> Result<PathBuf> {
        let (folder, profile) = match self.profile {
            Profile::Finished => (self.root.join(folder), profile),
            Profile::Rough => (self.root.join("target"), "release"),
        };
        build.args(["--target", target, "--target-dir"]).arg(&folder);
        if !last.is_empty() {
            build.arg("--").args(last);
        }
        run(&mut build)?;
        Ok(folder.join(target).join(profile))
    }

    /// Flags for the compiler, one after the other.
    fn flags(&self, more: &[&str]) -> Result<String> {
        let sysroot = output(&mut command("rustc", ["--print", "sysroot"]))?;
        let mut flags: Vec<String> = more.iter().map(|flag| (*flag).to_owned()).collect();
        let mut remap =
            |from: &Path, to: &str| flags.push(format!("--remap-path-prefix={}={to}", from.display()));
        remap(Path::new(sysroot.trim()), "/rust");
        remap(&self.root, "/tradecast");
        // What comes later goes before: sources of other crates may be inside of the checkout. Each registry has a folder of its own
        // there, whose name is another where a mirror stands in for it.
        let sources = self.home.join("registry/src");
        remap(&sources, "/crates");
        for registry in below(&sources) {
            remap(&registry, "/crates");
        }
        Ok(flags.join("\x1f"))
    }
}

/// The folders in a folder, in their order; none where there is no such folder.
fn below(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_of_whoever_builds_is_remapped() {
        let checkout = Checkout { root: "/a b".into(), ..Checkout::here() };
        let flags = checkout.flags(&["-Ctarget-feature=+simd128"]).unwrap();
        let flags: Vec<&str> = flags.split('\x1f').collect();
        assert_eq!(flags[0], "-Ctarget-feature=+simd128");
        let remapped = |from: &Path| {
            let flag = format!("--remap-path-prefix={}=/", from.display());
            flags.iter().position(|found| found.starts_with(&flag)).unwrap_or_else(|| panic!("{from:?}"))
        };
        let sources = checkout.home.join("registry/src");
        let registry = below(&sources).pop_first().expect("this test was compiled with crates of others");
        assert!(remapped(Path::new("/a b")) < remapped(&sources) && remapped(&sources) < remapped(&registry));
    }

    #[test]
    fn rough_builds_differ_in_nothing_but_the_profile() {
        let finished = Checkout::here();
        let rough = Checkout { profile: Profile::Rough, ..Checkout::here() };
        let flags = |checkout: &Checkout| {
            let build = checkout.cargo(&["build"], "web", &[]).unwrap();
            build
                .get_envs()
                .map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned)))
                .collect::<Vec<_>>()
        };
        assert_eq!(flags(&finished), flags(&rough));
    }
}
