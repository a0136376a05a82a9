//! `cargo xtask serve`: the page, built and served on this machine.

use anyhow::{Context, Result, bail};

use crate::build::page::bundle;
use crate::server::Server;

/// Where the page is served unless a port is given.
const PORT: u16 = 8000;

/// Builds the page (unless told not to), serves it and prints its address.
///
/// # Errors
/// Where the build fails, the port is taken or an option is unknown.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let (mut port, mut build) = (PORT, true);
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--no-build" => build = false,
            "--port" => {
                let given = options.next().context("--port needs a number")?;
                port = given
                    .parse()
                    .with_context(|| format!("{given:?} is not a port; give a number up to 65535"))?;
            }
            unknown => bail!("serve has no option {unknown:?}; it has --port N and --no-build"),
        }
    }
    if build {
        bundle::build()?;
    }
    let server = Server::start(&bundle::site(), port)?;
    println!("\nTradecast is at {}  (stop with Ctrl-C)", server.address());
    server.wait()
}
