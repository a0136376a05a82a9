//! Amounts of money, by currency and multiple.

use crate::text::messages::catalogue::{find, language, say};
use crate::text::messages::language::Language;
use crate::text::numbers::number::number;

/// Billions of dollars with all digits that are given.
#[must_use]
pub fn billions(value: f64) -> String {
    if language() == Language::English {
        return format!("${value} bn");
    }
    say!("unit.amount", number = number(value), unit = named("USD", "bn"))
}

/// A currency and its multiple in words.
pub(crate) fn named(currency: &str, multiple: &str) -> String {
    scaled(multiple, &find(&format!("unit.{currency}")).unwrap_or_else(|| currency.to_owned()))
}

/// The currency of a unit and the letters of what it is a multiple of: "USD m", "EUR".
pub(crate) fn multiple_of(unit: &str) -> Option<(&str, &str)> {
    let (currency, multiple) = unit.split_once(' ').unwrap_or((unit, ""));
    let is_currency = currency.len() == 3 && currency.chars().all(|letter| letter.is_ascii_uppercase());
    (is_currency && matches!(multiple, "" | "k" | "m" | "bn" | "tn")).then_some((currency, multiple))
}

/// A currency with the word for what it is a multiple of.
pub(crate) fn scaled(multiple: &str, currency: &str) -> String {
    match multiple {
        "" => currency.to_owned(),
        multiple => {
            let multiple = find(&format!("unit.{multiple}")).unwrap_or_else(|| multiple.to_owned());
            say!("unit.scaled", multiple = multiple, currency = currency)
        }
    }
}
