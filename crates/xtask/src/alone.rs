//! The page in one file: opens from a disk, asks no network for anything, and its policy allows it nothing but itself.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bundle::is;
use crate::shell::{self, Page, base64, digest, sheet};
use crate::wasm::PARTS;

/// What the file has inside beside the document.
#[derive(Debug)]
pub(crate) struct Alone {
    /// The program, and how a file starts it: the script of the page and of its workers.
    program: String,
    /// The module, packed.
    module: String,
    /// Texts by what they are called in the page.
    texts: Vec<(String, String)>,
    icon: String,
}

impl Alone {
    /// Collects from a finished site what goes into the file.
    ///
    /// # Errors
    /// Where something is missing, or cannot stand in a page.
    pub(crate) fn gather(site: &Path) -> Result<Self> {
        let read = |name: &str| fs::read_to_string(site.join(name)).context(name.to_owned());
        let mut texts = Vec::new();
        for entry in fs::read_dir(site.join("assets/locales"))? {
            let path = entry?.path();
            if let Some(name) = path.file_stem().filter(|_| is(&path, "txt")) {
                let packed = letters(&pack(&fs::read(&path)?)?);
                texts.push((format!("locale-{}", name.to_string_lossy()), packed));
            }
        }
        // The reader of workbooks: its program, what joins the two, and its worker's script without the line that loads the program.
        let worker = read("assets/sheets.js")?;
        let worker: Vec<&str> = worker.lines().filter(|line| !line.starts_with("import ")).collect();
        let sheets =
            [&plain(&read("sheets/tradecast.js")?), &shell::script(&["sheets.js"])?, &worker.join("\n")]
                .map(String::as_str)
                .concat();
        texts.push(("sheets".to_owned(), sheets));
        texts.push((
            "sheets-module".to_owned(),
            letters(&pack(&fs::read(site.join("sheets/tradecast_bg.wasm"))?)?),
        ));
        for entry in fs::read_dir(site.join(PARTS))? {
            let path = entry?.path();
            if let Some(name) = path.file_name().filter(|_| is(&path, "wasm")) {
                texts.push((name.to_string_lossy().into_owned(), letters(&pack(&fs::read(&path)?)?)));
            }
        }
        texts.sort();
        let program = plain(&read("tradecast.js")?) + &shell::script(&["alone.js"])?;
        let alone = Self {
            program,
            module: letters(&pack(&fs::read(site.join("tradecast_bg.wasm"))?)?),
            texts,
            icon: base64(read("assets/favicon.svg")?.as_bytes()),
        };
        let texts = alone.texts.iter().map(|(_, text)| text);
        for text in texts.chain([&alone.program]) {
            if text.contains("</script") || text.contains("<!--") {
                bail!("a text or script of the page has letters that would end it there");
            }
        }
        Ok(alone)
    }

    /// The file.
    ///
    /// # Errors
    /// Where the document lacks what is replaced in it.
    pub(crate) fn html(&self, page: &Page) -> Result<String> {
        let boot = shell::script(&["boot.js"])?;
        let (style, script) = (format!("\n{}", page.style()), format!("\n{boot}"));
        let program = format!("\n{}", self.program);
        let policy = format!(
            "default-src 'none'; script-src '{}' '{}' 'wasm-unsafe-eval'; style-src '{}'; img-src data: blob:; worker-src blob:; \
             base-uri 'none'; form-action 'none'",
            digest(script.as_bytes()),
            digest(program.as_bytes()),
            digest(style.as_bytes()),
        );
        let mut last = String::new();
        for (id, text) in
            self.texts.iter().map(|(id, text)| (id.as_str(), text)).chain([("module", &self.module)])
        {
            last.push_str(&format!("    <script type=\"text/plain\" id=\"{id}\">{text}</script>\n"));
        }
        last.push_str(&format!("    <script type=\"module\" id=\"program\">{program}</script>\n  </body>"));
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
                return Some(format!("    <script>{script}</script>"));
            }
            if trimmed == "</body>" {
                return Some(last.clone());
            }
            sheet(line).map(|_| String::new())
        })?;
        if html.contains("=\"./") {
            bail!("web/index.html asks for a file that the bundle does not know");
        }
        Ok(html.replacen("  </head>", &format!("    <style>{style}</style>\n  </head>"), 1))
    }
}

/// A program without what only modules may say: a page from a file can open workers only from plain scripts.
fn plain(program: &str) -> String {
    let lines = program.lines().filter(|line| !line.starts_with("export "));
    lines.map(|line| line.replace("import.meta.url", "location.href") + "\n").collect()
}

/// Bytes as text, a thirteenth shorter than base64: thirteen bits at a time, the lowest first, as two of the 91 letters from `!` to `|`
/// without `<`, which could end the script that they stand in.
fn letters(bytes: &[u8]) -> String {
    let letter = |digit: u32| {
        let code = b'!' + u8::try_from(digit).expect("a digit to base 91");
        char::from(if code < b'<' { code } else { code + 1 })
    };
    let mut text = String::with_capacity(bytes.len() * 5 / 4);
    let (mut held, mut count) = (0, 0);
    for byte in bytes {
        held |= u32::from(*byte) << count;
        count += 8;
        if count >= 13 {
            text.extend([letter((held & 0x1fff) / 91), letter((held & 0x1fff) % 91)]);
            held >>= 13;
            count -= 13;
        }
    }
    // So few bits are left that what is behind them makes no byte.
    match count {
        0 => {}
        1..=5 => text.push(letter(held)),
        _ => text.extend([letter(held / 91), letter(held % 91)]),
    }
    text
}

/// Bytes as browsers unpack them.
fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    Ok(packed.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_letters_that_end_no_script() {
        // As web/shell/alone.js reads it.
        let read = |text: &str| {
            let (mut bytes, mut held, mut count) = (Vec::new(), 0_u32, 0);
            let digits: Vec<u32> = text.bytes().map(|c| u32::from(c) - 33 - u32::from(c > 60)).collect();
            for pair in digits.chunks(2) {
                let (bits, more) = match *pair {
                    [high, low] => (high * 91 + low, 13),
                    [last] => (last, 6),
                    _ => panic!("a chunk of two"),
                };
                held |= bits << count;
                count += more;
                while count >= 8 {
                    bytes.push(held.to_le_bytes()[0]);
                    held >>= 8;
                    count -= 8;
                }
            }
            bytes
        };
        let bytes: Vec<u8> = (0..=u8::MAX).chain((0..=u8::MAX).rev()).collect();
        for length in 0..=bytes.len() {
            let text = letters(&bytes[..length]);
            assert!(text.bytes().all(|letter| letter.is_ascii_graphic() && letter != b'<'), "{text}");
            let back = read(&text);
            assert_eq!(back, bytes[..length], "{length}");
        }
        assert_eq!(letters(&[0xff; 13]).len(), 16, "thirteen bytes in sixteen letters");
    }
}
