//! A minimiser for likelihoods of few parameters.
//!
//! *Why our own.* State-space models have one to three parameters and are fitted thousands of times an answer: [`minimise`]
//! works on arrays of fixed size, without an allocation, and stops where the likelihood has nothing left to gain.

use crate::numeric::small_matrix::{dot, identity, solve_positive};

/// Where a search for a minimum ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minimum<const N: usize> {
    pub(crate) at: [f64; N],
    /// Times the function was evaluated.
    pub(crate) evaluations: usize,
    /// Whether the search ended because nothing was left to gain, and not because its work is bounded.
    pub(crate) converged: bool,
}

/// What may still be gained at a minimum. Functions minimised here are minus twice a log-likelihood, so this is an
/// absolute number, and far below what one could tell from data.
const GAIN: f64 = 1e-10;
/// The same where differences no longer tell up from down.
const ROUNDING: f64 = 1e-5;
/// Evaluations after which a search gives up.
const MOST_EVALUATIONS: usize = 500;
/// Step of a forward difference as a share of the range of a parameter: the root of what rounding leaves of the function.
const DIFFERENCE: f64 = 1e-7;
/// Longest first step, as a share of the range: later ones follow the curvature that was seen.
const FIRST_STEP: f64 = 0.1;
/// Share of the decrease promised by the slope that a step must keep (Armijo).
const KEPT: f64 = 1e-4;
/// Shortest step tried, as a share of the full one.
const SHORTEST: f64 = 1e-6;

/// A smooth function to be minimised. Where it is not defined its value is not finite. Any closure from parameters to a
/// value is one.
pub(crate) trait Smooth<const N: usize> {
    fn value(&mut self, at: &[f64; N]) -> f64;

    /// Derivatives where the function has `value`, and the evaluations they took: forward differences over `steps`, unless
    /// the function knows better.
    fn slope(&mut self, at: &[f64; N], value: f64, steps: &[f64; N]) -> ([f64; N], usize) {
        let slope = std::array::from_fn(|j| {
            let mut moved = *at;
            moved[j] += steps[j];
            (self.value(&moved) - value) / (moved[j] - at[j])
        });
        (slope, N)
    }
}

impl<const N: usize, F: FnMut(&[f64; N]) -> f64> Smooth<N> for F {
    fn value(&mut self, at: &[f64; N]) -> f64 {
        self(at)
    }
}

/// Minimises a smooth function within finite bounds, from the best of the starting points: projected BFGS (Nocedal and Wright
/// 2006, *Numerical Optimization*, sections 6.1, 16.7 and 18.3). Deterministic, of bounded work, and without an allocation.
/// `None` where the function is not defined at any starting point.
pub(crate) fn minimise<const N: usize>(
    function: &mut impl Smooth<N>,
    bounds: &[(f64, f64); N],
    starts: &[[f64; N]],
) -> Option<Minimum<N>> {
    // The search moves in shares of the range of each parameter.
    let range: [f64; N] = std::array::from_fn(|j| bounds[j].1 - bounds[j].0);
    let place = |u: &[f64; N]| -> [f64; N] { std::array::from_fn(|j| bounds[j].0 + u[j] * range[j]) };
    let mut best: Option<([f64; N], f64)> = None;
    for start in starts {
        let value = function.value(start);
        if value.is_finite() && best.is_none_or(|(_, least)| value < least) {
            best =
                Some((std::array::from_fn(|j| ((start[j] - bounds[j].0) / range[j]).clamp(0.0, 1.0)), value));
        }
    }
    let (mut u, mut value) = best?;
    let (mut evaluations, mut converged) = (starts.len(), false);
    let mut curvature: Option<[[f64; N]; N]> = None;
    let mut before: Option<([f64; N], [f64; N])> = None;
    while !converged && evaluations < MOST_EVALUATIONS {
        // Differences are taken towards the middle.
        let steps = std::array::from_fn(|j| range[j] * if u[j] > 0.5 { -DIFFERENCE } else { DIFFERENCE });
        let (slope, count) = function.slope(&place(&u), value, &steps);
        let slope: [f64; N] = std::array::from_fn(|j| slope[j] * range[j]);
        evaluations += count;
        if slope.iter().any(|s| !s.is_finite()) {
            break;
        }
        if let Some((previous, previous_slope)) = before {
            update_curvature(&mut curvature, &subtract(&u, &previous), &subtract(&slope, &previous_slope));
        }
        let steepest = slope.iter().fold(0.0, |most: f64, s| most.max(s.abs()));
        let matrix = curvature.unwrap_or_else(|| identity(steepest / FIRST_STEP));
        let direction = within_bounds(&matrix, &slope, &u);
        let promised = -dot(&slope, &direction);
        if promised <= GAIN {
            converged = true;
            break;
        }
        let mut share = 1.0;
        let accepted = loop {
            let next: [f64; N] = std::array::from_fn(|j| (u[j] + share * direction[j]).clamp(0.0, 1.0));
            let decrease = -dot(&slope, &subtract(&next, &u));
            let reached = function.value(&place(&next));
            evaluations += 1;
            if reached <= value - KEPT * decrease && decrease > 0.0 {
                break Some((next, reached));
            }
            // The minimum of the parabola through both values and the slope, but no less than a tenth of the way.
            let bend = reached - value + decrease;
            let parabola = if bend.is_finite() && bend > 0.0 { 0.5 * decrease / bend } else { 0.1 };
            share *= parabola.clamp(0.1, 0.5);
            if share < SHORTEST || evaluations >= MOST_EVALUATIONS {
                break None;
            }
        };
        match accepted {
            Some((next, reached)) => {
                before = Some((u, slope));
                (u, value) = (next, reached);
            }
            // Downhill only on paper: the curvature is wrong, or all that is left is rounding.
            None if curvature.is_some() => (curvature, before) = (None, None),
            None => {
                converged = promised <= ROUNDING;
                break;
            }
        }
    }
    Some(Minimum { at: place(&u), evaluations, converged })
}

