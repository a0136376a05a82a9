//! The page in one file: opens from a disk, asks no network for anything, and its policy allows it nothing but itself.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::notices;
use crate::build::page::pack::Stream;
use crate::build::page::shell::{self, Page, base64, digest, sheet};
use crate::build::wasm::PARTS;
use crate::files::has_extension;

/// What the file has inside beside the document.
#[derive(Debug)]
pub(crate) struct SingleFile {
    /// The program, and how a file starts it: the script of the page and of its workers.
    program: String,
    /// The module that unpacks what follows.
    unpacker: String,
    /// The style sheet, which the first picture of the page waits for.
    style: Stream,
    /// The program and the modules, in the order in which they are wanted.
    parts: Stream,
    /// Languages other than English.
    languages: Stream,
    /// Third-party notices, for whoever asks.
    notices: Stream,
    icon: String,
}

impl SingleFile {
    /// Collects from a finished site, and the module that unpacks, what goes into the file.
    ///
    /// # Errors
    /// Where something is missing, or cannot stand in a page.
    pub(crate) fn gather(site: &Path, page: &Page, unpacker: &[u8]) -> Result<Self> {
        let bytes = |name: &str| fs::read(site.join(name)).context(name.to_owned());
        let read = |name: &str| fs::read_to_string(site.join(name)).context(name.to_owned());
        let program = plain(&read("tradecast.js")?) + &shell::script(&["alone.js"])?;
        // The reader of workbooks: its program, what joins the two, and its worker's script without the line that loads the program.
        let worker = read("assets/sheets.js")?;
        let worker: Vec<&str> = worker.lines().filter(|line| !line.starts_with("import ")).collect();
        let sheets =
            [&plain(&read("sheets/tradecast.js")?), &shell::script(&["sheets.js"])?, &worker.join("\n")]
                .map(String::as_str)
                .concat();
        let first = [
            ("program".to_owned(), program.clone().into_bytes()),
            ("sheets".to_owned(), sheets.into_bytes()),
            ("module".to_owned(), bytes("tradecast_bg.wasm")?),
        ];
        // Languages name things as English does, which is in the module.
        let known: Vec<u8> = first.iter().flat_map(|(_, bytes)| bytes).copied().collect();
        let mut parts = first.to_vec();
        parts.extend(files(&site.join(PARTS), "wasm")?);
        parts.push(("sheets-module".to_owned(), bytes("sheets/tradecast_bg.wasm")?));
        Ok(Self {
            program,
            unpacker: base64(unpacker),
            style: Stream::new("style", &[], &[("style".to_owned(), page.style().as_bytes().to_vec())])?,
            parts: Stream::new("parts", &[], &parts)?,
            languages: Stream::new("languages", &known, &files(&site.join("assets/locales"), "txt")?)?,
            notices: Stream::new("notices", &[], &[("notices".to_owned(), bytes(notices::FILE)?)])?,
            icon: base64(read("assets/favicon.svg")?.as_bytes()),
        })
    }

    /// The file.
    ///
    /// # Errors
    /// Where the document lacks what is replaced in it.
    pub(crate) fn html(&self, page: &Page) -> Result<String> {
        let script = format!("\n{}", bare(&shell::script(&["boot.js", "unpack.js"])?));
        let policy = format!(
            "default-src 'none'; script-src '{}' '{}' 'wasm-unsafe-eval'; style-src '{}'; img-src data: blob:; worker-src blob:; \
             base-uri 'none'; form-action 'none'",
            digest(script.as_bytes()),
            digest(self.program.as_bytes()),
            digest(page.style().as_bytes()),
        );
        let first = [
            format!("    <script type=\"text/plain\" id=\"unpacker\">{}</script>\n", self.unpacker),
            self.style.html(),
            format!("    <script>{script}</script>"),
        ];
        let last = [self.parts.html(), self.languages.html(), self.notices.html(), "  </body>".to_owned()];
        let html = page.with_lines(|line| {
            let trimmed = line.trim();
            let starts = |start: &str| trimmed.starts_with(start);
            if starts("<meta http-equiv=\"Content-Security-Policy\"") {
                return Some(format!(
                    "    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
                ));
            }
            if starts("<link rel=\"modulepreload\"")
                || starts("<link rel=\"preload\"")
                || starts("<link rel=\"manifest\"")
            {
                return Some(String::new());
            }
            if starts("<link rel=\"icon\"") {
                let icon = &self.icon;
                return Some(format!(
                    "    <link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{icon}\">"
                ));
            }
            if starts("<script src=\"./assets/boot.js\"") {
                return Some(first.concat());
            }
            if trimmed == "</body>" {
                return Some(last.concat());
            }
            sheet(line).map(|_| String::new())
        })?;
        if html.contains("=\"./") {
            bail!("web/index.html asks for a file that the bundle does not know");
        }
        Ok(html)
    }
}

/// A program without what only modules may say: a page from a file can open workers only from plain scripts.
fn plain(program: &str) -> String {
    let exported = |line: &str| {
        let rest = line.strip_prefix("export ")?;
        // A list of names says nothing more; what is declared stays.
        Some(if ["{", "default "].iter().any(|list| rest.starts_with(list)) { "" } else { rest }.to_owned())
    };
    let lines = program.lines().map(|line| exported(line).unwrap_or_else(|| line.to_owned()));
    lines.map(|line| line.replace("import.meta.url", "location.href") + "\n").collect()
}

/// A script without what is there for people.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The files of a folder that have an extension, each with its name, in their order.
fn files(folder: &Path, extension: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| has_extension(&path, extension)) {
            files.push((name.to_string_lossy().into_owned(), fs::read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_module_exports_is_declared_in_a_plain_script() {
        let module = "export function a() {\n  return import.meta.url;\n}\nexport { a, b as default };\nexport default b;\n";
        assert_eq!(plain(module), "function a() {\n  return location.href;\n}\n\n\n");
    }

    #[test]
    fn scripts_lose_comments_and_indentation() {
        assert_eq!(bare("// a\nif (b) {\n  // c\n  d();\n\n}\n"), "if (b) {\nd();\n}\n");
    }
}
