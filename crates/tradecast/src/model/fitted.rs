//! What a fitted model can do. Public because [`crate::Model`] gives it, but nowhere exported: its form may change.

use std::fmt;

use crate::model::convergence::Convergence;
use crate::model::report::{Diagnostics, Parameter};
use crate::numeric::draws::Draws;

/// A model fitted to a sample: a type of its own, so that nothing can be asked of a model before it is fitted.
#[doc(hidden)]
pub trait Fitted: Send + Sync {
    /// Estimates with standard errors and units.
    fn parameters(&self) -> Vec<Parameter>;

    /// How the estimation ended.
    fn convergence(&self) -> Convergence;

    /// Whether it ended at an optimum. Most models have none to give where it did not, and are left out.
    fn converged(&self) -> bool {
        true
    }

    /// What the residuals say; absent where there are none.
    fn diagnostics(&self) -> Option<Diagnostics>;

    /// Where a search ended, for one that starts nearby on one observation more; `None` where nothing is searched.
    fn optimum(&self) -> Option<[f64; 3]> {
        None
    }

    /// Median log path at the estimated parameters, relative to the last value, `lead` periods ahead.
    fn point(&self, lead: usize) -> f64;

    /// The median log path at every lead from one on.
    fn points(&self, leads: &mut [f64]) {
        leads.iter_mut().zip(1..).for_each(|(out, lead)| *out = self.point(lead));
    }

    /// One simulated path, relative to the last value in logs, split into what the drawn parameters imply (`trend`)
    /// and what the drawn surprises add (`surprise`). Both slices have one entry a lead, starting one period ahead.
    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]);
}

impl fmt::Debug for dyn Fitted + '_ {
    /// Its estimates: models need no form of their own for those who look for faults, which the page would carry.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let estimates = self.parameters().into_iter().map(|parameter| (parameter.name, parameter.value));
        f.debug_map().entries(estimates).finish()
    }
}
