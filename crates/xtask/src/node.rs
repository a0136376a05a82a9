//! Node, and the packages that the JavaScript tests need.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{at, command, run, succeeds};

/// Makes sure that node and the packages of `web/e2e` are there.
///
/// # Errors
/// Says what to install.
pub(crate) fn packages() -> Result<()> {
    let new_enough = "const [major, minor] = process.versions.node.split('.').map(Number); \
                      process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)";
    if !succeeds(&mut command("node", ["--eval", new_enough])) {
        bail!("the JavaScript tests need node 20.19 or newer, with npm: install it, then run this again");
    }
    let changed = |file: &str| at(file).metadata().and_then(|file| file.modified()).ok();
    if changed("web/e2e/node_modules/.package-lock.json") > changed("web/e2e/package-lock.json") {
        return Ok(());
    }
    println!("installing the node packages of web/e2e");
    run(npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(at("web/e2e")))
        .context("the JavaScript tests need the node packages named in web/e2e/package.json")
}

/// npm, with a cache of its own: a home folder may be missing or not be writable.
pub(crate) fn npm<const N: usize>(arguments: [&str; N]) -> Command {
    let mut npm = command("npm", arguments);
    npm.env("npm_config_cache", at("target/npm-cache"));
    npm
}

/// A run of every test (`*.test.mjs`) in a folder, two files at a time.
///
/// # Errors
/// Where the folder cannot be read or has no test.
pub(crate) fn tests(folder: &str) -> Result<Command> {
    let mut files = Vec::new();
    for entry in at(folder).read_dir().context(folder.to_owned())? {
        files.push(entry?.path());
    }
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        bail!("{folder} has no test");
    }
    let mut node = command("node", ["--test", "--test-reporter=spec", "--test-concurrency=2"]);
    node.args(files);
    Ok(node)
}
