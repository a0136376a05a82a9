//! The page in one file: opens from a disk, asks no network for anything, and its policy allows it nothing but itself.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::build::notices;
use crate::build::page::shell::{self, Page, base64, digest, sheet};
use crate::build::wasm::PARTS;
use crate::files::has_extension;

/// What the file has inside beside the document.
#[derive(Debug)]
pub(crate) struct SingleFile {
    /// The program, and how a file starts it: the script of the page and of its workers.
    program: String,
    /// The script that reads workbooks, of a worker of its own.
    sheets: String,
    /// Everything else, in the order in which it is wanted.
    packed: Vec<Packed>,
    icon: String,
}

/// A file as the page holds it.
#[derive(Debug)]
struct Packed {
    name: String,
    /// Base64 of gzip.
    text: String,
}

impl SingleFile {
    /// Collects from a finished site what goes into the file.
    ///
    /// # Errors
    /// Where something is missing, or cannot stand in a page.
    pub(crate) fn gather(site: &Path) -> Result<Self> {
        let bytes = |name: &str| fs::read(site.join(name)).context(name.to_owned());
        let read = |name: &str| fs::read_to_string(site.join(name)).context(name.to_owned());
        let program = plain(&read("tradecast.js")?) + &shell::script(&["single_file.js"])?;
        // The reader of workbooks: its program, what joins the two, and its worker's script without the line that loads the program.
        let worker = read("assets/sheets.js")?;
        let worker: Vec<&str> = worker.lines().filter(|line| !line.starts_with("import ")).collect();
        let sheets =
            [&plain(&read("sheets/tradecast.js")?), &shell::script(&["sheets.js"])?, &worker.join("\n")]
                .map(String::as_str)
                .concat();
        if sheets.contains("</script") {
            bail!("the script that reads workbooks would end the element that holds it");
        }
        let mut files = vec![
            ("program".to_owned(), program.clone().into_bytes()),
            ("tradecast_bg.wasm".to_owned(), bytes("tradecast_bg.wasm")?),
        ];
        files.extend(self::files(&site.join(PARTS), "wasm")?);
        files.push(("sheets.wasm".to_owned(), bytes("sheets/tradecast_bg.wasm")?));
        files.extend(self::files(&site.join("assets/locales"), "txt")?);
        files.push(("notices.txt".to_owned(), bytes(notices::FILE)?));
        let packed = files.iter().map(|(name, bytes)| Packed::of(name, bytes)).collect::<Result<_>>()?;
        Ok(Self { program, sheets, packed, icon: base64(read("assets/favicon.svg")?.as_bytes()) })
    }

    /// The file.
    ///
    /// # Errors
    /// Where the document lacks what is replaced in it.
    pub(crate) fn html(&self, page: &Page) -> Result<String> {
        let script = format!("\n{}", bare(&shell::script(&["boot.js", "unpack.js"])?));
        let style = format!("\n{}", page.style());
        let policy = format!(
            "default-src 'none'; script-src '{}' '{}' 'wasm-unsafe-eval'; style-src '{}'; img-src data: blob:; worker-src blob:; \
             base-uri 'none'; form-action 'none'",
            digest(script.as_bytes()),
            digest(self.program.as_bytes()),
            digest(style.as_bytes()),
        );
        let first = format!("    <style>{style}</style>\n    <script>{script}</script>");
        let sheets = &self.sheets;
        let mut last = format!("    <script type=\"text/plain\" id=\"sheets.js\">{sheets}</script>\n");
        for Packed { name, text } in &self.packed {
            last += &format!("    <script type=\"application/gzip\" id=\"{name}\">{text}</script>\n");
        }
        last += "  </body>";
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
                return Some(first.clone());
            }
            if trimmed == "</body>" {
                return Some(last.clone());
            }
            sheet(line).map(|_| String::new())
        })?;
        if html.contains("=\"./") {
            bail!("web/index.html asks for a file that the bundle does not know");
        }
        Ok(html)
    }
}

impl Packed {
    fn of(name: &str, bytes: &[u8]) -> Result<Self> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes)?;
        Ok(Self { name: name.to_owned(), text: base64(&packer.finish()?) })
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
