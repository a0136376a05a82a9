//! Does a task.

use std::ops::ControlFlow;

use tradecast::{LeverKey, Period, Swing};

use crate::engine::Engine;
use crate::question::{Precision, Question};
use crate::work::backtest;
use crate::work::session::WorkerSession;
use crate::work::task::{Failure, Task, TaskResult};

/// Does a task.
///
/// # Errors
/// Those of the core about the question or the task.
pub fn perform(
    engine: &mut Engine,
    question: &Question,
    task: &Task,
    progress: &mut dyn FnMut(f64),
) -> Result<TaskResult, Failure> {
    progress(0.0);
    let target = |by: &Period| question.target.clone().by(*by);
    Ok(match task {
        Task::Answer(display) => {
            engine.show(*display);
            let shown = engine.ask(question, Precision::Full)?;
            WorkerSession::default().done(question, &shown)
        }
        Task::Tornado { by, share } => {
            let swing = Swing { share: *share, ..Swing::default() };
            TaskResult::Tornado(engine.simulation_of(question)?.tornado_with_progress(
                &target(by),
                &question.assumptions,
                &swing,
                progress,
            )?)
        }
        Task::Attribution { by } => {
            TaskResult::Attribution(engine.simulation_of(question)?.attribution_with_progress(
                &target(by),
                &question.assumptions,
                progress,
            )?)
        }
        Task::Breakdown { by } => {
            let simulation = engine.simulation_of(question)?;
            let shares = simulation.shares_ahead(&question.assumptions)?;
            progress(0.5);
            let contributions = simulation.contributions(&target(by), &question.assumptions)?;
            TaskResult::Breakdown { shares, contributions }
        }
        Task::Solve { goal, free } => {
            let free: Vec<(LeverKey, f64)> = free
                .iter()
                .map(|(key, weight)| Ok((key.parse()?, *weight)))
                .collect::<Result<_, tradecast::Error>>()?;
            TaskResult::Solve(engine.simulation_of(question)?.solve_with_progress(
                &question.target,
                &question.assumptions,
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
            TaskResult::Compare(engine.simulation_of(question)?.compare(&target(by), named)?)
        }
        Task::Backtest => TaskResult::Backtest(Box::new(backtest::record(
            &question.data.known(question.as_of).series,
            progress,
        )?)),
        Task::Draws { scenarios, count } => {
            let simulation = engine.simulation_of(question)?;
            let paths = scenarios.iter().map(|assumptions| simulation.sample_paths(assumptions, *count));
            TaskResult::Draws(paths.collect::<Result<_, tradecast::Error>>()?)
        }
    })
}
