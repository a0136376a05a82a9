//! Comparison, explanation and running backwards: what must hold of them whatever the question.

use acceptance::yearly;
use proptest::prelude::*;
use tradecast::{
    Assumptions, Attribution, Goal, Lever, LeverKey, LeverKind, ModelChoice, Period, Scope, Settings,
    Simulation, Solution, Swing, Target, Verdict, fit, fit_with_priors,
};

const PATHS: u32 = 2000;

/// The flagship case with its parts.
fn simulation(seed: u32) -> Simulation {
    let (case, priors) = (tradecast_data::default_case(), tradecast_data::priors());
    let fitted = fit_with_priors(case.turnover(), &ModelChoice::Auto, Some(&priors)).expect("valid");
    let settings = Settings { paths: PATHS, horizon: 12, seed, ..Settings::default() };
    let plain = fitted.simulate(&settings).expect("valid");
    plain.composed(case.composition().expect("known")).expect("its own parts")
}

fn target() -> Target {
    Target::level(1000.0).expect("positive").by(Period::annual(2030))
}

fn with(settings: &[(&str, f64)]) -> Assumptions {
    settings.iter().fold(Assumptions::baseline(), |assumptions, (key, value)| {
        let key: LeverKey = key.parse().expect("a lever");
        assumptions.with(key, *value).expect("in range")
    })
}

/// Probability that the target is reached by its deadline.
fn chance(simulation: &Simulation, assumptions: &Assumptions) -> f64 {
    let answer = simulation.answer(&target(), assumptions).expect("valid");
    let by = answer.arrival.by.iter().find(|row| row.period == Period::annual(2030));
    by.expect("within the horizon").probability
}

fn contribution(attribution: &Attribution, lever: &str) -> f64 {
    attribution.levers.iter().find(|share| share.lever == lever).expect("it is moved").contribution
}

#[test]
fn the_error_of_a_difference_is_how_much_it_differs_between_seeds() {
    let brighter = with(&[("growth", 1.0)]);
    let runs: Vec<(f64, f64, f64)> = (1..=40)
        .map(|seed| {
            let comparison = simulation(seed).compare(&target(), [("brighter", &brighter)]).expect("valid");
            let difference = comparison.scenarios[1].difference.as_ref().expect("not the reference");
            let p = comparison.scenarios[1].probability;
            (difference.probability, difference.error, (2.0 * p * (1.0 - p) / f64::from(PATHS)).sqrt())
        })
        .collect();
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| runs.iter().map(of).sum::<f64>() / 40.0;
    let centre = mean(&|run| run.0);
    let spread = (mean(&|run| (run.0 - centre) * (run.0 - centre)) * 40.0 / 39.0).sqrt();
    let (stated, unpaired) = (mean(&|run| run.1), mean(&|run| run.2));
    // A standard deviation of 40 runs is off by more than a third once in a thousand times.
    assert!((0.67..1.5).contains(&(spread / stated)), "{spread} {stated}");
    assert!(stated < 0.5 * unpaired, "the same paths: {stated} {unpaired}");
}

#[test]
fn comparison_agrees_with_the_answers_one_by_one() {
    let simulation = simulation(1);
    let (bright, dark) = (with(&[("growth", 2.0)]), with(&[("disruption", 20.0), ("wheat.price", -40.0)]));
    let compared =
        simulation.compare(&target(), [("bright", &bright), ("dark", &dark)]).expect("valid").scenarios;
    assert_eq!(compared.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["baseline", "bright", "dark"]);
    for (scenario, assumptions) in compared.iter().zip([&Assumptions::baseline(), &bright, &dark]) {
        let answer = simulation.answer(&target(), assumptions).expect("valid");
        assert_eq!(scenario.arrival, answer.arrival);
        assert_eq!(scenario.probability, chance(&simulation, assumptions));
        let Some(difference) = &scenario.difference else { continue };
        for (row, (own, baseline)) in
            difference.by.iter().zip(answer.arrival.by.iter().zip(&compared[0].arrival.by))
        {
            assert!((row.probability - (own.probability - baseline.probability)).abs() < 1e-12);
        }
        assert!(
            difference.value.iter().all(|row| row.bands[0].lo <= row.median && row.median <= row.bands[0].hi)
        );
    }
    // Whoever comes first is what the others are compared with.
    let baseline = Assumptions::baseline();
    let turned = simulation.compare(&target(), [("bright", &bright), ("plain", &baseline)]).expect("valid");
    let difference = |c: &tradecast::Compared| c.difference.as_ref().expect("not the first").probability;
    assert_eq!(difference(&turned.scenarios[1]), -difference(&compared[1]));
}

