//! Numbers as people read them.

use tradecast::Band;

use super::say;
use crate::state::significant;

pub use tradecast::{money, number, percent};

/// A value as its number box shows it.
#[must_use]
pub fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", rounded + 0.0)
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

/// A unit as the title of an axis: "US$ m", "EUR m".
#[must_use]
pub fn axis_unit(unit: &str) -> String {
    unit.strip_prefix("USD ").map_or_else(|| unit.to_owned(), |multiple| format!("US$ {multiple}"))
}

/// Growth a year.
#[must_use]
pub fn growth(pct_per_year: f64) -> String {
    say!("number.a_year", percent = format!("{pct_per_year:.1}"))
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

/// A number of three significant digits.
#[must_use]
pub fn short(value: f64) -> String {
    if value == 0.0 || !(1e-4..1e15).contains(&value.abs()) {
        format!("{value:.0}")
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
}
