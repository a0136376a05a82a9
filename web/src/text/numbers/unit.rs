//! Units, and values with their unit.

use crate::rounding::significant;
use crate::text::messages::catalogue::{find, language, say};
use crate::text::messages::language::Language;
use crate::text::messages::translate::translated;
use crate::text::numbers::currency::{multiple_of, named, scaled};
use crate::text::numbers::number::number;

/// A value with its unit.
#[must_use]
pub fn money(value: f64, of: &str) -> String {
    if language() == Language::English {
        return tradecast::money(value, of);
    }
    say!("unit.amount", number = number(value), unit = unit(of))
}

/// A value with its unit where there is little room.
#[must_use]
pub fn short_money(value: f64, of: &str) -> String {
    match (language(), multiple_of(of)) {
        (Language::English, _) | (_, None) => money(value, of),
        (_, Some(_)) => say!("unit.amount", number = number(value), unit = short_unit(of)),
    }
}

/// A unit of money, in the words of the language; in English as the engine writes it, and any other unit as it is.
#[must_use]
pub fn unit(unit: &str) -> String {
    match (language(), multiple_of(unit)) {
        (Language::English, _) => unit.to_owned(),
        (_, None) => translated(unit),
        (_, Some((currency, multiple))) => named(currency, multiple),
    }
}

/// A value of the forecast: three significant digits, because no forecast knows more.
#[must_use]
pub fn about(value: f64, unit: &str) -> String {
    money(significant(3, value), unit)
}

/// A value of the forecast where there is little room.
#[must_use]
pub fn short_about(value: f64, unit: &str) -> String {
    short_money(significant(3, value), unit)
}

/// A unit as the title of an axis: "US$ m", "EUR m".
#[must_use]
pub fn axis_unit(of: &str) -> String {
    match (language(), of.strip_prefix("USD ")) {
        (Language::English, Some(multiple)) => format!("US$ {multiple}"),
        _ => unit(of),
    }
}

/// The same where there is little room: a currency by its sign.
#[must_use]
pub fn short_unit(of: &str) -> String {
    match (language(), multiple_of(of)) {
        (Language::English, _) | (_, None) => axis_unit(of),
        (_, Some((currency, multiple))) => {
            let sign = find(&format!("unit.{currency}.sign")).unwrap_or_else(|| currency.to_owned());
            scaled(multiple, &sign)
        }
    }
}
