//! The data of the repository: checked, and its checksums renewed.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::at;

/// Checks schema, checksums and sums of every file in `data`.
///
/// # Errors
/// Lists every fault.
pub(crate) fn check() -> Result<()> {
    match tradecast_data::check() {
        Ok(report) => println!("{report}"),
        Err(problems) => bail!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
    Ok(())
}

/// Writes the checksums of the files as they are now into what describes them: the catalogue, and the `case.toml` of each pair.
///
/// # Errors
/// Where one of them cannot be written.
pub(crate) fn bless() -> Result<()> {
    for (path, text) in tradecast_data::renewed_checksums(tradecast_data::CATALOGUE, &tradecast_data::files())
    {
        let path = format!("data/{path}");
        fs::write(at(&path), text).with_context(|| path.clone())?;
        println!("wrote {path}");
    }
    Ok(())
}
