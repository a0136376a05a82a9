//! The tools the repository needs beyond Rust: each is installed where it can be, or named with its fix.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::process::{command, output, run};

/// What the browser runs.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// What this machine is called among targets.
///
/// # Errors
/// Where the compiler does not tell.
pub(crate) fn host() -> Result<String> {
    let told = output(&mut command("rustc", ["--print", "host-tuple"]))?;
    Ok(told.trim().to_owned())
}

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

/// The names under which Chromium is installed.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Chromium: the one named by the variable CHROMIUM, else the one on the path, else Debian's, installed now.
///
/// # Errors
/// Says how to get it where it cannot be installed, or what is wrong with the one that is named.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        ensure!(
            usable(&named),
            "the variable CHROMIUM names {}, which is no Chromium that the tests can start (one that is a snap cannot \
             read their files): correct it, or leave it out",
            named.display()
        );
        return Ok(named);
    }
    let found = || {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders)
            .flat_map(|folder| CHROMIUM.map(|name| folder.join(name)))
            .find(|candidate| candidate.is_file() && usable(candidate))
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
    let fix = "the browser tests need Chromium, and not as a snap: install it (on Debian, as root: `apt-get install \
               chromium`), or name it in the variable CHROMIUM";
    install().context(fix)?;
    found().context(fix)
}

/// Whether a program is a Chromium that the tests can start.
fn usable(chromium: &Path) -> bool {
    let asked = Command::new(chromium).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    asked.is_ok_and(|told| told.status.success() && is_chromium(&String::from_utf8_lossy(&told.stdout)))
}

/// Whether a version is one of Chromium, or of what is made of it. One that is a snap sees neither our folders nor our fonts.
fn is_chromium(version: &str) -> bool {
    let version = version.to_lowercase();
    version.contains("chrom") && !version.contains("snap")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chromium_that_cannot_be_used_is_told_from_one_that_can() {
        assert!(is_chromium("Chromium 156.0.8078.114 built on Debian GNU/Linux 12 (bookworm)"));
        assert!(is_chromium("Google Chrome 156.0.8078.114"));
        assert!(!is_chromium("Chromium 156.0.8078.114 snap"));
        // What Ubuntu has in its place says how to install that, and fails.
        assert!(!is_chromium(""));
        assert!(!usable(Path::new("/there/is/no/chromium")));
    }
}
