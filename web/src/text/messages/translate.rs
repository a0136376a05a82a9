//! Texts of data in the language spoken.
//!
//! What the files of a case say (its title, parts, notes, sources and scenarios), units and names of reporters have no code: a catalogue
//! holds what they are in its language by the text itself, `> Wheat => …`, and only whole. What the engine says has a code or an
//! identifier instead, see `text::message` and `text::levers`.

use crate::text::messages::catalogue::{language, spoken};
use crate::text::messages::language::Language;
use crate::text::numbers::number::transcribed;

/// A text of data, in the language spoken; as it is where the catalogue does not know it, but for the separators of its numbers.
#[must_use]
pub fn translated(english: &str) -> String {
    if language() == Language::English || english.is_empty() {
        return english.to_owned();
    }
    known(english).unwrap_or_else(|| transcribed(english))
}

/// A text of data in the language spoken; absent where the catalogue does not know it, and where English is spoken.
#[must_use]
pub fn known(english: &str) -> Option<String> {
    spoken().phrase(english).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::text::messages::catalogue::{Catalogue, speak};
    use crate::text::numbers::number::fixed;

    #[test]
    fn numbers_in_texts_are_written_as_the_language_does() {
        let source = "> Crude oil => нефть\n> after {n} steps => шагов: {n}";
        speak(Rc::new(Catalogue::read(Language::Russian, source)));
        assert_eq!(translated("Crude oil"), "нефть");
        assert_eq!(
            translated("after 1,234.5 steps"),
            "after 1\u{a0}234,5 steps",
            "nothing is matched but whole texts"
        );
        assert_eq!(fixed(-0.25, 2), "\u{2212}0,25");
        speak(Rc::new(Catalogue::english()));
        assert_eq!(translated("after 1,234.5 steps"), "after 1,234.5 steps");
    }
}