#[test]
fn contributions_of_levers_add_up_and_so_do_those_of_their_kinds() {
    let simulation = simulation(1);
    let scenario = with(&[
        ("growth", 1.5),
        ("programme", 150.0),
        ("programme_ramp", 5.0),
        ("displacement", 20.0),
        ("capacity", 900.0),
        ("relief", 300.0),
        ("relief_year", 3.0),
        ("inflation", 2.0),
        ("wheat.price", -30.0),
    ]);
    let attribution = simulation.attribution(&target(), &scenario).expect("valid");
    assert_eq!(
        (attribution.from, attribution.to),
        (chance(&simulation, &Assumptions::baseline()), chance(&simulation, &scenario))
    );
    let change = attribution.to - attribution.from;
    let sum = attribution.levers.iter().map(|share| share.contribution).sum::<f64>();
    assert!((sum - change).abs() < 1e-12);
    let of_kinds = attribution.kinds.iter().map(|share| share.contribution).sum::<f64>();
    assert!((of_kinds - change).abs() < 1e-12);
    assert!(attribution.levers.len() == 7 && attribution.orders.is_none());
    assert!(attribution.levers.iter().all(|share| share.std_error.is_none()));
    let policy = attribution.kinds.iter().find(|share| share.kind == LeverKind::Policy).expect("some is");
    let decided = with(&[("programme", 150.0), ("programme_ramp", 5.0)]);
    assert_eq!(policy.alone, chance(&simulation, &decided), "relief without a limit does nothing");
    // Relief undoes a part of what the limit takes; signs are what economics says.
    for (lever, sign) in [("growth", 1.0), ("capacity", -1.0), ("relief", 1.0), ("inflation", -1.0)] {
        assert!(sign * contribution(&attribution, lever) > 0.0, "{lever}");
    }
}

/// The same deliveries under two names share what they do; what says nothing of anything gets nothing.
#[test]
fn like_levers_get_the_same_and_idle_ones_nothing() {
    let simulation = simulation(1);
    let alike = with(&[
        ("contracts", 1060.0),
        ("contracts_years", 10.0),
        ("programme", 106.0),
        ("programme_ramp", 1.0),
        ("wheat.displacement", 50.0),
    ]);
    let attribution = simulation.attribution(&target(), &alike).expect("valid");
    let [contracts, programme] = ["contracts", "programme"].map(|lever| contribution(&attribution, lever));
    assert!(contracts > 0.05 && (contracts - programme).abs() < 1.5 / f64::from(PATHS), "{attribution:?}");
    assert_eq!(contribution(&attribution, "wheat.displacement"), 0.0);
}

#[test]
fn many_levers_are_sampled_with_an_error_that_holds() {
    let simulation = simulation(1);
    let goods = ["wheat", "crude-oil", "oil-products", "sugar", "watercraft"];
    let keys =
        goods.iter().flat_map(|good| [(format!("{good}.price"), -20.0), (format!("{good}.volume"), 60.0)]);
    let mut keys: Vec<(String, f64)> = keys.collect();
    keys.push(("growth".to_owned(), 2.0));
    let scenario = with(&keys.iter().map(|(key, value)| (key.as_str(), *value)).collect::<Vec<_>>());
    let attribution = simulation.attribution(&target(), &scenario).expect("valid");
    assert!(attribution.levers.len() == 11 && attribution.orders.is_some_and(|orders| orders >= 80));
    let sum = attribution.levers.iter().map(|share| share.contribution).sum::<f64>();
    assert!((attribution.from + sum - attribution.to).abs() < 1e-12);
    let errors = attribution.levers.iter().map(|share| share.std_error.expect("sampled"));
    assert!(errors.fold(0.0, f64::max) < 0.005);
    // Ten of the eleven exactly: the eleventh hardly changes what the others get.
    let fewer = scenario.without(&"watercraft.price".parse().expect("a lever"));
    let exact = simulation.attribution(&target(), &fewer).expect("valid");
    assert!((contribution(&exact, "growth") - contribution(&attribution, "growth")).abs() < 0.01);
}

