//! What levers would have to be, marked on their sliders.

use std::rc::Rc;

use tradecast::LeverKey;

use crate::state::Control;

/// The values that were asked for, lever by lever; none until somebody asks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Needed(Rc<Vec<(LeverKey, f64)>>);

impl Needed {
    pub(crate) fn new(levers: Vec<(LeverKey, f64)>) -> Self {
        Self(Rc::new(levers))
    }

    /// What a control would have to be; absent where nobody asked about it.
    pub(crate) fn of(&self, control: &Control) -> Option<f64> {
        let Control::Lever(key) = control else { return None };
        self.0.iter().find(|(lever, _)| lever == key).map(|(_, value)| *value)
    }
}
