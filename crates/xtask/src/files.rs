//! Folders and files: removing, copying, telling apart.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Removes a folder, if it is there.
///
/// # Errors
/// Where it cannot be removed.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// Copies what is chosen of a folder and of those in it.
///
/// # Errors
/// Where something cannot be read or written.
pub(crate) fn copy(from: &Path, to: &Path, chosen: &dyn Fn(&Path) -> bool) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let target = to.join(path.file_name().expect("entries of a folder have names"));
        if path.is_dir() {
            copy(&path, &target, chosen)?;
        } else if chosen(&path) {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// Whether a file has an extension.
pub(crate) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}
