//! Numbers as people read them.

use tradecast::Band;

use crate::rounding::significant;
use crate::text::messages::catalogue::{language, say};
use crate::text::messages::language::Language;

/// A value to four significant digits at most, with thousands separated.
#[must_use]
pub fn number(value: f64) -> String {
    with_minus(transcribed(&tradecast::number(value)))
}

/// A number as it is read, with the sign for minus where it was typed with a hyphen.
pub(crate) fn with_minus(written: String) -> String {
    match written.strip_prefix('-') {
        Some(size) => format!("\u{2212}{size}"),
        None => written,
    }
}

/// A probability as a whole per cent, never 0 or 100.
#[must_use]
pub fn percent(probability: f64) -> String {
    let said = tradecast::percent(probability);
    match said.strip_suffix(" %") {
        Some(number) => number.to_owned() + language().percent_sign(),
        None => said,
    }
}

/// A value as its number box shows it: every digit, no thousands separated, so that it can be typed over.
#[must_use]
pub fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    transcribed(&format!("{}", rounded + 0.0))
}

/// A value with every digit where it is read and not typed over: thousands are separated from five digits on, so that a year stays
/// a year.
#[must_use]
pub fn exact(value: f64) -> String {
    if value.abs() < 10_000.0 {
        return with_minus(plain(value));
    }
    let written = format!("{}", (value * 1e6).round() / 1e6);
    let (whole, decimals) = written.split_at(written.find('.').unwrap_or(written.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    with_minus(transcribed(&(grouped + decimals)))
}

/// A value of the forecast without its unit.
#[must_use]
pub fn about_number(value: f64) -> String {
    number(significant(3, value))
}

/// Growth a year.
#[must_use]
pub fn growth(pct_per_year: f64) -> String {
    say!("number.a_year", percent = fixed(pct_per_year, 1))
}

/// "50, 80 and 95".
#[must_use]
pub fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => say!("number.and", list = first.join(", "), last = last),
    }
}

/// Level of a band.
#[must_use]
pub fn level(level: f64) -> String {
    say!("number.level", level = number(level))
}

/// A band.
#[must_use]
pub fn band(band: &Band) -> String {
    say!("number.band", from = about_number(band.lo), to = about_number(band.hi))
}

/// Shown where there is no value.
#[must_use]
pub fn no_value() -> String {
    say!("number.none")
}

/// A change with its sign and so many decimals: "+6.1", "−3.3"; what rounds to nothing has no sign.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let size = fixed(value.abs(), decimals);
    match value {
        _ if !size.contains(|letter: char| matches!(letter, '1'..='9')) => size,
        value if value < 0.0 => format!("\u{2212}{size}"),
        _ => format!("+{size}"),
    }
}

/// A number of three significant digits.
#[must_use]
pub fn short(value: f64) -> String {
    if value == 0.0 || !(1e-4..1e15).contains(&value.abs()) {
        fixed(value, 0)
    } else {
        number(significant(3, value))
    }
}

/// A text with the separators of its numbers as the language writes them.
#[must_use]
pub(crate) fn transcribed(english: &str) -> String {
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
    use super::*;

    #[test]
    fn forecasts_are_not_more_precise_than_they_are() {
        assert_eq!(crate::text::numbers::unit::about(1234.5, "USD m"), "$1,230 m");
        assert_eq!(crate::text::numbers::unit::about(461.94, "USD m"), "$462 m");
        assert_eq!(about_number(98_765.0), "98,800");
        assert_eq!(about_number(0.012_345), "0.0123");
    }

    #[test]
    fn boxes_show_what_was_typed() {
        assert_eq!([plain(1000.0), plain(0.05), plain(-0.0), plain(0.1 + 0.2)], ["1000", "0.05", "0", "0.3"]);
    }

    #[test]
    fn what_is_read_has_its_thousands_apart_and_years_stay_years() {
        let said = [2030.0, 10_600.0, 21_953.25, -1_234_567.0, -123_456.0, 0.5].map(exact);
        assert_eq!(said, ["2030", "10,600", "21,953.25", "\u{2212}1,234,567", "\u{2212}123,456", "0.5"]);
    }

    #[test]
    fn a_change_has_its_sign_and_nothing_has_none() {
        let said = [6.14, -3.25, 0.04, -0.04, 0.0, 21.0].map(|change| signed(change, 1));
        assert_eq!(said, ["+6.1", "\u{2212}3.2", "0.0", "0.0", "0.0", "+21.0"]);
        assert_eq!(signed(39.4, 0), "+39");
    }
}