#[test]
fn parts_add_up_to_the_change_of_the_total() {
    let simulation = simulation(1);
    for scenario in [
        Assumptions::baseline(),
        with(&[("programme", 200.0), ("displacement", 50.0), ("wheat.contracts", 100.0)]),
        with(&[("capacity", 1300.0), ("oil-products.growth", -5.0), ("disruption", 10.0)]),
    ] {
        let contributions = simulation.contributions(&target(), &scenario).expect("valid");
        let change: f64 = contributions.parts.iter().map(|part| part.change).sum();
        let to = contributions.to.expect("some arrive");
        // Shares of the parts are single numbers of seven digits.
        assert!((contributions.from + change - to).abs() < 1e-5 * to, "{contributions:?}");
        let starts: f64 = contributions.parts.iter().map(|part| part.from).sum();
        assert!((starts - contributions.from).abs() < 1e-9);
        let arrive = f64::from(PATHS) * chance(&simulation, &scenario);
        assert_eq!(contributions.paths, arrive.round() as usize);
        assert!(to > 1000.0 && contributions.parts.iter().all(|part| part.to >= 0.0));
    }
    let impossible = Target::level(1e9).expect("positive").by(Period::annual(2026));
    let none = simulation.contributions(&impossible, &Assumptions::baseline()).expect("valid");
    assert!(none.to.is_none() && none.parts.is_empty() && none.paths == 0);
}

#[test]
fn a_bar_is_what_the_answers_at_its_ends_are() {
    let simulation = simulation(1);
    let moved = with(&[("growth", 2.0), ("capacity", 1200.0), ("shock_year", 4.0)]);
    let swing = Swing { ends: [(Lever::Growth.into(), [0.0, 3.0])].into(), share: 0.5 };
    let tornado = simulation.tornado(&target(), &moved, &swing).expect("valid");
    assert_eq!(tornado.probability, chance(&simulation, &moved));
    for bar in &tornado.bars {
        let key: LeverKey = bar.lever.parse().expect("a lever");
        for end in [Some(&bar.low), Some(&bar.high), bar.default.as_ref()].into_iter().flatten() {
            let there = moved.clone().with(key.clone(), end.value).expect("in range");
            assert_eq!(end.probability, chance(&simulation, &there), "{} = {}", bar.lever, end.value);
        }
    }
    let named = |lever: &str| tornado.bars.iter().find(|bar| bar.lever == lever);
    let growth = named("growth").expect("it matters");
    assert_eq!((growth.low.value, growth.high.value), (0.0, 3.0));
    let idle = |lever: &str| tornado.without_effect.iter().any(|idle| idle == lever);
    assert!(idle("relief") && !idle("relief_year"), "more than enough; and the year of what is not there");
    assert!(named("shock_year").is_none(), "there is no shock");
    // Explaining leaves no trace.
    assert_eq!(simulation.tornado(&target(), &moved, &swing).expect("valid"), tornado);
    assert_eq!(chance(&simulation, &moved.without(&Lever::Growth.into())), growth.low.probability);
}

/// Levers that economics says never hurt, or never help, with what must be moved for them to matter.
#[test]
fn levers_are_monotone_where_economics_says_so() {
    let simulation = simulation(1);
    let flows: &[(&str, f64)] = &[("contracts", 500.0), ("programme", 300.0)];
    let limited: &[(&str, f64)] = &[("capacity", 900.0), ("relief", 300.0), ("programme", 300.0)];
    let rising: [(&str, &[(&str, f64)]); 14] = [
        ("growth", &[]),
        ("shock", &[("shock_year", 3.0), ("shock_recovery", 20.0)]),
        ("disruption_recovery", &[("disruption", 20.0)]),
        ("wheat.volume", &[]),
        ("crude-oil.price", limited),
        ("watercraft.recurring", &[]),
        ("contracts", &[("displacement", 50.0)]),
        ("contracts_renewed", flows),
        ("contracts_realised", flows),
        ("programme", limited),
        ("programme_realised", flows),
        ("capacity", flows),
        ("relief", limited),
        ("exchange_rate", &[]),
    ];
    let falling: [(&str, &[(&str, f64)]); 7] = [
        ("disruption", &[]),
        ("disruption_depth", &[("disruption", 20.0)]),
        ("programme_year", flows),
        ("programme_ramp", flows),
        ("displacement", flows),
        ("relief_year", limited),
        ("inflation", &[]),
    ];
    let directions = rising.map(|row| (row, true)).into_iter().chain(falling.map(|row| (row, false)));
    for ((lever, company), rises) in directions {
        let key: LeverKey = lever.parse().expect("a lever");
        let [min, max, _] = key.lever().range(tradecast_data::default_case().turnover().last().value);
        let chances: Vec<f64> = (0..=8)
            .map(|i| {
                let value = min + (max - min) * f64::from(i) / 8.0;
                chance(&simulation, &with(company).with(key.clone(), value).expect("in range"))
            })
            .collect();
        let ordered = chances.is_sorted_by(|a, b| if rises { a <= b } else { a >= b });
        assert!(ordered && chances[0] != chances[8], "{lever}: {chances:?}");
    }
}

