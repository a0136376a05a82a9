//! The documentation site: what rustdoc makes of the crates, and a page that leads into it.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::process::{at, command, run as execute};

/// The doors of the site: where they lead, and what is behind them.
const DOORS: [(&str, &str, &str); 6] = [
    (
        "tradecast/guide",
        "Guide",
        "tutorials, how-to's, every method with its source, how calibration was measured, limits",
    ),
    ("tradecast", "tradecast", "the core: series, models, simulation, levers, arrival, answer"),
    ("tradecast_io", "tradecast-io", "trade series and scenarios from files"),
    ("tradecast_data", "tradecast-data", "the embedded data, every figure with its source"),
    ("tradecast_chart", "tradecast-chart", "chart geometry: numbers in, numbers and paths out"),
    ("tradecast_sheets", "tradecast-sheets", "sheets of workbooks as text"),
];

/// Builds the site in `target/doc`; a link that leads nowhere is an error.
///
/// # Errors
/// Where rustdoc fails or warns, or a door is missing.
pub(crate) fn run() -> Result<()> {
    let doc = ["doc", "--locked", "--workspace", "--no-deps"];
    execute(command("cargo", doc).env("RUSTDOCFLAGS", "--deny warnings"))?;
    let site = at("target/doc");
    for (place, ..) in DOORS {
        let page = site.join(place).join("index.html");
        ensure!(page.is_file(), "{}: rustdoc did not write it", page.display());
    }
    let index = site.join("index.html");
    fs::write(&index, page()).with_context(|| index.display().to_string())?;
    println!("  {}", index.display());
    Ok(())
}

fn page() -> String {
    let row = |(place, name, what): &(&str, &str, &str)| {
        format!("<li><a href=\"{place}/index.html\">{name}</a>: {what}</li>\n")
    };
    let rows: String = DOORS.iter().map(row).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Tradecast: documentation</title>\n\
         <style>:root {{ color-scheme: light dark }} body {{ font: 1rem/1.6 system-ui; max-width: 40rem; margin: 3rem auto; \
         padding: 0 1rem }}</style>\n</head>\n<body>\n<h1>Tradecast</h1>\n<p>When does a trade flow reach its target, and how sure \
         are we?</p>\n<ul>\n{rows}</ul>\n</body>\n</html>\n"
    )
}