/// Learns from a step and the change of the slope along it (BFGS with Powell's damping, which keeps the matrix positive
/// definite).
fn update_curvature<const N: usize>(
    curvature: &mut Option<[[f64; N]; N]>,
    step: &[f64; N],
    change: &[f64; N],
) {
    let along = dot(step, change);
    let matrix = curvature.get_or_insert_with(|| {
        let first = if along > 0.0 { dot(change, change) / along } else { norm(change) / norm(step) };
        identity(first.max(f64::MIN_POSITIVE))
    });
    let expected: [f64; N] = std::array::from_fn(|i| dot(&matrix[i], step));
    let bend = dot(step, &expected);
    if bend <= 0.0 {
        return;
    }
    let mix = if along >= 0.2 * bend { 1.0 } else { 0.8 * bend / (bend - along) };
    let change: [f64; N] = std::array::from_fn(|i| mix * change[i] + (1.0 - mix) * expected[i]);
    let along = dot(step, &change);
    for i in 0..N {
        for j in 0..N {
            matrix[i][j] += change[i] * change[j] / along - expected[i] * expected[j] / bend;
        }
    }
}

/// The step to the minimum of the quadratic model, of which no part leads out of the bounds: parameters that stand at a
/// bound and would cross it are held.
fn within_bounds<const N: usize>(matrix: &[[f64; N]; N], slope: &[f64; N], u: &[f64; N]) -> [f64; N] {
    let outwards = |j: usize, step: f64| (u[j] <= 0.0 && step < 0.0) || (u[j] >= 1.0 && step > 0.0);
    let mut held: [bool; N] = std::array::from_fn(|j| outwards(j, -slope[j]));
    loop {
        let reduced: [[f64; N]; N] = std::array::from_fn(|i| {
            std::array::from_fn(|j| match (held[i] || held[j], i == j) {
                (false, _) => matrix[i][j],
                (true, same) => f64::from(u8::from(same)),
            })
        });
        let downhill: [f64; N] = std::array::from_fn(|j| if held[j] { 0.0 } else { -slope[j] });
        let step = solve_positive(&reduced, &downhill).unwrap_or(downhill);
        match (0..N).find(|&j| !held[j] && outwards(j, step[j])) {
            Some(j) => held[j] = true,
            None => return step,
        }
    }
}

fn subtract<const N: usize>(a: &[f64; N], b: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|j| a[j] - b[j])
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        // Rosenbrock's function: minimum 0 at (1, 1), at the end of a bent valley.
        let valley =
            |x: &[f64; 2]| 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1.0 - x[0]) * (1.0 - x[0]);
        let found = minimise(&mut { valley }, &[(-2.0, 2.0); 2], &[[-1.2, 1.0]]).unwrap();
        // Forward differences know the slope to their step times the curvature, 1e-7 * 4 * 1000, across the valley.
        assert!(found.converged && found.evaluations < 250 && valley(&found.at) < 1e-7, "{found:?}");
        assert!((found.at[0] - 1.0).abs() < 1e-3 && (found.at[1] - 1.0).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn a_minimum_on_a_bound_is_found_there() {
        // Without bounds at (2, -1); with them at x = 1 the best y is -1 + (2 - 1)/2.
        let bowl = |x: &[f64; 2]| {
            let (a, b) = (x[0] - 2.0, x[1] + 1.0);
            a * a + a * b + b * b
        };
        let found = minimise(&mut { bowl }, &[(0.0, 1.0), (-3.0, 3.0)], &[[0.5, 2.0]]).unwrap();
        assert!(found.converged, "{found:?}");
        assert!(found.at[0] == 1.0 && (found.at[1] + 0.5).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn the_best_start_is_followed_and_undefined_ones_are_not() {
        let two = |x: &[f64; 1]| if x[0] < 0.1 { f64::NAN } else { libm::cos(x[0]) + 0.01 * x[0] };
        let found = minimise(&mut { two }, &[(0.0, 12.0)], &[[0.0], [2.8], [9.0]]).unwrap();
        // The slope vanishes where sin x = 0.01.
        let exact = std::f64::consts::PI - libm::asin(0.01);
        assert!(found.converged && (found.at[0] - exact).abs() < 1e-5, "{found:?} {exact}");
        assert!(minimise(&mut { two }, &[(0.0, 12.0)], &[[0.05]]).is_none());
    }

    #[test]
    fn the_work_is_bounded() {
        // A function with a crease that no smooth method can settle in.
        let mut count = 0;
        let crease = |x: &[f64; 2]| {
            count += 1;
            (x[0] - x[1]).abs() * 1e3 + x[0]
        };
        let found = minimise(&mut { crease }, &[(-1.0, 1.0); 2], &[[0.3, 0.9]]).unwrap();
        assert!(count <= MOST_EVALUATIONS + 4 && found.evaluations == count, "{count} {found:?}");
    }
}
