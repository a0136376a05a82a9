//! What must hold for every series: changes that mean nothing change nothing, and more is never less.

use acceptance::{numbers, quick, yearly};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tradecast::{
    Answer, Assumptions, Lever, MIN_OBSERVATIONS, ModelChoice, ModelId, Observation, Period, Question,
    Series, Settings, Target, fit, fit_with_priors,
};

/// One path of the simulation, as a probability: a path that ends within rounding of the target may fall either way.
pub(crate) const ONE_PATH: f64 = 1.0 / 500.0 + 1e-12;

/// Histories of 3 to 40 values as trade has them: growth between a loss of 60 % and a gain of 150 % a year.
fn history() -> impl Strategy<Value = Vec<f64>> {
    (1.0..1e4f64, prop::collection::vec(-0.9..0.9f64, 2..40)).prop_map(|(start, changes)| {
        let mut values = vec![start];
        for change in changes {
            values.push(values[values.len() - 1] * libm::exp(change));
        }
        values
    })
}

/// Every model alone gives finite numbers or says why it cannot be fitted, with panel priors and without.
fn each_model_is_finite_or_says_why(series: &Series) {
    let priors = tradecast_data::priors();
    let settings = Settings { horizon: 12, paths: 200, ..Settings::default() };
    for id in ModelId::ALL {
        for priors in [None, Some(&priors)] {
            match fit_with_priors(series, &ModelChoice::One(id), priors) {
                Err(error) => assert!(
                    error.to_string().contains("needs") || error.code() == "no_model",
                    "{id}: {error}"
                ),
                Ok(fitted) => {
                    let simulation = fitted.simulate(&settings).expect("valid");
                    let target = Target::multiple_of(series, 2.0).expect("positive");
                    let answer = simulation.answer(&target, &Assumptions::baseline()).expect("valid");
                    for (place, value) in numbers(&answer) {
                        assert!(value.is_finite(), "{id} {place}: {value}");
                    }
                }
            }
        }
    }
}

#[test]
fn extreme_series_break_no_model() {
    let n = 14;
    let spike = |at: usize, size: f64| (0..n).map(|t| if t == at { size } else { 1.0 }).collect::<Vec<f64>>();
    let cases: Vec<Vec<f64>> = vec![
        vec![7.0; 2],
        vec![7.0; n],
        (0..n).map(|t| if t % 2 == 0 { 1.0 } else { 1e6 }).collect(),
        spike(6, 1e9),
        spike(6, 1e-9),
        spike(n - 1, 1e9),
        spike(n - 1, 1e-9),
        spike(0, 1e9),
        (0..n).map(|t| libm::exp(t as f64)).collect(),
        (0..n).map(|t| libm::exp(-2.0 * t as f64)).collect(),
        (0..n).map(|t| 1e-90 * (1.0 + t as f64)).collect(),
        (0..n).map(|t| 1e90 * (1.0 + t as f64)).collect(),
        (0..n).map(|t| if t < 7 { 1e-90 } else { 1e90 }).collect(),
        (0..n).map(|t| 100.0 + 10.0 * t as f64).collect(),
        (0..n).map(|t| 100.0 * libm::pow(1.1, t as f64)).collect(),
    ];
    for values in cases {
        each_model_is_finite_or_says_why(&yearly(&values));
        each_model_is_finite_or_says_why(&within_the_year(true, &values.repeat(3), u64::MAX).expect("valid"));
        each_model_is_finite_or_says_why(&within_the_year(false, &values, u64::MAX).expect("valid"));
    }
    // Nearly everything missing.
    for years in
        [vec![1900, 2000], vec![1900, 1901, 2000], vec![1990, 1993, 1994, 1999, 2004, 2006, 2011, 2019, 2020]]
    {
        let observation =
            |(i, year): (usize, &i32)| Observation::new(Period::annual(*year), 10.0 + (i * 7 % 5) as f64);
        let series = Series::new("gaps", years.iter().enumerate().map(observation).collect()).expect("valid");
        each_model_is_finite_or_says_why(&series);
    }
}

fn answer(series: Series, multiple: f64) -> Answer {
    let level = series.last().value * multiple;
    quick(series, level).answer().expect("valid questions have answers")
}

pub(crate) fn probabilities(answer: &Answer) -> Vec<f64> {
    answer.arrival.by.iter().map(|row| row.probability).collect()
}

