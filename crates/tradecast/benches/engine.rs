//! How long the parts of an answer take: `cargo bench --package tradecast --bench engine`, with a part of a name to run
//! only those. Budgets are ratios, see `ratios.rs`.

mod bare;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use tradecast::{
    Assumptions, Composition, Fit, Goal, LeverKey, ModelChoice, Observation, Part, Period, Series, Setting,
    Settings, Simulation, Swing, Target, fit, fit_with_priors,
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

/// Levers moved on paths already simulated.
#[divan::bench(args = SCENARIOS)]
fn answer(bencher: Bencher, levers: &str) {
    let simulation = composed();
    let target = target(&simulation);
    let baseline =
        simulation.answer(&target, &Assumptions::baseline()).expect("there is no deadline to miss");
    let moved = scenario(levers);
    bencher.bench(|| simulation.answer_beside(&baseline, black_box(&moved)));
}

/// Every lever at either end, until the end of the horizon and until a deadline in eight years.
#[divan::bench(args = SCENARIOS, consts = [0, 8], sample_count = 5, sample_size = 1)]
fn tornado<const YEARS: i32>(bencher: Bencher, levers: &str) {
    let simulation = composed();
    let target = by(&simulation, YEARS);
    let moved = scenario(levers);
    bencher.bench(|| simulation.tornado(&target, black_box(&moved), &Swing::default()));
}

/// Shapley values of the levers of a scenario.
#[divan::bench(args = ["growth", "everything"], sample_count = 5, sample_size = 1)]
fn attribution(bencher: Bencher, levers: &str) {
    let simulation = composed();
    let moved = scenario(levers);
    bencher.bench(|| simulation.attribution(&by(&simulation, 8), black_box(&moved)));
}

/// What would have to be true: of one lever, of one of which more may hurt, of two and of three.
#[divan::bench(args = ["growth", "volatility", "growth programme", "growth programme inflation"], consts = [0, 8], sample_count = 10, sample_size = 1)]
fn solve<const YEARS: i32>(bencher: Bencher, free: &str) {
    let simulation = composed();
    let free: Vec<(LeverKey, f64)> =
        free.split(' ').map(|lever| (lever.parse().expect("a lever"), 1.0)).collect();
    let by = by(&simulation, YEARS).deadline().expect("it has one");
    let goal = Goal { by, probability: 0.9 };
    let moved = scenario("disruption");
    bencher.bench(|| simulation.solve(&target(&simulation), black_box(&moved), goal, &free));
}

/// What is moved: one lever, ever more of them, chance, and numbers that are not known.
const SCENARIOS: [&str; 7] =
    ["growth", "history", "disruption", "corridor", "uncertain", "parts", "everything"];

fn scenario(name: &str) -> Assumptions {
    let growth = &["growth=2"][..];
    let history =
        &["growth=2", "volatility=1.35", "damping=0.97", "shock=-40", "shock_year=3", "shock_recovery=25"];
    let disruption = &["disruption=7", "growth=1"][..];
    let uncertain = &[
        "growth=normal(1, 1)",
        "contracts=100",
        "contracts_realised=pert(20, 60, 100)",
        "programme=200",
        "programme_realised=triangular(0, 35, 100)",
    ][..];
    let parts = &["wheat.price=-30", "wheat.growth=2", "oil.volume=40", "other.growth=-1"][..];
    let flows = &["capacity=900", "relief=400", "relief_year=3", "displacement=20", "inflation=2.5"][..];
    let settings: Vec<&str> = match name {
        "corridor" => vec!["capacity=900", "relief=400", "relief_year=3"],
        "growth" => growth.to_vec(),
        "history" => history.to_vec(),
        "disruption" => disruption.to_vec(),
        "uncertain" => uncertain.to_vec(),
        "parts" => parts.to_vec(),
        _ => [&history[1..], disruption, uncertain, parts, flows].concat(),
    };
    settings.iter().fold(Assumptions::baseline(), |assumptions, text| {
        let (lever, setting) = text.split_once('=').expect("written so");
        let lever: LeverKey = lever.parse().expect("a lever");
        let setting: Setting = setting.parse().expect("a setting");
        assumptions.with(lever, setting).expect("it is within the lever's range")
    })
}

/// Paths of a total of which two goods are known, with their shares.
fn composed() -> Simulation {
    let simulation = fitted().simulate(&settings()).expect("the settings are within bounds");
    let total = simulation.fit().series().clone();
    let last = total.last();
    let part = |id: &str, share: f64| {
        let known =
            Series::new(id, vec![Observation::new(last.period, share * last.value)]).expect("one value");
        Part::new(id.parse().expect("an identifier"), id, known)
    };
    let composition =
        Composition::new(&total, vec![part("wheat", 0.3), part("oil", 0.2)]).expect("half of it");
    simulation.composed(&composition).expect("its own total")
}

fn target(simulation: &Simulation) -> Target {
    Target::level(2.0 * simulation.fit().series().last().value).expect("a level above zero")
}

/// The target so many years ahead; at the end of the horizon for none.
fn by(simulation: &Simulation, years: i32) -> Target {
    let years = if years == 0 { HORIZON as i32 } else { years };
    target(simulation).by(simulation.fit().series().last().period.plus(years))
}

/// A thousand series of 25 years, one core: fit, cross-validate, combine and forecast six years ahead.
#[divan::bench(sample_count = 3, sample_size = 1, args = [2_000, 20_000])]
fn batch_of_a_thousand(bencher: Bencher, paths: u32) {
    let all: Vec<_> = (0..1_000).map(|number| series(25, number)).collect();
    let settings = Settings { horizon: 6, paths, ..Settings::default() };
    bencher.counter(ItemsCount::new(all.len())).bench(|| {
        for series in &all {
            let fit = fit(series, &ModelChoice::Auto).expect("25 observations are enough");
            let simulation = fit.simulate(&settings).expect("the settings are within bounds");
            let _ = black_box(simulation.forecast(&Assumptions::baseline()));
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
