//! Running a script of node that drives a real browser.

use std::process::Command;

use anyhow::Result;

use crate::server::Server;
use crate::{node, tools};

/// A script that finds the browser in the variable CHROMIUM and what is served in TRADECAST_URL.
///
/// # Errors
/// Where the browser or node is missing.
pub(crate) fn on_the_page(mut script: Command, server: &Server) -> Result<Command> {
    node::packages()?;
    script.env("CHROMIUM", tools::chromium()?).env("TRADECAST_URL", server.address());
    Ok(script)
}
