#![doc = include_str!("../../guide/methods/shapley.md")]

use crate::numeric::draws::{Draws, Purpose};

/// The Shapley value of each of `n` players, over all subsets; `worth` is asked more than once of some of them.
pub(crate) fn exact(n: usize, worth: &mut impl FnMut(&[bool]) -> f64) -> Vec<f64> {
    // One over the number of orders with the same players before: n times (n - 1 over |S|).
    let mut weights = vec![1.0 / n as f64; n];
    for before in 1..n {
        weights[before] = weights[before - 1] * before as f64 / (n - before) as f64;
    }
    let mut values = vec![0.0; n];
    for subset in 0..1_usize << n {
        let mut inside: Vec<bool> = (0..n).map(|i| subset >> i & 1 == 1).collect();
        let own = worth(&inside);
        let weight = subset.count_ones() as usize;
        for (i, value) in values.iter_mut().enumerate() {
            if !inside[i] {
                inside[i] = true;
                *value += weights[weight] * (worth(&inside) - own);
                inside[i] = false;
            }
        }
    }
    values
}

/// The Shapley value of each of `n` players and its standard error, from `pairs` (two or more) of random orders.
pub(crate) fn sampled(
    n: usize,
    pairs: usize,
    seed: u32,
    worth: &mut impl FnMut(&[bool]) -> f64,
) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); n];
    let mut gains = vec![0.0; n];
    for pair in 0..pairs {
        gains.fill(0.0);
        let mut order = shuffled(n, seed, pair);
        for _ in 0..2 {
            let mut inside = vec![false; n];
            let mut before = worth(&inside);
            for &player in &order {
                inside[player] = true;
                let after = worth(&inside);
                gains[player] += (after - before) / 2.0;
                before = after;
            }
            order.reverse();
        }
        for ((sum, squares), gain) in sums.iter_mut().zip(&gains) {
            *sum += gain;
            *squares += gain * gain;
        }
    }
    let pairs = pairs as f64;
    let estimate = |(sum, squares): (f64, f64)| {
        let mean = sum / pairs;
        (mean, ((squares / pairs - mean * mean).max(0.0) / (pairs - 1.0)).sqrt())
    };
    sums.into_iter().map(estimate).collect()
}

/// A random order of the first `n` numbers (Fisher and Yates).
fn shuffled(n: usize, seed: u32, number: usize) -> Vec<usize> {
    let draws = Draws::new(seed, number, 0);
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        let other = (draws.uniform(Purpose::Order, last) * (last + 1) as f64) as usize;
        order.swap(last, other.min(last));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shapley's game of gloves: one left, two right; a pair is worth 1. The values are 2/3, 1/6 and 1/6.
    fn gloves(inside: &[bool]) -> f64 {
        f64::from(u8::from(inside[0] && (inside[1] || inside[2])))
    }

    /// Players of different weights decide together, the last one changes nothing, the two before are alike.
    fn votes(inside: &[bool]) -> f64 {
        let weights = [5.0, 4.0, 3.0, 2.0, 1.5, 1.5, 0.0];
        let sum: f64 = weights.iter().zip(inside).filter(|(_, inside)| **inside).map(|(w, _)| w).sum();
        f64::from(u8::from(sum >= 9.0)) + 0.01 * sum * sum
    }

    #[test]
    fn the_game_of_gloves() {
        let values = exact(3, &mut gloves);
        for (value, expected) in values.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((value - expected).abs() < 1e-15, "{values:?}");
        }
        assert!(exact(0, &mut |_| 1.0).is_empty());
    }

    #[test]
    fn values_add_up_are_alike_for_the_like_and_nothing_for_a_dummy() {
        let values = exact(7, &mut votes);
        let all = votes(&[true; 7]) - votes(&[false; 7]);
        assert!((values.iter().sum::<f64>() - all).abs() < 1e-12);
        assert!((values[4] - values[5]).abs() < 1e-15 && values[6] == 0.0);
        assert!(values[0] > values[1] && values[3] > values[4]);
    }

    #[test]
    fn sampled_values_are_within_their_error_of_the_exact_ones_and_add_up() {
        let (exact, sampled) = (exact(7, &mut votes), sampled(7, 400, 1, &mut votes));
        let all = votes(&[true; 7]) - votes(&[false; 7]);
        assert!((sampled.iter().map(|(value, _)| value).sum::<f64>() - all).abs() < 1e-12);
        for (exact, (value, error)) in exact.iter().zip(&sampled) {
            assert!((value - exact).abs() <= 4.0 * error, "{exact} {value} {error}");
            assert!(*error < 0.03, "{error}");
        }
        assert_eq!(sampled[6], (0.0, 0.0));
        assert!(sampled[0].1 > 0.0);
    }

    #[test]
    fn every_order_is_as_likely() {
        let mut first = [0; 4];
        (0..4000).for_each(|number| first[shuffled(4, 3, number)[0]] += 1);
        assert!(first.iter().all(|count| (900..1100).contains(count)), "{first:?}");
    }
}