/// A quarterly or monthly series that starts anywhere in the year, about one value in `gaps` missing.
fn within_the_year(monthly: bool, values: &[f64], gaps: u64) -> Option<Series> {
    let first: Period = if monthly { "1999-08" } else { "1999-Q3" }.parse().expect("a period");
    let kept = |i: &usize| (gaps >> (i % 61)) & 7 != 0;
    let observations =
        (0..values.len()).filter(kept).map(|i| Observation::new(first.plus(i as i32), values[i]));
    Series::new("test", observations.collect()).ok()
}

/// Series that have a season, have none, or only seem to.
fn seasonal_history() -> impl Strategy<Value = Vec<f64>> {
    let changes = prop::collection::vec(-0.3..0.3f64, 3..70);
    (changes, prop::collection::vec(0.5..2.0f64, 12), prop::bool::ANY, -3..4i32).prop_map(
        |(changes, factors, still, power)| {
            let mut level = libm::exp10(power.into());
            let mut value = |(i, change): (usize, &f64)| {
                level *= if still { 1.0 } else { libm::exp(*change) };
                level * factors[i % 12]
            };
            let with_season = changes.iter().enumerate().map(&mut value);
            with_season.collect()
        },
    )
}

fn stays(answer: &Answer) -> Vec<f64> {
    answer.arrival.stays.by.iter().map(|row| row.probability).collect()
}

