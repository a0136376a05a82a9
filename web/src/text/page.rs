//! What stands around the answer.

use tradecast::{Answer, Period};

use crate::text::messages::catalogue::{fill, language, say};
use crate::text::messages::language::Language;
use crate::text::messages::letters::upper;
use crate::text::messages::translate::known;
use crate::text::numbers::number::number;
use crate::text::numbers::period::short_period;

/// Title of the series: the first letter capital.
#[must_use]
pub fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| upper(first.encode_utf8(&mut [0; 4])) + letters.as_str())
}

/// The name of a series as sentences say it: that of the built-in ones in the language spoken.
#[must_use]
pub fn series_name(name: &str) -> String {
    known(name).unwrap_or_else(|| name.to_owned())
}

/// A sentence that may begin with a name: capital, except in English, where the engine says names as they are given.
#[must_use]
pub(super) fn whole(sentence: String) -> String {
    if language() == Language::English { sentence } else { title(&sentence) }
}

/// A message as a sentence.
#[must_use]
pub fn sentence(message: &str) -> String {
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", title(message))
}

/// Known up to a year, as one could have been then.
#[must_use]
pub fn as_of_then(year: i32) -> String {
    say!("page.as_of.then", year = year + 1)
}

/// Everything known.
#[must_use]
pub fn as_of_latest(last: Period) -> String {
    say!("page.as_of.latest", period = short_period(last))
}

/// What makes an answer repeatable.
#[must_use]
pub fn provenance(answer: &Answer) -> String {
    say!(
        "page.provenance",
        engine = answer.engine,
        paths = number(answer.question.paths.into()),
        seed = answer.seed,
        data = answer.data_hash
    )
}

/// What stands before and after a word of a text, where the word is an element of its own.
#[must_use]
pub fn around(name: &str, word: &str) -> [String; 2] {
    // No text holds this character, which stands for nothing.
    let said = fill(name, &[(word, "\0")]);
    let (before, after) = said.split_once('\0').unwrap_or((&said, ""));
    [before.to_owned(), after.to_owned()]
}

/// An address that may be broken after each slash.
#[must_use]
pub fn breakable(address: &str) -> String {
    address.replace('/', "/\u{200b}").replace("/\u{200b}/\u{200b}", "//")
}

/// A text as a field of a CSV file.
#[must_use]
pub fn quoted(text: &str) -> String {
    let text = tradecast_io::csv_cell(text);
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

/// The parts of a sentence, and whether a part must not be broken: a number with its unit.
#[must_use]
pub fn phrases(sentence: &str) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    let words: Vec<&str> = sentence.split_inclusive(' ').collect();
    let mut i = 0;
    while i < words.len() {
        let has_digit = words[i].contains(|c: char| c.is_ascii_digit());
        let unit = |word: &str| {
            let bare = word.trim_end().trim_end_matches(['.', ',', ':', ';', ')']);
            matches!(bare, "%" | "m" | "bn" | "k" | "tn" | "–")
        };
        let mut end = i + 1;
        while has_digit && end < words.len() && (unit(words[end]) || words[end - 1].trim_end() == "–") {
            end += 1;
        }
        if end > i + 1 {
            let kept = words[i..end].concat();
            let bare = kept.trim_end_matches(' ');
            parts.push((bare.to_owned(), true));
            // A space at the end of a part that is not broken would not be seen.
            if bare.len() < kept.len() {
                parts.push((" ".to_owned(), false));
            }
        } else if let Some((text, false)) = parts.last_mut() {
            text.push_str(words[i]);
        } else {
            parts.push((words[i].to_owned(), false));
        }
        i = end;
    }
    parts
}

/// A message as a sentence; nothing where there is none.
#[must_use]
pub fn sentence_or_none(message: &str) -> String {
    if message.is_empty() { String::new() } else { sentence(message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_be_an_element_of_its_own() {
        assert_eq!(around("control.source", "source"), ["Source: ", ""]);
        assert_eq!(around("report.source", "source"), ["Source: ", "."]);
    }

    #[test]
    fn numbers_stay_with_their_units() {
        let kept: Vec<String> =
            phrases("It reaches $1,000 m in 2035: 80 % get there. Chance: 31 % (was 22 %).")
                .into_iter()
                .filter(|(_, keep)| *keep)
                .map(|(text, _)| text)
                .collect();
        assert_eq!(kept, ["$1,000 m", "80 %", "31 %", "22 %)."]);
        let sentence = "Between 2027 – 2041, or 5 % of it.";
        assert_eq!(phrases(sentence).into_iter().map(|(text, _)| text).collect::<String>(), sentence);
    }
}
