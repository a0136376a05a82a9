//! Series that no one means to give: a mistyped digit of a year, decades without a value, values at the edge of what can be computed
//! with. Each gives an answer in finite numbers, or a reason that names the row.

use std::fmt::Debug;

use acceptance::quick;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tradecast::{
    Assumptions, Backtest, ForecastRow, Frequency, ModelChoice, ModelId, Observation, Period, Priors, Series,
    Settings, fit_with_priors,
};

/// Numbers that are none stand out among the words of a value as programmers print it.
fn assert_finite(what: &str, value: &impl Debug) {
    let printed = format!("{value:?}");
    let mut words = printed.split(|letter: char| !letter.is_alphanumeric());
    assert!(!words.any(|word| matches!(word, "NaN" | "inf")), "{what}: {printed}");
}

fn assert_ordered(what: &str, rows: &[ForecastRow]) {
    for row in rows {
        let low = row.bands.iter().rev().map(|band| band.lo);
        let edges: Vec<f64> = low.chain([row.median]).chain(row.bands.iter().map(|band| band.hi)).collect();
        assert!(edges.is_sorted() && edges[0] > 0.0, "{what}, {}: {edges:?}", row.period);
        assert!((edges[0]..=f64::MAX).contains(&row.mean), "{what}, {}: {}", row.period, row.mean);
    }
}

/// Everything public that is made of a series: fits, forecasts, answers, and what would have been said earlier.
fn assert_answers(what: &str, series: &Series, models: &[ModelChoice], priors: Option<&Priors>) {
    let settings = Settings { horizon: 14, paths: 100, ..Settings::default() };
    for models in models {
        let what = &format!("{what}, {models:?}");
        let fitted = match fit_with_priors(series, models, priors) {
            Ok(fitted) => fitted,
            Err(error) => {
                assert!(matches!(error.code(), "too_few_observations" | "no_model"), "{what}: {error}");
                continue;
            }
        };
        assert_finite(what, &fitted.reports());
        assert_finite(what, &fitted.seasonal_factors());
        assert_finite(what, &fitted.track_record());
        let forecast =
            fitted.simulate(&settings).and_then(|simulation| simulation.forecast(&Assumptions::baseline()));
        let forecast = forecast.expect("baseline");
        assert_finite(what, &forecast);
        assert_ordered(what, &forecast);
        let question = tradecast::Question {
            models: *models,
            priors: priors.cloned(),
            ..quick(series.clone(), 1.5 * series.last().value)
        };
        let answer = question.answer().expect("it could be fitted");
        assert_finite(what, &answer);
        assert_ordered(what, &answer.forecast);
    }
    let plan = Backtest {
        history: 4,
        settings: Settings { horizon: 3, paths: 100, ..Settings::default() },
        ..Backtest::default()
    };
    let mut tally = plan.tally();
    let origins = series.observations().iter().rev().map(|o| o.period);
    for origin in origins.filter(|origin| plan.meets(series, *origin)).step_by(7).take(3) {
        let case = plan.ask(series, origin, priors).expect("valid").expect("it meets the plan");
        assert_finite(what, &case);
        tally.add(&case);
    }
    assert_finite(what, &tally.record());
}

fn auto() -> Vec<ModelChoice> {
    vec![ModelChoice::Auto]
}

fn all_models() -> Vec<ModelChoice> {
    auto().into_iter().chain(ModelId::ALL.into_iter().map(ModelChoice::One)).collect()
}

/// Uniform on -0.5 to 0.5, the same everywhere.
fn noise(seed: u64, at: u64) -> f64 {
    let mut z = (seed << 32 | at).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64 - 0.5
}

/// Growth, noise, and a season with one high period a year, twenty per cent above the others.
fn value(seed: u64, at: i32, cycle: i32) -> f64 {
    let season = if at % cycle == 2 { 0.2 } else { 0.0 };
    150.0 * libm::exp(0.004 * f64::from(at) + 0.2 * noise(seed, at as u64) + season)
}

/// One wrong digit in one year of 60 noisy series of months, and of 20 of quarters: it is refused, naming the row and what was
/// probably meant; or, where the wrong year is next to where the series ends anyway, answered.
#[test]
fn a_mistyped_year_is_named_or_answered() {
    let (mut refused, mut guessed, mut answered) = (0, 0, 0);
    for seed in 0..80_u64 {
        let (first, cycle) = if seed < 60 { ("2012-04", 12) } else { ("2001-Q2", 4) };
        let first: Period = first.parse().expect("a period");
        let wrong = ((noise(seed, 999) + 0.5) * 60.0) as i32;
        let meant = first.plus(wrong).to_string();
        let mut typed = meant.clone().into_bytes();
        let place = (seed % 4) as usize;
        typed[place] = b'0' + (typed[place] - b'0' + 1 + (seed / 4 % 9) as u8) % 10;
        let typed: Period = String::from_utf8(typed).expect("digits").parse().expect("a period");
        let rows = (0..60).map(|at| {
            let period = if at == wrong { typed } else { first.plus(at) };
            Observation::new(period, value(seed, at, cycle))
        });
        match Series::new("test", rows.collect()) {
            Err(error) => {
                assert!(matches!(error.code(), "far_off_period" | "duplicate_period"), "{error}");
                refused += 1;
                if error.code() == "far_off_period" {
                    assert_eq!(error.row(), Some(wrong as usize + 1), "{error}");
                    guessed += 1;
                    assert!(error.to_string().contains(&meant), "{meant}: {error}");
                }
            }
            Ok(series) => {
                answered += 1;
                assert_answers(&format!("{typed} for {meant}"), &series, &auto(), None);
            }
        }
    }
    assert!(refused >= 70 && guessed >= 55 && answered >= 1, "{refused} {guessed} {answered}");
}

