//! Zeros are figures: what must hold where a series has periods without trade.

use acceptance::{numbers, quick, yearly};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tradecast::{
    Answer, Assumptions, Backtest, Composition, Flow, Goal, Lever, MirrorGap, ModelChoice, Observation, Part,
    Period, Question, Readings, Reconciliation, Series, Settings, Swing, Target, fit,
};

use crate::properties::{ONE_PATH, never_above, probabilities};

/// Three to thirty values with trade, and a share of zeros among and after them.
fn history() -> impl Strategy<Value = Vec<f64>> {
    let values = prop::collection::vec((-0.8..0.8f64, 0.0..1.0f64), 3..30);
    (0.01..1e3f64, values, 0.0..0.7f64, 0..4usize).prop_map(|(start, steps, share, after)| {
        let mut level = start;
        let mut values = Vec::new();
        for (change, drawn) in steps {
            level *= libm::exp(change);
            if drawn < share {
                values.push(0.0);
            }
            values.push(level);
        }
        values.extend(vec![0.0; after]);
        values
    })
}

fn last_positive(series: &Series) -> f64 {
    series.last_positive().expect("there is trade").value
}

fn asked(values: &[f64], multiple: f64) -> Question {
    let series = yearly(values);
    let level = last_positive(&series) * multiple;
    quick(series, level)
}

fn answer(values: &[f64], multiple: f64) -> Answer {
    asked(values, multiple).answer().expect("valid questions have answers")
}

fn zeros(answer: &Answer) -> Vec<f64> {
    answer.forecast.iter().map(|row| row.zero).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, rng_seed: RngSeed::Fixed(2022), ..ProptestConfig::default() })]

    #[test]
    fn the_unit_does_not_matter(values in history(), power in -9..9i32, multiple in 1.1..4.0f64) {
        let factor = libm::exp10(power.into());
        let plain = answer(&values, multiple);
        let scaled = answer(&values.iter().map(|v| v * factor).collect::<Vec<_>>(), multiple);
        for (a, b) in probabilities(&plain).iter().zip(probabilities(&scaled)) {
            prop_assert!((a - b).abs() <= ONE_PATH, "{a} {b}");
        }
        for (a, b) in zeros(&plain).iter().zip(zeros(&scaled)) {
            prop_assert!((a - b).abs() <= ONE_PATH, "{a} {b}");
        }
        for (a, b) in plain.forecast.iter().zip(&scaled.forecast) {
            prop_assert!((a.median * factor - b.median).abs() <= 1e-5 * b.median, "{} {}", a.median, b.median);
        }
    }

    #[test]
    fn bands_nest_probabilities_rise_and_all_is_finite(values in history(), multiple in 0.2..6.0f64) {
        let answer = answer(&values, multiple);
        for (place, value) in numbers(&answer) {
            prop_assert!(value.is_finite(), "{place}: {value}");
        }
        for row in &answer.forecast {
            let mut edges: Vec<f64> = row.bands.iter().rev().map(|b| b.lo).collect();
            edges.push(row.median);
            edges.extend(row.bands.iter().map(|b| b.hi));
            prop_assert!(edges.is_sorted() && edges[0] >= 0.0 && (0.0..=1.0).contains(&row.zero), "{row:?}");
            prop_assert_eq!(row.median == 0.0, row.zero > 0.5);
        }
        let probabilities = probabilities(&answer);
        prop_assert!(probabilities.is_sorted());
        let above: Vec<f64> = answer.arrival.above.iter().map(|row| row.probability).collect();
        let with_trade: Vec<f64> = zeros(&answer).iter().map(|zero| 1.0 - zero + 1e-12).collect();
        prop_assert!(never_above(&above, &with_trade), "what has no trade is below every target");
    }

    #[test]
    fn higher_targets_come_no_sooner_and_more_growth_no_later(values in history(), growth in -10.0..13.0f64) {
        prop_assert!(never_above(&probabilities(&answer(&values, 3.0)), &probabilities(&answer(&values, 2.0))));
        let question = asked(&values, 2.0);
        let at = |lever: Lever, value: f64| {
            let assumptions = Assumptions::baseline().with(lever, value).expect("in range");
            probabilities(&Question { assumptions, ..question.clone() }.answer().expect("valid"))
        };
        prop_assert!(never_above(&at(Lever::Growth, growth), &at(Lever::Growth, growth + 1.0)));
        let last = last_positive(&question.series);
        prop_assert!(never_above(&at(Lever::Programme, 0.2 * last), &at(Lever::Programme, 0.4 * last)));
    }

    #[test]
    fn a_longer_horizon_and_more_paths_leave_existing_paths_alone(values in history()) {
        let fitted = fit(&yearly(&values), &ModelChoice::Auto).expect("valid");
        let target = Target::multiple_of(fitted.series(), 2.0).expect("positive");
        let settings = Settings { horizon: 5, paths: 500, ..Settings::default() };
        let none = Assumptions::baseline();
        let simulation = fitted.simulate(&settings).expect("valid");
        let long = fitted.simulate(&Settings { horizon: 30, ..settings.clone() }).expect("valid");
        prop_assert_eq!(
            simulation.answer(&target, &none).expect("valid"),
            long.answer_within(5, &target, &none).expect("valid")
        );
        let more = fitted.simulate(&Settings { paths: 900, ..settings }).expect("valid");
        prop_assert_eq!(
            simulation.sample_paths(&none, 500).expect("valid"),
            more.sample_paths(&none, 500).expect("valid")
        );
    }

    #[test]
    fn quarters_and_months_with_zeros_are_finite(values in history(), monthly in prop::bool::ANY) {
        let first: Period = if monthly { "1999-08" } else { "1999-Q3" }.parse().expect("a period");
        let rows = (0..).zip(&values).map(|(t, value)| Observation::new(first.plus(t), *value));
        let series = Series::new("test", rows.collect()).expect("valid");
        let level = 2.0 * last_positive(&series);
        let answer = quick(series, level).answer().expect("valid");
        for (place, value) in numbers(&answer) {
            prop_assert!(value.is_finite(), "{place}: {value}");
        }
        prop_assert!(answer.forecast.iter().all(|row| (0.0..=1.0).contains(&row.zero)));
    }
}

