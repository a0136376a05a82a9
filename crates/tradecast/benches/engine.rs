//! How long the parts of an answer take: `cargo bench --package tradecast --bench engine`, with a part of a name to run
//! only those. Budgets are ratios, see `ratios.rs`.

mod bare;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use tradecast::{
    Assumptions, Fit, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit, fit_with_priors,
};

use bare::draws::{Draws, Purpose};
use bare::{HORIZON, PATHS};

fn main() {
    divan::main();
}

/// Lengths of yearly trade series: since the states' independence, since their reforms, since decolonisation.
const LENGTHS: [usize; 3] = [15, 25, 60];

/// Fitting, weighting and what it needs of the past; with what a panel teaches.
#[divan::bench(args = LENGTHS)]
fn fit_auto(bencher: Bencher, length: usize) {
    let series = series(length, 0);
    bencher.bench(|| fit(black_box(&series), &ModelChoice::Auto));
}

#[divan::bench(args = LENGTHS)]
fn fit_auto_with_priors(bencher: Bencher, length: usize) {
    let (series, priors) = (series(length, 0), tradecast_data::priors());
    bencher.bench(|| fit_with_priors(black_box(&series), &ModelChoice::Auto, Some(&priors)));
}

/// One model on 25 observations: those of the combination and the others that are searched for.
#[divan::bench(args = [
    "naive", "drift", "linear-drift", "median-drift", "theta", "ces", "damped",
    "ets", "arima", "local-level", "local-trend", "logistic", "break",
])]
fn fit_one(bencher: Bencher, model: &str) {
    let choice = ModelChoice::named(model).expect("models have these names");
    let series = series(25, 0);
    bencher.bench(|| fit(black_box(&series), &choice));
}

fn settings() -> Settings {
    Settings { horizon: HORIZON, paths: PATHS, ..Settings::default() }
}

fn fitted() -> Fit {
    fit(&series(25, 0), &ModelChoice::Auto).expect("25 observations are enough")
}

#[divan::bench]
fn bare_loop(bencher: Bencher) {
    bencher.bench(bare::bare_loop);
}

#[divan::bench]
fn simulate(bencher: Bencher) {
    let fit = fitted();
    bencher.bench(|| fit.simulate(&settings()));
}

/// Levers moved on futures already simulated: growth alone, and all of them.
#[divan::bench(args = [1, 6])]
fn answer(bencher: Bencher, levers: usize) {
    let outlook = fitted().simulate(&settings()).expect("the settings are within bounds");
    let target = Target::level(2.0 * outlook.fit().series().last().value).expect("a level above zero");
    let baseline = outlook.answer(&target, &Assumptions::baseline()).expect("there is no deadline to miss");
    let moved = Lever::ALL
        .into_iter()
        .zip([2.0, 1.35, 0.97, -40.0, 3.0, 25.0])
        .take(levers)
        .fold(Assumptions::baseline(), |assumptions, (lever, value)| {
            assumptions.with(lever, value).expect("it is within the lever's range")
        });
    bencher.bench(|| outlook.answer_beside(&baseline, black_box(&moved)));
}

/// A thousand series of 25 years, one core: fit, cross-validate, combine and forecast six years ahead.
#[divan::bench(sample_count = 3, sample_size = 1, args = [2_000, 20_000])]
fn batch_of_a_thousand(bencher: Bencher, paths: u32) {
    let all: Vec<_> = (0..1_000).map(|number| series(25, number)).collect();
    let settings = Settings { horizon: 6, paths, ..Settings::default() };
    bencher.counter(ItemsCount::new(all.len())).bench(|| {
        for series in &all {
            let fit = fit(series, &ModelChoice::Auto).expect("25 observations are enough");
            let outlook = fit.simulate(&settings).expect("the settings are within bounds");
            let _ = black_box(outlook.forecast(&Assumptions::baseline()));
        }
    });
}

/// A yearly series like those of trade: growth of its own, fat-tailed surprises and noise.
fn series(length: usize, number: usize) -> Series {
    let draws = Draws::new(2, number, 0);
    let growth = 0.04 + 0.04 * draws.normal(Purpose::Parameter, 0);
    let mut log = 5.0;
    let observations = (0..length).map(|t| {
        log += growth + 0.12 * draws.surprise(t);
        Observation::new(Period::annual(1960 + t as i32), libm::exp(log + 0.04 * draws.noise(t)))
    });
    Series::new(format!("series {number}"), observations.collect()).expect("values are positive and in order")
}
