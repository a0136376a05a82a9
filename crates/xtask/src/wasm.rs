//! A package of the workspace as a WebAssembly module with its JavaScript glue.

use std::path::{Path, PathBuf};

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::process::{at, command, run};
use crate::tools;

/// Compiles a package, optimised, in a target folder of its own: native builds never wait for it nor lose their cache.
///
/// # Errors
/// Where the target is missing or the compiler fails.
pub(crate) fn compile(package: &str, module: &str) -> Result<PathBuf> {
    tools::wasm_target()?;
    let folder = at("target/web");
    let build = ["build", "--locked", "--profile", "web", "--target", tools::WASM, "--package", package];
    let registry = cargo_home().join("registry/src");
    run(command("cargo", build)
        .arg("--target-dir")
        .arg(&folder)
        // Panics name source files; what is published need not name the folders of whoever built it.
        .env("CARGO_ENCODED_RUSTFLAGS", format!("--remap-path-prefix={}=", registry.display())))?;
    Ok(folder.join(tools::WASM).join("web").join(module))
}

/// Where cargo keeps the sources of other crates.
fn cargo_home() -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

/// Who loads the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    /// The page: a browser, no types.
    Page,
    /// A browser or a bundler, with TypeScript declarations.
    Browser,
    /// Node, with TypeScript declarations.
    Node,
}

/// Writes `tradecast_bg.wasm` and `tradecast.js` for a host into a folder.
///
/// # Errors
/// Where the module was built by another version of wasm-bindgen, or the folder cannot be written.
pub(crate) fn bind(module: &Path, host: Host, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("tradecast").remove_name_section(true).remove_producers_section(true);
    // `init()` finds the module beside the script, unless told otherwise.
    bindgen.omit_default_module_path(false).typescript(host != Host::Page);
    match host {
        Host::Page | Host::Browser => bindgen.web(true)?,
        Host::Node => bindgen.nodejs(true)?,
    };
    bindgen.generate(folder)
}
