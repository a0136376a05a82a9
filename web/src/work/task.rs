//! What can be computed about a question, what comes of it, and why it may fail.

use std::fmt;

use serde::{Deserialize, Serialize};
use tradecast::{
    Answer, Assumptions, Attribution, Comparison, Contributions, Goal, MessageValues, PartShares, Period,
    Record, Solution, Tornado,
};

use crate::engine::Overlays;
use crate::question::DisplayOptions;
use crate::text;

/// Something to be computed about a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// The answer itself from all paths, and what is shown beside it.
    Answer(DisplayOptions),
    /// How far each lever alone swings the probability of having arrived by a period.
    Tornado {
        /// The period.
        by: Period,
        /// Share of the way to the ends of the ranges.
        share: f64,
    },
    /// What each moved lever changed of that probability.
    Attribution {
        /// The period.
        by: Period,
    },
    /// What the total will be made of, and what each part contributes by a period.
    Breakdown {
        /// The period.
        by: Period,
    },
    /// What levers would have to be.
    Solve {
        /// What is wanted.
        goal: Goal,
        /// The levers that may move, with their weights.
        free: Vec<(String, f64)>,
    },
    /// Scenarios side by side, on the same paths.
    Compare {
        /// The period asked about.
        by: Period,
        /// Names and levers; the first is what the others are compared with.
        scenarios: Vec<(String, Assumptions)>,
    },
    /// How answers about this series turned out that would have been given at earlier dates.
    Backtest,
    /// Some of the paths, one by one and the same under each scenario.
    Draws {
        /// Levers.
        scenarios: Vec<Assumptions>,
        /// How many paths.
        count: usize,
    },
}

/// What came of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TaskResult {
    /// The answer, and the one of a page nobody has touched where it differs.
    Answer {
        /// The answer.
        answer: Box<Answer>,
        /// The baseline; absent where the answer is it.
        baseline: Option<Baseline>,
        /// Whether priors were left out that would have made a difference.
        without_priors: bool,
        /// What comes with it.
        overlays: Overlays,
    },
    /// Swings of levers.
    Tornado(Tornado),
    /// Shares of a change.
    Attribution(Attribution),
    /// The parts ahead.
    Breakdown {
        /// Their shares of the total.
        shares: Vec<PartShares>,
        /// What they contribute where the target is reached in time.
        contributions: Contributions,
    },
    /// What would have to be true.
    Solve(Solution),
    /// Scenarios side by side.
    Compare(Comparison),
    /// How earlier answers turned out; of no cases where the series is too short to tell.
    Backtest(Box<Record>),
    /// Paths by scenario: the value in each period.
    Draws(Vec<Vec<Vec<f64>>>),
}

/// A baseline on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    pub(super) number: u32,
    /// The answer itself, the first time.
    pub(super) answer: Option<Box<Answer>>,
}

/// Why something could not be computed; displayed in the language spoken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// Which kind of error; of an error of the page, the name of its text.
    pub code: String,
    /// What the message mentions, by name.
    pub values: MessageValues,
    /// What is wrong and how to mend it, in English; empty where the page has the English itself.
    pub message: String,
}

impl Failure {
    /// Workers broke over it, which none should.
    pub(super) fn lost() -> Self {
        Self::of_page("work.lost")
    }

    /// An error of the page, by the name of its text.
    pub(super) fn of_page(name: &str) -> Self {
        Self { code: name.to_owned(), values: MessageValues::new(), message: String::new() }
    }

    /// Something worth knowing.
    pub(super) fn of_note(note: &tradecast_io::Note) -> Self {
        Self { code: note.code().to_owned(), values: note.values(), message: note.to_string() }
    }

    /// A note in the language spoken.
    #[must_use]
    pub fn note(&self) -> String {
        text::message("note", &self.code, &self.values, &self.message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::message("error", &self.code, &self.values, &self.message))
    }
}

impl From<tradecast::Error> for Failure {
    fn from(error: tradecast::Error) -> Self {
        Self { code: error.code().to_owned(), values: error.values(), message: error.to_string() }
    }
}

impl From<tradecast_io::Error> for Failure {
    fn from(error: tradecast_io::Error) -> Self {
        Self { code: error.code().to_owned(), values: error.values(), message: error.to_string() }
    }
}
