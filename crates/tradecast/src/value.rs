//! A quantity of the simulation that is the same in all futures, or one of each.

use crate::assumptions::Setting;
use crate::draws::{Draws, Purpose};
use crate::quantile;

/// One number for all futures, or one for each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    All(f64),
    Each(Vec<f64>),
}

impl Value {
    /// What a lever is set to, within its range: an uncertain one is drawn with random numbers of its `name`'s own, so that
    /// another lever never shifts them.
    pub(crate) fn of(setting: Setting, name: &str, [min, max]: [f64; 2], seed: u32, paths: usize) -> Self {
        match setting {
            Setting::Fixed(value) => Self::All(value),
            Setting::Uncertain(distribution) => {
                let index = index_of(name);
                let uniform = |path| Draws::new(seed, path, 0).uniform(Purpose::Assumption, index);
                Self::Each(distribution.quantiles((0..paths).map(uniform), min, max))
            }
        }
    }

    /// The number in one future.
    #[inline]
    pub(crate) fn at(&self, path: usize) -> f64 {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => values[path],
        }
    }

    /// Whether it is one number, the given one, in all futures.
    pub(crate) fn is(&self, number: f64) -> bool {
        *self == Self::All(number)
    }

    /// The median of all.
    pub(crate) fn middle(&self) -> f64 {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => quantile::of(values, [0.5])[0],
        }
    }

    /// The largest of all.
    pub(crate) fn largest(&self) -> f64 {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    pub(crate) fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        combined([self], |[value]| f(value))
    }

    /// Multiplies a column by it.
    pub(crate) fn scale(&self, column: &mut [f64]) {
        match self {
            Self::All(1.0) => {}
            Self::All(factor) => column.iter_mut().for_each(|value| *value *= factor),
            Self::Each(factors) => {
                column.iter_mut().zip(factors).for_each(|(value, factor)| *value *= factor)
            }
        }
    }
}

/// A function of several quantities, computed once where none of them differs between futures.
pub(crate) fn combined<const N: usize>(inputs: [&Value; N], f: impl Fn([f64; N]) -> f64) -> Value {
    let each = inputs.iter().find_map(|input| match input {
        Value::Each(values) => Some(values.len()),
        Value::All(_) => None,
    });
    let at = |path: usize| f(inputs.map(|input| input.at(path)));
    each.map_or_else(|| Value::All(at(0)), |paths| Value::Each((0..paths).map(at).collect()))
}

/// A number that stands for a name and stays the same whatever else there is: FNV-1a, 32 bits.
pub(crate) fn index_of(name: &str) -> usize {
    let hash =
        name.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Distribution;

    #[test]
    fn what_differs_nowhere_is_computed_once() {
        let sum = |[a, b]: [f64; 2]| a + b;
        assert_eq!(combined([&Value::All(1.0), &Value::All(2.0)], sum), Value::All(3.0));
        let each = Value::Each(vec![1.0, 2.0]);
        assert_eq!(combined([&each, &Value::All(2.0)], sum), Value::Each(vec![3.0, 4.0]));
    }

    #[test]
    fn names_have_their_own_draws() {
        let setting = Setting::Uncertain(Distribution::Triangular([0.0, 1.0, 4.0]));
        let drawn = |name: &str| match Value::of(setting, name, [0.0, 4.0], 1, 2000) {
            Value::Each(values) => values,
            Value::All(_) => panic!("it is uncertain"),
        };
        let (wheat, sugar) = (drawn("wheat.price"), drawn("sugar.price"));
        assert_eq!(wheat, drawn("wheat.price"));
        let mean = |values: &[f64]| values.iter().sum::<f64>() / 2000.0;
        // Mean 5/3, standard deviation 0.85: four standard errors.
        assert!((mean(&wheat) - 5.0 / 3.0).abs() < 0.08 && (mean(&sugar) - 5.0 / 3.0).abs() < 0.08);
        let product: Vec<f64> =
            wheat.iter().zip(&sugar).map(|(a, b)| (a - 5.0 / 3.0) * (b - 5.0 / 3.0)).collect();
        assert!(mean(&product).abs() < 0.07);
    }
}