/// Whether nothing on the left is larger than what stands beside it.
pub(crate) fn never_above(left: &[f64], right: &[f64]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left <= right)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, rng_seed: RngSeed::Fixed(2022), ..ProptestConfig::default() })]

    #[test]
    fn the_unit_does_not_matter(values in history(), power in -9..9i32, multiple in 1.1..4.0f64) {
        let factor = libm::exp10(power.into());
        let plain = answer(yearly(&values), multiple);
        let scaled = answer(yearly(&values.iter().map(|v| v * factor).collect::<Vec<_>>()), multiple);
        for (a, b) in probabilities(&plain).iter().zip(probabilities(&scaled)) {
            prop_assert!((a - b).abs() <= ONE_PATH, "{a} {b}");
        }
        for (a, b) in plain.forecast.iter().zip(&scaled.forecast) {
            // Solvers stop at a relative tolerance of 1e-8; quantiles inherit it.
            prop_assert!((a.median * factor / b.median - 1.0).abs() < 1e-5, "{} {}", a.median * factor, b.median);
        }
    }

    #[test]
    fn the_calendar_does_not_matter(values in history(), shift in -90..90i32) {
        // Panel priors know the calendar: the state of world trade in their last year fades from it.
        let moved = |by: i32| {
            let observations = (1990 + by..).zip(&values).map(|(year, &value)| Observation::new(Period::annual(year), value));
            let series = Series::new("test", observations.collect()).expect("valid");
            let question = quick(series, 2.0 * values[values.len() - 1]);
            Question { priors: None, ..question }.answer().expect("valid questions have answers")
        };
        let (plain, shifted) = (moved(0), moved(shift));
        prop_assert_eq!(probabilities(&plain), probabilities(&shifted));
        prop_assert_eq!(plain.arrival.median.map(|m| m.plus(shift)), shifted.arrival.median);
        prop_assert_eq!(plain.models, {
            let mut models = shifted.models;
            for d in models.iter_mut().filter_map(|m| m.diagnostics.as_mut()) {
                d.largest_residual_period = d.largest_residual_period.plus(-shift);
            }
            models
        });
    }

    #[test]
    fn the_order_of_rows_does_not_matter(values in history(), seed in any::<u64>()) {
        let ordered = yearly(&values);
        let mut rows = ordered.observations().to_vec();
        // A deterministic shuffle: sort by a hash of position and seed.
        let mut keyed: Vec<(u64, Observation)> = rows.drain(..).enumerate().map(|(i, o)| {
            ((i as u64 + 1).wrapping_mul(seed | 1).rotate_left(17), o)
        }).collect();
        keyed.sort_by_key(|(key, _)| *key);
        let shuffled = Series::new("test", keyed.into_iter().map(|(_, o)| o).collect()).expect("valid");
        prop_assert_eq!(answer(ordered, 2.0), answer(shuffled, 2.0));
    }

    #[test]
    fn nothing_but_finite_numbers_comes_out(values in history(), multiple in 0.2..50.0f64) {
        let answer = answer(yearly(&values), multiple);
        for (place, value) in numbers(&answer) {
            prop_assert!(value.is_finite(), "{place}: {value}");
        }
    }

    #[test]
    fn every_model_alone_gives_finite_numbers(values in history(), gaps in any::<u64>()) {
        // About one period in eight is missing.
        let kept = |i: &usize| (gaps >> (i % 61)) & 7 != 0;
        let observations = (0..values.len()).filter(kept).map(|i| Observation::new(Period::annual(1990 + i as i32), values[i]));
        if let Ok(series) = Series::new("test", observations.collect()) {
            each_model_is_finite_or_says_why(&series);
        }
    }

    #[test]
    fn every_model_of_months_and_quarters_is_finite_or_says_why(
        values in seasonal_history(), gaps in any::<u64>(), monthly in any::<bool>()
    ) {
        if let Some(series) = within_the_year(monthly, &values, gaps) {
            each_model_is_finite_or_says_why(&series);
        }
    }

    #[test]
    fn months_and_quarters_keep_the_order_of_targets_and_of_growth(
        values in seasonal_history(), monthly in any::<bool>(), multiple in 1.1..4.0f64, more in 1.0..2.0f64
    ) {
        let Some(series) = within_the_year(monthly, &values, u64::MAX) else { return Ok(()) };
        let question = |multiple: f64| {
            let level = multiple * series.last().value;
            Question { priors: None, ..quick(series.clone(), level) }
        };
        let near = question(multiple).answer().expect("valid");
        prop_assert_eq!(&near, &question(multiple).answer().expect("valid"));
        prop_assert_eq!(near.season.is_empty(), near.warnings.iter().any(|w| w.code == "season_not_estimated" || w.code == "no_season"));
        let far = question(multiple * more).answer().expect("valid");
        let grown = Question {
            assumptions: Assumptions::baseline().with(Lever::Growth, 3.0).expect("in range"),
            ..question(multiple)
        };
        let grown = grown.answer().expect("valid");
        for ((near, far), grown) in probabilities(&near).iter().zip(probabilities(&far)).zip(probabilities(&grown)) {
            prop_assert!(*near >= far && *near <= grown);
        }
    }

    #[test]
    fn bands_nest_and_probabilities_rise(values in history(), multiple in 1.1..4.0f64) {
        let answer = answer(yearly(&values), multiple);
        for row in &answer.forecast {
            let mut edges: Vec<f64> = row.bands.iter().rev().map(|b| b.lo).collect();
            edges.push(row.median);
            edges.extend(row.bands.iter().map(|b| b.hi));
            prop_assert!(edges.is_sorted() && edges[0] > 0.0, "{edges:?}");
        }
        let probabilities = probabilities(&answer);
        prop_assert!(probabilities.is_sorted());
        let end = probabilities[probabilities.len() - 1];
        prop_assert!((end + answer.arrival.not_within_horizon - 1.0).abs() < 1e-12);
        let stays = stays(&answer);
        prop_assert!(stays.is_sorted() && never_above(&stays, &probabilities), "{stays:?} {probabilities:?}");
        let end = stays[stays.len() - 1];
        prop_assert!((end + answer.arrival.stays.not_within_horizon - 1.0).abs() < 1e-12);
    }

    #[test]
    fn higher_targets_are_reached_no_sooner(values in history(), multiple in 1.1..4.0f64, more in 1.0..2.0f64) {
        let (near, far) = (answer(yearly(&values), multiple), answer(yearly(&values), multiple * more));
        prop_assert!(never_above(&probabilities(&far), &probabilities(&near)));
        prop_assert!(never_above(&stays(&far), &stays(&near)));
    }

    #[test]
    fn more_growth_is_never_later(values in history(), growth in -10.0..14.0f64) {
        let question = quick(yearly(&values), 2.0 * values[values.len() - 1]);
        let at = |growth: f64| {
            let assumptions = Assumptions::baseline().with(Lever::Growth, growth).expect("in range");
            Question { assumptions, ..question.clone() }.answer().expect("valid")
        };
        let (less, more) = (at(growth), at(growth + 1.0));
        prop_assert!(never_above(&probabilities(&less), &probabilities(&more)));
        prop_assert!(never_above(&stays(&less), &stays(&more)));
    }

    #[test]
    fn a_longer_horizon_makes_staying_no_more_likely(values in history(), multiple in 0.5..3.0f64) {
        let long = answer(yearly(&values), multiple);
        let question = quick(yearly(&values), values[values.len() - 1] * multiple);
        let settings = Settings { horizon: 8, ..question.settings.clone() };
        let short = Question { settings, ..question }.answer().expect("valid");
        prop_assert!(never_above(&stays(&long)[..8], &stays(&short)));
    }

    #[test]
    fn a_longer_horizon_and_more_paths_leave_existing_paths_alone(values in history()) {
        let fitted = fit(&yearly(&values), &ModelChoice::Auto).expect("valid");
        let target = Target::multiple_of(fitted.series(), 2.0).expect("positive");
        let settings = Settings { horizon: 5, paths: 500, ..Settings::default() };
        let short = fitted.simulate(&settings).expect("valid").answer(&target, &Assumptions::baseline()).expect("valid");
        let long = fitted.simulate(&Settings { horizon: 30, ..settings }).expect("valid");
        prop_assert_eq!(short, long.answer_within(5, &target, &Assumptions::baseline()).expect("valid"));
    }
}

