//! The scenario matrix: every lever at its minimum, default and maximum, alone and in random company.

use acceptance::numbers;
use tradecast::{
    Answer, Assumptions, Lever, ModelChoice, Scope, Settings, Simulation, Target, fit, fit_with_priors,
};

fn simulation() -> Simulation {
    let fitted = fit_with_priors(
        tradecast_data::default_case().turnover(),
        &ModelChoice::Auto,
        Some(&tradecast_data::priors()),
    )
    .expect("valid");
    fitted.simulate(&Settings { paths: 2000, horizon: 20, ..Settings::default() }).expect("valid")
}

/// The worth of the last year known.
fn year() -> f64 {
    tradecast_data::default_case().turnover().last().value
}

/// The levers of the whole.
fn levers() -> impl Iterator<Item = Lever> {
    Lever::ALL.into_iter().filter(|lever| lever.spec().scope != Scope::Part)
}

fn ask(simulation: &Simulation, assumptions: Assumptions) -> Answer {
    simulation.answer(&Target::level(1000.0).expect("positive"), &assumptions).expect("valid")
}

fn with(values: &[(Lever, f64)]) -> Assumptions {
    values.iter().fold(Assumptions::baseline(), |a, &(lever, value)| a.with(lever, value).expect("in range"))
}

#[test]
fn every_lever_at_its_ends_gives_finite_answers() {
    let simulation = simulation();
    for lever in levers() {
        for value in lever.range(year()) {
            for shock in [-80.0, 0.0, 100.0] {
                let mut assumptions = with(&[(Lever::Shock, shock)]);
                assumptions = assumptions.with(lever, value).expect("in range");
                for (place, number) in numbers(&ask(&simulation, assumptions)) {
                    assert!(number.is_finite(), "{lever:?} = {value}: {place} is {number}");
                }
            }
        }
    }
}

#[test]
fn random_combinations_give_finite_answers_and_rising_probabilities() {
    let simulation = simulation();
    let mut state = 12345u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    for _ in 0..60 {
        let values: Vec<(Lever, f64)> = levers()
            .map(|lever| {
                let [min, max, _] = lever.range(year());
                (lever, min + next() * (max - min))
            })
            .collect();
        let answer = ask(&simulation, with(&values));
        assert!(numbers(&answer).iter().all(|(_, n)| n.is_finite()), "{values:?}");
        assert!(answer.arrival.by.is_sorted_by_key(|row| row.probability), "{values:?}");
    }
}

#[test]
fn a_lever_at_its_default_changes_nothing_and_moving_it_back_restores_the_answer() {
    let simulation = simulation();
    let plain = ask(&simulation, Assumptions::baseline());
    assert!(plain.baseline.is_none());
    for lever in levers() {
        let [min, max, default] = lever.range(year());
        let far = if max == default { min } else { max };
        let there = Assumptions::baseline().with(lever, far).expect("in range");
        let back = there.with(lever, default).expect("in range");
        assert_eq!(ask(&simulation, back), plain, "{lever:?}");
    }
}

#[test]
fn the_baseline_is_reported_beside_every_scenario() {
    let simulation = simulation();
    let plain = ask(&simulation, Assumptions::baseline());
    let brighter = ask(&simulation, with(&[(Lever::Growth, 5.0)]));
    assert_eq!(brighter.baseline.as_ref(), Some(&plain.arrival));
    assert!(brighter.headline.contains("(was "), "{}", brighter.headline);
}

#[test]
fn levers_do_what_economics_says() {
    let simulation = simulation();
    let probability =
        |values: &[(Lever, f64)], lead: usize| ask(&simulation, with(values)).arrival.by[lead].probability;
    let baseline = probability(&[], 9);
    assert!(probability(&[(Lever::Growth, 5.0)], 9) > baseline);
    assert!(probability(&[(Lever::Growth, -5.0)], 9) < baseline);
    assert!(probability(&[(Lever::Shock, 50.0)], 9) > baseline);
    // A loss that is undone hurts less than one that stays.
    let undone = [(Lever::Shock, -50.0), (Lever::ShockRecovery, 50.0)];
    assert!(probability(&undone, 9) > probability(&[(Lever::Shock, -50.0)], 9));
    // Far above today's value it takes luck to arrive early: calmer is less likely, wilder more.
    assert!(probability(&[(Lever::Volatility, 0.2)], 1) < probability(&[], 1));
    assert!(probability(&[(Lever::Volatility, 2.0)], 1) > probability(&[], 1));
}

