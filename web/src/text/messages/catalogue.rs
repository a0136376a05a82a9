//! Catalogues: the words of the page in a language, one text a line, and how they are filled in.
//!
//! A text is looked up by its name. Where a language lacks it, English says it; tests see to it that none does.

use std::cell::RefCell;
use std::rc::Rc;

use crate::text::messages::language::Language;

/// The texts of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    language: Language,
    /// Sorted by name.
    texts: Vec<(String, String)>,
    /// Texts of data in English, sorted, each with what it is in this language.
    phrases: Vec<(String, String)>,
}

/// The pairs of some lines, sorted.
fn pairs<'a>(lines: impl Iterator<Item = &'a str>, between: &str) -> Vec<(String, String)> {
    let pairs = lines.filter_map(|line| line.split_once(between));
    let mut pairs: Vec<(String, String)> =
        pairs.map(|(name, text)| (name.trim().to_owned(), text.trim().to_owned())).collect();
    pairs.sort_unstable();
    pairs
}

impl Catalogue {
    /// Reads `name = text`, one a line, and `> text of data in English => text`; empty lines and those that begin with `#` are for
    /// people.
    #[must_use]
    pub fn read(language: Language, source: &str) -> Self {
        let lines =
            || source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let named = lines().filter(|line| !line.starts_with('>'));
        let phrases = lines().filter_map(|line| line.strip_prefix('>'));
        Self { language, texts: pairs(named, "="), phrases: pairs(phrases, "=>") }
    }

    /// English, which is inside every build.
    #[must_use]
    pub fn english() -> Self {
        Self::read(Language::English, include_str!(concat!(env!("OUT_DIR"), "/en.txt")))
    }

    /// Its language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.texts.binary_search_by(|(known, _)| known.as_str().cmp(name));
        found.ok().map(|i| self.texts[i].1.as_str())
    }

    /// A text of data in English, in this language, where it is known as it stands.
    #[must_use]
    pub fn phrase(&self, english: &str) -> Option<&str> {
        let found = self.phrases.binary_search_by(|(known, _)| known.as_str().cmp(english));
        found.ok().map(|i| self.phrases[i].1.as_str())
    }

    /// Every text of data that is known, and what it is in this language.
    pub fn phrases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.phrases.iter().map(|(english, text)| (english.as_str(), text.as_str()))
    }

    /// Every name with its text, by name.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

thread_local! {
    static ENGLISH: Rc<Catalogue> = Rc::new(Catalogue::english());
    static SPOKEN: RefCell<Rc<Catalogue>> = RefCell::new(ENGLISH.with(Rc::clone));
}

/// Chooses the language that everything said from now on is in.
pub fn speak(catalogue: Rc<Catalogue>) {
    SPOKEN.with(|spoken| spoken.replace(catalogue));
}

/// The language spoken.
#[must_use]
pub fn language() -> Language {
    SPOKEN.with(|spoken| spoken.borrow().language)
}

/// The catalogue of the language spoken.
pub(crate) fn spoken() -> Rc<Catalogue> {
    SPOKEN.with(|spoken| Rc::clone(&spoken.borrow()))
}

/// The text of a name, as it stands in the catalogue: in the language spoken, else in English.
#[must_use]
pub(crate) fn find(name: &str) -> Option<String> {
    let spoken = SPOKEN.with(|spoken| spoken.borrow().get(name).map(str::to_owned));
    spoken.or_else(|| ENGLISH.with(|english| english.get(name).map(str::to_owned)))
}

/// A text with its `{words}` filled in.
#[must_use]
pub fn fill(name: &str, words: &[(&str, &str)]) -> String {
    filled(&find(name).unwrap_or_else(|| name.to_owned()), words)
}

/// A template with its `{words}` filled in.
pub(crate) fn filled(template: &str, words: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        push(&mut filled, before);
        let word = after.split_once('}').and_then(|(word, rest)| {
            let value = words.iter().find(|(known, _)| *known == word)?.1;
            Some((value, rest))
        });
        rest = match word {
            Some((value, rest)) => {
                filled.push_str(value);
                rest
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    push(&mut filled, rest);
    filled
}

/// Continues a text; where a word ended with a full stop ("2030 г."), it is also the one of the sentence.
fn push(filled: &mut String, text: &str) {
    let text = if filled.ends_with('.') { text.strip_prefix('.').unwrap_or(text) } else { text };
    filled.push_str(text);
}

/// A text of the page by its name, with its words: `say!("tabs.moves")`, `say!("reached.by", period = period)`.
macro_rules! say {
    ($name:expr $(, $word:ident = $value:expr)* $(,)?) => {
        $crate::text::fill($name, &[$((stringify!($word), &$value.to_string())),*])
    };
}

pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::messages::count::say_count;

    #[test]
    fn words_are_filled_in_and_the_number_chooses_the_text() {
        let russian = Catalogue::read(
            Language::Russian,
            "# years\nyears.one = {count} год\nyears.few = {count} года\nyears.many = {count} лет\nby = к {year}",
        );
        speak(Rc::new(russian));
        let years = [1, 2, 5, 11, 21, 22, 112].map(|count| say_count!("years", count));
        assert_eq!(years, ["1 год", "2 года", "5 лет", "11 лет", "21 год", "22 года", "112 лет"]);
        assert_eq!(say!("by", year = 2030), "к 2030");
        assert_eq!(say!("by", year = "{year} {"), "к {year} {", "values are not filled in again");
        assert_eq!(say!("tabs.made"), "Made of", "English where the language lacks it");
        speak(Rc::new(Catalogue::english()));
        assert_eq!(language(), Language::English);
    }

    #[test]
    fn languages_have_codes() {
        assert_eq!(Language::of_code("kk-KZ"), Some(Language::Kazakh));
        assert_eq!(Language::of_code("de"), None);
    }
}
