//! Whether what is handed out has the same bytes wherever it is built: built twice, in folders of other names and lengths and with
//! another home of cargo, and compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::build::checkout::{Checkout, Profile};
use crate::build::page::bundle;
use crate::build::{dist, package};
use crate::check::tidy;
use crate::files;
use crate::process::{at, cargo_home, timed};

/// Where the two are, below the target folder; also a checkout whose path no shell likes.
const FOLDERS: [&str; 2] = ["target/reproducible/a", "target/reproducible/another folder, with a long näme"];

/// Builds everything that is handed out twice and compares it; `--release` as it is handed out, else not optimised, which takes a
/// fifth of the time; `--program` only the command line tool, not optimised.
///
/// # Errors
/// Names what differs, or has a folder of this machine inside.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    match options {
        [] => twice(Profile::Rough, build),
        ["--release"] => twice(Profile::Finished, build),
        ["--program"] => program(),
        _ => bail!("reproducible has only the options --release and --program"),
    }
}

/// Compares the command line tool, which has all crates but those of the page, not optimised.
///
/// # Errors
/// Those of [`run`].
pub(crate) fn program() -> Result<()> {
    twice(Profile::Rough, |checkout| Ok(vec![dist::compile(checkout, None)?]))
}

fn twice(profile: Profile, build: fn(&Checkout) -> Result<Vec<PathBuf>>) -> Result<()> {
    files::remove(&at("target/reproducible"))?;
    // Both copies before the first build, during which somebody may go on writing.
    let [one, other] = FOLDERS.map(|folder| copy(&at(folder), profile));
    let [one, other] =
        [one?, other?].map(|checkout| timed(&checkout.root.display().to_string(), || build(&checkout)));
    for (one, other) in one?.iter().zip(&other?) {
        let bytes = compare(one, other)?;
        let name = one.file_name().unwrap_or_default().to_string_lossy();
        println!(
            "  {:>6.2} MB, the same twice and without a folder of this machine: {name}",
            bytes as f64 / 1e6
        );
    }
    files::remove(&at("target/reproducible"))
}

/// The checkout as it is here, in another folder, with a home of cargo of its own.
fn copy(root: &Path, profile: Profile) -> Result<Checkout> {
    for entry in tidy::walk(&at("")) {
        let from = entry?.into_path();
        let to = root.join(from.strip_prefix(at(""))?);
        if from.is_symlink() {
            link(&from, &to)?;
        } else if from.is_dir() {
            fs::create_dir_all(&to)?;
        } else {
            fs::copy(&from, &to).with_context(|| to.display().to_string())?;
        }
    }
    let home = root.join("cargo home");
    fs::create_dir_all(&home)?;
    // What is fetched already is not fetched again, nor is it copied.
    for part in ["registry", "config.toml", "config", "credentials.toml"] {
        link(&cargo_home().join(part), &home.join(part))?;
    }
    Ok(Checkout { root: root.to_owned(), home, profile })
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    if from.exists() {
        std::os::unix::fs::symlink(from, to).with_context(|| to.display().to_string())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        files::copy(from, to, &|_| true)?;
    } else if from.is_file() {
        fs::copy(from, to)?;
    }
    Ok(())
}

/// Everything that is handed out, as a checkout makes it.
fn build(checkout: &Checkout) -> Result<Vec<PathBuf>> {
    let modules = bundle::compile(checkout)?;
    let mut built = modules.to_vec();
    built.push(package::compile(checkout)?);
    let page = match checkout.profile {
        Profile::Finished => {
            let (site, page) = (checkout.root.join("site"), checkout.root.join("tradecast.html"));
            bundle::assemble(&modules, &site, &page)?;
            files(&site, &mut built)?;
            built.push(page.clone());
            Some(page)
        }
        Profile::Rough => None,
    };
    built.push(dist::compile(checkout, page.as_deref())?);
    Ok(built)
}

/// The length of two files, which must be the same and name no folder of this machine.
fn compare(one: &Path, other: &Path) -> Result<usize> {
    let read = |file: &Path| fs::read(file).with_context(|| file.display().to_string());
    let (mut first, mut second) = (read(one)?, read(other)?);
    unmark(&mut first);
    unmark(&mut second);
    let folders = [at(""), cargo_home()].into_iter().chain(std::env::home_dir());
    for folder in folders.filter(|folder| folder.components().count() > 1) {
        let folder = folder.to_string_lossy().trim_end_matches('/').to_owned();
        if let Some(at) = find(&first, folder.as_bytes()) {
            let line: Vec<u8> =
                first[at..].iter().copied().take(120).take_while(|byte| *byte >= b' ').collect();
            bail!("{} names a folder of this machine: {}", one.display(), String::from_utf8_lossy(&line));
        }
    }
    if first != second {
        let differs = first.iter().zip(&second).position(|(one, other)| one != other);
        let differs = differs.map_or_else(|| "its length".to_owned(), |at| format!("byte {at}"));
        bail!("{} and {} differ, first in {differs}", one.display(), other.display());
    }
    ensure!(!first.is_empty(), "{} is empty", one.display());
    Ok(first.len())
}

/// Takes out what names the marks of parts: `wasm_split_helpers` names them after the path of the manifest. Splitting the program takes
/// the marks out, so that nothing that is handed out has such a name.
fn unmark(module: &mut [u8]) {
    const MARK: &[u8] = b"_WASM_SPLIT_MARKER_";
    let mut at = 0;
    while let Some(found) = find(&module[at..], MARK) {
        at += found + MARK.len();
        module[at..]
            .iter_mut()
            .take_while(|byte| byte.is_ascii_hexdigit())
            .take(16)
            .for_each(|byte| *byte = b'0');
    }
}

/// The files of a folder and of those in it, in their order.
fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries: Result<BTreeSet<PathBuf>, _> =
        folder.read_dir()?.map(|entry| entry.map(|entry| entry.path())).collect();
    for path in entries? {
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Where some bytes stand in others.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_and_what_names_a_folder_is_found() {
        let folder = std::env::temp_dir().join(format!("tradecast-reproducible-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, bytes: &[u8]| {
            fs::write(folder.join(name), bytes).unwrap();
            folder.join(name)
        };
        let same = file("a", b"\0a program\xff");
        assert_eq!(compare(&same, &file("b", b"\0a program\xff")).unwrap(), 11);
        let differs = compare(&same, &file("c", b"\0a Program\xff")).unwrap_err();
        assert!(differs.to_string().ends_with("differ, first in byte 3"), "{differs}");
        let longer = compare(&same, &file("d", b"\0a program\xff\0")).unwrap_err();
        assert!(longer.to_string().ends_with("first in its length"), "{longer}");
        let mut leak = b"panicked at ".to_vec();
        leak.extend(at("src/main.rs").to_string_lossy().as_bytes());
        let leaks = compare(&file("e", &leak), &file("f", &leak)).unwrap_err();
        assert!(leaks.to_string().contains("names a folder of this machine: "), "{leaks}");
        let marked = |hash: &str| format!("a _WASM_SPLIT_MARKER_{hash}version").into_bytes();
        let (one, other) = (marked("e431e0a936d2683c"), marked("a1d5c4fc342492e0"));
        assert!(
            compare(&file("i", &one), &file("j", &other)).is_ok(),
            "a mark, which is in nothing handed out"
        );
        assert!(compare(&file("g", b""), &file("h", b"")).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
