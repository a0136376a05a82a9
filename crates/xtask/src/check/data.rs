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

/// Writes the checksums of the files as they are now into the catalogue.
///
/// # Errors
/// Where the catalogue cannot be written.
pub(crate) fn bless() -> Result<()> {
    let catalogue = "data/catalogue.toml";
    let renewed =
        tradecast_data::catalogue_with_checksums(tradecast_data::CATALOGUE, &tradecast_data::files());
    fs::write(at(catalogue), renewed).context(catalogue)?;
    println!("wrote {catalogue}");
    Ok(())
}
