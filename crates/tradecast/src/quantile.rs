//! Quantiles of many simulated values at once.

/// Bins of the counting pass. More make each finer and the table slower to clear.
const BINS: usize = 2048;

/// Quantiles of an unsorted sample, interpolated linearly between order statistics (Hyndman and Fan 1996, American
/// Statistician 50, 361, type 7). The sample must not be empty and all values finite.
pub(crate) fn of<const N: usize>(values: &[f64], probabilities: [f64; N]) -> [f64; N] {
    let quantiles = Binned::new(values).quantiles(&probabilities);
    std::array::from_fn(|i| quantiles[i])
}

/// A sample counted into bins of equal width: an order statistic needs only the values of its own bin, so that many
/// quantiles of 20,000 values cost three passes over them.
pub(crate) struct Binned<'a> {
    values: &'a [f64],
    low: f64,
    width: f64,
    /// Values in all bins before each bin, and in all.
    before: Vec<u32>,
}

impl<'a> Binned<'a> {
    pub(crate) fn new(values: &'a [f64]) -> Self {
        let (low, high) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
        let width = if high > low { (high - low) / (BINS as f64 - 1.0) } else { 1.0 };
        let mut before = vec![0u32; BINS + 1];
        for &v in values {
            before[bin(v, low, width) + 1] += 1;
        }
        for i in 0..BINS {
            before[i + 1] += before[i];
        }
        Self { values, low, width, before }
    }

    /// The quantiles of several probabilities.
    pub(crate) fn quantiles(&self, probabilities: &[f64]) -> Vec<f64> {
        let last = self.values.len() - 1;
        let rank = |p: f64| (p * last as f64) as usize;
        let mut wanted = [false; BINS];
        for &p in probabilities {
            wanted[self.bin_of(rank(p))] = true;
            wanted[self.bin_of((rank(p) + 1).min(last))] = true;
        }
        let mut kept: Vec<f64> =
            self.values.iter().copied().filter(|&v| wanted[bin(v, self.low, self.width)]).collect();
        kept.sort_unstable_by(f64::total_cmp);
        // Values of unwanted bins are not in `kept`: how many of them come before each bin?
        let mut missing = vec![0; BINS];
        let mut so_far = 0;
        for i in 0..BINS {
            missing[i] = so_far;
            if !wanted[i] {
                so_far += (self.before[i + 1] - self.before[i]) as usize;
            }
        }
        let order_statistic = |rank: usize| kept[rank - missing[self.bin_of(rank)]];
        probabilities
            .iter()
            .map(|&p| {
                let (rank, fraction) = (rank(p), p * last as f64 - rank(p) as f64);
                let lower = order_statistic(rank);
                if fraction == 0.0 {
                    lower
                } else {
                    lower + fraction * (order_statistic((rank + 1).min(last)) - lower)
                }
            })
            .collect()
    }

    /// Mean of the exponentials of the values, those outside `lo` to `hi` drawn in to them; every value is taken at the
    /// middle of its bin, an error of the order of the bin width squared over 24.
    pub(crate) fn mean_exponential(&self, lo: f64, hi: f64) -> f64 {
        let weighted = (0..BINS).filter(|&i| self.before[i + 1] > self.before[i]).map(|i| {
            let middle = self.low + (i as f64 + 0.5) * self.width;
            f64::from(self.before[i + 1] - self.before[i]) * libm::exp(middle.min(hi).max(lo))
        });
        weighted.sum::<f64>() / self.values.len() as f64
    }

    fn bin_of(&self, rank: usize) -> usize {
        self.before.partition_point(|&before| before as usize <= rank) - 1
    }
}

fn bin(value: f64, low: f64, width: f64) -> usize {
    (((value - low) / width) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_sorting(values: &[f64], probability: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let position = probability * (sorted.len() - 1) as f64;
        let (rank, fraction) = (position as usize, position.fract());
        sorted[rank] + fraction * (sorted[(rank + 1).min(sorted.len() - 1)] - sorted[rank])
    }

    #[test]
    fn agrees_with_sorting_for_every_kind_of_sample() {
        let heavy: Vec<f64> = (0..997)
            .map(|i| {
                let x = f64::from(i * 7919 % 997) - 498.0;
                x * x * x
            })
            .collect();
        let ties: Vec<f64> = (0..100).map(|i| f64::from(i % 3)).collect();
        let outlier: Vec<f64> = (0..50).map(f64::from).chain([1e12]).collect();
        for values in [vec![3.0], vec![2.0, 1.0], vec![5.0; 10], heavy, ties, outlier] {
            for p in [0.0, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 1.0] {
                let [quantile] = of(&values, [p]);
                assert_eq!(quantile, by_sorting(&values, p), "{p} of {} values", values.len());
            }
        }
    }

    #[test]
    fn the_mean_of_exponentials_is_that_of_the_values() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * 7919 % 997) / 400.0 - 1.0).collect();
        let exact = values.iter().map(|v| libm::exp(*v)).sum::<f64>() / 1000.0;
        // Bins are 2.5/2047 wide: half a width squared, a millionth.
        assert!((Binned::new(&values).mean_exponential(-5.0, 5.0) / exact - 1.0).abs() < 1e-4);
        assert!((Binned::new(&values).mean_exponential(0.3, 0.3) - libm::exp(0.3)).abs() < 1e-12);
    }
}
