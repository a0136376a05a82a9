//! The documentation site: what rustdoc makes of the crates, and a page that leads into it.

use std::fs;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{Of, at, command, metadata, run as execute};
use crate::published;

/// The doors of the site: where they lead, and what is behind them.
const DOORS: [(&str, &str, &str); 8] = [
    (
        "tradecast/guide",
        "Guide",
        "tutorials, how-to's, every method with its source, how calibration was measured, limits",
    ),
    ("tradecast", "tradecast", "the core: series, models, simulation, levers, arrival, answer"),
    ("tradecast_io", "tradecast-io", "trade series and scenarios from files"),
    ("tradecast_data", "tradecast-data", "the embedded data, every figure with its source"),
    ("tradecast_ask", "tradecast-ask", "questions as other languages pose them, and answers as JSON"),
    ("tradecast_serve", "tradecast-serve", "the page and an HTTP API"),
    ("tradecast_chart", "tradecast-chart", "chart geometry: numbers in, numbers and paths out"),
    ("tradecast_sheets", "tradecast-sheets", "sheets of workbooks as text"),
];

/// Builds the site in `target/doc`; a link that leads nowhere is an error, and so is a public item without an example.
///
/// # Errors
/// Where rustdoc fails or warns, a door is missing, or an example.
pub(crate) fn run() -> Result<()> {
    examples()?;
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

/// Whether every public item of what is published has an example.
fn examples() -> Result<()> {
    let mut without = Vec::new();
    for folder in published::crates(&metadata(Of::Members)?).values() {
        for file in published::sources(&folder.join("src"))? {
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            without.extend(
                without_example(&text)
                    .iter()
                    .map(|(line, item)| format!("{}:{line}: {item}", file.display())),
            );
        }
    }
    if !without.is_empty() {
        bail!("public items without an example:\n{}", without.join("\n"));
    }
    Ok(())
}

/// The public items of a module whose documentation has no block of code, with their lines; its tests aside. What is public and
/// cannot be reached from outside does not exist: a lint sees to that.
fn without_example(text: &str) -> Vec<(usize, &str)> {
    const ITEMS: [&str; 8] = ["fn", "const", "struct", "enum", "trait", "type", "static", "async"];
    let text = published::without_tests(text);
    let (mut documented, mut attribute) = (false, false);
    let mut found = Vec::new();
    for (line, number) in text.lines().map(str::trim).zip(1..) {
        attribute |= line.starts_with("#[");
        if attribute {
            documented |= line.contains("doc(hidden)");
            attribute = !line.ends_with(']');
        } else if let Some(doc) = line.strip_prefix("///") {
            documented |= doc.contains("```");
        } else {
            let mut words = line.strip_prefix("pub ").unwrap_or_default().split_whitespace();
            let item = words.next().is_some_and(|word| ITEMS.contains(&word));
            // Names with a dollar are a macro's, which takes the documentation of what it makes.
            if item && !documented && !words.any(|word| word.starts_with('$')) {
                found.push((number, line));
            }
            documented = false;
        }
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_without_an_example_is_found() {
        let with = "/// What.\n///\n/// ```\n/// f();\n/// ```\n#[expect(\n    lint,\n    reason = \"why\"\n)]\npub fn f() {}\n";
        assert!(without_example(with).is_empty());
        let without = "/// What.\n#[must_use]\npub const fn f() {}\n\npub(crate) fn g() {}\n\n#[cfg(test)]\nmod tests {\n    pub fn h() {}\n}\n";
        assert_eq!(without_example(without), [(3, "pub const fn f() {}")]);
        assert_eq!(without_example(&format!("{with}pub struct A;\n")), [(11, "pub struct A;")]);
    }
}
