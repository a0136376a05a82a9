//! Does a task.

use std::ops::ControlFlow;

use tradecast::{LeverKey, Period, Swing};

use crate::engine::Engine;
use crate::question::{Ask, Precision};
use crate::work::backtest;
use crate::work::session::WorkerSession;
use crate::work::task::{Done, Failure, Task};

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
            WorkerSession::default().done(ask, &shown)
        }
        Task::Tornado { by, share } => {
            let swing = Swing { share: *share, ..Swing::default() };
            Done::Tornado(engine.simulation_of(ask)?.tornado_with_progress(
                &target(by),
                &ask.assumptions,
                &swing,
                progress,
            )?)
        }
        Task::Attribution { by } => Done::Attribution(engine.simulation_of(ask)?.attribution_with_progress(
            &target(by),
            &ask.assumptions,
            progress,
        )?),
        Task::Breakdown { by } => {
            let simulation = engine.simulation_of(ask)?;
            let shares = simulation.shares_ahead(&ask.assumptions)?;
            progress(0.5);
            let contributions = simulation.contributions(&target(by), &ask.assumptions)?;
            Done::Breakdown { shares, contributions }
        }
        Task::Solve { goal, free } => {
            let free: Vec<(LeverKey, f64)> = free
                .iter()
                .map(|(key, weight)| Ok((key.parse()?, *weight)))
                .collect::<Result<_, tradecast::Error>>()?;
            Done::Solve(engine.simulation_of(ask)?.solve_with_progress(
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
            Done::Compare(engine.simulation_of(ask)?.compare(&target(by), named)?)
        }
        Task::Backtest => {
            Done::Backtest(Box::new(backtest::record(&ask.data.known(ask.then).series, progress)?))
        }
        Task::Draws { scenarios, count } => {
            let simulation = engine.simulation_of(ask)?;
            let futures = scenarios.iter().map(|assumptions| simulation.sample_paths(assumptions, *count));
            Done::Draws(futures.collect::<Result<_, tradecast::Error>>()?)
        }
    })
}
