//! The exponential of every simulated log: half a million of them an answer, whenever a lever bends the paths themselves.
//!
//! **Equation**: e^x = 2^k e^r with k the whole number nearest to x / ln 2, and e^r by its Taylor series to the twelfth power
//! (|r| < 0.35, remainder below 2e-16).
//!
//! **Why not libm's**: a third of the time, because a loop over it is free of branches and tables, so that a processor does
//! several at once (`cargo bench -p tradecast`, `exponential`). Basic operations only, so that results are the same bits
//! everywhere.

/// Logs outside are drawn in to it: a growth by a factor of 10^130 is reported as that, so that no infinity leaves.
pub(crate) const LARGEST_LOG: f64 = 300.0;

/// Adding it rounds to a whole number, which then stands in the lowest bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52
/// ln 2 in two parts, the first with so few bits that its product with a small whole number is exact.
const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];
/// 1/n!, from n = 12 down to 0.
const SERIES: [f64; 13] = [
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// e^x, relative error below 1e-15; x is drawn in to [`LARGEST_LOG`] on either side.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    let x = x.clamp(-LARGEST_LOG, LARGEST_LOG);
    let rounded = x * std::f64::consts::LOG2_E + ROUNDING;
    let k = rounded - ROUNDING;
    let r = (x - k * LN_2[0]) - k * LN_2[1];
    let power = SERIES.iter().fold(0.0, |sum, c| sum * r + c);
    f64::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_libm() {
        for i in -60_000..=60_000 {
            let x = f64::from(i) / 200.0 + f64::from(i % 7) * 1e-4;
            let x = x.clamp(-LARGEST_LOG, LARGEST_LOG);
            let exact = libm::exp(x);
            assert!((exp(x) / exact - 1.0).abs() < 1e-15, "{x}: {} {exact}", exp(x));
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!((exp(1e9), exp(-1e9)), (exp(LARGEST_LOG), exp(-LARGEST_LOG)));
    }
}
