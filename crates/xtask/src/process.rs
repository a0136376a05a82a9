//! Running other programs, always from the root of the repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A place in the repository, given from its root.
pub(crate) fn at(place: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("xtask lives two folders down")
        .join(place)
}

/// Where cargo keeps what it fetched.
pub(crate) fn cargo_home() -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

/// A program with its arguments, to be run from the root of the repository.
pub(crate) fn command<S: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(at(""));
    command
}

/// Runs a program whose output the reader sees.
///
/// # Errors
/// Names the program, where it is missing or fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("`{}` is not installed", line(command)))?;
    if !status.success() {
        bail!("`{}` failed: {status}", line(command));
    }
    Ok(())
}

/// What a program prints; its messages go to the reader.
///
/// # Errors
/// Names the program, where it is missing or fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{}` is not installed", line(command)))?;
    if !done.status.success() {
        bail!("`{}` failed: {}", line(command), done.status);
    }
    String::from_utf8(done.stdout)
        .with_context(|| format!("`{}` printed something that is not text", line(command)))
}

/// Of what cargo tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// The members of the workspace.
    Members,
    /// The members and all that they depend on.
    Everything,
}

/// What `cargo metadata` prints.
///
/// # Errors
/// Where the lock file is not up to date, or what is printed is no JSON.
pub(crate) fn metadata(of: Of) -> Result<Value> {
    let mut tell = command("cargo", ["metadata", "--locked", "--format-version", "1"]);
    if of == Of::Members {
        tell.arg("--no-deps");
    }
    Ok(serde_json::from_str(&output(&mut tell)?)?)
}

/// Whether a program is there and succeeds, without a word on the screen.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Does something and prints how long it took.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let done = work().with_context(|| what.to_owned())?;
    println!("  {:>6.1} s  {what}", start.elapsed().as_secs_f64());
    Ok(done)
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let failed = run(&mut command("cargo", ["--no-such-option"])).unwrap_err();
        assert!(failed.to_string().contains("`cargo --no-such-option` failed"), "{failed}");
        let missing = run(&mut command("no-such-program", ["a"])).unwrap_err();
        assert!(missing.to_string().contains("`no-such-program a` is not installed"), "{missing}");
    }
}
