//! How fast the page is, what it weighs, and its pictures. The scripts are in `web/e2e`.

use anyhow::{Context, Result, bail};

use crate::browser;
use crate::budget::{self, Row};
use crate::build::page::bundle;
use crate::build::size;
use crate::process::{command, output, run};
use crate::server::Server;

/// Measures how fast the page is and prints one table.
///
/// # Errors
/// Where the page cannot be built or measured.
pub(crate) fn bench() -> Result<()> {
    budget::print(&measure()?.1);
    Ok(())
}

/// Builds the page, and measures what it weighs and how fast it is.
///
/// # Errors
/// Where the page cannot be built or measured.
pub(crate) fn measure() -> Result<(Vec<size::Kind>, Vec<Row>)> {
    let weights = bundle::build()?;
    let server = Server::start(&bundle::site(), 0)?;
    let printed = output(&mut browser::on_the_page(command("node", ["web/e2e/bench.mjs"]), &server)?)?;
    let row = |line: &str| {
        let (what, figures) = line.split_once('\t')?;
        let (measured, budget) = figures.split_once('\t')?;
        let (measured, budget) = (measured.parse().ok()?, budget.parse().ok()?);
        Some(Row { what: what.to_owned(), measured, budget, unit: "ms" })
    };
    let rows = printed.lines().map(|line| row(line).with_context(|| format!("not a measure: {line:?}")));
    Ok((weights, rows.collect::<Result<_>>()?))
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
    let server = Server::start(&bundle::site(), 0)?;
    let script = command("node", std::iter::once(&"web/e2e/screenshots.mjs").chain(options));
    run(&mut browser::on_the_page(script, &server)?)
}
