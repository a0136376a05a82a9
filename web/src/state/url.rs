//! The link of a state: `#v=1&target=800&growth=2.5`. Only what differs from the defaults is written.

use crate::state::{Control, Data, Levels, State, THEN, Tab, View};

/// Version of the links; raised when a link of before would mean something else.
const VERSION: &str = "1";

/// Why a link cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// It is not a link of this page; what is wrong with it.
    Broken(String),
    /// It was made with data that the page does not have; their fingerprint.
    WantsData(String),
}

/// The fragment of a state, without `#`; empty where nothing was chosen.
#[must_use]
pub fn encode(state: &State) -> String {
    let mut parts = vec![format!("v={VERSION}")];
    if let Data::Own(own) = &state.data {
        parts.push(format!("data={}", own.fingerprint));
    }
    if state.then {
        parts.push(format!("as-of={THEN}"));
    }
    for control in order(state).filter(|control| control.is_moved(state)) {
        match (control.range(state), control.value(state)) {
            // A space would be written as three characters.
            (Some(range), _) => {
                parts.push(format!("{}={}", control.id(), range.to_string().replace(' ', "")))
            }
            (None, Some(value)) => parts.push(format!("{}={value}", control.id())),
            (None, None) => {}
        }
    }
    if !state.priors {
        parts.push("priors=off".to_owned());
    }
    let View { log, curve, table, futures, levels, tab } = state.view;
    if levels != Levels::default() {
        parts.push(format!("levels={levels}"));
    }
    let shown: Vec<&str> = VIEWS
        .into_iter()
        .zip([log, curve, table, futures])
        .filter_map(|(name, on)| on.then_some(name))
        .collect();
    if !shown.is_empty() {
        parts.push(format!("view={}", shown.join(",")));
    }
    if tab != Tab::default() {
        parts.push(format!("tab={}", tab.id()));
    }
    if parts.len() == 1 { String::new() } else { parts.join("&") }
}

/// The state of a fragment, about the data at hand. An empty fragment is the state nobody has touched.
///
/// # Errors
/// [`LinkError`]; nothing is taken from a link that is not understood as a whole.
pub fn decode(fragment: &str, data: &Data) -> Result<State, LinkError> {
    let fragment = fragment.trim_start_matches('#');
    let mut state = State { data: data.clone(), ..State::new() };
    if fragment.is_empty() {
        return Ok(state);
    }
    let pairs = pairs(fragment)?;
    let find = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    match find("v") {
        Some(VERSION) => {}
        Some(other) => {
            return broken(format!("it has version {other:?}, and this page reads version {VERSION}"));
        }
        None => return broken("it does not start with a version such as v=1"),
    }
    check_data(find("data"), data)?;
    if let Some(year) = find("as-of") {
        if year.parse() != Ok(THEN) || matches!(data, Data::Own(_)) {
            return broken(format!("as-of={year} is not offered, only {THEN} is"));
        }
        state.then = true;
    }
    if let Some(choice) = find("priors") {
        if choice != "off" {
            return broken(format!("priors={:?} is not offered, only off is", shortened(choice)));
        }
        state.priors = false;
    }
    if let Some(names) = find("view") {
        state.view = view(names)?;
    }
    if let Some(levels) = find("levels") {
        match levels.parse() {
            Ok(levels) => state.view.levels = levels,
            Err(_) => {
                return broken(format!("levels={:?} are not up to three of 1 to 99", shortened(levels)));
            }
        }
    }
    if let Some(id) = find("tab") {
        match Tab::ALL.into_iter().find(|tab| tab.id() == id) {
            Some(tab) => state.view.tab = tab,
            None => return broken(format!("there is no tab {:?}", shortened(id))),
        }
    }
    let mut known = ["v", "data", "as-of", "priors", "view", "levels", "tab"].map(str::to_owned).to_vec();
    for control in order(&state.clone()) {
        let id = control.id();
        if let Some(value) = find(&id) {
            let setting = control
                .parse(value, &state)
                .map_err(|reason| LinkError::Broken(format!("{id}={}: {reason}", shortened(value))))?;
            state = control.set(&state, setting);
        }
        known.push(id);
    }
    let known = |key: &str| known.iter().any(|name| name == key);
    match pairs.iter().find(|(key, _)| !known(key)) {
        Some((key, _)) => broken(format!("there is nothing called {key:?}")),
        None => Ok(state),
    }
}

const VIEWS: [&str; 4] = ["log", "curve", "table", "futures"];

/// Every control, the horizon before the deadline whose range it decides.
fn order(state: &State) -> impl Iterator<Item = Control> + use<> {
    let rest = |control: &Control| *control != Control::Horizon;
    std::iter::once(Control::Horizon).chain(Control::all(state).into_iter().filter(rest))
}

fn pairs(fragment: &str) -> Result<Vec<(&str, &str)>, LinkError> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for part in fragment.split('&') {
        let Some((key, value)) = part.split_once('=') else {
            return broken(format!("{:?} is not of the form name=value", shortened(part)));
        };
        if pairs.iter().any(|(before, _)| *before == key) {
            return broken(format!("it gives {:?} twice", shortened(key)));
        }
        pairs.push((key, value));
    }
    Ok(pairs)
}

