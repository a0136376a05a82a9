//! Quantiles of many simulated values at once.

use crate::numeric::sort::sort;

/// Bins of the counting pass, at most and at least; a few values share one. More make each finer and the table slower to clear.
const MOST_BINS: usize = 4096;
const FEWEST_BINS: usize = 64;
/// Values that share a bin, on average.
const SHARE: usize = 4;
/// Values smaller than this share of the largest have one bin together: zeros are far from everything in bits. 2^-64.
const SMALLEST: f64 = 1.0 / (u32::MAX as f64 + 1.0) / (u32::MAX as f64 + 1.0);

/// Quantiles of an unsorted sample, interpolated linearly between order statistics (Hyndman and Fan 1996, American
/// Statistician 50, 361, type 7). The sample must not be empty and all values finite.
pub(crate) fn of<const N: usize>(values: &[f64], probabilities: [f64; N]) -> [f64; N] {
    let mut sorted = values.to_vec();
    sort(&mut sorted);
    probabilities.map(|p| of_sorted(&sorted, p))
}

/// One quantile of a sample in rising order.
pub(crate) fn of_sorted(sorted: &[f64], p: f64) -> f64 {
    let last = sorted.len() - 1;
    let (rank, fraction) = position(p, last);
    let lower = sorted[rank];
    if fraction == 0.0 { lower } else { lower + fraction * (sorted[(rank + 1).min(last)] - lower) }
}

/// Rank below a quantile, and how far it lies on the way to the next.
fn position(p: f64, last: usize) -> (usize, f64) {
    let position = p * last as f64;
    (position as usize, position.fract())
}

/// A sample of numbers that are not negative, counted into bins: an order statistic needs only the values of its own bin, so
/// that many quantiles of 20,000 values cost three passes over them.
///
/// A bin holds the numbers whose first bits are the same, so that bins are narrow where numbers are small and an outlier
/// does not push all others into one.
pub(crate) struct Binned<'a> {
    values: &'a [f64],
    /// Bits below which all values share the first bin.
    low: u64,
    /// Bits that a bin does not look at.
    shift: u32,
    /// Values in all bins before each bin, and in all.
    before: Vec<u32>,
}

impl<'a> Binned<'a> {
    pub(crate) fn new(values: &'a [f64]) -> Self {
        let (low, high) = extremes(values);
        // Of numbers that are not negative the larger has the larger bits.
        let (low, high) = (low.abs().max(high.abs() * SMALLEST).to_bits(), high.abs().to_bits());
        let bins = (values.len() / SHARE).next_power_of_two().clamp(FEWEST_BINS, MOST_BINS);
        let shift = (u64::BITS - (high - low).leading_zeros()).saturating_sub(bins.ilog2());
        let mut binned = Self { values, low, shift, before: Vec::new() };
        let bins = binned.bin(f64::from_bits(high)) + 1;
        let mut before = vec![0u32; bins + 1];
        for &v in values {
            before[binned.bin(v) + 1] += 1;
        }
        for i in 0..bins {
            before[i + 1] += before[i];
        }
        binned.before = before;
        binned
    }

    #[inline]
    fn bin(&self, value: f64) -> usize {
        (value.to_bits().saturating_sub(self.low) >> self.shift) as usize
    }

    /// The quantiles of several probabilities.
    pub(crate) fn quantiles(&self, probabilities: &[f64]) -> Vec<f64> {
        let last = self.values.len() - 1;
        let ranks = probabilities.iter().flat_map(|&p| {
            let (rank, _) = position(p, last);
            [rank, (rank + 1).min(last)]
        });
        let mut bins: Vec<usize> = ranks.map(|rank| self.bin_of(rank)).collect();
        bins.sort_unstable();
        bins.dedup();
        let mut wanted = vec![false; self.before.len() - 1];
        // Where the values of each wanted bin begin among those that are kept.
        let (mut starts, mut size) = (Vec::with_capacity(bins.len()), 0);
        for &bin in &bins {
            wanted[bin] = true;
            starts.push(size);
            size += (self.before[bin + 1] - self.before[bin]) as usize;
        }
        // Every value is put down and the wanted ones stay: where half of them are, a processor that has to guess waits.
        let mut kept = vec![0.0; size + 1];
        let mut end = 0;
        for &value in self.values {
            kept[end] = value;
            end += usize::from(wanted[self.bin(value)]);
        }
        kept.truncate(end);
        sort(&mut kept);
        let order_statistic = |rank: usize| {
            let at = bins.partition_point(|&bin| self.before[bin] as usize <= rank) - 1;
            kept[starts[at] + rank - self.before[bins[at]] as usize]
        };
        probabilities
            .iter()
            .map(|&p| {
                let (rank, fraction) = position(p, last);
                let lower = order_statistic(rank);
                if fraction == 0.0 {
                    lower
                } else {
                    lower + fraction * (order_statistic((rank + 1).min(last)) - lower)
                }
            })
            .collect()
    }

    fn bin_of(&self, rank: usize) -> usize {
        self.before.partition_point(|&before| before as usize <= rank) - 1
    }
}

/// Values that are looked at side by side: a processor compares and adds several at once, and does not wait for the one
/// before.
const LANES: usize = 8;

fn extremes(values: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([f64::INFINITY; LANES], [0.0_f64; LANES]);
    let mut look = |values: &[f64]| {
        for ((low, high), &v) in low.iter_mut().zip(&mut high).zip(values) {
            *low = if v < *low { v } else { *low };
            *high = if v > *high { v } else { *high };
        }
    };
    let chunks = values.chunks_exact(LANES);
    look(chunks.remainder());
    chunks.for_each(look);
    (low.into_iter().fold(f64::INFINITY, f64::min), high.into_iter().fold(0.0, f64::max))
}

/// Mean of the values, those outside `lo` to `hi` drawn in to them.
pub(crate) fn mean_within(values: &[f64], lo: f64, hi: f64) -> f64 {
    let mut sums = [0.0; LANES];
    let mut add = |values: &[f64]| {
        for (sum, &v) in sums.iter_mut().zip(values) {
            let v = if v < lo { lo } else { v };
            *sum += if v > hi { hi } else { v };
        }
    };
    let chunks = values.chunks_exact(LANES);
    add(chunks.remainder());
    chunks.for_each(add);
    sums.iter().sum::<f64>() / values.len() as f64
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
                x * x * x.abs()
            })
            .collect();
        let ties: Vec<f64> = (0..100).map(|i| f64::from(i % 3)).collect();
        let outlier: Vec<f64> = (0..50).map(f64::from).chain([1e120]).collect();
        let zeros: Vec<f64> = (0..997).map(|i| f64::from(i * 7919 % 997 - 300).max(0.0)).collect();
        let narrow: Vec<f64> = (0..5000).map(|i| 1.0 + f64::from(i * 7919 % 4999) * 1e-14).collect();
        for values in
            [vec![3.0], vec![2.0, 1.0], vec![5.0; 10], vec![0.0; 3], heavy, ties, outlier, zeros, narrow]
        {
            for p in [0.0, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 1.0] {
                let expected = by_sorting(&values, p);
                assert_eq!(
                    Binned::new(&values).quantiles(&[p]),
                    [expected],
                    "{p} of {} values",
                    values.len()
                );
                assert_eq!(of(&values, [p]), [expected], "{p} of {} values", values.len());
            }
        }
    }
}
