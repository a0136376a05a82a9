//! What needs a real browser: the tests of the page, its speed and its pictures. The scripts are in `web/e2e`.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{command, run};
use crate::serve::Server;
use crate::{bundle, node, tools};

/// Runs the browser tests on the page as last bundled.
///
/// # Errors
/// Where a test fails or something to run it with is missing.
pub(crate) fn test() -> Result<()> {
    on_the_page(node::tests("web/e2e")?)
}

/// Measures how fast the page is and prints one table.
///
/// # Errors
/// Where the page cannot be built or measured.
pub(crate) fn bench() -> Result<()> {
    bundle::build()?;
    on_the_page(command("node", ["web/e2e/bench.mjs"]))
}

/// Takes pictures of the page into `web/e2e/results`, or the one of the README into `web/screenshot.png`.
///
/// # Errors
/// Where the page cannot be built or an option is unknown.
pub(crate) fn screenshots(options: &[&str]) -> Result<()> {
    if !matches!(options, [] | ["--readme"]) {
        bail!("screenshots has only the option --readme");
    }
    bundle::build()?;
    on_the_page(command("node", std::iter::once(&"web/e2e/screenshots.mjs").chain(options)))
}

/// Runs a script that finds the page in the variable TRADECAST_URL.
fn on_the_page(mut script: Command) -> Result<()> {
    let chromium = tools::chromium()?;
    node::packages()?;
    let server = Server::start(&bundle::site(), 0)?;
    run(script.env("CHROMIUM", chromium).env("TRADECAST_URL", server.address()))
}
