//! The page, ready to be served by anything, `target/site`, and in one file that opens without a server,
//! `target/tradecast.html`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::checkout::Checkout;
use crate::build::dependencies::Dependencies;
use crate::build::page::shell::{self, Page, digest};
use crate::build::page::single_file::SingleFile;
use crate::build::{notices, sbom, size, wasm};
use crate::files::{copy, has_extension, remove};
use crate::process::{at, timed};
use crate::tools::WASM;

/// What the page is made of.
pub(crate) const PACKAGES: [(&str, Option<&str>); 2] =
    [("tradecast-web", Some(WASM)), ("tradecast-sheets", Some(WASM))];

/// The finished page.
pub(crate) fn site() -> PathBuf {
    at("target/site")
}

/// The finished page in one file.
pub(crate) fn file() -> PathBuf {
    at("target/tradecast.html")
}

/// Builds the page and holds its sizes against their budgets.
///
/// # Errors
/// Where a step fails or a size is above its budget.
pub(crate) fn run() -> Result<()> {
    size::check("the page", &build()?)
}

/// Builds the page and prints its sizes.
///
/// # Errors
/// Where a step fails.
pub(crate) fn build() -> Result<Vec<size::Kind>> {
    let site = site();
    let modules = compile(&Checkout::here())?;
    assemble(&modules, &site, &file())?;
    let mut kinds = size::by_kind(&timed("compress", || size::compress(&site))?);
    kinds.push(size::single_file(fs::metadata(file())?.len()));
    size::print(&kinds);
    Ok(kinds)
}

/// Compiles the modules of the page: its program and the reader of workbooks.
///
/// # Errors
/// Where the compiler fails.
pub(crate) fn compile(checkout: &Checkout) -> Result<[PathBuf; 2]> {
    let program = timed("compile the page for the browser", || {
        wasm::compile_divisible(checkout, "tradecast-web", "tradecast-web.wasm")
    })?;
    let sheets = timed("compile the reader of workbooks", || {
        wasm::compile(checkout, "tradecast-sheets", "tradecast_sheets.wasm")
    })?;
    Ok([program, sheets])
}

/// Makes of its modules the page, in a folder and in one file.
///
/// # Errors
/// Where a step fails.
pub(crate) fn assemble([program, sheets]: &[PathBuf; 2], site: &Path, file: &Path) -> Result<()> {
    let dependencies = Dependencies::of(&PACKAGES)?;
    let page = timed("split it, bind it to JavaScript, add the shell", || {
        remove(site)?;
        fs::create_dir_all(site)?;
        wasm::split(program, site)?;
        wasm::bind(sheets, wasm::Host::Page, &site.join("sheets"))?;
        // With a byte order mark: of a server that names no charset, browsers would take another one than UTF-8.
        fs::write(site.join(notices::FILE), format!("\u{feff}{}", notices::of(&dependencies)?))?;
        let page = Page::read()?;
        dress(&page, site)?;
        // Nobody who uses the page needs it there, with or without a network.
        fs::write(site.join(sbom::FILE), sbom::of("tradecast-page", &dependencies)?)?;
        Ok(page)
    })?;
    timed("put everything into one file", || Ok(fs::write(file, SingleFile::gather(site)?.html(&page)?)?))
}

/// Adds to the program what a server serves beside it; last the list of all that for the service worker.
fn dress(page: &Page, site: &Path) -> Result<()> {
    copy(&at("web/assets"), &site.join("assets"), &|path| !has_extension(path, "css"))?;
    // English is in the program.
    copy(&at("web/locales"), &site.join("assets/locales"), &|path| !path.ends_with("en.txt"))?;
    fs::write(site.join("assets/page.css"), page.style())?;
    fs::write(site.join("assets/boot.js"), shell::script(&["boot.js", "site.js"])?)?;
    fs::write(site.join("index.html"), page.site()?)?;
    let mut files = BTreeMap::new();
    list(site, site, &mut files)?;
    fs::write(site.join("sw.js"), shell::service_worker(&files)?)?;
    Ok(())
}

/// Every file of a folder: its address as the page writes it, and the hash of its content.
fn list(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, root, files)?;
            continue;
        }
        let names: Vec<_> = path.strip_prefix(root)?.iter().map(|name| name.to_string_lossy()).collect();
        // Some servers send those who ask for index.html elsewhere.
        let address = format!("./{}", names.join("/").replace("index.html", ""));
        files.insert(address, digest(&fs::read(&path)?));
    }
    Ok(())
}
