//! The JavaScript package, ready to be published: `target/npm`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::{at, command, run as execute, timed};
use crate::{bundle, node, wasm};

/// The finished package.
fn npm() -> PathBuf {
    at("target/npm")
}

/// Builds the package: one module for browsers and bundlers, one for node, both typed.
///
/// # Errors
/// Where a step fails.
pub(crate) fn run() -> Result<()> {
    let module = timed("compile the bindings", || wasm::compile("tradecast-wasm", "tradecast_wasm.wasm"))?;
    timed("bind them to JavaScript, add the manifest", || {
        bundle::remove(&npm())?;
        wasm::bind(&module, wasm::Host::Browser, &npm().join("web"))?;
        wasm::bind(&module, wasm::Host::Node, &npm().join("node"))?;
        fs::write(npm().join("node/package.json"), "{ \"type\": \"commonjs\" }\n")?;
        fs::copy(at("crates/tradecast-wasm/README.md"), npm().join("README.md"))?;
        let manifest = fs::read_to_string(at("crates/tradecast-wasm/js/package.json"))?;
        let mut manifest: Value =
            serde_json::from_str(&manifest).context("crates/tradecast-wasm/js/package.json")?;
        manifest["version"] = env!("CARGO_PKG_VERSION").into();
        fs::write(npm().join("package.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
        Ok(())
    })
}

/// Checks the package as its users meet it: its types, its errors, and that it gives the numbers of the command
/// line tool to the last digit.
///
/// # Errors
/// Where a test fails.
pub(crate) fn test() -> Result<()> {
    node::packages()?;
    let compiler = at("web/e2e/node_modules/.bin/tsc");
    execute(command("node", [compiler]).args(["--project", "crates/tradecast-wasm/js"]))?;
    // The whole workspace, so that what its tests have compiled is used again.
    execute(&mut command("cargo", ["build", "--locked", "--workspace", "--bin", "tradecast"]))?;
    execute(&mut node::tests("crates/tradecast-wasm/js")?)
}