fn check_data(wanted: Option<&str>, data: &Data) -> Result<(), LinkError> {
    match (wanted, data) {
        (None, Data::BuiltIn) => Ok(()),
        (Some(wanted), Data::Own(own)) if own.fingerprint == wanted => Ok(()),
        (Some(wanted), _) => Err(LinkError::WantsData(shortened(wanted))),
        (None, Data::Own(_)) => broken("it is about the built-in series"),
    }
}

fn view(names: &str) -> Result<View, LinkError> {
    let names: Vec<&str> = names.split(',').collect();
    match names.iter().find(|name| !VIEWS.contains(name)) {
        Some(unknown) => broken(format!("there is no view {:?}", shortened(unknown))),
        None => {
            let [log, curve, table, futures] = VIEWS.map(|view| names.contains(&view));
            Ok(View { log, curve, table, futures, ..View::default() })
        }
    }
}

fn broken<T>(reason: impl Into<String>) -> Result<T, LinkError> {
    Err(LinkError::Broken(reason.into()))
}

/// A link may hold anything, and the message about it must stay readable.
fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tradecast::{Lever, Observation, Period, Series};

    use super::*;
    use crate::state::{Action, OwnData};

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::new(), |state, action| state.after(action).unwrap())
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let states = [
            State::new(),
            after([Action::Set(Control::Target, 812.5)]),
            after([Action::Set(Control::Horizon, 60.0), Action::Set(Control::Deadline, 2070.0)]),
            after([Action::Then(true), Action::Set(Control::Deadline, 2023.0)]),
            after([Action::Show(View { log: true, table: true, tab: Tab::Made, ..View::default() })]),
            after([Action::Show(View {
                futures: true,
                levels: "30,90".parse().unwrap(),
                ..View::default()
            })]),
            after([Action::Priors(false), Action::Set(Lever::Growth.into(), -1.5)]),
            after(
                Lever::ALL
                    .map(|lever| Action::Set(lever.into(), Control::from(lever).spec(&State::new()).max))
                    .into_iter()
                    .filter(|action| State::new().after(action.clone()).is_some()),
            ),
            after([
                Action::Set(Control::Lever("wheat.price".parse().unwrap()), -30.0),
                Action::Set(Control::Lever("exports.programme".parse().unwrap()), 304.0),
            ]),
        ];
        for state in states {
            let fragment = encode(&state);
            assert_eq!(decode(&fragment, &Data::BuiltIn), Ok(state), "{fragment}");
        }
    }

    #[test]
    fn an_untouched_page_has_a_clean_address() {
        assert_eq!(encode(&State::new()), "");
        assert_eq!(encode(&after([Action::Priors(false)])), "v=1&priors=off");
        assert_eq!(encode(&after([Action::Set(Lever::Growth.into(), 2.5)])), "v=1&growth=2.5");
    }

    #[test]
    fn a_link_may_say_a_range() {
        for link in
            ["v=1&growth=triangular(0,2,4)", "v=1&contracts=normal(55,10)&wheat.recurring=pert(0,60,100)"]
        {
            let state = decode(link, &Data::BuiltIn).unwrap();
            assert_eq!(encode(&state), link);
        }
        let vague = decode("v=1&growth=triangular(0,2,4)", &Data::BuiltIn).unwrap();
        assert_eq!(Control::from(Lever::Growth).value(&vague), Some(2.0));
        let exact = vague.after(Action::Set(Lever::Growth.into(), 3.0)).unwrap();
        assert_eq!(encode(&exact), "v=1&growth=3");
    }

    #[test]
    fn a_link_is_taken_as_a_whole_or_not_at_all() {
        let links = [
            "growth=2",
            "v=2&growth=2",
            "v=1&growth",
            "v=1&growth=two",
            "v=1&growth=99",
            "v=1&growth=1&growth=2",
            "v=1&wind=3",
            "v=1&maize.price=-30",
            "v=1&wheat.inflation=3",
            "v=1&price=-30",
            "v=1&wheat.price=-300",
            "v=1&shock_year=2.5",
            "v=1&growth=triangular(4,2,0)",
            "v=1&growth=triangular(0,2,40)",
            "v=1&growth=normal(20,1)",
            "v=1&contracts=pert(0,50,50000)",
            "v=1&deadline=normal(2030,2)",
            "v=1&target=-5",
            "v=1&target=NaN",
            "v=1&horizon=0",
            "v=1&horizon=10000",
            "v=1&horizon=10.5",
            "v=1&deadline=1999",
            "v=1&as-of=2019",
            "v=1&priors=on",
            "v=1&view=upside-down",
            "v=1&levels=120",
            "<script>",
            "v=1&growth=2&",
        ];
        for link in links {
            let Err(LinkError::Broken(reason)) = decode(link, &Data::BuiltIn) else {
                panic!("{link} was accepted")
            };
            assert!(!reason.is_empty() && reason.len() < 220, "{link}: {reason}");
        }
    }

    #[test]
    fn a_link_about_own_data_waits_for_them() {
        let observations =
            (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
        let own = OwnData::new(Series::new("mine", observations.collect()).unwrap());
        let data = Data::Own(Rc::new(own.clone()));
        let state = after([Action::Use(data.clone()), Action::Set(Control::Target, 45.0)]);
        let link = encode(&state);
        assert_eq!(decode(&link, &Data::BuiltIn), Err(LinkError::WantsData(own.fingerprint)));
        assert_eq!(decode(&link, &data), Ok(state));
    }
}
