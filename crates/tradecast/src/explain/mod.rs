//! Explanation: which levers an answer hangs on, what each moved lever changed, and which parts bring the target within reach.
//!
//! Everything is asked of the same paths (common random numbers), so that differences come from the levers alone.

pub(crate) mod attribution;
pub(crate) mod comparison;
pub(crate) mod goal_seek;
pub(crate) mod contributions;
pub(crate) mod made;
pub(crate) mod shapley;
pub(crate) mod tornado;

use crate::question::lever::LeverKey;
use crate::series::composition::PartId;
use crate::simulate::simulation::Simulation;

pub use attribution::{Attribution, KindShare, LeverShare};
pub use contributions::{Contributions, PartChange};
pub use made::PartShares;
pub use tornado::{Bar, End, Swing, Tornado};

impl Simulation {
    /// A lever as people read it: "Extra growth", "Wheat: price".
    pub(crate) fn lever_label(&self, key: &LeverKey) -> String {
        let label = key.lever().spec().label;
        let part = key.part().map(|id| {
            let known = id.parse::<PartId>().ok().and_then(|id| self.composition()?.part(&id));
            known.map_or_else(|| id.to_owned(), |part| part.label.clone())
        });
        part.map_or_else(|| label.to_owned(), |part| format!("{part}: {}", label.to_ascii_lowercase()))
    }

    /// The unit of a lever's value; amounts are in that of the series.
    pub(crate) fn lever_unit(&self, key: &LeverKey) -> String {
        let spec = key.lever().spec();
        match (spec.times_last, spec.unit) {
            (false, unit) => unit.to_owned(),
            (true, "") => self.fit().series().unit().to_owned(),
            (true, unit) => format!("{} {unit}", self.fit().series().unit()),
        }
    }
}
