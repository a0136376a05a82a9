//! The tools the repository needs beyond Rust: each is installed where it can be, or named with its fix.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{command, output, run};

/// What the browser runs.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that Rust can compile for the browser.
///
/// # Errors
/// Says how to get the target where rustup cannot add it.
pub(crate) fn wasm_target() -> Result<()> {
    let libraries = output(&mut command("rustc", ["--print", "target-libdir", "--target", WASM]))?;
    if PathBuf::from(libraries.trim()).is_dir() {
        return Ok(());
    }
    println!("adding the Rust target {WASM}");
    run(&mut command("rustup", ["target", "add", WASM])).with_context(|| {
        format!(
            "Rust cannot compile for the browser: its standard library for {WASM} is missing and could not be added; \
             run `rustup target add {WASM}` where rustup reaches its server, or install it as you installed Rust, then \
             run this again"
        )
    })
}

/// Compiles the command line tool, `target/debug/tradecast`, whose answers the page and the package must give.
///
/// # Errors
/// Where the compiler fails.
pub(crate) fn native() -> Result<()> {
    // The whole workspace, so that what its tests have compiled is used again.
    run(&mut command("cargo", ["build", "--locked", "--workspace", "--bin", "tradecast"]))
}

/// Chromium: the one named by the variable CHROMIUM, else the one on the path, else Debian's, installed now.
///
/// # Errors
/// Says how to get it where it cannot be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let found = || {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let names = ["chromium", "chromium-browser", "google-chrome"];
        std::env::split_paths(&folders)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|candidate| candidate.is_file())
    };
    if let Some(chromium) = found() {
        return Ok(chromium);
    }
    println!("installing Debian's chromium");
    let install = || -> Result<()> {
        run(command("apt-get", ["update", "--quiet", "--quiet"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
        let install = ["install", "--quiet", "--quiet", "--yes", "--no-install-recommends", "chromium"];
        run(command("apt-get", install).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    let fix = "the browser tests need Chromium: install it (on Debian, as root: `apt-get install chromium`), \
               or name it in the variable CHROMIUM";
    install().context(fix)?;
    found().context(fix)
}
