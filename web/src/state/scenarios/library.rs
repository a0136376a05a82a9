//! Scenarios that can be opened and compared: the choices of the moment, the ready ones, those that were saved.

use tradecast::{Assumptions, LeverKey, Setting};
use tradecast_data::{Case, ReadyScenario};

use crate::state::choices::State;
use crate::state::controls::control::Control;
use crate::state::controls::spec;
use crate::state::scenarios::saved::Saved;
use crate::state::url::LinkError;
use crate::text::{self, say};

/// Identifier of the choices of the moment.
pub const NOW: &str = "now";
/// Identifier of the scenario in which no lever is moved.
pub const BASELINE: &str = "baseline";

/// A scenario that comes with the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// By which it is asked for.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// What it assumes.
    pub description: String,
    /// Where its numbers come from.
    pub sources: Vec<Cited>,
    /// Its levers, for the figures asked about.
    pub assumptions: Assumptions,
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// What it is.
    pub text: String,
    /// Where it can be read; empty where that is not on the web.
    pub url: String,
}

/// The ready scenarios that are about the figures asked about: of a series of one's own, only that no lever is moved.
#[must_use]
pub fn ready(state: &State) -> Vec<Ready> {
    let case = state.data.case();
    let all: &'static [ReadyScenario] =
        case.map_or_else(|| std::slice::from_ref(tradecast_data::baseline()), Case::scenarios);
    all.iter()
        .filter_map(|scenario| {
            let levers = scenario.levers.iter().map(|(key, setting)| Some((key.parse().ok()?, *setting)));
            Some(Ready {
                id: &scenario.id,
                name: text::translated(&scenario.name),
                description: text::translated(&scenario.description),
                sources: scenario.sources.iter().map(|source| cited(case, source)).collect(),
                assumptions: assumed(levers.collect::<Option<Vec<_>>>()?, state).ok()?,
            })
        })
        .collect()
}

/// What a source of a scenario is: a fact of the case, one of its sources, or any text.
fn cited(case: Option<&Case>, source: &str) -> Cited {
    let of = |id: &str| case?.sources.iter().find(|known| known.id == id);
    let fact = case.and_then(|case| case.facts().iter().find(|fact| fact.id == source));
    match (fact, of(source)) {
        (Some(fact), _) => {
            let url = of(&fact.source).map_or_else(String::new, |source| source.url.clone());
            Cited { text: fact.label.clone(), url }
        }
        (None, Some(known)) => Cited { text: known.title.clone(), url: known.url.clone() },
        (None, None) => Cited { text: source.to_owned(), url: String::new() },
    }
}

/// Levers as assumptions about the figures asked about: calendar years are counted from the last of them.
///
/// # Errors
/// Which lever does not fit, and why.
pub fn assumed(
    levers: impl IntoIterator<Item = (LeverKey, Setting)>,
    state: &State,
) -> Result<Assumptions, String> {
    let origin = state.known().series.last().period;
    let known = Control::all(state);
    levers.into_iter().try_fold(Assumptions::baseline(), |assumptions, (key, setting)| {
        let wrong = |reason: String| say!("file.lever", lever = key, reason = reason);
        let control = Control::Lever(key.clone());
        if !known.contains(&control) {
            return Err(wrong(say!("file.no-lever")));
        }
        let setting = setting.counted(&key, origin).map_err(|error| wrong(text::error(&error)))?;
        if !control.takes(setting, state) {
            return Err(wrong(spec::out_of_range(&control.spec(state))));
        }
        assumptions.with(key.clone(), setting).map_err(|error| wrong(text::error(&error)))
    })
}

/// A scenario for a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// By which it is told from others.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its levers; absent where they do not fit the figures asked about.
    pub assumptions: Option<Assumptions>,
}

/// Everything that can be compared: the choices of the moment, the scenarios saved, the ready ones.
#[must_use]
pub fn candidates(
    state: &State,
    saved: &[Saved],
    open: impl Fn(&str) -> Result<State, LinkError>,
) -> Vec<Candidate> {
    let now = Candidate {
        id: NOW.to_owned(),
        name: say!("compare.now"),
        assumptions: Some(state.assumptions.clone()),
    };
    let ready = ready(state).into_iter().map(|ready| Candidate {
        id: ready.id.to_owned(),
        name: ready.name,
        assumptions: Some(ready.assumptions),
    });
    let saved = saved.iter().map(|saved| Candidate {
        id: saved.id.clone(),
        name: saved.name.clone(),
        assumptions: open(&saved.link).ok().and_then(|opened| {
            let levers = opened.assumptions.moved().map(|(key, setting)| (key.clone(), setting));
            assumed(levers, state).ok()
        }),
    });
    std::iter::once(now).chain(saved).chain(ready).collect()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tradecast::{Lever, Observation, Period, Series};

    use super::*;
    use crate::question::{Data, OwnData};
    use crate::state::action::Action;
    use crate::state::url;

    #[test]
    fn every_ready_scenario_fits_both_dates_and_cites_something() {
        for state in [State::new(), State::new().after(Action::AsOf(true)).unwrap()] {
            let ready = ready(&state);
            assert_eq!(ready.len(), tradecast_data::default_case().scenarios().len());
            assert!(ready[0].id == BASELINE && ready[0].assumptions.is_baseline());
            for scenario in &ready[1..] {
                assert!(
                    !scenario.assumptions.is_baseline() && !scenario.sources.is_empty(),
                    "{}",
                    scenario.id
                );
                assert!(
                    scenario.sources.iter().all(|cited| cited.text.contains(' ')),
                    "{:?}",
                    scenario.sources
                );
            }
        }
    }

    #[test]
    fn a_series_of_ones_own_has_only_the_baseline_ready() {
        let observations = (2010..2020).map(|year| Observation::new(Period::annual(year), 5.0));
        let own = OwnData::new(Series::new("mine", observations.collect()).unwrap());
        let state = State::new().after(Action::Use(Data::Own(Rc::new(own)))).unwrap();
        assert_eq!(ready(&state).iter().map(|ready| ready.id).collect::<Vec<_>>(), [BASELINE]);
    }

    #[test]
    fn a_lever_that_does_not_fit_is_named() {
        let refused = |lever: &str, value: f64| {
            assumed([(lever.parse().unwrap(), Setting::Fixed(value))], &State::new()).unwrap_err()
        };
        assert!(refused("growth", 99.0).starts_with("growth:"));
        assert!(refused("maize.price", -30.0).contains("maize.price"));
        assert!(refused("shock_year", 1999.0).contains("1999"));
    }

    #[test]
    fn saved_scenarios_that_do_not_fit_cannot_be_compared() {
        let saved = |id: &str, link: &str| Saved {
            id: id.to_owned(),
            name: id.to_owned(),
            description: String::new(),
            sources: Vec::new(),
            link: link.to_owned(),
            short: None,
        };
        let list = [saved("a", "v=2&growth=2"), saved("b", "v=2&growth=2&data=1a2b3c4d")];
        let open = |link: &str| url::decode(link, &Data::default()).map(|opened| opened.state);
        let all = candidates(&State::new(), &list, open);
        let of = |id: &str| all.iter().find(|one| one.id == id).unwrap().assumptions.clone();
        assert_eq!(of("a").unwrap().get(Lever::Growth), 2.0);
        assert_eq!(of("b"), None);
        assert!(of(NOW).unwrap().is_baseline() && of(BASELINE).unwrap().is_baseline());
    }
}
