//! What one request may cost.

use std::time::Duration;

use tradecast::Settings;
use tradecast_ask::{Forecaster, Posed, Refusal, Result};

/// What one request may cost, and how many may wait.
///
/// ```
/// let patient = tradecast_serve::Limits { time: std::time::Duration::from_secs(300), ..Default::default() };
/// assert!(patient.threads >= 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body.
    pub body: usize,
    /// From the first byte of a request to its answer.
    pub time: Duration,
    /// Requests that are computed at a time, a thread each.
    pub threads: usize,
    /// Requests that wait for a thread; more are sent away.
    pub waiting: usize,
    /// Simulated futures times periods of one question; each takes 16 bytes.
    pub cells: u64,
    /// Observations of one series: fitting cannot be interrupted.
    pub observations: usize,
    /// Answers of one batch.
    pub answers: usize,
}

impl Default for Limits {
    /// 4 MB, 30 seconds, a thread for each core, 1,000 waiting, 5 million values, 5,000 observations, 1,000 answers.
    fn default() -> Self {
        Self {
            body: 4_000_000,
            time: Duration::from_secs(30),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            waiting: 1_000,
            cells: 5_000_000,
            observations: 5_000,
            answers: 1_000,
        }
    }
}

impl Limits {
    /// Refuses a series that would take too long to fit.
    pub(crate) fn of_series(&self, forecaster: &Forecaster) -> Result<()> {
        let have = forecaster.series().observations().len();
        if have <= self.observations {
            return Ok(());
        }
        Err(Refusal::new(
            "too_many_observations",
            format!(
                "the series has {have} observations, this service takes {}; leave out the oldest, or use the command line tool",
                self.observations
            ),
        )
        .at("data"))
    }

    /// Refuses a question that would simulate too much.
    pub(crate) fn of_question(&self, posed: &Posed) -> Result<()> {
        let Settings { paths, horizon, .. } = posed.settings;
        let cells = u64::from(paths) * u64::from(horizon);
        if cells <= self.cells {
            return Ok(());
        }
        Err(Refusal::new(
            "too_many_paths",
            format!(
                "{paths} paths over {horizon} periods are {cells} simulated values, this service takes {}; ask for at most {} \
                 paths, or use the command line tool",
                self.cells,
                self.cells / u64::from(horizon)
            ),
        )
        .at("question.paths"))
    }

    /// Refuses a batch that would answer too much.
    pub(crate) fn of_batch(&self, series: usize, questions: usize) -> Result<()> {
        if series * questions <= self.answers {
            return Ok(());
        }
        Err(Refusal::new(
            "too_many_answers",
            format!(
                "{series} series and {questions} question(s) are {} answers, this service gives {}; send fewer at a time, or use \
                 the command line tool",
                series * questions,
                self.answers
            ),
        )
        .at("questions"))
    }
}
