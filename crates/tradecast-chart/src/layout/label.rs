//! Labels beside a chart that do not overlap.

/// Where a label should stand, and the room it takes.
///
/// ```
/// let label = tradecast_chart::LabelRequest { at: 120.0, size: 14.0 };
/// assert!(label.size > 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelRequest {
    /// Its middle, pixels along the edge.
    pub at: f64,
    /// Its extent along the edge, pixels.
    pub size: f64,
}

/// Moves labels apart: middles as near as possible to the wanted ones (least squares), in the same order, none over
/// another and all between `from` and `to`. Where they do not all fit, they move closer evenly. Results are in the order given.
///
/// ```
/// use tradecast_chart::{LabelRequest, spread};
///
/// let labels = |wanted: [f64; 2]| spread(&wanted.map(|at| LabelRequest { at, size: 12.0 }), 0.0, 100.0);
/// assert_eq!(labels([10.0, 50.0]), [10.0, 50.0]); // far apart: untouched
/// assert_eq!(labels([50.0, 50.0]), [44.0, 56.0]); // both give way
/// assert_eq!(labels([2.0, 1.0]), [18.0, 6.0]); // kept inside, in the order requested
/// ```
#[must_use]
pub fn spread(labels: &[LabelRequest], from: f64, to: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_unstable_by(|&a, &b| labels[a].at.total_cmp(&labels[b].at).then(a.cmp(&b)));
    let total: f64 = labels.iter().map(|label| label.size).sum();
    let squeeze = if total > to - from { (to - from) / total } else { 1.0 };

    // Measured from the end of the labels before it, "not over another" becomes "not decreasing": isotonic regression by
    // pooling neighbours.
    let mut before = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(order.len());
    #[expect(clippy::cast_precision_loss, reason = "a handful of labels")]
    let count = |labels: usize| labels as f64;
    for &label in &order {
        let size = labels[label].size * squeeze;
        let offset = before + size / 2.0;
        offsets.push(offset);
        before += size;
        let mut pool = (labels[label].at - offset, 1);
        while let Some(&(mean, labels)) = pools.last()
            && mean >= pool.0
        {
            pool =
                ((mean * count(labels) + pool.0 * count(pool.1)) / count(labels + pool.1), labels + pool.1);
            pools.pop();
        }
        pools.push(pool);
    }

    let highest = (to - before).max(from);
    let starts =
        pools.iter().flat_map(|&(start, labels)| std::iter::repeat_n(start.clamp(from, highest), labels));
    let mut placed = vec![0.0; labels.len()];
    for ((start, offset), label) in starts.zip(offsets).zip(order) {
        placed[label] = start + offset;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance_their_order_and_the_frame() {
        let wanted = [
            [3.0, 4.0, 5.0, 90.0],
            [99.0, 98.0, 97.0, 96.0],
            [50.0; 4],
            [0.0, 0.0, 100.0, 100.0],
            [-50.0, 20.0, 25.0, 400.0],
        ];
        let sizes = [14.0, 28.0, 14.0, 28.0];
        for wanted in wanted {
            let labels: Vec<LabelRequest> =
                wanted.into_iter().zip(sizes).map(|(at, size)| LabelRequest { at, size }).collect();
            let placed = spread(&labels, 5.0, 95.0);
            for (i, a) in placed.iter().enumerate() {
                let half = sizes[i] / 2.0;
                assert!(a - half >= 5.0 - 1e-9 && a + half <= 95.0 + 1e-9, "{wanted:?}: {placed:?}");
                for (j, b) in placed.iter().enumerate().skip(i + 1) {
                    assert!((a - b).abs() >= half + sizes[j] / 2.0 - 1e-9, "{wanted:?}: {placed:?}");
                    assert!((a < b) == (wanted[i] <= wanted[j]), "{wanted:?}: {placed:?}");
                }
            }
        }
    }

    #[test]
    fn too_many_labels_share_the_room() {
        let placed = spread(&[LabelRequest { at: 50.0, size: 14.0 }; 10], 0.0, 100.0);
        assert!(placed.windows(2).all(|pair| (pair[1] - pair[0] - 10.0).abs() < 1e-9), "{placed:?}");
        assert!((placed[0] - 5.0).abs() < 1e-9, "{placed:?}");
    }

    #[test]
    fn no_label_and_one_label() {
        assert_eq!(spread(&[], 0.0, 100.0), Vec::<f64>::new());
        assert_eq!(spread(&[LabelRequest { at: 120.0, size: 10.0 }], 0.0, 100.0), [95.0]);
    }
}
