//! Sorts numbers.

/// Sorts numbers in the order of [`f64::total_cmp`]: their bits are sorted as integers, which takes less code and time than comparing
/// them as numbers, and gives the same bytes everywhere.
#[inline(never)]
pub(crate) fn sort(values: &mut [f64]) {
    let mut keys: Vec<i64> = values.iter().map(|value| flipped(value.to_bits().cast_signed())).collect();
    keys.sort_unstable();
    for (value, key) in values.iter_mut().zip(keys) {
        *value = f64::from_bits(flipped(key).cast_unsigned());
    }
}

/// Bits of a number as an integer of the same order, and back: negative numbers count the other way round.
fn flipped(bits: i64) -> i64 {
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_total_cmp(mut values in proptest::collection::vec(proptest::num::f64::ANY, 0..60)) {
            let mut expected = values.clone();
            expected.sort_by(f64::total_cmp);
            sort(&mut values);
            let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&values), bits(&expected));
        }
    }
}