/// Half of the trade reaches a target in the paths in which all of it reaches twice the target, and half as much again in those
/// in which it reaches two thirds: the same paths are counted, so the probabilities are equal to the last digit.
#[test]
fn a_shock_moves_arrival_as_another_target_would() {
    let simulation = simulation();
    let by = |level: f64, values: &[(Lever, f64)]| -> Vec<f64> {
        let target = Target::level(level).expect("positive");
        let answer = simulation.answer(&target, &with(values)).expect("valid");
        answer.arrival.by.iter().map(|row| row.probability).collect()
    };
    let plain = by(1000.0, &[]);
    let halved = by(1000.0, &[(Lever::Shock, -50.0)]);
    assert_eq!(halved, by(2000.0, &[]));
    assert_eq!(by(1500.0, &[(Lever::Shock, 50.0)]), plain);
    assert!(halved.iter().zip(&plain).all(|(halved, plain)| halved < plain), "{halved:?} {plain:?}");
    // A shock in year three leaves years one and two alone, and costs arrivals from then on.
    let late = by(1000.0, &[(Lever::Shock, -50.0), (Lever::ShockYear, 3.0)]);
    assert_eq!(late[..2], plain[..2]);
    for (lead, probability) in late.iter().enumerate().skip(2) {
        assert!((halved[lead]..plain[lead]).contains(probability), "{lead}: {probability}");
    }
}

/// A shock of s % that comes in a year and is undone by r % a year multiplies every value by 1 + s (1 - r)^years since it came.
#[test]
fn a_shock_cuts_every_value_from_its_year_on_and_fades() {
    let simulation = simulation();
    let plain = ask(&simulation, Assumptions::baseline());
    for undone in [0.0, 20.0] {
        let levers = [(Lever::Shock, -50.0), (Lever::ShockYear, 3.0), (Lever::ShockRecovery, undone)];
        let shocked = ask(&simulation, with(&levers));
        assert_eq!(shocked.forecast.len(), 20);
        for (year, (before, after)) in (1..).zip(plain.forecast.iter().zip(&shocked.forecast)) {
            let kept = 1.0 - undone / 100.0;
            let factor = if year < 3 { 1.0 } else { 1.0 - 0.5 * libm::pow(kept, f64::from(year - 3)) };
            let mean = after.mean / before.mean;
            let median = after.median / before.median;
            assert!((mean / factor - 1.0).abs() < 1e-12, "{undone} % in year {year}: {mean} {factor}");
            assert!((median / factor - 1.0).abs() < 1e-12, "{undone} % in year {year}: {median} {factor}");
        }
    }
}

/// Growth of g % a year moves every quantile by exactly (1 + g)^years.
#[test]
fn growth_shifts_the_median_exactly() {
    let simulation = simulation();
    let plain = ask(&simulation, Assumptions::baseline());
    let brighter = ask(&simulation, with(&[(Lever::Growth, 2.0)]));
    for (years, (a, b)) in (1..).zip(plain.forecast.iter().zip(&brighter.forecast)) {
        let expected = libm::pow(1.02, years.into());
        assert!((b.median / a.median / expected - 1.0).abs() < 1e-12, "{years}");
    }
}

/// Damping fades the fitted trend: with a persistence of one half all of its growth is over after a few years.
#[test]
fn volatility_reaches_more_and_keeps_less() {
    let simulation = simulation();
    let (calm, wild) = (
        ask(&simulation, with(&[(Lever::Volatility, 0.5)])),
        ask(&simulation, with(&[(Lever::Volatility, 2.0)])),
    );
    let (calm, wild) = (calm.arrival, wild.arrival);
    let last = calm.end();
    assert!(wild.by[1].probability > calm.by[1].probability + 0.05, "{:?} {:?}", wild.by[1], calm.by[1]);
    assert!(
        wild.above_in(last) < calm.above_in(last) - 0.05,
        "{} {}",
        wild.above_in(last),
        calm.above_in(last)
    );
    for arrival in [calm, wild] {
        for ((reached, above), stays) in arrival.by.iter().zip(&arrival.above).zip(&arrival.stays.by) {
            assert!(stays.probability <= above.probability && above.probability <= reached.probability);
        }
    }
}

#[test]
fn damping_flattens_the_trend() {
    let fitted = fit(
        &acceptance::yearly(&[100.0, 111.0, 119.0, 133.0, 146.0, 163.0, 177.0, 196.0, 214.0, 237.0]),
        &ModelChoice::named("drift").expect("exists"),
    )
    .expect("valid");
    let simulation = fitted.simulate(&Settings { horizon: 20, ..Settings::default() }).expect("valid");
    let damped = simulation.forecast(&with(&[(Lever::Damping, 0.5)])).expect("in range");
    let growth = libm::log(2.37) / 9.0;
    // Drift mu halved every year sums to 2 mu.
    let expected = 237.0 * libm::exp(2.0 * growth);
    assert!((damped[19].median / expected - 1.0).abs() < 0.01, "{} {expected}", damped[19].median);
}
