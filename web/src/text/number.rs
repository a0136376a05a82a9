//! Numbers as people read them.

use tradecast::Band;

use super::engine::transcribed;
use super::{Language, find, fixed, language, say, translated};
use crate::state::significant;

/// A value to four significant digits at most, with thousands separated.
#[must_use]
pub fn number(value: f64) -> String {
    with_minus(transcribed(&tradecast::number(value)))
}

/// A number as it is read, with the sign for minus where it was typed with a hyphen.
pub(super) fn with_minus(written: String) -> String {
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

/// The currency of a unit and the letters of what it is a multiple of: "USD m", "EUR".
fn multiple_of(unit: &str) -> Option<(&str, &str)> {
    let (currency, multiple) = unit.split_once(' ').unwrap_or((unit, ""));
    let is_currency = currency.len() == 3 && currency.chars().all(|letter| letter.is_ascii_uppercase());
    (is_currency && matches!(multiple, "" | "k" | "m" | "bn" | "tn")).then_some((currency, multiple))
}

fn scaled(multiple: &str, currency: &str) -> String {
    match multiple {
        "" => currency.to_owned(),
        multiple => {
            let multiple = find(&format!("unit.{multiple}")).unwrap_or_else(|| multiple.to_owned());
            say!("unit.scaled", multiple = multiple, currency = currency)
        }
    }
}

/// A unit of money, in the words of the language; in English as the engine writes it, and any other unit as it is.
#[must_use]
pub fn unit(unit: &str) -> String {
    match (language(), multiple_of(unit)) {
        (Language::English, _) => unit.to_owned(),
        (_, None) => translated(unit),
        (_, Some((currency, multiple))) => {
            scaled(multiple, &find(&format!("unit.{currency}")).unwrap_or_else(|| currency.to_owned()))
        }
    }
}

/// A value of the forecast: three significant digits, because no forecast knows more.
#[must_use]
pub fn about(value: f64, unit: &str) -> String {
    money(significant(3, value), unit)
}

/// A value of the forecast without its unit.
#[must_use]
pub fn about_number(value: f64) -> String {
    number(significant(3, value))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forecasts_are_not_more_precise_than_they_are() {
        assert_eq!(about(1234.5, "USD m"), "$1,230 m");
        assert_eq!(about(461.94, "USD m"), "$462 m");
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