/// Twenty years without a value, and from one value to ten years of them after that: an answer with the season that was there
/// before, and a word on the gap.
#[test]
fn a_gap_of_twenty_years_is_answered() {
    for (first, cycle) in [("1975-01", 12), ("1975-Q1", 4), ("1900", 1)] {
        let first: Period = first.parse().expect("a period");
        let (before, gap) = (if cycle == 1 { 40 } else { 8 * cycle + 3 }, 20 * cycle);
        for (seed, after) in (0..).zip([1, 2, 3, 5, 8, 11, 12, 13, 25, 60]) {
            let times = (0..before).chain(before + gap..before + gap + after);
            let rows = times.map(|at| Observation::new(first.plus(at), value(seed, at, cycle)));
            let series = Series::new("test", rows.collect()).expect("a gap is fine");
            let what = format!("{first}, {after}");
            let models = if after == 5 { all_models() } else { auto() };
            assert_answers(&what, &series, &models, None);
            let fitted = fit_with_priors(&series, &ModelChoice::Auto, None).expect("valid");
            assert!(fitted.warnings().iter().any(|warning| warning.code == "gap"), "{what}");
            assert_eq!(series.long_gaps().len(), 1, "{what}");
            if cycle == 12 {
                let march = &fitted.seasonal_factors()[2];
                let right = libm::exp(0.2 * 11.0 / 12.0);
                assert!((march.factor - right).abs() < 3.0 * march.std_error, "{what}: {march:?}");
                assert!((0.01..0.06).contains(&march.std_error), "{what}: {march:?}");
            }
        }
    }
}

/// Runs of values of the given lengths with gaps between them, in periods.
fn scattered(frequency: Frequency, runs: &[(usize, i32)], values: &[f64], power: i32) -> Option<Series> {
    let first: Period = match frequency {
        Frequency::Annual => "1001",
        Frequency::Quarterly => "1001-Q3",
        Frequency::Monthly => "1001-08",
    }
    .parse()
    .expect("a period");
    let (mut at, mut rows) = (0, Vec::new());
    for (count, gap) in runs {
        for _ in 0..*count {
            let value = values[rows.len() % values.len()] * libm::exp10(f64::from(power));
            rows.push(Observation::new(first.plus(at), value));
            at += 1;
        }
        at += gap;
    }
    Series::new("test", rows).ok()
}

fn frequency() -> impl Strategy<Value = Frequency> {
    prop_oneof![Just(Frequency::Annual), Just(Frequency::Quarterly), Just(Frequency::Monthly)]
}

/// Values that are calm, wild, at the edges of what can be computed with, or always the same.
fn values() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        prop::collection::vec(0.5..2.0f64, 1..70),
        prop::collection::vec((-9.0..9.0f64).prop_map(libm::exp10), 1..70),
        prop::collection::vec(prop_oneof![Just(1e-90), Just(1.0), Just(1e90), 0.9..1.1f64], 1..70),
        prop::collection::vec(prop_oneof![Just(1.0), Just(1.000_000_000_1)], 1..30),
        Just(vec![7.0]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, rng_seed: RngSeed::Fixed(2061), ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_missing_the_combination_gives_numbers(
        frequency in frequency(),
        runs in prop::collection::vec((1..30usize, prop_oneof![1..4i32, 10..40i32, 100..400i32]), 1..8),
        values in values(),
        power in prop_oneof![Just(0), Just(-9), Just(9)],
        with_priors in any::<bool>(),
    ) {
        if let Some(series) = scattered(frequency, &runs, &values, power) {
            let priors = with_priors.then(tradecast_data::priors);
            assert_answers("scattered", &series, &auto(), priors.as_ref());
        }
    }

    #[test]
    fn one_value_a_year_or_less_after_a_pattern_gives_numbers(
        frequency in frequency(), dense in 20..80usize, apart in 3..40i32, later in 1..40usize, values in values()
    ) {
        let runs: Vec<(usize, i32)> = std::iter::once((dense, apart)).chain((0..later).map(|_| (1, apart))).collect();
        if let Some(series) = scattered(frequency, &runs, &values, 0) {
            assert_answers("thinned out", &series, &auto(), None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, rng_seed: RngSeed::Fixed(2062), ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_missing_each_model_gives_numbers_or_a_reason(
        frequency in frequency(),
        runs in prop::collection::vec((1..20usize, prop_oneof![1..4i32, 100..300i32]), 1..5),
        values in values(),
    ) {
        if let Some(series) = scattered(frequency, &runs, &values, 0) {
            assert_answers("scattered", &series, &all_models(), None);
        }
    }
}

/// The first and the last year that can be written.
#[test]
fn at_the_ends_of_the_calendar_there_are_answers() {
    for first in ["0000", "9990", "0000-01", "9998-02", "0000-Q1", "9993-Q4"] {
        let first: Period = first.parse().expect("a period");
        let rows = (0..10).chain(12..28).map(|at| Observation::new(first.plus(at), value(3, at, 4)));
        let rows: Vec<Observation> = rows.filter(|row| row.period.to_string().len() <= 7).collect();
        let series = Series::new("test", rows).expect("valid");
        assert_answers(&first.to_string(), &series, &auto(), None);
    }
}
