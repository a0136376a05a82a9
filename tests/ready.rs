//! The ready scenarios: each can be read without a note, for every date at which the flagship case is asked, and has an effect.

use std::collections::BTreeSet;

use tradecast::{Assumptions, Lever, LeverKey, Period, Question, Settings, Target};
use tradecast_io::{ScenarioFile, ScenarioFormat, read_scenario};

fn scenarios() -> Vec<(&'static str, ScenarioFile)> {
    let case = tradecast_data::default_case();
    let read = |id: &'static str| {
        let text = case.scenario_text(id).expect(id);
        (id, read_scenario(text, ScenarioFormat::Toml).expect(id))
    };
    case.scenarios().iter().map(|ready| read(&ready.id)).collect()
}

#[test]
fn each_is_read_without_a_note_and_fits_the_flagship_case() {
    let now = tradecast_data::default_case().turnover().clone();
    for series in [now.as_of(Period::annual(2022)).expect("it begins before"), now] {
        for (id, scenario) in scenarios() {
            assert!(scenario.idle().is_empty(), "{id}: {:?}", scenario.idle());
            let assumptions = scenario.assumptions(&series).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(assumptions.is_baseline(), id == "baseline", "{id}");
            let start = LeverKey::of_part("exports", Lever::ProgrammeYear).expect("of parts too");
            if scenario.levers().any(|(key, _)| *key == start) {
                let year = series.last().period.year() + assumptions.get(start) as i32;
                assert_eq!(year, 2025, "{id}");
            }
        }
    }
}

/// Programs without a reader of scenario files assume the same.
#[test]
fn what_was_read_when_this_was_built_is_what_the_files_say() {
    for ((id, scenario), built) in scenarios().iter().zip(tradecast_data::default_case().scenarios()) {
        let fields = scenario.fields();
        assert_eq!(
            (*id, &*fields.name, &*fields.description),
            (&*built.id, &*built.name, &*built.description)
        );
        assert_eq!(fields.sources, built.sources);
        let in_file = |key: &str| scenario.levers().find(|(known, _)| known.to_string() == key);
        assert_eq!(scenario.levers().count(), built.levers.len(), "{id}");
        for (key, setting) in &built.levers {
            assert_eq!(in_file(key).map(|(_, setting)| setting), Some(*setting), "{id}: {key}");
        }
    }
}

/// Each says what it is, in words of its own.
#[test]
fn each_says_what_it_is() {
    let told: BTreeSet<String> =
        scenarios().into_iter().map(|(_, scenario)| scenario.fields().description.clone()).collect();
    assert_eq!(told.len(), scenarios().len());
    for (id, scenario) in scenarios() {
        let fields = scenario.fields();
        assert!(!fields.name.is_empty() && fields.description.ends_with('.'), "{id}");
        assert_eq!(fields.sources.is_empty(), id == "baseline", "{id}");
    }
}

/// The numbers that are worked out from the data are those of the data.
#[test]
fn numbers_that_rest_on_the_data_agree_with_it() {
    let fact = |id: &str| {
        let fact = tradecast_data::default_case().facts().iter().find(|fact| fact.id == id).expect(id);
        fact.value.expect("a number")
    };
    let annual = |year: i32| {
        let turnover = tradecast_data::default_case().turnover();
        turnover.observations().iter().find(|o| o.period == Period::annual(year)).expect("known").value
    };
    let set = |id: &str, lever: &str| {
        let all = scenarios();
        let (_, scenario) = all.iter().find(|(ready, _)| *ready == id).expect(id);
        let found = scenario.levers().find(|(key, _)| key.to_string() == lever);
        found.expect(lever).1.middle()
    };
    let close = |found: f64, expected: f64, within: f64| {
        assert!((found - expected).abs() <= within, "{found} is not {expected}");
    };
    for id in ["programme-2027", "programme-record", "good-news"] {
        close(set(id, "exports.programme"), fact("programme-value"), 0.0);
    }
    close(set("good-news", "exports.contracts"), fact("contracts-2023"), 0.0);
    close(set("wheat-2021", "wheat.volume"), 100.0 * (1.0 / fact("wheat-2022-growth") - 1.0), 0.05);
    let lost = annual(2008) - annual(2009);
    close(set("collapse-2009", "shock"), -100.0 * lost / annual(2008), 0.5);
    close(set("collapse-2009", "shock_recovery"), 100.0 * (annual(2010) - annual(2009)) / lost, 0.5);
}

/// Every ready scenario can be asked of the flagship case and its parts, on either date, and moves what it is meant to move.
#[test]
fn each_does_what_it_says() {
    for date in [2022, 2024] {
        let known = tradecast_data::default_case().known_at(Some(Period::annual(date)));
        let known = known.expect("it begins before");
        let (series, composition) = ((*known.series).clone(), known.composition.expect("known by then"));
        let target = Target::level(1000.0).expect("positive").by(Period::annual(2030));
        let question = Question {
            settings: Settings { paths: 2000, horizon: 12, ..Settings::default() },
            priors: Some(tradecast_data::priors()),
            composition: Some(composition),
            ..Question::new(series.clone(), target)
        };
        let simulation = question.simulate().expect("valid");
        let scenarios = scenarios();
        let assumed: Vec<(&str, Assumptions)> =
            scenarios.iter().map(|(id, scenario)| (*id, scenario.assumptions(&series).expect(id))).collect();
        let comparison =
            simulation.compare(&question.target, assumed.iter().map(|(id, assumed)| (*id, assumed)));
        let comparison = comparison.expect("valid");
        assert_eq!(comparison.scenarios[0].name, "baseline");
        for compared in &comparison.scenarios[1..] {
            let difference = compared.difference.as_ref().expect("it is not the first");
            let helps = ["programme-2027", "programme-record", "good-news"].contains(&compared.name.as_str());
            let (probability, place) = (difference.probability, format!("{} {date}", compared.name));
            assert!(probability.abs() > 2.0 * difference.error, "{place}: {probability}");
            assert_eq!(probability > 0.0, helps, "{place}: {probability}");
        }
        let of = |id: &str| {
            comparison.scenarios.iter().find(|compared| compared.name == id).expect(id).probability
        };
        assert!(of("good-news") > of("programme-2027") && of("programme-2027") > of("programme-record"));
    }
}
