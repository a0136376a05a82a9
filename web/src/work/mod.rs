//! What is computed away from the page, so that it never stands still: questions and tasks go to a worker, answers come back.
//!
//! The worker runs the same module as the page and the same [`Engine`]. One worker answers questions, the latest first; another,
//! started when first needed, does what takes longer and is ended when it is no longer wanted.

mod answers;
mod background_task;
mod backtest;
mod encoding;
mod frame_budget;
mod latest;
mod page_engine;
mod session;
pub mod table;
mod worker;

use std::fmt;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use tradecast::{
    Answer, Assumptions, Attribution, Comparison, Contributions, Goal, LeverKey, PartShares, Period, Record,
    Solution, Swing, Tornado,
};

use crate::engine::{Beside, Engine};
use crate::question::{Ask, Precision, Shows};
use crate::text::say;
use session::WorkerEnd;

pub(crate) use answers::use_answer;
pub(crate) use background_task::{Progress, Working, use_task};
pub(crate) use page_engine::is_alone;
pub use session::Baseline;
pub(crate) use table::import::{AsFar, Desk, LAYOUTS, OnDesk, Taken, use_desk, use_rate};
pub(crate) use worker::handle::{Elsewhere, Hear, open};
pub(crate) use worker::serve::{is_worker, serve};

/// Something to be computed about a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// The answer itself from all futures, and what is shown beside it.
    Answer(Shows),
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
    Made {
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
    /// Scenarios side by side, on the same futures.
    Compare {
        /// The period asked about.
        by: Period,
        /// Names and levers; the first is what the others are compared with.
        scenarios: Vec<(String, Assumptions)>,
    },
    /// How answers about this series turned out that would have been given at earlier dates.
    Backtest,
    /// Some of the futures, one by one and the same under each scenario.
    Draws {
        /// Levers.
        scenarios: Vec<Assumptions>,
        /// How many futures.
        count: usize,
    },
}

/// What came of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Done {
    /// The answer, and the one of a page nobody has touched where it differs.
    Answer {
        /// The answer.
        answer: Box<Answer>,
        /// The baseline; absent where the answer is it.
        baseline: Option<Baseline>,
        /// Whether priors were left out that would have made a difference.
        alone: bool,
        /// What comes with it.
        beside: Beside,
    },
    /// Swings of levers.
    Tornado(Tornado),
    /// Shares of a change.
    Attribution(Attribution),
    /// The parts ahead.
    Made {
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
    /// Futures by scenario: the value in each period.
    Draws(Vec<Vec<Vec<f64>>>),
}

/// Why something could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which kind of error, for programs.
    pub code: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Failure {
    /// Workers broke over it, which none should.
    fn lost() -> Self {
        Self { code: "lost".to_owned(), message: say!("work.lost") }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<tradecast::Error> for Failure {
    fn from(error: tradecast::Error) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string() }
    }
}

impl From<tradecast_io::Error> for Failure {
    fn from(error: tradecast_io::Error) -> Self {
        let message = match &error {
            // On the page a column is chosen, not named by a flag.
            tradecast_io::Error::MissingColumn { row, column, found, .. } => {
                format!(
                    "row {row}: there is no column {column:?} among {found}; choose it below, or rename it in the file"
                )
            }
            other => other.to_string(),
        };
        Self { code: error.code().to_owned(), message }
    }
}

/// A message to the worker, as it is sent.
#[derive(Debug, Serialize)]
enum Sent<'a> {
    Ask(&'a Request),
    Read(&'a table::reader::Read),
}

/// The same as it arrives: the same variants in the same order.
#[derive(Debug, Deserialize)]
enum Arrived {
    Ask(Box<Request>),
    Read(table::reader::Read),
}

/// Something to be done about a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Request {
    id: u32,
    /// Whether the data are those of the request before; they are then not said again.
    same_data: bool,
    ask: Ask,
    task: Task,
}

/// A message from the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Report {
    /// It listens.
    Ready,
    /// How far a task is, 0 to 1.
    Progress { id: u32, share: f64 },
    /// A task has ended.
    End { id: u32, outcome: Result<Done, Failure> },
    /// What came of an order to read a table.
    Read { id: u32, outcome: Result<Box<table::reader::Said>, Failure> },
}