fn solved(simulation: &Simulation, wanted: f64, free: &[(&str, f64)], assumptions: &Assumptions) -> Solution {
    let free: Vec<(LeverKey, f64)> =
        free.iter().map(|(key, weight)| (key.parse().expect("a lever"), *weight)).collect();
    let goal = Goal { by: Period::annual(2030), probability: wanted };
    simulation.solve(&target(), assumptions, goal, &free).expect("valid")
}

/// What a solution says of itself is what the answers say.
fn holds(simulation: &Simulation, solution: &Solution) {
    assert_eq!(solution.probability, chance(simulation, &solution.assumptions));
    assert_eq!(solution.verdict != Verdict::OutOfReach, solution.probability >= solution.wanted);
    for required in &solution.levers {
        assert!((required.min..=required.max).contains(&required.to));
        let Some(less) = &required.one_step_less else { continue };
        let key: LeverKey = required.lever.parse().expect("a lever");
        let back = solution.assumptions.clone().with(key, less.value).expect("in range");
        assert_eq!(less.probability, chance(simulation, &back));
        assert!(less.probability < solution.wanted, "{solution:?}");
    }
}

#[test]
fn every_lever_is_solved_for_or_out_of_reach() {
    let simulation = simulation(1);
    let company = with(&[
        ("shock", -20.0),
        ("disruption", 10.0),
        ("contracts", 300.0),
        ("programme", 100.0),
        ("capacity", 1200.0),
        ("relief", 200.0),
        ("inflation", 1.0),
    ]);
    let current = chance(&simulation, &company);
    let mut verdicts = Vec::new();
    for lever in Lever::ALL {
        let name = match lever.spec().scope {
            Scope::Part => format!("wheat.{}", lever.spec().id),
            Scope::Whole | Scope::Any => lever.spec().id.to_owned(),
        };
        for wanted in [current - 0.05, current + 0.01, 0.95] {
            let solution = solved(&simulation, wanted, &[(&name, 1.0)], &company);
            holds(&simulation, &solution);
            assert_eq!(solution.current, current, "{name}");
            verdicts.push(solution.verdict);
            if solution.verdict != Verdict::OutOfReach {
                continue;
            }
            // No value on the lever's own slider does it.
            let [min, max, _] = lever.range(tradecast_data::default_case().turnover().last().value);
            for i in 0..=20 {
                let key: LeverKey = name.parse().expect("a lever");
                let value = min + (max - min) * f64::from(i) / 20.0;
                let there = company.clone().with(key, value).expect("in range");
                let best = solution.probability.max(current);
                assert!(chance(&simulation, &there) <= best + 0.01, "{name} = {value}");
            }
        }
    }
    for verdict in [Verdict::Already, Verdict::Reached, Verdict::OutOfReach] {
        assert!(verdicts.contains(&verdict), "{verdict:?} did not occur");
    }
}