/// A random walk's bands widen with the square root of time; a band that does not widen is the commonest complaint about
/// forecasting tools.
#[test]
fn bands_of_a_random_walk_widen_with_the_horizon() {
    let series = yearly(&[100.0, 120.0, 95.0, 130.0, 125.0, 160.0, 140.0, 170.0, 165.0, 180.0]);
    let settings = Settings { horizon: 16, ..Settings::default() };
    let naive = ModelChoice::named("naive").expect("exists");
    let rows = fit(&series, &naive)
        .expect("valid")
        .simulate(&settings)
        .expect("valid")
        .forecast(&Assumptions::baseline())
        .expect("baseline");
    let width = |row: &tradecast::ForecastRow| libm::log(row.bands[1].hi / row.bands[1].lo);
    assert!(rows.windows(2).all(|pair| width(&pair[0]) < width(&pair[1])));
    // Sixteen steps are four times as uncertain as one. Half of 80 % of a single Student-t(4) surprise lies within 1.08
    // standard deviations, of a sum of many within 1.28: the ratio lies between 4 and 4 * 1.28 / 1.08.
    let ratio = width(&rows[15]) / width(&rows[0]);
    assert!((4.0..4.73).contains(&ratio), "{ratio}");
}

/// Same question, other seed: another answer, within the simulation error that the answer itself states.
#[test]
fn the_stated_simulation_error_is_that_between_seeds() {
    let question = Question {
        settings: Settings { paths: 2000, ..Settings::default() },
        ..Question::new(
            tradecast_data::default_case().turnover().clone(),
            Target::level(1000.0).expect("positive"),
        )
    };
    let fitted = fit(&question.series, &question.models).expect("valid");
    let at = |seed: u32| {
        let simulation = fitted.simulate(&Settings { seed, ..question.settings.clone() }).expect("valid");
        simulation.answer(&question.target, &question.assumptions).expect("valid")
    };
    let reference = fitted
        .simulate(&Settings::default())
        .expect("valid")
        .answer(&question.target, &question.assumptions)
        .expect("valid");
    let answers: Vec<Answer> = (10..40).map(at).collect();
    assert_ne!(answers[0], answers[1]);
    let lead = 14;
    let errors =
        answers.iter().map(|a| a.arrival.by[lead].probability - reference.arrival.by[lead].probability);
    let rms = (errors.map(|e| e * e).sum::<f64>() / answers.len() as f64).sqrt();
    let stated = answers[0].arrival.monte_carlo_error;
    // Thirty seeds know a standard deviation to about 13 %; models are assigned evenly, which makes the true error smaller.
    assert!(rms < 1.5 * stated && rms > 0.3 * stated, "{rms} {stated}");
}

type Shape = fn(u32) -> f64;