/// Does a task.
///
/// # Errors
/// Those of the core about the question or the task.
pub fn perform(
    engine: &mut Engine,
    ask: &Ask,
    task: &Task,
    progress: &mut dyn FnMut(f64),
) -> Result<Done, Failure> {
    progress(0.0);
    let target = |by: &Period| ask.target.clone().by(*by);
    Ok(match task {
        Task::Answer(shows) => {
            engine.show(*shows);
            let shown = engine.ask(ask, Precision::Full)?;
            WorkerEnd::default().done(ask, &shown)
        }
        Task::Tornado { by, share } => {
            let swing = Swing { share: *share, ..Swing::default() };
            Done::Tornado(engine.outlook_of(ask)?.tornado_with_progress(
                &target(by),
                &ask.assumptions,
                &swing,
                progress,
            )?)
        }
        Task::Attribution { by } => Done::Attribution(engine.outlook_of(ask)?.attribution_with_progress(
            &target(by),
            &ask.assumptions,
            progress,
        )?),
        Task::Made { by } => {
            let outlook = engine.outlook_of(ask)?;
            let mut shares = outlook.shares_ahead(&ask.assumptions)?;
            shares.iter_mut().for_each(|part| part.shares.truncate(ask.horizon as usize));
            progress(0.5);
            let contributions = outlook.contributions(&target(by), &ask.assumptions)?;
            Done::Made { shares, contributions }
        }
        Task::Solve { goal, free } => {
            let free: Vec<(LeverKey, f64)> = free
                .iter()
                .map(|(key, weight)| Ok((key.parse()?, *weight)))
                .collect::<Result<_, tradecast::Error>>()?;
            Done::Solve(engine.outlook_of(ask)?.solve_with_progress(
                &ask.target,
                &ask.assumptions,
                *goal,
                &free,
                &mut |share| {
                    progress(share);
                    ControlFlow::Continue(())
                },
            )?)
        }
        Task::Compare { by, scenarios } => {
            let named = scenarios.iter().map(|(name, assumptions)| (name.as_str(), assumptions));
            Done::Compare(engine.outlook_of(ask)?.compare(&target(by), named)?)
        }
        Task::Backtest => {
            Done::Backtest(Box::new(backtest::record(&ask.data.known(ask.then).series, progress)?))
        }
        Task::Draws { scenarios, count } => {
            let outlook = engine.outlook_of(ask)?;
            let futures = scenarios.iter().map(|assumptions| outlook.sample_paths(assumptions, *count));
            Done::Draws(futures.collect::<Result<_, tradecast::Error>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use tradecast::{Lever, Target};

    use super::*;
    use crate::question::Data;
    use crate::state;

    fn ask() -> Ask {
        Ask {
            data: Data::BuiltIn,
            then: false,
            target: Target::level(1000.0).unwrap(),
            horizon: 12,
            assumptions: Assumptions::baseline().with(Lever::Growth, 2.0).unwrap(),
            priors: true,
        }
    }

    fn tasks() -> Vec<Task> {
        let by = Period::annual(2030);
        vec![
            Task::Answer(Shows { futures: true, ..Shows::default() }),
            Task::Tornado { by, share: 1.0 },
            Task::Attribution { by },
            Task::Made { by },
            Task::Solve { goal: Goal { by, probability: 0.8 }, free: vec![("growth".to_owned(), 1.0)] },
            Task::Compare { by, scenarios: vec![("plan".to_owned(), ask().assumptions)] },
            Task::Backtest,
            Task::Draws { scenarios: vec![Assumptions::baseline(), ask().assumptions], count: 20 },
        ]
    }

    #[test]
    fn what_crosses_to_the_worker_and_back_is_what_was_sent() {
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        for (id, task) in (0..).zip(tasks()) {
            let request = Request { id, same_data: false, ask: ask(), task };
            let sent = encoding::to_bytes(&Sent::Ask(&request)).unwrap();
            let Ok(Arrived::Ask(arrived)) = encoding::from_bytes(&sent) else {
                panic!("{request:?} does not arrive")
            };
            assert_eq!(*arrived, request);
            let outcome = perform(&mut engine, &arrived.ask, &arrived.task, &mut |_| {});
            let report = Report::End { id, outcome };
            let arrived: Report = encoding::from_bytes(&encoding::to_bytes(&report).unwrap()).unwrap();
            assert_eq!(serde_json::to_value(&arrived).unwrap(), serde_json::to_value(&report).unwrap());
            assert!(matches!(arrived, Report::End { outcome: Ok(_), .. }), "{arrived:?}");
        }
    }

    #[test]
    fn a_table_crosses_to_the_worker_and_what_is_in_it_back() {
        let read = table::reader::Read {
            id: 7,
            order: table::reader::Order::Open(b"period,value\n2020,1\n\xff\n".to_vec()),
        };
        let sent = encoding::to_bytes(&Sent::Read(&read)).unwrap();
        assert!(sent.len() < 60, "bytes are sent as they are: {}", sent.len());
        let Ok(Arrived::Read(arrived)) = encoding::from_bytes(&sent) else { panic!("it does not arrive") };
        assert_eq!(arrived, read);
        let outcome = table::reader::Reader::default().perform(arrived.order).map(Box::new);
        let report = Report::Read { id: 7, outcome };
        assert_eq!(encoding::from_bytes::<Report>(&encoding::to_bytes(&report).unwrap()).unwrap(), report);
    }

    #[test]
    fn a_list_crosses_with_what_has_a_share_and_what_has_none() {
        let pair = |pair: i32| {
            let value = |year: i32| 10.0 + f64::from((year * 7 + pair) % 5);
            let rows =
                (2000..2020).map(|year| tradecast::Observation::new(Period::annual(year), value(year)));
            tradecast::Series::new(format!("{pair}"), rows.collect()).unwrap()
        };
        for pairs in [2, 25] {
            let mut list = table::series_list::Many::new((0..pairs).map(pair).collect());
            let rate = list.rate(&pair(0), 20.0, Period::annual(2024)).unwrap();
            assert_eq!(rate.as_ref().map(|rate| rate.share.is_some()), Some(pairs > 20));
            let list = list.look(state::many::Look::default());
            for said in [table::reader::Said::Rate(rate), table::reader::Said::Ranked(list)] {
                let report = Report::Read { id: 7, outcome: Ok(Box::new(said)) };
                assert_eq!(
                    encoding::from_bytes::<Report>(&encoding::to_bytes(&report).unwrap()).unwrap(),
                    report
                );
            }
        }
    }

    #[test]
    fn what_cannot_be_done_says_why() {
        let mut engine = Engine::new(300, None);
        let late = Task::Tornado { by: Period::annual(2090), share: 1.0 };
        let failure = perform(&mut engine, &ask(), &late, &mut |_| {}).unwrap_err();
        assert_eq!(failure.code, "deadline_out_of_reach");
    }
}
