//! Writes the English catalogue without what only people read, so that nobody downloads it.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

const ENGLISH: &str = "locales/en.txt";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={ENGLISH}");
    let text = fs::read_to_string(ENGLISH).map_err(|error| format!("{ENGLISH}: {error}"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let short: String =
        lines.flat_map(|line| [&line.replacen(" = ", "=", 1), "\n"].map(str::to_owned)).collect();
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("en.txt"), short)?;
    Ok(())
}
