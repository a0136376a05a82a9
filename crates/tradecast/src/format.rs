//! Numbers, money and lists as people read them.

use std::borrow::Cow;

use crate::period::Period;

/// A probability as a whole per cent, never 0 or 100.
///
/// ```
/// assert_eq!(tradecast::percent(0.314), "31 %");
/// assert_eq!(tradecast::percent(0.999), ">99 %");
/// assert_eq!(tradecast::percent(0.0), "<1 %");
/// ```
#[must_use]
pub fn percent(probability: f64) -> String {
    match probability * 100.0 {
        p if p < 0.5 => "<1 %".into(),
        p if p >= 99.5 => ">99 %".into(),
        p => format!("{p:.0} %"),
    }
}

/// The values that are allowed: between two, or from one on where there is no largest.
pub(crate) fn range(min: f64, max: f64) -> String {
    if max == f64::MAX { format!("{min} or more") } else { format!("between {min} and {max}") }
}

/// A value with its unit: "$461.9 m", "$1,000 m", "12.5 EUR m".
///
/// ```
/// assert_eq!(tradecast::money(1000.0, "USD m"), "$1,000 m");
/// assert_eq!(tradecast::money(461.9, "USD m"), "$461.9 m");
/// assert_eq!(tradecast::money(12.5, "EUR bn"), "12.5 EUR bn");
/// ```
#[must_use]
pub fn money(value: f64, unit: &str) -> String {
    match unit.strip_prefix("USD ") {
        Some(multiple) => format!("${} {multiple}", number(value)),
        None => format!("{} {unit}", number(value)),
    }
}

/// A value to four significant digits at most, with thousands separated.
///
/// ```
/// assert_eq!(tradecast::number(1234567.8), "1,234,568");
/// assert_eq!(tradecast::number(461.94), "461.9");
/// assert_eq!(tradecast::number(0.012345), "0.01235");
/// ```
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        s if s >= 1000.0 || s == 0.0 => 0,
        s if s >= 100.0 => 1,
        s if s >= 10.0 => 2,
        s if s >= 1.0 => 3,
        s => (3.0 - libm::floor(libm::log10(s))).min(12.0) as usize,
    };
    let fixed = format!("{size:.decimals$}");
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}

/// Small counts as words, capitalised.
pub(crate) fn count(n: usize) -> String {
    const WORDS: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// "2016, 2017 and 2019"; long lists are cut.
pub(crate) fn periods(list: &[Period]) -> String {
    const MOST: usize = 8;
    let names: Vec<String> = list.iter().take(MOST).map(Period::to_string).collect();
    match (names.split_last(), list.len() > MOST) {
        (None, _) => String::new(),
        (_, true) => format!("{} and {} more", names.join(", "), list.len() - MOST),
        (Some((last, [])), _) => last.clone(),
        (Some((last, rest)), _) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A text as messages quote it: its beginning where it is long.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Periods of which one is meant.
pub(crate) fn either(periods: &[Period]) -> String {
    periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_four_digits_and_group_thousands() {
        for (value, text) in [
            (0.0, "0"),
            (1000.0, "1,000"),
            (999.96, "1000"),
            (10_000_000.0, "10,000,000"),
            (-461.9, "-461.9"),
            (4.0, "4"),
            (1.0e-7, "0.0000001"),
        ] {
            let got = number(value);
            assert!(got == text || got.replace(',', "") == text, "{value}: {got}");
        }
    }

    #[test]
    fn lists_read_like_prose() {
        let years = |list: &[i32]| periods(&list.iter().map(|y| Period::annual(*y)).collect::<Vec<_>>());
        assert_eq!(years(&[]), "");
        assert_eq!(years(&[2017]), "2017");
        assert_eq!(years(&[2016, 2017]), "2016 and 2017");
        assert_eq!(years(&[2015, 2016, 2017]), "2015, 2016 and 2017");
        assert_eq!(
            years(&(2000..2012).collect::<Vec<_>>()),
            "2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007 and 4 more"
        );
    }
}
