//! What one request may cost: every figure, and what is refused because of it. Costs are estimated from counts, before anything is
//! built.

use std::time::Duration;

use tradecast::Settings;
use tradecast_ask::{Forecaster, Forecasters, ParsedQuestion, QuestionInput, Refusal, Result};

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
    /// Numbers, texts, lists and the like that a body holds; the rows of a CSV text are not among them.
    pub values: usize,
    /// How deep lists and objects may be nested.
    pub depth: usize,
    /// Characters of a name, a unit or any other text but those of data.
    pub text: usize,
    /// Characters of a source or a note.
    pub note: usize,
    /// Levers of one question.
    pub levers: usize,
    /// Rows of data, of all series together.
    pub rows: usize,
    /// Observations of one series.
    pub observations: usize,
    /// Periods from the first to the last of one series: each costs as much where there is no observation.
    pub periods: usize,
    /// Simulated paths times periods of one question; each takes 16 bytes.
    pub cells: u64,
    /// Answers of one batch.
    pub answers: usize,
    /// What one request may compute, in simulated values; fitting counts too.
    pub work: u64,
    /// Bytes of a response.
    pub response: usize,
    /// From the first byte of a request to its answer.
    pub time: Duration,
    /// Requests that are computed at a time, a thread each.
    pub threads: usize,
    /// Requests that wait for a thread; more are sent away.
    pub waiting: usize,
}

impl Default for Limits {
    /// See the table on the front page of this crate; a thread for each core.
    fn default() -> Self {
        Self {
            body: 4_000_000,
            values: 100_000,
            depth: 16,
            text: 200,
            note: 1_000,
            levers: 200,
            rows: 250_000,
            observations: 5_000,
            periods: 5_000,
            cells: 5_000_000,
            answers: 1_000,
            work: 800_000_000,
            response: 50_000_000,
            time: Duration::from_secs(30),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            waiting: 1_000,
        }
    }
}

/// What a request costs, estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cost {
    /// In simulated values: about 50 nanoseconds each.
    pub(crate) work: u64,
    /// Bytes of the response.
    pub(crate) response: u64,
}

/// What an observation costs to fit, in simulated values: with the models of the combination, and with one asked for by name, which
/// may search among many forms.
const FIT: u64 = 700;
const FIT_BY_NAME: u64 = 6_000;
/// What a question costs beside its paths.
const QUESTION: u64 = 20_000;
/// How often a search looks at all paths, for each lever that may move.
const LOOKS: u64 = 40;

/// Bytes of an answer: in all, for each observation, for each period and for each band of it.
const ANSWER: u64 = 15_000;
const OF_OBSERVATION: u64 = 140;
const OF_PERIOD: u64 = 250;
const OF_BAND: u64 = 120;

impl Cost {
    /// Of the same questions about so many series with so many rows together.
    fn of(series: usize, rows: usize, questions: &[QuestionInput], by_name: bool, limits: &Limits) -> Self {
        let (series, rows) = (series as u64, rows as u64);
        let usual = Settings::default();
        let of_observation = if by_name { FIT_BY_NAME } else { FIT };
        let mut cost = Self { work: rows.saturating_mul(of_observation), response: 0 };
        for QuestionInput { horizon, paths, levels, .. } in questions {
            let horizon = u64::from(horizon.unwrap_or(usual.horizon));
            let levels = levels.as_ref().unwrap_or(&usual.levels).len() as u64;
            // What is beyond the limit of one question is refused where it is asked.
            let cells = horizon.saturating_mul(paths.unwrap_or(usual.paths).into()).min(limits.cells);
            let rows_of_forecast = horizon.min(tradecast::MAX_HORIZON.into());
            let of_answer = ANSWER + rows_of_forecast * (OF_PERIOD + OF_BAND.saturating_mul(levels.min(20)));
            cost.work = cost.work.saturating_add(series.saturating_mul(cells + QUESTION));
            let response = series.saturating_mul(of_answer).saturating_add(rows * OF_OBSERVATION);
            cost.response = cost.response.saturating_add(response);
        }
        cost
    }
}

/// What the step of a fit costs that is not interrupted: one model at one origin.
pub(crate) fn step_of_fit(forecaster: &Forecaster, by_name: bool) -> u64 {
    let rows = forecaster.series().observations().len() as u64;
    // The combination has a dozen models, and nine origins with the last; a model asked for by name is alone at each.
    if by_name { rows * FIT_BY_NAME / 9 } else { rows * FIT / 108 }
}

