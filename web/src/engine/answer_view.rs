//! An answer as the page shows it.

use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tradecast::{Answer, LeverKind};

/// What charts show beside the forecast.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Overlays {
    /// Where levers of more than one kind are moved: the medians on the way from the baseline to the answer.
    pub partial_effects: Vec<PartialEffect>,
    /// Some of the paths, one by one; empty where they are not shown.
    pub paths: Vec<Vec<f64>>,
}

/// The medians with the levers of a kind moved, and those of the kinds before it: data, world, policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartialEffect {
    /// The kind moved last.
    pub kind: LeverKind,
    /// The median of each period.
    pub medians: Vec<f64>,
}

/// A shared answer of the page: cheap to clone, equal only to itself.
#[derive(Debug, Clone)]
pub struct AnswerView(Rc<AnswerData>);

/// An answer and its baseline: the answer with nothing changed.
#[derive(Debug)]
pub struct AnswerData {
    /// The answer.
    pub answer: Answer,
    /// The answer with no lever moved, and with priors; absent where that is the answer itself.
    pub baseline: Option<Arc<Answer>>,
    /// Whether priors were left out that would have made a difference.
    pub without_priors: bool,
    /// Whether all paths were counted.
    pub full: bool,
    /// What charts show beside it.
    pub overlays: Overlays,
}

impl AnswerView {
    pub(crate) fn new(both: AnswerData) -> Self {
        Self(Rc::new(both))
    }
}

impl Deref for AnswerView {
    type Target = AnswerData;

    fn deref(&self) -> &AnswerData {
        &self.0
    }
}

impl PartialEq for AnswerView {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