/// The cheapest of two levers, and of three, against every combination on a grid.
#[test]
fn the_cheapest_combination_is_not_beaten_on_a_grid() {
    let simulation = simulation(1);
    let assumptions = with(&[("inflation", 3.0), ("disruption", 10.0)]);
    let last = tradecast_data::default_case().turnover().last().value;
    for free in [
        vec![("growth", 1.0), ("programme", 1.5)],
        vec![("growth", 1.0), ("programme", 8.0)],
        vec![("inflation", 0.6), ("exports.growth", 1.0)],
        vec![("growth", 1.5), ("contracts_years", 0.1), ("contracts", 1.0)],
        vec![("inflation", 0.6), ("programme", 3.0), ("disruption", 1.0)],
    ] {
        let solution = solved(&simulation, 0.7, &free, &assumptions);
        holds(&simulation, &solution);
        assert_eq!(solution.verdict, Verdict::Reached, "{solution:?}");
        let cost = |values: &[f64]| -> f64 {
            let one = |((lever, weight), to): (&(&str, f64), &f64)| {
                let [min, max, default] = lever.parse::<LeverKey>().expect("a lever").lever().range(last);
                let from = lever.parse::<LeverKey>().expect("a lever");
                let from = assumptions.setting(&from).map_or(default, tradecast::Setting::middle);
                weight * (to - from).abs() / (max - min)
            };
            free.iter().zip(values).map(one).sum()
        };
        let found = cost(&solution.levers.iter().map(|required| required.to).collect::<Vec<_>>());
        let steps = if free.len() == 2 { 40 } else { 10 };
        let mut points = vec![Vec::new()];
        for (lever, _) in &free {
            let [min, max, _] = lever.parse::<LeverKey>().expect("a lever").lever().range(last);
            let values = (0..=steps).map(|i| min + (max - min) * f64::from(i) / f64::from(steps));
            let values: Vec<f64> = values.collect();
            points = points
                .iter()
                .flat_map(|point: &Vec<f64>| values.iter().map(|value| [&point[..], &[*value]].concat()))
                .collect();
        }
        for point in points.iter().filter(|point| cost(point) < found - 1e-9) {
            let there = free.iter().zip(point).fold(assumptions.clone(), |moved, ((lever, _), value)| {
                moved.with(lever.parse::<LeverKey>().expect("a lever"), *value).expect("in range")
            });
            assert!(
                chance(&simulation, &there) < 0.7,
                "{free:?}: {point:?} costs {} and does it too; {:?} costs {found}",
                cost(point),
                solution.levers.iter().map(|required| required.to).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn weights_decide_which_lever_moves() {
    let simulation = simulation(1);
    let moved = |free: &[(&str, f64)]| -> Vec<bool> {
        let solution = solved(&simulation, 0.8, free, &Assumptions::baseline());
        solution.levers.iter().map(|required| required.to != required.from).collect()
    };
    assert_eq!(moved(&[("growth", 1.0), ("programme", 100.0)]), [true, false]);
    assert_eq!(moved(&[("growth", 100.0), ("programme", 1.0)]), [false, true]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the series, the target and the goal: a solution holds what it promises.
    #[test]
    fn solutions_hold_for_any_series(
        values in prop::collection::vec(50.0..200.0f64, 6..20),
        multiple in 0.7..4.0f64,
        wanted in 0.02..0.98f64,
        years in 1..8i32,
        lever in prop::sample::select(vec!["growth", "shock", "inflation", "programme", "volatility", "damping"]),
    ) {
        let series = yearly(&values);
        let settings = Settings { paths: 500, horizon: 8, ..Settings::default() };
        let simulation = fit(&series, &ModelChoice::Auto).expect("valid").simulate(&settings).expect("valid");
        let target = Target::multiple_of(&series, multiple).expect("positive");
        let by = series.last().period.plus(years);
        let free = [(lever.parse().expect("a lever"), 1.0)];
        let goal = Goal { by, probability: wanted };
        let solution = simulation.solve(&target, &Assumptions::baseline(), goal, &free).expect("valid");
        let chance = |assumptions: &Assumptions| {
            let answer = simulation.answer(&target.clone().by(by), assumptions).expect("valid");
            answer.arrival.by[years as usize - 1].probability
        };
        prop_assert_eq!(solution.probability, chance(&solution.assumptions));
        prop_assert_eq!(solution.verdict != Verdict::OutOfReach, solution.probability >= wanted);
        if let Some(less) = &solution.levers[0].one_step_less {
            let key: LeverKey = lever.parse().expect("a lever");
            let back = Assumptions::baseline().with(key, less.value).expect("in range");
            prop_assert_eq!(less.probability, chance(&back));
            prop_assert!(less.probability < wanted);
        }
        prop_assert!(solution.sentence().ends_with('.'));
    }
}
