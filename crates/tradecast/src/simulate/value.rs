//! A quantity of the simulation that is one number in all paths, or one number a path.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::quantile;
use crate::question::assumptions::Setting;
use crate::question::distribution::Distribution;

/// One number for all paths, or one number for each path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Scalar(f64),
    PerPath(Arc<Vec<f64>>),
}

/// Draws uncertain levers, and keeps what each was drawn to last: moving one never draws the others anew.
#[derive(Debug)]
pub(crate) struct LeverDraws {
    seed: u32,
    paths: usize,
    by_name: Mutex<BTreeMap<String, (Distribution, Value)>>,
}

impl LeverDraws {
    pub(crate) fn new(seed: u32, paths: usize) -> Self {
        Self { seed, paths, by_name: Mutex::default() }
    }

    /// What a lever is set to, within its range, which is always the same: an uncertain one is drawn with random numbers of its
    /// `name`'s own, so that another lever never shifts them.
    pub(crate) fn value(&self, setting: Setting, name: &str, [min, max]: [f64; 2]) -> Value {
        let distribution = match setting {
            Setting::Fixed(value) => return Value::Scalar(value),
            Setting::Uncertain(distribution) => distribution,
        };
        // Whatever went wrong elsewhere, what is kept is whole.
        let mut by_name = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = by_name.get(name).filter(|(known, _)| *known == distribution) {
            return value.clone();
        }
        let index = index_of(name);
        let uniform = |path| Draws::new(self.seed, path, 0).uniform(Purpose::Assumption, index);
        let value = Value::per_path(distribution.quantiles((0..self.paths).map(uniform), min, max));
        by_name.insert(name.to_owned(), (distribution, value.clone()));
        value
    }
}

impl Value {
    pub(crate) fn per_path(values: Vec<f64>) -> Self {
        Self::PerPath(Arc::new(values))
    }

    /// The number in one path.
    #[inline]
    pub(crate) fn at(&self, path: usize) -> f64 {
        match self {
            Self::Scalar(value) => *value,
            Self::PerPath(values) => values[path],
        }
    }

    /// Whether it is one number, the given one, in all paths.
    pub(crate) fn is(&self, number: f64) -> bool {
        *self == Self::Scalar(number)
    }

    /// The median of all.
    pub(crate) fn middle(&self) -> f64 {
        match self {
            Self::Scalar(value) => *value,
            Self::PerPath(values) => quantile::of(values, [0.5])[0],
        }
    }

    /// The largest of all.
    pub(crate) fn largest(&self) -> f64 {
        match self {
            Self::Scalar(value) => *value,
            Self::PerPath(values) => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    pub(crate) fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        combined([self], |[value]| f(value))
    }

    /// The product of both.
    pub(crate) fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Scalar(1.0), value) | (value, Self::Scalar(1.0)) => value.clone(),
            _ => combined([self, other], |[a, b]| a * b),
        }
    }

    /// Multiplies a column by it.
    pub(crate) fn scale(&self, column: &mut [f64]) {
        if !self.is(1.0) {
            apply(column, [self], |value, [factor]| value * factor);
        }
    }
}

/// The lesser of two numbers, neither of them NaN. `f64::min` looks for NaN first, which in WebAssembly is a call for every number.
#[inline]
pub(crate) fn least(one: f64, other: f64) -> f64 {
    if other < one { other } else { one }
}

/// Paths that are looked at side by side, so that a processor computes several at once.
const BLOCK: usize = 64;

