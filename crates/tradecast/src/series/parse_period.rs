//! Reading a period from text: a year (2022), a quarter (2022-Q3) or a month (2022-07).

use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use crate::error::{Error, Result};
use crate::period::{Frequency, Period};

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let trimmed = text.trim();
        parse(trimmed).ok_or_else(|| Error::BadPeriod { text: trimmed.to_owned() })
    }
}

fn parse(text: &str) -> Option<Period> {
    let digits = |part: &str, length: usize| -> Option<i32> {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let (year, rest) = match text.split_once('-') {
        None => return digits(text, 4).map(Period::annual),
        Some((year, rest)) => (digits(year, 4)?, rest),
    };
    let (frequency, within) = match rest.strip_prefix(['Q', 'q']) {
        Some(quarter) => (Frequency::Quarterly, digits(quarter, 1)?),
        None => (Frequency::Monthly, digits(rest, 2)?),
    };
    (1..=frequency.per_year())
        .contains(&within)
        .then(|| Period::at(frequency, year * frequency.per_year() + within - 1))
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_sit_inside_their_year() {
        let cases = [
            ("2022", 2022.0),
            ("2022-Q1", 2022.0),
            ("2022-Q3", 2022.5),
            ("2022-07", 2022.5),
            ("2022-12", 2022.0 + 11.0 / 12.0),
        ];
        for (period, year) in cases {
            assert_eq!(period.parse::<Period>().unwrap().decimal_year(), year, "{period}");
        }
    }

    #[test]
    fn printing_and_parsing_are_inverse() {
        for text in ["1992", "2022-Q1", "2022-Q4", "2022-01", "2022-12", "0001", "0216-05", "0001-Q2"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_period_is_refused_by_name() {
        for text in [
            "", "22", "2022-", "2022-Q5", "2022-Q0", "2022-13", "2022-00", "2022-7", "year", "2022.5",
            "-2022", "+202",
        ] {
            let error = text.parse::<Period>().unwrap_err();
            assert_eq!(error.code(), "bad_period", "{text}");
            assert!(error.to_string().contains(&format!("{text:?}")));
        }
    }
}
