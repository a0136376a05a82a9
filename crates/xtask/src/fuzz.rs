//! Fuzz targets: files and bodies that nobody thought of. What they look for is in the tests too, tried ten thousand times a run.

use anyhow::{Context, Result, bail};

use crate::process::{at, command, run as execute, succeeds};

const TARGETS: [&str; 2] = ["files", "bodies"];

/// Fuzzes one target for some seconds, and installs cargo-fuzz where it is missing.
///
/// # Errors
/// Where the target is unknown, or where something was found that does not hold: cargo-fuzz says where it keeps it.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let (target, seconds) = match options {
        [target] => (*target, 60),
        [target, "--seconds", seconds] => {
            (*target, seconds.parse::<u32>().context("--seconds needs a number")?)
        }
        _ => bail!("write `cargo xtask fuzz {}`, and --seconds N", TARGETS.join("|")),
    };
    if !TARGETS.contains(&target) {
        bail!("there is no target {target:?}; there are {}", TARGETS.join(" and "));
    }
    if !succeeds(&mut command("cargo", ["fuzz", "--version"])) {
        execute(&mut command("cargo", ["install", "--locked", "cargo-fuzz"]))?;
    }
    let folder = at("tests/fuzz");
    execute(command("cargo", ["run", "--quiet", "--bin", "seeds"]).current_dir(&folder))?;
    // Without a sanitizer no nightly compiler is needed; there is no unsafe code that one would watch.
    let fuzz = ["fuzz", "run", "--fuzz-dir", ".", "--sanitizer", "none", target, "--"];
    let limits =
        [format!("-max_total_time={seconds}"), "-timeout=20".to_owned(), "-max_len=20000".to_owned()];
    execute(command("cargo", fuzz).args(limits).current_dir(&folder))
}