#[test]
fn what_never_stopped_says_nothing_of_zeros() {
    let answer = answer(&[3.0, 4.0, 3.5, 5.0, 4.4, 6.0, 5.5, 7.0, 8.0, 7.4], 2.0);
    let rows = serde_json::to_value(&answer.forecast).expect("it serialises");
    assert!(rows[0].get("zero").is_none() && answer.forecast.iter().all(|row| row.zero == 0.0));
    assert!(answer.warnings.iter().all(|warning| warning.code != "zeros" && warning.code != "no_trade_now"));
}

#[test]
fn trade_that_stopped_may_begin_again_and_counts_for_arrival() {
    let trade = [3.0, 5.0, 4.0, 6.0, 8.0, 7.0, 6.0, 9.0];
    let stopped = |years: usize| answer(&[&trade[..], &vec![0.0; years]].concat(), 1.2);
    let zero: Vec<f64> = [1, 3, 8].iter().map(|years| zeros(&stopped(*years))[0]).collect();
    assert!(zero.is_sorted() && zero[0] > 0.2 && zero[2] > 0.6, "{zero:?}");
    let answer = stopped(3);
    assert_eq!((answer.question.last_value, answer.question.origin), (0.0, Period::annual(2000)));
    assert!(!answer.arrival.already_reached && answer.required_growth.is_none());
    let reached = probabilities(&answer);
    assert!(reached[0] < reached[14] && reached[14] > 0.02, "{reached:?}");
    let told = |code: &str| answer.warnings.iter().find(|warning| warning.code == code);
    assert!(told("zeros").is_some_and(|warning| warning.message.starts_with("3 of 11 values are zero")));
    assert!(told("no_trade_now").is_some_and(|warning| warning.message.contains("1997")));
}

#[test]
fn a_programme_makes_trade_where_there_was_none() {
    let question = asked(&[3.0, 5.0, 4.0, 0.0, 6.0, 0.0, 0.0, 0.0], 2.0);
    let programme = Assumptions::baseline().with(Lever::Programme, 4.0).expect("in range");
    let programme = programme.with(Lever::ProgrammeRamp, 1.0).expect("in range");
    let answer = Question { assumptions: programme, ..question }.answer().expect("valid");
    assert!(answer.forecast.iter().all(|row| row.zero == 0.0 && row.bands[2].lo > 0.0));
}

#[test]
fn a_reading_shows_that_there_is_trade() {
    let series = yearly(&[3.0, 5.0, 4.0, 0.0, 6.0, 5.0, 0.0]);
    let plain = fit(&series, &ModelChoice::Auto).expect("valid");
    let plain = plain.simulate(&Settings { paths: 500, ..Settings::default() }).expect("valid");
    let none = Assumptions::baseline();
    let reading = |text: &str| Readings::default().with(text.parse().expect("a reading"));
    let read = plain.conditioned_on(&reading("1997-01..1997-06=2")).expect("valid");
    let (before, after) = (plain.forecast(&none).expect("valid"), read.forecast(&none).expect("valid"));
    assert!(before[0].zero > 0.1 && after[0].zero == 0.0 && after[3].zero <= before[3].zero);
    let nowcast = read.nowcast().expect("it was read");
    assert!(nowcast.before.lo80 == 0.0 && nowcast.after.lo80 > 0.0);
    // Half trusted, it stands for half of the paths that had no trade; untrusted, for none.
    let trusted = |percent: f64| {
        let trust = none.clone().with(Lever::Readings, percent).expect("in range");
        read.forecast(&trust).expect("valid")[0].zero
    };
    assert_eq!(trusted(0.0), before[0].zero);
    assert!(trusted(50.0) < 0.8 * before[0].zero && trusted(50.0) > 0.2 * before[0].zero);
    // Growth from nothing says nothing.
    let growth = plain.conditioned_on(&reading("1997-01..1997-06=+40%")).expect("valid");
    assert!(growth.nowcast().is_none());
}

