//! A comparison as a property.

use std::rc::Rc;

use tradecast::Comparison;

use crate::work::TaskResult;

/// A comparison, equal only to itself.
#[derive(Clone)]
pub(crate) struct Compared(pub(crate) Rc<TaskResult>);

impl PartialEq for Compared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Compared {
    pub(crate) fn comparison(&self) -> Option<&Comparison> {
        match &*self.0 {
            TaskResult::Compare(comparison) => Some(comparison),
            _ => None,
        }
    }
}
