//! Names come from anybody's data: they are shown as they are, and never act on a terminal or as markup.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Whether a character acts on a terminal, or on the order in which others are shown.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text of one line, with what would act on a terminal written out, as in `\u{1b}`.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    replaced(text, acts)
}

/// The same for a text of several lines and columns.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    replaced(text, |c| acts(c) && !matches!(c, '\n' | '\t'))
}

fn replaced(text: &str, acts: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) { out.extend(c.escape_debug()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// A text of several lines in which only styles of letters act, where there are any.
pub(crate) fn styled(text: &str, styles: bool) -> Cow<'_, str> {
    if !styles || !text.contains('\u{1b}') {
        return lines(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let (before, sequence) = rest.split_at(at);
        out += &lines(before);
        let parameters =
            sequence[2..].find(|c: char| !c.is_ascii_digit() && c != ';').map_or(sequence.len(), |n| n + 2);
        let end = if sequence[parameters..].starts_with('m') { parameters + 1 } else { 0 };
        let (kept, after) = sequence.split_at(end.max(1));
        out += &if end > 0 { Cow::Borrowed(kept) } else { lines(kept) };
        rest = after;
    }
    Cow::Owned(out + &lines(rest))
}

/// A text as Markdown that shows just that: no link, no picture, no emphasis, no HTML, no list and no heading.
pub(crate) fn markdown(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let special = match c {
            // Within a word it stands for itself.
            '_' => !(text[..at].ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)),
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '@' => true,
            '!' => rest.starts_with('['),
            '&' => rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'),
            '+' | '-' | '=' => at == 0 && (rest.is_empty() || rest.starts_with([' ', c])),
            '.' | ')' if at == digits && at > 0 => rest.is_empty() || rest.starts_with(' '),
            // What some programs take for an address.
            ':' => rest.starts_with("//"),
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        if c == ' ' && (at == 0 || rest.is_empty()) {
            // Writing to a text cannot fail.
            let _ = write!(out, "&#32;");
        } else {
            out.push(c);
        }
    }
    out
}

/// Writes on a terminal: of what comes from files, nothing acts on it. Each piece is a whole text, as `write!` hands them on.
pub(crate) struct Visible<W>(pub(crate) W);

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(styled(text, true).as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    const NAMES: [&str; 22] = [
        "[Open the data](https://evil.example/login)",
        "![x](https://evil.example/x.png)",
        "<script>alert(1)</script>",
        "https://evil.example",
        "<https://evil.example>",
        "www.evil.example and a@b.example",
        "*a* _b_ **c** ~~d~~ `e`",
        "# heading",
        "a #",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "=====",
        "---",
        "a | b",
        "&lt;b&gt; &#60; & c",
        "\\[a\\](b)",
        "[^1] [a]: b",
        " spaces ",
        "Norway - Sweden, 1.5 (a.b) 80 %!",
        "",
    ];

    /// What a reader of the Markdown sees, and whether anything in it is more than text.
    fn seen(markdown: &str) -> (String, bool) {
        let (mut text, mut acts) = (String::new(), false);
        for event in Parser::new_ext(
            markdown,
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES,
        ) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(
                    Tag::Link { .. } | Tag::Image { .. } | Tag::List(_) | Tag::Emphasis | Tag::Strong,
                )
                | Event::Start(
                    Tag::Strikethrough | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::HtmlBlock,
                )
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Code(_)
                | Event::Rule => acts = true,
                _ => {}
            }
        }
        (text, acts)
    }

    #[test]
    fn names_are_shown_and_are_never_markup() {
        for name in NAMES {
            for (before, after) in [("", ""), ("- ", ""), ("## ", ""), ("a **b** ", ".")] {
                let (text, acts) = seen(&format!("{before}{}{after}\n", markdown(name)));
                let expected =
                    format!("{}{name}{after}", before.trim_start_matches(['-', '#', ' ']).replace("**", ""));
                assert_eq!(text, expected, "{name}: {}", markdown(name));
                assert_eq!(
                    acts,
                    before.contains("- ") || before.contains("**"),
                    "{name}: {}",
                    markdown(name)
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_name_is_markup(name in r"[ !-/0-1:-@\[-`a-bw{-~é]{0,16}") {
            let markdown = markdown(&name);
            for (before, acted) in [("", false), ("- ", true), ("## ", false)] {
                prop_assert_eq!(seen(&format!("{before}{markdown}\n")), (name.clone(), acted), "{}", &markdown);
            }
            let table = format!("| a | b |\n| --- | --- |\n| {markdown} | c |\n");
            prop_assert_eq!(seen(&table), (format!("ab{name}c"), false), "{}", &markdown);
        }
    }

    #[test]
    fn nothing_of_a_name_acts_on_a_terminal() {
        let name = "\u{1b}]0;pwn\u{7}\u{9b}31m\u{202e}\u{7f}\r\n\tBaku, Öл";
        assert_eq!(line(name), r"\u{1b}]0;pwn\u{7}\u{9b}31m\u{202e}\u{7f}\r\n\tBaku, Öл");
        assert_eq!(lines("a\tb\nc\u{1b}[2J"), "a\tb\nc\\u{1b}[2J");
        assert_eq!(
            styled("\u{1b}[1mbold\u{1b}[0m \u{1b}[2J\u{1b}]0;x", true),
            "\u{1b}[1mbold\u{1b}[0m \\u{1b}[2J\\u{1b}]0;x"
        );
        assert_eq!(styled("\u{1b}[1m", false), "\\u{1b}[1m");
        let mut out = Vec::new();
        write!(Visible(&mut out), "{name}").expect("memory takes all");
        assert!(
            !String::from_utf8(out).expect("UTF-8").contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\r'])
        );
    }
}
