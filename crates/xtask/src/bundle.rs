//! The page, ready to be served by anything: `target/site`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{at, timed};
use crate::{size, wasm};

/// The finished page.
pub(crate) fn site() -> PathBuf {
    at("target/site")
}

/// Builds the page and holds its sizes against their budgets.
///
/// # Errors
/// Where a step fails or a size is above its budget.
pub(crate) fn run() -> Result<()> {
    size::check(&build()?)
}

/// Builds the page and prints its sizes.
///
/// # Errors
/// Where a step fails.
pub(crate) fn build() -> Result<Vec<size::Kind>> {
    let site = site();
    let module =
        timed("compile the page for the browser", || wasm::compile("tradecast-web", "tradecast-web.wasm"))?;
    let sheets = timed("compile the reader of workbooks", || {
        wasm::compile("tradecast-sheets", "tradecast_sheets.wasm")
    })?;
    timed("bind it to JavaScript, add the shell", || {
        remove(&site)?;
        fs::create_dir_all(&site)?;
        wasm::bind(&module, wasm::Host::Page, &site)?;
        wasm::bind(&sheets, wasm::Host::Page, &site.join("sheets"))?;
        fs::copy(at("web/index.html"), site.join("index.html")).context("web/index.html")?;
        copy(&at("web/assets"), &site.join("assets"))
    })?;
    let kinds = size::by_kind(&timed("compress", || size::compress(&site))?);
    size::print(&kinds);
    Ok(kinds)
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