/// Series that no one would ask about.
const SHAPES: [(&str, Shape); 9] = [
    ("constant", |_| 5.0),
    ("exponential", |t| libm::exp(0.1 * f64::from(t))),
    ("alternating", |t| if t % 2 == 0 { 1e-9 } else { 1e9 }),
    ("a spike", |t| if t == 4 { 1e12 } else { 1.0 }),
    ("a step", |t| if t < 7 { 1e-3 } else { 1e3 }),
    ("a fall", |t| libm::exp(-1.1 * f64::from(t))),
    ("a boom", |t| libm::exp(1e-2 * f64::from(t * t).min(2e4))),
    ("no pattern", |t| f64::from(t * t * 7 % 13 + 1)),
    ("tiny", |t| 1e-95 * f64::from(t % 5 + 1)),
];

/// Every length from one to two hundred, with gaps and without: an answer in finite numbers whose bands widen, or a reason.
#[test]
fn the_combination_answers_every_length_and_shape() {
    let priors = tradecast_data::priors();
    let settings = Settings { horizon: 12, paths: 400, ..Settings::default() };
    let lengths = (1..=24).chain([31, 60, 117, 200]);
    for (length, (shape, value)) in lengths.flat_map(|length| SHAPES.map(|shape| (length, shape))) {
        for every in [1, 4] {
            let rows = (0..length)
                .filter(|t| t % every == 0 || t % every == 1)
                .map(|t| Observation::new(Period::annual(1800 + t as i32), value(t)));
            let series = Series::new("test", rows.collect()).expect("positive values");
            for priors in [None, Some(&priors)] {
                let fitted = match fit_with_priors(&series, &ModelChoice::Auto, priors) {
                    Ok(fitted) => fitted,
                    Err(error) => {
                        assert_eq!(error.code(), "too_few_observations");
                        assert!(series.observations().len() < MIN_OBSERVATIONS, "{shape}, {length}");
                        continue;
                    }
                };
                let simulation = fitted.simulate(&settings).expect("valid");
                let target = Target::multiple_of(&series, 2.0).expect("positive");
                let answer = simulation.answer(&target, &Assumptions::baseline()).expect("valid");
                for (place, value) in numbers(&answer) {
                    assert!(value.is_finite(), "{shape}, {length}: {place} is {value}");
                }
                let width = |row: &tradecast::ForecastRow| libm::log(row.bands[1].hi / row.bands[1].lo);
                // After a spike the panel expects the fall that the series' own models do not: they meet further on.
                for pair in answer.forecast.windows(2).filter(|_| priors.is_none()) {
                    // 400 paths know a width to a few per cent.
                    let (now, next) = (width(&pair[0]), width(&pair[1]));
                    assert!(next > 0.95 * now, "{shape}, {length}: {now} then {next}");
                }
            }
        }
    }
}

/// Models that only answer to their name: they answer in finite numbers or say why not.
#[test]
fn models_asked_for_by_name_answer_or_say_why_not() {
    let mut answered = 0;
    for model in ["break", "robust", "richards", "richards:1e13", "elastic-net"] {
        let models = ModelChoice::named(model).expect("exists");
        for (shape, value) in SHAPES {
            for (length, every) in [(3, 1), (10, 1), (23, 1), (200, 1), (40, 3)] {
                let observations = (0..length)
                    .filter(|t| t % every != 1)
                    .map(|t| Observation::new(Period::annual(1800 + t as i32), value(t)));
                let series = Series::new("test", observations.collect()).expect("positive values");
                // What explains the series perfectly, what does not, and what never moves.
                let regressor = |name: &str, value: &dyn Fn(u32) -> f64| {
                    let rows =
                        (0..length + 3).map(|t| Observation::new(Period::annual(1800 + t as i32), value(t)));
                    Series::new(name, rows.collect()).expect("positive values")
                };
                let regressors = vec![
                    regressor("itself", &value),
                    regressor("other", &|t| f64::from(t * 5 % 7 + 1)),
                    regressor("still", &|_| 2.0),
                ];
                let series = series.with_regressors(regressors).expect("complete");
                let level = 2.0 * series.last().value;
                match (Question { models, priors: None, ..quick(series, level) }).answer() {
                    Ok(answer) => {
                        answered += 1;
                        for (place, value) in numbers(&answer) {
                            assert!(value.is_finite(), "{model}, {shape}, {length}: {place} is {value}");
                        }
                    }
                    Err(error) => assert_eq!(error.code(), "no_model", "{model}, {shape}, {length}: {error}"),
                }
            }
        }
    }
    assert!(answered >= 100, "{answered}");
}
