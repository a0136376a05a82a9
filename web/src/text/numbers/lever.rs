//! Units of levers, and values in them.

use crate::text::messages::catalogue::language;
use crate::text::messages::count::say_count;
use crate::text::messages::language::Language;
use crate::text::messages::translate::translated;
use crate::text::numbers::number::number;
use crate::text::numbers::unit::{money, unit};

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

/// Units of levers that are counted, and their name in the catalogues.
const COUNTED: [(&str, &str); 3] =
    [("years", "count.years"), ("years ahead", "count.ahead"), ("years back", "count.back")];

/// So many of a unit that is counted: "1 year ahead"; none of any other.
#[must_use]
pub fn counted(value: f64, unit: &str) -> Option<String> {
    let (_, name) =
        COUNTED.into_iter().find(|(english, _)| *english == unit || translated(english) == unit)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few years")]
    (value >= 0.0 && value.fract() == 0.0).then(|| say_count!(name, value as u64))
}

/// A value of a lever as people read it.
#[must_use]
pub fn amount(value: f64, unit: &str) -> String {
    counted(value, unit).unwrap_or_else(|| if unit.is_empty() { number(value) } else { money(value, unit) })
}
