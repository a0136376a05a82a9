//! Round steps: 1, 2 or 5 times a power of ten.

/// The smallest round step that puts at most `at_most` ticks on a length.
///
/// ```
/// assert_eq!(tradecast_chart::tick_step(7.0, 2), 10.0);
/// assert_eq!(tradecast_chart::tick_step(7.0, 8), 1.0);
/// ```
#[must_use]
pub fn tick_step(length: f64, at_most: usize) -> f64 {
    let intervals = at_most.max(2) - 1;
    #[expect(clippy::cast_precision_loss, reason = "a handful of ticks")]
    let rough = length / intervals as f64;
    let unit = power_of_ten(exponent_of(rough));
    // A hair of slack, so that a length that is a whole number of steps is not pushed to the next step by rounding.
    let fits = |factor: &f64| factor * unit >= rough * (1.0 - 1e-9);
    [1.0, 2.0, 5.0, 10.0].into_iter().find(fits).unwrap_or(10.0) * unit
}

/// Exponent of the largest power of ten that is not above a positive number.
pub(crate) fn exponent_of(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a finite float has three digits")]
    let guess = libm::floor(libm::log10(value)) as i32;
    if power_of_ten(guess + 1) <= value { guess + 1 } else { guess }
}

/// A power of ten.
pub(crate) fn power_of_ten(exponent: i32) -> f64 {
    libm::pow(10.0, f64::from(exponent))
}
