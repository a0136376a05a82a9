//! Round numbers and years.

/// The next year divisible by five that is at least five years away: the year people name when none is set.
#[must_use]
pub(crate) fn round_year(origin: i32) -> i32 {
    (origin + 9).div_euclid(5) * 5
}

/// A number rounded to so many significant digits.
pub(crate) fn significant(digits: usize, value: f64) -> f64 {
    format!("{value:.*e}", digits - 1).parse().expect("a number printed in scientific notation is a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_people_name() {
        assert_eq!(
            [2019, 2020, 2021, 2022, 2024, 2025].map(round_year),
            [2025, 2025, 2030, 2030, 2030, 2030]
        );
    }
}
