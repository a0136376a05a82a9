//! What the engine says in English, in the language spoken.
//!
//! Labels, units and messages of the engine have one place, the engine. A catalogue holds what they are in its language, by the
//! English: `> closed form => …`. Words in braces stand for what changes from one message to the next.

use super::catalogue::{filled, spoken};
use super::number::with_minus;
use super::{Language, language, money, number};

/// What the engine says, in the language spoken; as it is where the catalogue does not know it.
#[must_use]
pub fn translated(english: &str) -> String {
    if language() == Language::English || english.is_empty() {
        return english.to_owned();
    }
    known(english).unwrap_or_else(|| inside(english))
}

/// What is English in the language spoken; absent where the catalogue does not know it, and where English is spoken.
#[must_use]
pub fn known(english: &str) -> Option<String> {
    let catalogue = spoken();
    if let Some(exact) = catalogue.phrase(english) {
        return Some(exact.to_owned());
    }
    let templates = catalogue.phrases().filter(|(template, _)| template.contains('{'));
    let matching = templates.filter_map(|(template, text)| Some((matched(template, english)?, text)));
    // Of templates that fit, the one that says most of it itself.
    let best = matching.min_by_key(|(words, _)| words.iter().map(|(_, value)| value.len()).sum::<usize>());
    let (words, text) = best?;
    let words: Vec<(&str, String)> = words.into_iter().map(|(word, value)| (word, inside(value))).collect();
    let words: Vec<(&str, &str)> = words.iter().map(|(word, value)| (*word, value.as_str())).collect();
    Some(filled(text, &words))
}

/// What stands for the words of a template in a text; nothing where the text is another.
fn matched<'a, 'b>(template: &'a str, text: &'b str) -> Option<Vec<(&'a str, &'b str)>> {
    let (before, rest) = template.split_once('{').unwrap_or((template, ""));
    let text = text.strip_prefix(before)?;
    let Some((word, rest)) = rest.split_once('}') else { return text.is_empty().then(Vec::new) };
    let next = rest.split('{').next().unwrap_or_default();
    if next.is_empty() {
        return (rest.is_empty() && !text.is_empty()).then(|| vec![(word, text)]);
    }
    text.match_indices(next).find_map(|(at, _)| {
        let mut words = matched(rest, &text[at..])?;
        words.insert(0, (word, &text[..at]));
        Some(words)
    })
}

/// A number, an amount or a name inside a message.
fn inside(english: &str) -> String {
    let catalogue = spoken();
    if let Some(exact) = catalogue.phrase(english) {
        return exact.to_owned();
    }
    let amount = english.strip_prefix('$').and_then(|amount| {
        let (amount, multiple) = amount.split_once(' ')?;
        let value: f64 = amount.replace(',', "").parse().ok()?;
        matches!(multiple, "k" | "m" | "bn" | "tn").then(|| money(value, &format!("USD {multiple}")))
    });
    amount.unwrap_or_else(|| transcribed(english))
}

/// A text with the separators of its numbers as the language writes them.
#[must_use]
pub(super) fn transcribed(english: &str) -> String {
    let [decimal, group] = language().separators();
    let letters: Vec<char> = english.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    // Three digits after a comma are thousands; in "ARIMA(0,1,1)" they are not.
    let thousands = |at: usize| (1..=3).all(|next| digit(at + next)) && !digit(at + 4);
    let separator = |(at, letter): (usize, &char)| match letter {
        '.' if at > 0 && digit(at - 1) && digit(at + 1) => decimal,
        ',' if at > 0 && digit(at - 1) && thousands(at) => group,
        other => *other,
    };
    letters.iter().enumerate().map(separator).collect()
}

/// A number that the engine writes with so many decimals.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    if language() == Language::English || value.abs() < 1000.0 {
        with_minus(transcribed(&written))
    } else {
        number(value)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::text::{Catalogue, speak};

    #[test]
    fn messages_are_recognised_by_what_does_not_change_in_them() {
        let template = "row {row}, column \"value\": {value} is not positive";
        let words = matched(template, "row 3, column \"value\": -1.5 is not positive").unwrap();
        assert_eq!(words, [("row", "3"), ("value", "-1.5")]);
        assert_eq!(matched(template, "row 3 is something else"), None);
        assert_eq!(matched("{a} of {b}", "1 of 2 of 3").unwrap(), [("a", "1"), ("b", "2 of 3")]);
    }

    #[test]
    fn numbers_in_messages_are_written_as_the_language_does() {
        let source = "> closed form => в явном виде\n> after {n} steps ({how}) => шагов: {n} ({how})";
        speak(Rc::new(Catalogue::read(Language::Russian, source)));
        assert_eq!(translated("closed form"), "в явном виде");
        assert_eq!(translated("after 1,234.5 steps (closed form)"), "шагов: 1\u{a0}234,5 (в явном виде)");
        assert_eq!(translated("Whatever 0.5"), "Whatever 0,5");
        assert_eq!(fixed(-0.25, 2), "\u{2212}0,25");
        speak(Rc::new(Catalogue::english()));
        assert_eq!(translated("after 1,234.5 steps"), "after 1,234.5 steps");
    }
}
