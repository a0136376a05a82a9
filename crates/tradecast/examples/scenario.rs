//! What if, what does it hang on, and what would it take: three questions of the same paths.
#![expect(clippy::print_stdout, reason = "an example says what it found")]

use tradecast::{
    Assumptions, Distribution, Goal, Lever, ModelChoice, Period, Result, Setting, Settings, Swing, Target,
    fit_with_priors, percent,
};

fn main() -> Result<()> {
    let by = Period::annual(2030);
    let target = Target::level(1000.0)?.by(by);
    let fitted = fit_with_priors(
        tradecast_data::default_case().turnover(),
        &ModelChoice::Auto,
        Some(&tradecast_data::priors()),
    )?;
    let simulation = fitted.simulate(&Settings { paths: 5000, ..Settings::default() })?;
    let baseline = Assumptions::baseline();

    // A collapse of which three quarters are back a year later, and growth of which nobody is sure.
    let collapse = baseline.clone().with(Lever::Shock, -50.0)?.with(Lever::ShockRecovery, 75.0)?;
    let growth = Setting::Uncertain(Distribution::Triangular([0.0, 2.0, 4.0]));
    let faster = baseline.clone().with(Lever::Growth, growth)?;
    for scenario in simulation.compare(&target, [("collapse", &collapse), ("faster", &faster)])?.scenarios {
        let reached = scenario.arrival.by.iter().find(|row| row.period == by);
        println!(
            "{:<10} {:>5} by {by}",
            scenario.name,
            reached.map_or_else(String::new, |row| percent(row.probability))
        );
    }

    println!("\nThe answer hangs most on");
    for bar in simulation.tornado(&target, &baseline, &Swing::default())?.bars.iter().take(3) {
        let [low, high] = [&bar.low, &bar.high].map(|end| percent(end.probability));
        println!("  {}: {low} at {} {}, {high} at {}", bar.label, bar.low.value, bar.unit, bar.high.value);
    }

    let goal = Goal { by, probability: 0.8 };
    let solution = simulation.solve(&target, &baseline, goal, &[(Lever::Growth.into(), 1.0)])?;
    println!("\n{}", solution.sentence());
    Ok(())
}
