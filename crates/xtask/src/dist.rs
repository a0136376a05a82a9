//! One program to hand to somebody: the command line tool with the page inside, `target/dist`.

use std::fs;

use anyhow::Result;

use crate::bundle;
use crate::process::{at, command, run as execute, timed};

/// Builds the page, and the tool around it.
///
/// # Errors
/// Where a step fails.
pub(crate) fn run() -> Result<()> {
    bundle::run()?;
    let name = format!("tradecast{}", std::env::consts::EXE_SUFFIX);
    let build = [
        "build",
        "--locked",
        "--release",
        "--package",
        "tradecast-cli",
        "--config",
        "profile.release.strip=true",
    ];
    timed("compile the command line tool with the page inside", || {
        execute(command("cargo", build).env("TRADECAST_PAGE", bundle::file()))
    })?;
    let dist = at("target/dist");
    fs::create_dir_all(&dist)?;
    let place = dist.join(&name);
    fs::copy(at("target/release").join(&name), &place)?;
    println!("  {:.1} MB  {}", fs::metadata(&place)?.len() as f64 / 1e6, place.display());
    Ok(())
}
