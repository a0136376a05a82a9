//! The native side of the budgets that are ratios, a line a measure: name, tab, milliseconds. `cargo xtask bench-wasm` runs it and
//! its like in JavaScript (`crates/tradecast-wasm/js/bench.mjs`) by turns and divides.
#![expect(clippy::print_stdout, reason = "xtask reads what a benchmark prints")]

mod bare;

use std::hint::black_box;
use std::time::Instant;

use tradecast::{
    Assumptions, Goal, Lever, ModelChoice, Period, Result, Settings, Simulation, Swing, Target,
    fit_with_priors,
};

use bare::{HORIZON, PATHS, bare_loop};

/// Times that each is measured; the fastest counts, the others were disturbed.
const REPEATS: u32 = 25;

fn main() -> Result<()> {
    let settings = |seed: u32| Settings { horizon: HORIZON, paths: PATHS, seed, ..Settings::default() };
    let growth = |repeat: u32| Assumptions::baseline().with(Lever::Growth, f64::from(repeat % 50) / 10.0);
    let target = Target::level(1000.0)?;
    let (turnover, priors) = (tradecast_data::default_case().turnover(), tradecast_data::priors());
    let fit = fit_with_priors(turnover, &ModelChoice::Auto, Some(&priors))?;
    // As the flagship case is asked in JavaScript: with its parts and what is known of the running year.
    let told = |simulation: Simulation| {
        tradecast_data::default_case()
            .known_at(None)
            .and_then(|known| simulation.with_context(known.composition.as_ref(), &known.readings))
    };
    let simulation = told(fit.simulate(&settings(1))?)?;
    let baseline = simulation.answer(&target, &Assumptions::baseline())?;

    measure("bare loop", |_| Ok(bare_loop()))?;
    measure("new assumptions", |repeat| simulation.answer_beside(&baseline, &growth(repeat + 1)?))?;
    // As in JavaScript, up to a value that the caller can read.
    let json = |answer| serde_json::to_string(&answer).expect("an answer is plain values");
    measure("read and fit", |repeat| {
        let (turnover, priors) = (tradecast_data::default_case().turnover(), tradecast_data::priors());
        let few = Settings { horizon: 1, paths: 200, ..settings(repeat + 2) };
        let fit = fit_with_priors(turnover, &ModelChoice::Auto, Some(&priors))?;
        told(fit.simulate(&few)?)?.answer(&target, &Assumptions::baseline()).map(json)
    })?;
    measure("simulate and answer", |repeat| {
        told(fit.simulate(&settings(repeat + 2))?)?.answer(&target, &Assumptions::baseline()).map(json)
    })?;
    measure("answer", |repeat| simulation.answer(&target, &growth(repeat + 1)?).map(json))?;
    let by = Period::annual(2030);
    let in_time = target.clone().by(by);
    measure("tornado", |repeat| simulation.tornado(&in_time, &growth(repeat + 1)?, &Swing::default()))?;
    let free = [(Lever::Growth.into(), 1.0), (Lever::Programme.into(), 2.0)];
    measure("solve", |repeat| {
        let goal = Goal { by, probability: 0.75 + f64::from(repeat % 50) / 500.0 };
        simulation.solve(&target, &Assumptions::baseline(), goal, &free)
    })
}

/// Prints the time that the fastest of several runs takes.
fn measure<T>(name: &str, run: impl Fn(u32) -> Result<T>) -> Result<()> {
    let mut fastest = f64::INFINITY;
    for repeat in 0..REPEATS {
        let start = Instant::now();
        black_box(run(repeat)?);
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!("{name}\t{}", 1e3 * fastest);
    Ok(())
}
