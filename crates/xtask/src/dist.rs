//! One program to hand to somebody: the command line tool with the page inside, `target/dist`, with licences, notices and the bill of
//! materials.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::linked::Linked;
use crate::place::Place;
use crate::process::{at, run as execute, timed};
use crate::{bundle, notices, sbom};

/// Builds the page, and the tool around it.
///
/// # Errors
/// Where a step fails.
pub(crate) fn run() -> Result<()> {
    bundle::run()?;
    let built = timed("compile the command line tool with the page inside", || {
        compile(&Place::here(), Some(&bundle::file()))
    })?;
    let dist = at("target/dist");
    bundle::remove(&dist)?;
    fs::create_dir_all(&dist)?;
    let place = dist.join(built.file_name().context("a program is a file")?);
    fs::copy(&built, &place)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(at(licence), dist.join(licence))?;
    }
    // The page is inside.
    let linked = Linked::of(&[&[("tradecast-cli", None)][..], &bundle::LINKED].concat())?;
    fs::write(dist.join(notices::FILE), notices::of(&linked)?)?;
    fs::write(dist.join(sbom::FILE), sbom::of("tradecast", &linked)?)?;
    println!("  {:.1} MB  {}", fs::metadata(&place)?.len() as f64 / 1e6, place.display());
    Ok(())
}

/// Compiles the tool, with a page inside where there is one.
///
/// # Errors
/// Where the compiler fails.
pub(crate) fn compile(place: &Place, page: Option<&Path>) -> Result<PathBuf> {
    const PROFILE: &str = "release";
    let what = ["build", "--package", "tradecast-cli", "--config", "profile.release.strip=true"];
    let folder = place.root.join("target");
    let mut build = place.cargo(&what, PROFILE, &[])?;
    build.arg("--target-dir").arg(&folder);
    if let Some(page) = page {
        build.env("TRADECAST_PAGE", page);
    }
    execute(&mut build)?;
    Ok(folder.join(PROFILE).join(format!("tradecast{}", std::env::consts::EXE_SUFFIX)))
}
