//! What the engine says in English, in the language spoken.
//!
//! Labels, units and messages of the engine have one place, the engine. A catalogue holds what they are in its language, by the
//! English: `> closed form => …`. Words in braces stand for what changes from one text to the next: how a model was fitted, growth of the
//! first months, and how many pairs a panel has. Errors, notes and warnings are said by their code instead, see `text::message`.

use crate::text::messages::catalogue::{filled, language, spoken};
use crate::text::messages::language::Language;
use crate::text::numbers::currency::amount;
use crate::text::numbers::number::transcribed;

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
    let dollars = english.strip_prefix('$').and_then(|dollars| {
        let (value, multiple) = dollars.split_once(' ')?;
        let value: f64 = value.replace(',', "").parse().ok()?;
        matches!(multiple, "k" | "m" | "bn" | "tn").then(|| amount(value, "USD", multiple))
    });
    dollars.unwrap_or_else(|| transcribed(english))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::text::messages::catalogue::{Catalogue, speak};
    use crate::text::numbers::number::fixed;

    #[test]
    fn messages_are_recognised_by_what_does_not_change_in_them() {
        let template = "break in {period}: BIC is lower by {gain} than without";
        let words = matched(template, "break in 2009: BIC is lower by 1.5 than without").unwrap();
        assert_eq!(words, [("period", "2009"), ("gain", "1.5")]);
        assert_eq!(matched(template, "break in 2009 is something else"), None);
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
