//! One program to hand to somebody: the command line tool with the page inside, `target/dist`, with licences, notices and the bill of
//! materials.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build::checkout::{Checkout, Profile};
use crate::build::dependencies::Dependencies;
use crate::build::page::bundle;
use crate::build::{notices, sbom};
use crate::process::{at, timed};
use crate::{files, tools};

/// Builds the page, and the tool around it.
///
/// # Errors
/// Where a step fails.
pub(crate) fn run() -> Result<()> {
    bundle::run()?;
    let built = timed("compile the command line tool with the page inside", || {
        compile(&Checkout::here(), Some(&bundle::file()))
    })?;
    let dist = at("target/dist");
    files::remove(&dist)?;
    fs::create_dir_all(&dist)?;
    let place = dist.join(built.file_name().context("a program is a file")?);
    fs::copy(&built, &place)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(at(licence), dist.join(licence))?;
    }
    // The page is inside.
    let dependencies = Dependencies::of(&[&[("tradecast-cli", None)][..], &bundle::PACKAGES].concat())?;
    fs::write(dist.join(notices::FILE), notices::of(&dependencies)?)?;
    fs::write(dist.join(sbom::FILE), sbom::of("tradecast", &dependencies)?)?;
    println!("  {:.1} MB  {}", fs::metadata(&place)?.len() as f64 / 1e6, place.display());
    Ok(())
}

/// Compiles the tool, with a page inside where there is one.
///
/// # Errors
/// Where the compiler fails.
pub(crate) fn compile(checkout: &Checkout, page: Option<&Path>) -> Result<PathBuf> {
    const PROFILE: &str = "release";
    let mut build = checkout.cargo(&["build", "--package", "tradecast-cli"], PROFILE, &[])?;
    if checkout.profile == Profile::Finished {
        build.args(["--config", "profile.release.strip=true"]);
    }
    if let Some(page) = page {
        build.env("TRADECAST_PAGE", page);
    }
    // Named although it is this machine, so that macros and build scripts are compiled as for other programs.
    let folder = checkout.build(build, "target", &tools::host()?, PROFILE, &[])?;
    Ok(folder.join(format!("tradecast{}", std::env::consts::EXE_SUFFIX)))
}
