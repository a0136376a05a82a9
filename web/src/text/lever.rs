//! Levers by what the engine calls them.

use super::{Language, language, translated, unit};

/// A lever by what the engine calls it: "Wheat: Price".
#[must_use]
pub fn lever_name(label: &str) -> String {
    match label.split_once(": ") {
        Some((part, lever)) => format!("{}: {}", translated(part), translated(lever)),
        None => translated(label),
    }
}

/// The unit of a lever: "% a year", or an amount of money, "USD m a year".
#[must_use]
pub fn lever_unit(english: &str) -> String {
    match english.strip_suffix(" a year") {
        Some(money)
            if money.starts_with(|letter: char| letter.is_ascii_uppercase())
                && language() != Language::English =>
        {
            format!("{} {}", unit(money), translated("a year"))
        }
        _ => unit(english),
    }
}
