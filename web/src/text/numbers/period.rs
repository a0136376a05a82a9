//! Periods as people read them.

use tradecast::{Frequency, Period};

use crate::text::messages::catalogue::{find, language, say};
use crate::text::messages::language::Language;

/// The plural of a period as names end with it: "years", "quarters" or "months".
pub(crate) fn plural(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Annual => "years",
        Frequency::Quarterly => "quarters",
        Frequency::Monthly => "months",
    }
}

/// A month by its number from 1: "Jan"; English is the engine's name.
pub(crate) fn month(of_year: u32) -> String {
    find(&format!("month.{of_year}")).unwrap_or_else(|| Frequency::Monthly.name_of(of_year).to_owned())
}

/// A frequency by the engine's name: "annual"; none of what is no frequency.
pub(crate) fn frequency(name: &str) -> Option<String> {
    find(&format!("frequency.{name}"))
}

/// A period inside a sentence: "2030", "2030 г.".
#[must_use]
pub fn period(period: Period) -> String {
    match language() {
        Language::English => period.to_string(),
        Language::Azerbaijani => written(period, "sentence", &azerbaijani_year(period.year())),
        _ => written(period, "sentence", &period.year().to_string()),
    }
}

/// A period where it stands by itself: in a table, on an axis, as a figure.
#[must_use]
pub fn short_period(period: Period) -> String {
    match language() {
        Language::English => period.to_string(),
        _ => written(period, "short", &period.year().to_string()),
    }
}

/// A period as the catalogue writes it in some place.
fn written(period: Period, place: &str, year: &str) -> String {
    match period.frequency() {
        Frequency::Annual => say!(&format!("period.{place}.year"), year = year),
        Frequency::Quarterly => {
            let quarter = match period.of_year() {
                1 => "I",
                2 => "II",
                3 => "III",
                _ => "IV",
            };
            say!(&format!("period.{place}.quarter"), quarter = quarter, year = year)
        }
        Frequency::Monthly => {
            say!(&format!("period.{place}.month"), month = format!("{:02}", period.of_year()), year = year)
        }
    }
}

/// A year as an ordinal, "2030-cu", by the vowels of the last word of its name.
fn azerbaijani_year(year: i32) -> String {
    let ending = match (year % 10, year % 100, year % 1000) {
        (1 | 2 | 5 | 7 | 8, ..) | (_, 20 | 50 | 70 | 80, _) => "ci",
        (3 | 4, ..) | (_, 0, 100..=900) => "cü",
        (6, ..) | (_, 40 | 60 | 90, _) => "cı",
        (9, ..) | (_, 10 | 30, _) => "cu",
        _ => "ci",
    };
    format!("{year}-{ending}")
}

/// A period where it stands by itself, or that it lies beyond the last one.
#[must_use]
pub fn or_after(reached: Option<Period>, last: Period) -> String {
    reached.map_or_else(|| say!("period.after", period = short_period(last)), short_period)
}

/// A range of periods that may end beyond the last one.
#[must_use]
pub fn range([from, to]: [Option<Period>; 2], last: Period) -> String {
    if from.is_none() && to.is_none() {
        return or_after(None, last);
    }
    say!("period.range", from = or_after(from, last), to = or_after(to, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn azerbaijani_years_are_ordinals_by_vowel_harmony() {
        let years = [2021, 2023, 2024, 2026, 2029, 2030, 2035, 2040, 2050, 2060, 2070, 2090, 2100, 2000];
        let endings = ["ci", "cü", "cü", "cı", "cu", "cu", "ci", "cı", "ci", "cı", "ci", "cı", "cü", "ci"];
        for (year, ending) in years.into_iter().zip(endings) {
            assert_eq!(azerbaijani_year(year), format!("{year}-{ending}"));
        }
    }

    #[test]
    fn ranges_may_end_beyond_the_horizon() {
        let year = Period::annual;
        assert_eq!(range([Some(year(2027)), Some(year(2041))], year(2052)), "2027 – 2041");
        assert_eq!(range([Some(year(2027)), None], year(2052)), "2027 – after 2052");
        assert_eq!(range([None, None], year(2052)), "after 2052");
    }
}
