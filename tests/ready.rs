//! The ready scenarios: each can be read without a note, for every date at which the flagship case is asked, and has an effect.

use std::collections::BTreeSet;

use tradecast::{Lever, LeverKey, Outlook, Period, Settings, Target, fit_with_priors};
use tradecast_io::{Scenario, ScenarioFormat, read_scenario};

fn scenarios() -> Vec<(&'static str, Scenario)> {
    tradecast_data::scenarios()
        .into_iter()
        .map(|ready| (ready.id, read_scenario(ready.text, ScenarioFormat::Toml).expect(ready.id)))
        .collect()
}

#[test]
fn each_is_read_without_a_note_and_fits_the_flagship_case() {
    let now = tradecast_data::turnover();
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

/// Each says what it is, in words of its own.
#[test]
fn each_says_what_it_is() {
    let told: BTreeSet<String> = scenarios().into_iter().map(|(_, scenario)| scenario.description).collect();
    assert_eq!(told.len(), scenarios().len());
    for (id, scenario) in scenarios() {
        assert!(!scenario.name.is_empty() && scenario.description.ends_with('.'), "{id}");
        assert_eq!(scenario.sources.is_empty(), id == "baseline", "{id}");
    }
}

/// The numbers that are worked out from the data are those of the data.
#[test]
fn numbers_that_rest_on_the_data_agree_with_it() {
    let fact = |id: &str| {
        let fact = tradecast_data::facts().into_iter().find(|fact| fact.id == id).expect(id);
        fact.value.expect("a number")
    };
    let annual = |year: i32| {
        let turnover = tradecast_data::turnover();
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

fn outlook() -> Outlook {
    let fitted = fit_with_priors(
        &tradecast_data::turnover(),
        &tradecast::ModelChoice::Auto,
        Some(&tradecast_data::priors()),
    );
    let settings = Settings { paths: 2000, horizon: 12, ..Settings::default() };
    fitted.and_then(|fitted| fitted.simulate(&settings)).expect("valid")
}

/// Scenarios about the whole can be asked without a composition, and move what they are meant to move.
#[test]
fn those_about_the_whole_do_what_they_say() {
    let outlook = outlook();
    let target = Target::level(1000.0).expect("positive").by(Period::annual(2030));
    let baseline = outlook.answer(&target, &tradecast::Assumptions::baseline()).expect("valid");
    for (id, expected) in [("collapse-2009", 0.5), ("corridor-relief-2027", 1.0)] {
        let all = scenarios();
        let (_, scenario) = all.iter().find(|(ready, _)| *ready == id).expect(id);
        let assumptions = scenario.assumptions(&tradecast_data::turnover()).expect(id);
        let answer = outlook.answer(&target, &assumptions).expect(id);
        let first = answer.forecast[0].median / baseline.forecast[0].median;
        assert!(first < expected + 0.01, "{id}: {first}");
        let lead = |rows: &[tradecast::ArrivalRow]| rows[5].probability;
        assert!(lead(&answer.arrival.by) < lead(&baseline.arrival.by), "{id}");
    }
}
