//! Labels beside a chart that do not overlap.

/// Moves labels apart: positions as near as possible to the wanted ones (least squares), in the same order, at least
/// `gap` apart and between `from` and `to`. Where they do not all fit, the gap shrinks evenly. Results are in the order given.
///
/// ```
/// use tradecast_chart::spread;
///
/// assert_eq!(spread(&[10.0, 50.0], 12.0, 0.0, 100.0), [10.0, 50.0]); // far apart: untouched
/// assert_eq!(spread(&[50.0, 50.0], 12.0, 0.0, 100.0), [44.0, 56.0]); // both give way
/// assert_eq!(spread(&[2.0, 1.0], 12.0, 0.0, 100.0), [12.0, 0.0]); // kept inside, in order of their wishes
/// ```
#[must_use]
pub fn spread(wanted: &[f64], gap: f64, from: f64, to: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let between = wanted.len().saturating_sub(1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of labels")]
    let room = |count: usize| count as f64;
    let gap = if between == 0 { gap } else { gap.min((to - from) / room(between)) };

    // With the gaps taken out, "at least a gap apart" is "not decreasing": isotonic regression by pooling neighbours.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, &label) in order.iter().enumerate() {
        let mut pool = (wanted[label] - gap * room(rank), 1);
        while let Some(&(mean, size)) = pools.last()
            && mean >= pool.0
        {
            pool = ((mean * room(size) + pool.0 * room(pool.1)) / room(size + pool.1), size + pool.1);
            pools.pop();
        }
        pools.push(pool);
    }

    let highest = to - gap * room(between);
    let slots = pools.iter().flat_map(|&(mean, size)| std::iter::repeat_n(mean, size));
    let mut placed = vec![0.0; wanted.len()];
    for (rank, (slot, label)) in slots.zip(order).enumerate() {
        placed[label] = slot.clamp(from, highest.max(from)) + gap * room(rank);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance_their_order_and_the_frame() {
        let wishes = [
            [3.0, 4.0, 5.0, 90.0],
            [99.0, 98.0, 97.0, 96.0],
            [50.0; 4],
            [0.0, 0.0, 100.0, 100.0],
            [-50.0, 20.0, 25.0, 400.0],
        ];
        for wanted in wishes {
            let placed = spread(&wanted, 14.0, 5.0, 95.0);
            for (i, a) in placed.iter().enumerate() {
                assert!((5.0 - 1e-9..=95.0 + 1e-9).contains(a), "{wanted:?}: {placed:?}");
                for (j, b) in placed.iter().enumerate().skip(i + 1) {
                    assert!((a - b).abs() >= 14.0 - 1e-9, "{wanted:?}: {placed:?}");
                    assert!((a < b) == (wanted[i] <= wanted[j]), "{wanted:?}: {placed:?}");
                }
            }
        }
    }

    #[test]
    fn too_many_labels_share_the_room() {
        let placed = spread(&[50.0; 11], 14.0, 0.0, 100.0);
        assert!(placed.windows(2).all(|pair| (pair[1] - pair[0] - 10.0).abs() < 1e-9), "{placed:?}");
    }

    #[test]
    fn no_label_and_one_label() {
        assert_eq!(spread(&[], 14.0, 0.0, 100.0), Vec::<f64>::new());
        assert_eq!(spread(&[120.0], 14.0, 0.0, 100.0), [100.0]);
    }
}
