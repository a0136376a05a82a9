//! The tests of the page in a real browser. The scripts are in `web/e2e`.

use anyhow::Result;

use crate::build::page::bundle;
use crate::process::run as execute;
use crate::server::Server;
use crate::{browser, node, tools};

/// Runs the browser tests on the page as last bundled.
///
/// # Errors
/// Where a test fails or something to run it with is missing.
pub(crate) fn run() -> Result<()> {
    tools::native()?;
    let server = Server::start(&bundle::site(), 0)?;
    execute(&mut browser::on_the_page(node::tests("web/e2e")?, &server)?)
}