#[test]
fn parts_mirrors_and_explanations_bear_zeros() {
    let exports = [3.0, 0.0, 4.0, 5.0, 0.0, 6.0, 0.0, 5.0, 0.0];
    let imports = [1.0, 2.0, 0.0, 1.0, 0.0, 0.0, 3.0, 2.0, 0.0];
    let total: Vec<f64> = exports.iter().zip(imports).map(|(e, i)| e + i).collect();
    let part = |id: &str, values: &[f64], flow| {
        Part::new(id.parse().expect("an identifier"), id, yearly(values).with_flow(flow))
    };
    let target = Target::level(12.0).expect("positive");
    let assumptions = Assumptions::baseline().with(Lever::Growth, 3.0).expect("in range");
    let gap =
        MirrorGap::between(&yearly(&total), &yearly(&imports).with_reporter("they")).expect("common years");
    assert_eq!(gap.periods().len(), 5, "years in which both count something");
    let settings = Settings { horizon: 6, paths: 300, ..Settings::default() };
    let plain = fit(&yearly(&total), &ModelChoice::Auto).expect("valid").simulate(&settings).expect("valid");
    for method in Reconciliation::ALL {
        let parts = vec![part("exports", &exports, Flow::Exports), part("imports", &imports, Flow::Imports)];
        let composition =
            Composition::new(&yearly(&total), parts).expect("they add up").reconciled_by(method);
        let readings = Readings::default().with_gap(gap.clone());
        let simulation = plain.with_context(Some(&composition), &readings).expect("valid");
        let decided = target.clone().decided_by("they");
        for target in [&target, &decided] {
            let answer = simulation.answer(target, &assumptions).expect("valid");
            assert!(numbers(&answer).iter().all(|(_, value)| value.is_finite()), "{method}");
            assert!(answer.forecast.iter().all(|row| row.zero > 0.0));
            let contributions = simulation.contributions(target, &assumptions).expect("valid");
            assert_eq!(contributions.from, 0.0);
            assert!(contributions.to.is_none_or(f64::is_finite));
        }
        let shares = simulation.shares_ahead(&assumptions).expect("valid");
        assert!((shares.iter().map(|part| part.shares[3]).sum::<f64>() - 1.0).abs() < 1e-6, "{method}");
        assert!(simulation.forecast_of(&"exports".parse().expect("an identifier")).is_some());
    }
    plain.tornado(&target, &assumptions, &Swing::default()).expect("valid");
    plain.attribution(&target, &assumptions).expect("valid");
    plain.compare(&target, [("as it is", &Assumptions::baseline()), ("more", &assumptions)]).expect("valid");
    let goal = Goal { by: Period::annual(2003), probability: 0.5 };
    plain.solve(&target, &Assumptions::baseline(), goal, &[(Lever::Growth.into(), 1.0)]).expect("valid");
    let later = yearly(&[&total[..], &[4.0, 0.0, 5.0]].concat());
    let since = plain.hindsight(&later, &Assumptions::baseline()).expect("valid");
    assert!(since.len() == 3 && since[1].value == 0.0 && since[1].inside);
}

#[test]
fn backtests_score_zeros_apart() {
    let value = |t: i32| if t * 7 % 10 < 2 { 0.0 } else { 10.0 + f64::from(t * 37 % 11) };
    let rows = (0..40).map(|t| Observation::new(Period::annual(1980 + t), value(t)));
    let series = Series::new("test", rows.collect()).expect("valid");
    let settings = Settings { horizon: 6, paths: 300, ..Settings::default() };
    let plan = Backtest { settings, ..Backtest::default() };
    let origins = (1996..2013).map(Period::annual);
    let cases: Vec<_> =
        origins.filter_map(|origin| plan.ask(&series, origin, None).expect("valid")).collect();
    assert!(cases.iter().any(|case| case.outcomes[0].naive.predicted == 0.0), "origins without trade count");
    let record = plan.record(&cases);
    let overall = &record.overall;
    assert!(
        overall.zeros > 10 && overall.without_log >= overall.zeros && overall.without_log < overall.outcomes
    );
    let errors = &overall.mean_errors;
    for error in [errors.smape, errors.mase, errors.rmsse, errors.crps, errors.rmse_log] {
        assert!(error.is_some_and(|error| error.is_finite() && error < 250.0), "{errors:?}");
    }
    let said = record.no_trade.expect("there were zeros");
    assert!(said.forecasts == overall.outcomes && said.brier < said.brier_of_frequency.map(|b| 1.2 * b));
    assert!(overall.bands.iter().all(|band| band.held.is_some() && band.msis.is_some_and(f64::is_finite)));
}

#[test]
fn too_little_trade_is_refused_by_name() {
    let refused = |values: &[f64]| fit(&yearly(values), &ModelChoice::Auto).expect_err("too little");
    assert_eq!(refused(&[0.0, 0.0, 0.0, 0.0]).code(), "only_zeros");
    let few = refused(&[0.0, 1.0, 0.0, 2.0]);
    assert_eq!(few.code(), "too_few_positive");
    assert!(few.to_string().contains("2 positive value(s) besides 2 zero(s)"), "{few}");
    assert_eq!(refused(&[1.0, 2.0]).code(), "too_few_observations");
}