/// What a search costs for levers that may move.
pub(crate) fn work_of_search(parsed: &ParsedQuestion, levers: usize) -> u64 {
    step_of_search(parsed).saturating_mul(LOOKS).saturating_mul(levers as u64)
}

/// What one look at all paths costs.
pub(crate) fn step_of_search(parsed: &ParsedQuestion) -> u64 {
    cells(parsed) / 2
}

/// Simulated paths times periods.
pub(crate) fn cells(parsed: &ParsedQuestion) -> u64 {
    u64::from(parsed.settings.paths) * u64::from(parsed.settings.horizon)
}

fn refuse(code: &'static str, field: &str, message: String) -> Result<()> {
    Err(Refusal::new(code, message).at(field))
}

impl Limits {
    /// Refuses one series with too many rows, before it is read.
    pub(crate) fn of_rows(&self, one: &Forecasters) -> Result<()> {
        self.of_observations(one.rows())
    }

    fn of_observations(&self, have: usize) -> Result<()> {
        if have <= self.observations {
            return Ok(());
        }
        let message = format!(
            "the series has {have} observations, this service takes {}; leave out the oldest, or use the command line tool",
            self.observations
        );
        refuse("too_many_observations", "data", message)
    }

    /// Refuses a series that would take too long to fit.
    pub(crate) fn of_series(&self, forecaster: &Forecaster) -> Result<()> {
        let series = forecaster.series();
        let name = series.name().chars().count();
        if name > self.text {
            let message = format!(
                "the name of the series has {name} characters, this service takes {}; shorten it",
                self.text
            );
            return refuse("too_long", "data", message);
        }
        self.of_observations(series.observations().len())?;
        let [first, last] = [series.first(), series.last()].map(|observation| observation.period);
        let periods = usize::try_from(last.minus(first)).unwrap_or_default() + 1;
        if periods > self.periods {
            let message = format!(
                "the series goes from {first} to {last}, which are {periods} periods, this service takes {}; correct the first or \
                 the last period, or leave out the oldest",
                self.periods
            );
            return refuse("too_many_periods", "data", message);
        }
        Ok(())
    }

    /// Refuses a question that would simulate too much.
    pub(crate) fn of_question(&self, parsed: &ParsedQuestion) -> Result<()> {
        let Settings { paths, horizon, .. } = parsed.settings;
        let cells = cells(parsed);
        if cells <= self.cells {
            return Ok(());
        }
        let message = format!(
            "{paths} paths over {horizon} periods are {cells} simulated values, this service takes {}; ask for at most {} paths, \
             or use the command line tool",
            self.cells,
            self.cells / u64::from(horizon)
        );
        refuse("too_many_paths", "question.paths", message)
    }

    /// What a question about one series costs.
    pub(crate) fn cost_of_answer(
        &self,
        forecaster: &Forecaster,
        question: &QuestionInput,
        by_name: bool,
    ) -> Cost {
        let rows = forecaster.series().observations().len();
        Cost::of(1, rows, std::slice::from_ref(question), by_name, self)
    }

    /// What a batch costs, unless that is too much.
    pub(crate) fn of_batch(
        &self,
        all: &Forecasters,
        questions: &[QuestionInput],
        by_name: bool,
    ) -> Result<Cost> {
        let (series, rows, asked) = (all.series(), all.rows(), questions.len());
        let fewer = "send fewer at a time, or use the command line tool";
        let answers = series.saturating_mul(asked);
        if answers > self.answers {
            let message = format!(
                "{series} series and {asked} question(s) are {answers} answers, this service gives {}; {fewer}",
                self.answers
            );
            refuse("too_many_answers", "questions", message)?;
        }
        if rows > self.rows {
            let message = format!("the data have {rows} rows, this service takes {}; {fewer}", self.rows);
            refuse("too_many_rows", "data", message)?;
        }
        let cost = Cost::of(series, rows, questions, by_name, self);
        if cost.work > self.work {
            let message = format!(
                "{series} series with {rows} observations and {asked} question(s) are about {} values to compute, this service \
                 computes {} for one request; ask for fewer paths or a shorter horizon, or {fewer}",
                cost.work, self.work
            );
            refuse("too_much_work", "questions", message)?;
        }
        if cost.response > self.response as u64 {
            return Err(self.response_too_large(cost.response));
        }
        Ok(cost)
    }

    /// What is said of a response of so many bytes.
    pub(crate) fn response_too_large(&self, bytes: u64) -> Refusal {
        let message = format!(
            "the response would have {bytes} bytes or more, this service gives {}; send fewer series or questions at a time, ask \
             for a shorter horizon, or use the command line tool",
            self.response
        );
        Refusal::new("response_too_large", message).at("questions")
    }
}
