//! Dates, which a sheet stores as days since 1900 with a format that makes a date of them.

/// Whether a number format of a given code shows a date: it has a year, month or day outside of quotation marks and brackets.
pub(crate) fn is_date(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    // Only the first section counts; the others are for negative numbers, zero and texts.
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracketed = true,
            ']' => bracketed = false,
            ';' => return false,
            'y' | 'Y' | 'd' | 'D' | 'm' | 'M' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

/// Whether one of the formats that every workbook has shows a date.
pub(crate) fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=58)
}

/// A day as `2022-07-31`; none where there is no such day.
pub(crate) fn day(serial: f64, since_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    let serial = serial.floor() as i64;
    // A program of 1983 took 1900 for a leap year, and all others still do: 29 February 1900 is day 60.
    let since_1970 = match since_1904 {
        true => serial - 24_107,
        false if serial < 60 => serial - 25_568,
        false => serial - 25_569,
    };
    // Days since 1 March of the year 0, in eras of 400 years; the year begins in March, so that the leap day is its last.
    let days = since_1970 + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    Some(format!("{:04}-{month:02}-{day:02}", year_of_era + era * 400 + next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        for (serial, since_1904, expected) in [
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (61.0, false, "1900-03-01"),
            (44_742.75, false, "2022-06-30"),
            (36_585.0, false, "2000-02-29"),
            (43_280.0, true, "2022-06-30"),
        ] {
            assert_eq!(day(serial, since_1904).as_deref(), Some(expected), "{serial}");
        }
        assert_eq!((day(0.5, false), day(f64::NAN, false), day(1e12, false)), (None, None, None));
    }

    #[test]
    fn formats_tell_dates_from_numbers() {
        for code in ["yyyy-mm-dd", "mmm yy", "[$-419]d mmmm yyyy;@", "dd\\.mm\\.yyyy"] {
            assert!(is_date(code), "{code}");
        }
        for code in ["General", "0.00", "#,##0\\ \"days\"", "[Red]0.0", "0;yyyy", "0.0\"m\""] {
            assert!(!is_date(code), "{code}");
        }
    }
}
