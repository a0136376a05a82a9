//! The loop that an answer is compared with: it draws the random numbers of a simulation and does nothing else.

#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "benchmarks need only some of the draws, none of their tests, and export nothing"
)]
#[path = "../../src/numeric/draws.rs"]
pub(crate) mod draws;

use draws::{Draws, Purpose};

/// Simulated paths and periods of the budget for an answer.
pub(crate) const PATHS: u32 = 20_000;
/// See [`PATHS`].
pub(crate) const HORIZON: u32 = 28;

/// Draws what the combination draws, fewest of all ways to simulate: a surprise a period and two normal numbers a path.
/// Returns their sum, so that no compiler leaves them out.
pub(crate) fn bare_loop() -> f64 {
    let mut sum = 0.0;
    for path in 0..PATHS as usize {
        let draws = Draws::new(1, path, 0);
        sum += draws.normal(Purpose::Parameter, 0) + draws.normal(Purpose::Parameter, 1);
        sum += (0..HORIZON as usize).map(|lead| draws.surprise(lead)).sum::<f64>();
    }
    sum
}