/// Changes every number of a column, one a path, by a function of it and of several quantities.
pub(crate) fn apply<const N: usize>(
    column: &mut [f64],
    inputs: [&Value; N],
    f: impl Fn(f64, [f64; N]) -> f64,
) {
    let same = inputs.map(|input| match input {
        Value::Scalar(value) => [*value; BLOCK],
        Value::PerPath(_) => [0.0; BLOCK],
    });
    let mut from = 0;
    let (blocks, rest) = column.as_chunks_mut::<BLOCK>();
    for block in blocks {
        let given: [&[f64; BLOCK]; N] = std::array::from_fn(|i| match inputs[i] {
            Value::Scalar(_) => &same[i],
            Value::PerPath(values) => values[from..].first_chunk().expect("one a path"),
        });
        for (i, value) in block.iter_mut().enumerate() {
            *value = f(*value, given.map(|given| given[i]));
        }
        from += BLOCK;
    }
    for (path, value) in (from..).zip(rest) {
        *value = f(*value, inputs.map(|input| input.at(path)));
    }
}

/// A function of several quantities, computed once where none of them differs between paths.
pub(crate) fn combined<const N: usize>(inputs: [&Value; N], f: impl Fn([f64; N]) -> f64) -> Value {
    let each = inputs.iter().find_map(|input| match input {
        Value::PerPath(values) => Some(values.len()),
        Value::Scalar(_) => None,
    });
    let Some(paths) = each else { return Value::Scalar(f(inputs.map(|input| input.at(0)))) };
    let mut values = vec![0.0; paths];
    apply(&mut values, inputs, |_, inputs| f(inputs));
    Value::per_path(values)
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
    use crate::question::distribution::Distribution;

    #[test]
    fn what_differs_nowhere_is_computed_once() {
        let sum = |[a, b]: [f64; 2]| a + b;
        assert_eq!(combined([&Value::Scalar(1.0), &Value::Scalar(2.0)], sum), Value::Scalar(3.0));
        for paths in [1, 2, BLOCK - 1, BLOCK, 2 * BLOCK + 3] {
            let numbers = |from: usize| (from..from + paths).map(|i| i as f64).collect();
            let each = Value::per_path(numbers(0));
            assert_eq!(combined([&each, &Value::Scalar(2.0)], sum), Value::per_path(numbers(2)));
        }
    }

    #[test]
    fn what_was_drawn_is_drawn_anew_only_where_it_changes() {
        let kept = LeverDraws::new(1, 50);
        let value = |drawn: &LeverDraws, high: f64| {
            let setting = Setting::Uncertain(Distribution::Triangular([0.0, 1.0, high]));
            drawn.value(setting, "growth", [0.0, 9.0])
        };
        for high in [4.0, 4.0, 5.0, 4.0] {
            assert_eq!(value(&kept, high), value(&LeverDraws::new(1, 50), high));
        }
        let same = |a: Value, b: Value| matches!((a, b), (Value::PerPath(a), Value::PerPath(b)) if Arc::ptr_eq(&a, &b));
        assert!(same(value(&kept, 4.0), value(&kept, 4.0)) && !same(value(&kept, 4.0), value(&kept, 5.0)));
    }

    #[test]
    fn names_have_their_own_draws() {
        let setting = Setting::Uncertain(Distribution::Triangular([0.0, 1.0, 4.0]));
        let drawn = |name: &str| match LeverDraws::new(1, 2000).value(setting, name, [0.0, 4.0]) {
            Value::PerPath(values) => values,
            Value::Scalar(_) => panic!("it is uncertain"),
        };
        let (wheat, sugar) = (drawn("wheat.price"), drawn("sugar.price"));
        assert_eq!(wheat, drawn("wheat.price"));
        let mean = |values: &[f64]| values.iter().sum::<f64>() / 2000.0;
        // Mean 5/3, standard deviation 0.85: four standard errors.
        assert!((mean(&wheat) - 5.0 / 3.0).abs() < 0.08 && (mean(&sugar) - 5.0 / 3.0).abs() < 0.08);
        let product: Vec<f64> =
            wheat.iter().zip(sugar.iter()).map(|(a, b)| (a - 5.0 / 3.0) * (b - 5.0 / 3.0)).collect();
        assert!(mean(&product).abs() < 0.07);
    }
}
