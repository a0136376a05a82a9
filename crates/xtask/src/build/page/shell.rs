//! What stands around the program: the document, its styles, its scripts and the service worker.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::process::at;

/// The hash of a content as pages and their policies write it.
pub(crate) fn digest(content: &[u8]) -> String {
    format!("sha256-{}", base64(&Sha256::digest(content)))
}

/// Bytes as text.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Files of `web/shell`, one after the other.
pub(crate) fn script(names: &[&str]) -> Result<String> {
    names
        .iter()
        .map(|name| fs::read_to_string(at("web/shell").join(name)).context((*name).to_owned()))
        .collect()
}

/// The service worker for files with their hashes; its version is the hash of both.
pub(crate) fn service_worker(files: &BTreeMap<String, String>) -> Result<String> {
    let script = script(&["sw.js"])?;
    let files = serde_json::to_string(files)?;
    let hash = Sha256::digest(format!("{script}{files}"));
    let build: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(script.replace("__BUILD__", &format!("{build:?}")).replace("__FILES__", &files))
}

/// The document, with the style sheets that it links.
#[derive(Debug)]
pub(crate) struct Page {
    html: String,
    style: String,
}

/// How the document links what the bundle puts elsewhere; a line each.
const SHEET: &str = "<link rel=\"stylesheet\" href=\"./assets/";

/// Where the document has the answer of the page nobody has touched.
const FIRST: &str = "<!-- first.html -->";

impl Page {
    /// Reads the document and its style sheets.
    ///
    /// # Errors
    /// Where one is missing.
    pub(crate) fn read() -> Result<Self> {
        let html = fs::read_to_string(at("web/index.html")).context("web/index.html")?;
        let html = html.replace(FIRST, &script(&["first.html"])?);
        let mut style = String::new();
        for name in sheets(&html) {
            let sheet = fs::read_to_string(at("web/assets").join(name)).context(name.to_owned())?;
            style.push_str(&plain(&sheet));
        }
        Ok(Self { html, style })
    }

    /// All style sheets as one, without what is there for people.
    pub(crate) fn style(&self) -> &str {
        &self.style
    }

    /// The document of a server: one style sheet instead of many, so that a slow line is asked once.
    ///
    /// # Errors
    /// Where the document has no style sheet.
    pub(crate) fn site(&self) -> Result<String> {
        self.with_lines(|line| {
            let first = sheets(&self.html).next()?;
            let name = sheet(line)?;
            Some(if name == first { line.replace(name, "page.css") } else { String::new() })
        })
    }

    /// The document with some lines replaced; a replacement that is empty removes the line.
    ///
    /// # Errors
    /// Where nothing was replaced: then the document is not what this step expects.
    pub(crate) fn with_lines(&self, replace: impl Fn(&str) -> Option<String>) -> Result<String> {
        let mut replaced = false;
        let mut html = String::new();
        for line in self.html.lines() {
            let new = replace(line);
            replaced |= new.is_some();
            let line = new.unwrap_or_else(|| line.to_owned());
            if !line.is_empty() {
                html.push_str(&line);
                html.push('\n');
            }
        }
        if !replaced {
            bail!("web/index.html has none of the lines that the bundle replaces");
        }
        Ok(html)
    }
}

/// The name of the style sheet that a line links.
pub(crate) fn sheet(line: &str) -> Option<&str> {
    line.trim().strip_prefix(SHEET)?.split('"').next()
}

fn sheets(html: &str) -> impl Iterator<Item = &str> {
    html.lines().filter_map(sheet)
}

/// A style sheet without comments, indentation and empty lines.
fn plain(sheet: &str) -> String {
    let mut rest = sheet;
    let mut kept = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let page = Page::read().unwrap();
        let names: Vec<&str> = sheets(&page.html).collect();
        assert_eq!(names.first(), Some(&"tokens.css"), "what the others use comes first");
        assert!(page.style().starts_with(":root {") && !page.style().contains("/*"));
        let site = page.site().unwrap();
        assert_eq!(sheets(&site).collect::<Vec<_>>(), ["page.css"]);
    }

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(plain("/* a */ b {\n  c: d; /* e\n f */\n\n}\n"), "b {\nc: d;\n}\n");
    }

    #[test]
    fn the_version_is_that_of_the_content() {
        let files = |hash: &str| BTreeMap::from([("./".to_owned(), hash.to_owned())]);
        let (one, same, other) = ("sha256-a", "sha256-a", "sha256-b");
        let worker = |hash| service_worker(&files(hash)).unwrap();
        assert_eq!(worker(one), worker(same));
        let build =
            |worker: &str| worker.lines().find(|line| line.contains("const BUILD")).map(str::to_owned);
        assert_ne!(build(&worker(one)), build(&worker(other)));
        assert!(!worker(one).contains("__"), "nothing is left to be filled in");
    }

    #[test]
    fn hashes_are_those_of_browsers() {
        assert_eq!(digest(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
