//! How much a series grows because of its kind, whatever its own past: where the sources of a mixture disagree about that.
//!
//! *Why apart.* Sources disagree about what a past says of the future and about how much such series grow. Mixed as they are, the
//! two add up for a series that fell and cancel out for one that rose, and the falling one had bands up to 1.6 times as wide as its
//! mirror image on the scale of logs. Here growth by kind is a doubt of its own, drawn independently of the source of a path: its
//! variance remains what it was, and what is left out is the covariance, which changes its sign with the series. The median remains,
//! too, so that forecasts are as accurate as they were.

use crate::numeric::draws::{Draws, Purpose};

/// The draw that says how much series of the kind grow: those before are of the sources' own parameters.
const KIND: usize = 2;
/// Newton steps to a median; they converge at once where sources agree.
const MOST_STEPS: usize = 20;
/// Where they end, log points.
const NEAR: f64 = 1e-6;

/// What a source says at one lead, log points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated {
    pub(crate) weight: f64,
    pub(crate) median: f64,
    pub(crate) spread: f64,
    /// What it expects of growth whatever the past of the series, part of the median.
    pub(crate) kind: f64,
}

/// What all sources together say of it.
#[derive(Debug)]
pub(crate) struct KindGrowth {
    /// What is added to the paths of each source, a lead each, so that all expect the same of the kind.
    shifts: Vec<Vec<f64>>,
    /// Standard deviation of what they expect, a lead each.
    doubt: Vec<f64>,
}

impl KindGrowth {
    /// Of what every source says at every lead; the weights of a lead add up to one.
    pub(crate) fn of(leads: &[Vec<Stated>]) -> Self {
        let sources = leads.first().map_or(0, Vec::len);
        let mut shifts = vec![Vec::with_capacity(leads.len()); sources];
        let mut doubt = Vec::with_capacity(leads.len());
        for stated in leads {
            let mean: f64 = stated.iter().map(|s| s.weight * s.kind).sum();
            let variance: f64 = stated.iter().map(|s| s.weight * (s.kind - mean) * (s.kind - mean)).sum();
            let apart = stated.iter().map(|s| {
                let spread = (s.spread * s.spread + variance).sqrt();
                Stated { median: s.median - s.kind + mean, spread, ..*s }
            });
            let moved = median(stated) - median(&apart.collect::<Vec<_>>());
            for (shifts, stated) in shifts.iter_mut().zip(stated) {
                shifts.push(mean - stated.kind + moved);
            }
            doubt.push(variance.sqrt());
        }
        Self { shifts, doubt }
    }

    /// Gives a path of a source the growth of the kind.
    pub(crate) fn apply(&self, source: usize, draws: Draws, trend: &mut [f64]) {
        let drawn = draws.normal(Purpose::Parameter, KIND);
        for ((trend, shift), doubt) in trend.iter_mut().zip(&self.shifts[source]).zip(&self.doubt) {
            *trend += shift + drawn * doubt;
        }
    }
}

/// The median of a mixture of normal distributions: bisection where a step of Newton's leaves the medians of its sources.
fn median(stated: &[Stated]) -> f64 {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for s in stated.iter().filter(|s| s.weight > 0.0) {
        (low, high) = (low.min(s.median), high.max(s.median));
    }
    let mut at: f64 = stated.iter().map(|s| s.weight * s.median).sum();
    for _ in 0..MOST_STEPS {
        if high - low < NEAR {
            break;
        }
        let (mut below, mut density) = (-0.5, 0.0);
        for s in stated.iter().filter(|s| s.weight > 0.0) {
            let z = (at - s.median) / s.spread.max(NEAR);
            below += s.weight * 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
            density += s.weight * libm::exp(-0.5 * z * z)
                / (s.spread.max(NEAR) * (2.0 * std::f64::consts::PI).sqrt());
        }
        if below > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let step = at - below / density;
        let next = if step > low && step < high { step } else { 0.5 * (low + high) };
        let moved = (next - at).abs();
        at = next;
        if moved < NEAR {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::quantile;

    /// The median of a mixture is where half of it lies below; that of equal sources is theirs.
    #[test]
    fn a_median_has_half_of_the_mixture_below() {
        let stated = |weight, median, spread| Stated { weight, median, spread, kind: 0.0 };
        assert_eq!(median(&[stated(0.5, 0.3, 0.1), stated(0.5, 0.3, 0.4)]), 0.3);
        for list in [
            [stated(0.9, 0.0, 0.1), stated(0.1, 5.0, 0.2)],
            [stated(0.4, -1.0, 0.01), stated(0.6, 1.0, 2.0)],
            [stated(0.5, -1.0, 0.3), stated(0.5, 1.0, 0.3)],
            [stated(0.0, -9.0, 0.3), stated(1.0, 1.0, 0.3)],
        ] {
            let at = median(&list);
            let below = |s: &Stated| s.weight * 0.5 * libm::erfc((s.median - at) / s.spread / 2f64.sqrt());
            let share: f64 = list.iter().map(below).sum();
            assert!((share - 0.5).abs() < 1e-4, "{list:?}: {at} {share}");
        }
    }

    /// Two sources, one of which knows that such series grow: of a series and its mirror image the paths are equally wide, and
    /// their medians are those of the mixture.
    #[test]
    fn mirror_images_are_equally_wide() {
        let of = |past: f64| {
            let stated = [(0.4, past, 0.1, 0.0), (0.6, 0.3 * past + 0.5, 0.2, 0.5)];
            let stated = stated.map(|(weight, median, spread, kind)| Stated { weight, median, spread, kind });
            let growth = KindGrowth::of(&[stated.to_vec()]);
            let mut paths: Vec<f64> = (0..40_000)
                .map(|path| {
                    let draws = Draws::new(1, path, 0);
                    let source = usize::from(path % 5 >= 2);
                    let normal = draws.normal(Purpose::Parameter, 0);
                    let mut trend = [stated[source].median + stated[source].spread * normal];
                    growth.apply(source, draws, &mut trend);
                    trend[0]
                })
                .collect();
            paths.sort_unstable_by(f64::total_cmp);
            let [low, middle, high] = quantile::of(&paths, [0.1, 0.5, 0.9]);
            // Some standard errors of a median of so many paths.
            assert!((middle - median(&stated)).abs() < 0.01, "{middle}");
            high - low
        };
        let (falling, rising) = (of(-0.6), of(0.6));
        assert!((falling / rising - 1.0).abs() < 0.03, "{falling} {rising}");
    }
}
