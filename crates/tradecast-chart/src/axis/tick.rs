//! Ticks: round numbers on an axis, few enough to be read.

use crate::axis::extent::Extent;
use crate::axis::step::{exponent_of, power_of_ten, tick_step};

/// Round values (steps of 1, 2 or 5 times a power of ten) inside an extent, at most `at_most` of them where that is two or more.
///
/// ```
/// use tradecast_chart::{Extent, value_ticks};
///
/// let extent = Extent::covering([0.0, 1400.0]).unwrap();
/// assert_eq!(value_ticks(extent, 8), [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0, 1200.0, 1400.0]);
/// assert_eq!(value_ticks(extent, 5), [0.0, 500.0, 1000.0]);
/// ```
#[must_use]
pub fn value_ticks(extent: Extent, at_most: usize) -> Vec<f64> {
    let step = tick_step(extent.to() - extent.from(), at_most);
    multiples(extent, step)
}

/// Round values for a logarithmic axis: 1, 2 and 5 times powers of ten where they fit, else powers of ten, thinned to
/// `at_most`. An extent that is not positive, or too narrow for three such values, gets [`value_ticks`].
///
/// ```
/// use tradecast_chart::{Extent, log_ticks};
///
/// let extent = Extent::covering([25.0, 1500.0]).unwrap();
/// assert_eq!(log_ticks(extent, 8), [50.0, 100.0, 200.0, 500.0, 1000.0]);
/// assert_eq!(log_ticks(Extent::covering([1.0, 1e6]).unwrap(), 4), [1.0, 100.0, 10_000.0, 1_000_000.0]);
/// ```
#[must_use]
pub fn log_ticks(extent: Extent, at_most: usize) -> Vec<f64> {
    if extent.from() <= 0.0 {
        return value_ticks(extent, at_most);
    }
    let exponents = exponent_of(extent.from())..=exponent_of(extent.to());
    let inside = |factors: &[f64]| -> Vec<f64> {
        let decades =
            exponents.clone().flat_map(|e| factors.iter().map(move |factor| factor * power_of_ten(e)));
        decades.filter(|tick| extent.contains(*tick)).collect()
    };
    let fine = inside(&[1.0, 2.0, 5.0]);
    if fine.len() < 3 {
        return value_ticks(extent, at_most);
    }
    if fine.len() <= at_most {
        return fine;
    }
    let coarse = inside(&[1.0]);
    let every = coarse.len().div_ceil(at_most.max(1)).max(1);
    coarse.into_iter().step_by(every).collect()
}

/// Calendar years to label, thinned so that labels `label_px` wide do not touch at `px_per_year`. Steps are the ones
/// people count in: 1, 2, 5, 10, 20, 25, 50, 100.
///
/// ```
/// use tradecast_chart::{Extent, year_ticks};
///
/// let extent = Extent::covering([1992.0, 2052.0]).unwrap();
/// assert_eq!(year_ticks(extent, 14.0, 40.0), (1995..=2050).step_by(5).collect::<Vec<_>>());
/// assert_eq!(year_ticks(extent, 3.0, 40.0), [2000, 2020, 2040]);
/// ```
#[must_use]
pub fn year_ticks(extent: Extent, px_per_year: f64, label_px: f64) -> Vec<i32> {
    const STEPS: [f64; 8] = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0];
    let step = STEPS.into_iter().find(|step| step * px_per_year >= label_px).unwrap_or(500.0);
    #[expect(clippy::cast_possible_truncation, reason = "calendar years are small whole numbers")]
    multiples(extent, step).into_iter().map(|year| year as i32).collect()
}

/// The multiples of a step inside an extent.
fn multiples(extent: Extent, step: f64) -> Vec<f64> {
    let slack = 1e-9;
    let first = (extent.from() / step - slack).ceil();
    let last = (extent.to() / step + slack).floor();
    let mut ticks = Vec::new();
    let mut count = first;
    while count <= last {
        // Adding zero turns -0 into 0, which would be labelled "-0".
        ticks.push(count * step + 0.0);
        count += 1.0;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_inside_and_few() {
        for to in [0.004, 0.9, 1.0, 7.0, 99.0, 1000.0, 1234.5, 3e6] {
            for at_most in [2, 3, 5, 8, 12] {
                let extent = Extent::covering([0.0, to]).unwrap();
                let ticks = value_ticks(extent, at_most);
                assert!(ticks.len() <= at_most && !ticks.is_empty(), "{to} {at_most}: {ticks:?}");
                assert!(
                    ticks.iter().all(|tick| *tick >= 0.0 && *tick <= to * (1.0 + 1e-9)),
                    "{to} {at_most}: {ticks:?}"
                );
            }
        }
    }

    #[test]
    fn eight_ticks_are_never_fewer_than_three() {
        for to in (1..200).map(f64::from) {
            let ticks = value_ticks(Extent::covering([0.0, to]).unwrap(), 8);
            assert!((3..=8).contains(&ticks.len()), "{to}: {ticks:?}");
        }
    }

    #[test]
    fn a_narrow_logarithmic_axis_has_ticks_too() {
        let ticks = log_ticks(Extent::covering([110.0, 190.0]).unwrap(), 6);
        assert!(ticks.len() >= 3, "{ticks:?}");
    }

    #[test]
    fn year_labels_never_touch() {
        for px_per_year in [0.3, 1.0, 4.0, 11.0, 14.0, 90.0] {
            let years = year_ticks(Extent::covering([1992.0, 2052.0]).unwrap(), px_per_year, 40.0);
            for pair in years.windows(2) {
                assert!(f64::from(pair[1] - pair[0]) * px_per_year >= 40.0, "{px_per_year}: {years:?}");
            }
        }
    }

    #[test]
    fn zero_is_not_negative() {
        let ticks = value_ticks(Extent::covering([-1.0, 1.0]).unwrap(), 5);
        assert_eq!(ticks, [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert!(ticks[2].is_sign_positive());
    }
}
