//! The link of a state: `#v=2&target=800&growth=2.5&data=a-b.1a2b3c4d&engine=0.1.0&seed=1`. Of the choices only those are
//! written that differ from the defaults; behind them stands what the numbers came from: figures, engine and seed.

use tradecast::Settings;
use tradecast_data::Case;

use crate::question::{Data, Levels};
use crate::state::choices::{State, Tab, View};
use crate::state::controls::control::Control;
use crate::text::say;

/// Version of the links; raised when a link of before would mean something else.
const VERSION: &str = "2";
/// The version before: it says nothing of figures, engine and seed.
const BEFORE: &str = "1";

/// Version of the engine.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");
/// Letters of a fingerprint in a link: enough to tell figures apart.
const SHORT: usize = 8;

/// Why a link cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// It is not a link of this page; what is wrong with it.
    Broken(String),
    /// It was made with data that the page does not have; their fingerprint.
    WantsData(String),
}

/// A link, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What it says.
    pub state: State,
    /// What the numbers of the page come from otherwise than those of the link; empty where they come from the same.
    pub differs: Vec<Origin>,
}

/// What numbers come from, where a link and the page differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// `data`, `engine` or `seed`.
    pub of: &'static str,
    /// What the link was made with.
    pub link: String,
    /// What the page has.
    pub here: String,
}

/// The fragment of a state, without `#`; empty where nothing was chosen.
#[must_use]
pub fn encode(state: &State) -> String {
    let choices = choices(state);
    if choices.is_empty() && state.data == Data::default() { String::new() } else { full(state, choices) }
}

/// The fragment of a state, even where nothing was chosen: it says what the numbers came from.
#[must_use]
pub fn encode_all(state: &State) -> String {
    full(state, choices(state))
}

/// The fragment of what was chosen, however it is shown: what a scenario keeps.
#[must_use]
pub fn encode_choices(state: &State) -> String {
    encode_all(&State { view: View::default(), ..state.clone() })
}

fn full(state: &State, choices: Vec<String>) -> String {
    let origins = origins(&state.data).into_iter().map(|(of, here)| format!("{of}={here}"));
    [format!("v={VERSION}")].into_iter().chain(choices).chain(origins).collect::<Vec<_>>().join("&")
}

/// What the numbers of the page come from.
fn origins(data: &Data) -> [(&'static str, String); 3] {
    let data = match (data, data.case()) {
        (Data::Own(own), _) => own.fingerprint.clone(),
        (Data::Case(id), case) => {
            let fingerprint = data.series().fingerprint();
            let name = case.map_or(*id, |case| &case.link);
            format!("{name}.{}", fingerprint.chars().take(SHORT).collect::<String>())
        }
    };
    [("data", data), ("engine", ENGINE.to_owned()), ("seed", Settings::default().seed.to_string())]
}

/// What was chosen, and how it is shown.
fn choices(state: &State) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(earlier) = state.data.earlier().filter(|_| state.as_of) {
        parts.push(format!("as-of={earlier}"));
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
    if let Some(on) = state.priors {
        parts.push(if on { "priors=on" } else { "priors=off" }.to_owned());
    }
    let View { log, curve, table, paths, levels, tab } = state.view;
    if levels != Levels::default() {
        parts.push(format!("levels={levels}"));
    }
    let shown: Vec<&str> = VIEWS
        .into_iter()
        .zip([log, curve, table, paths])
        .filter_map(|(name, on)| on.then_some(name))
        .collect();
    if !shown.is_empty() {
        parts.push(format!("view={}", shown.join(",")));
    }
    if tab != Tab::default() {
        parts.push(format!("tab={}", tab.id()));
    }
    parts
}

/// The state of a fragment, which is about the figures of the page or about those at hand. An empty fragment is the state that
/// nobody has touched.
///
/// # Errors
/// [`LinkError`]; nothing is taken from a link that is not understood as a whole.
pub fn decode(fragment: &str, at_hand: &Data) -> Result<Opened, LinkError> {
    let fragment = fragment.trim_start_matches('#');
    if fragment.is_empty() {
        let state = State { data: at_hand.clone(), ..State::new() };
        return Ok(Opened { state, differs: Vec::new() });
    }
    let pairs = pairs(fragment)?;
    let find = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    match find("v") {
        Some(VERSION | BEFORE) => {}
        Some(other) => {
            return broken(say!(
                "link.reason.version",
                version = quoted(other),
                before = BEFORE,
                known = VERSION
            ));
        }
        None => return broken(say!("link.reason.no-version", known = VERSION)),
    }
    let data = wanted_data(find("data"), at_hand)?;
    let other = |(of, here): (&'static str, String)| {
        let link = find(of).filter(|link| *link != here)?;
        Some(Origin {
            of,
            link: shortened(named_case(link).map_or(link, |(_, fingerprint)| fingerprint)),
            here: named_case(&here).map_or(&*here, |(_, fingerprint)| fingerprint).to_owned(),
        })
    };
    let differs: Vec<Origin> = origins(&data).into_iter().filter_map(other).collect();
    let mut state = State { data: data.clone(), ..State::new() };
    if let Some(year) = find("as-of") {
        let earlier = data.earlier();
        if earlier.is_none() || year.parse().ok() != earlier {
            let offered = earlier.or_else(|| Data::default().earlier()).map(|year| year.to_string());
            return broken(not_offered("as-of", year, &offered.unwrap_or_default()));
        }
        state.as_of = true;
    }
    if let Some(choice) = find("priors") {
        let on = choice == "on" && state.data.case().is_none();
        if !on && choice != "off" {
            return broken(not_offered("priors", choice, "off"));
        }
        state.priors = Some(on);
    }
    if let Some(names) = find("view") {
        state.view = view(names)?;
    }
    if let Some(levels) = find("levels") {
        match levels.parse() {
            Ok(levels) => state.view.levels = levels,
            Err(_) => {
                return broken(say!("link.reason.levels", levels = quoted(levels)));
            }
        }
    }
    if let Some(id) = find("tab") {
        match Tab::ALL.into_iter().find(|tab| tab.id() == id) {
            Some(tab) => state.view.tab = tab,
            None => return broken(say!("link.reason.tab", tab = quoted(id))),
        }
    }
    let mut known = ["v", "data", "engine", "seed", "as-of", "priors", "view", "levels", "tab"]
        .map(str::to_owned)
        .to_vec();
    for control in order(&state.clone()) {
        let id = control.id();
        if let Some(value) = find(&id) {
            let setting = control.parse(value, &state).map_err(|reason| {
                LinkError::Broken(format!("{id}={}: {}", shortened(value), reason.trim_end_matches('.')))
            })?;
            state = control.set(&state, setting);
        }
        known.push(id);
    }
    let known = |key: &str| known.iter().any(|name| name == key);
    match pairs.iter().find(|(key, _)| !known(key)) {
        Some((key, _)) => broken(say!("link.reason.name", name = quoted(key))),
        None => Ok(Opened { state, differs }),
    }
}

const VIEWS: [&str; 4] = ["log", "curve", "table", "paths"];

/// Every control, the horizon before the deadline whose range it decides.
fn order(state: &State) -> impl Iterator<Item = Control> + use<> {
    let rest = |control: &Control| *control != Control::Horizon;
    std::iter::once(Control::Horizon).chain(Control::all(state).into_iter().filter(rest))
}

fn pairs(fragment: &str) -> Result<Vec<(&str, &str)>, LinkError> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for part in fragment.split('&') {
        let Some((key, value)) = part.split_once('=') else {
            return broken(say!("link.reason.form", part = quoted(part)));
        };
        if pairs.iter().any(|(before, _)| *before == key) {
            return broken(say!("link.reason.twice", name = quoted(key)));
        }
        pairs.push((key, value));
    }
    Ok(pairs)
}

fn wanted_data(wanted: Option<&str>, at_hand: &Data) -> Result<Data, LinkError> {
    let Some(wanted) = wanted else { return Ok(Data::default()) };
    match (named_case(wanted), at_hand) {
        (Some((case, _)), _) => Ok(Data::of_case(case)),
        (None, Data::Own(own)) if own.fingerprint == wanted => Ok(at_hand.clone()),
        (None, _) => Err(LinkError::WantsData(shortened(wanted))),
    }
}

/// The case that the data of a link name, and the fingerprint behind its name.
fn named_case(data: &str) -> Option<(&'static Case, &str)> {
    let (name, fingerprint) = data.split_once('.')?;
    let case = tradecast_data::cases().iter().find(|case| case.link == name)?;
    Some((case, fingerprint))
}

fn view(names: &str) -> Result<View, LinkError> {
    let names: Vec<&str> = names.split(',').collect();
    match names.iter().find(|name| !VIEWS.contains(name)) {
        Some(unknown) => broken(say!("link.reason.view", view = quoted(unknown))),
        None => {
            let [log, curve, table, paths] = VIEWS.map(|view| names.contains(&view));
            Ok(View { log, curve, table, paths, ..View::default() })
        }
    }
}

fn broken<T>(reason: String) -> Result<T, LinkError> {
    Err(LinkError::Broken(reason))
}

fn not_offered(name: &str, value: &str, only: &str) -> String {
    say!("link.reason.only", choice = quoted(&format!("{name}={value}")), only = only)
}

fn quoted(text: &str) -> String {
    format!("{:?}", shortened(text))
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
    use crate::question::OwnData;
    use crate::state::action::Action;
    use crate::state::choices::ViewChange;

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::new(), |state, action| state.after(action).unwrap())
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let states = [
            State::new(),
            after([Action::Set(Control::Target, 812.5)]),
            after([Action::Set(Control::Horizon, 60.0), Action::Set(Control::Deadline, 2070.0)]),
            after([Action::AsOf(true), Action::Set(Control::Deadline, 2023.0)]),
            after(
                [ViewChange::Log(true), ViewChange::Table(true), ViewChange::Tab(Tab::Breakdown)]
                    .map(Action::Show),
            ),
            after([ViewChange::Paths(true), ViewChange::Levels("30,90".parse().unwrap())].map(Action::Show)),
            after([Action::Priors(Some(false)), Action::Set(Lever::Growth.into(), -1.5)]),
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
            for fragment in [encode(&state), encode_all(&state)] {
                let opened = decode(&fragment, &Data::default()).unwrap();
                assert_eq!(opened, Opened { state: state.clone(), differs: Vec::new() }, "{fragment}");
            }
        }
    }

    #[test]
    fn an_untouched_page_has_a_clean_address() {
        assert_eq!(encode(&State::new()), "");
        let named = format!("data={}.", tradecast_data::default_case().link);
        assert!(encode_all(&State::new()).starts_with(&format!("v=2&{named}")));
        let priors = encode(&after([Action::Priors(Some(false))]));
        let parts: Vec<&str> = priors.split('&').collect();
        assert_eq!(parts[..2], ["v=2", "priors=off"]);
        assert_eq!(parts[2].len(), named.len() + SHORT);
        assert_eq!(parts[3..], [&format!("engine={ENGINE}"), "seed=1"]);
        assert_eq!(said(&after([Action::Set(Lever::Growth.into(), 2.5)])), "growth=2.5");
    }

    /// What a link says of the choices.
    fn said(state: &State) -> String {
        let link = encode(state);
        link.strip_prefix("v=2&").unwrap().split("&data=").next().unwrap().to_owned()
    }

    #[test]
    fn links_of_before_open_and_what_came_from_elsewhere_is_told() {
        let state = after([Action::Set(Lever::Growth.into(), 2.5)]);
        let before = Opened { state: state.clone(), differs: Vec::new() };
        assert_eq!(decode("v=1&growth=2.5", &Data::default()), Ok(before.clone()));
        assert_eq!(decode("v=2&growth=2.5", &Data::default()), Ok(before));
        let case = tradecast_data::default_case().link.as_str();
        let other =
            decode(&format!("v=2&growth=2.5&data={case}.00000000&engine=9.9.9&seed=7"), &Data::default())
                .unwrap();
        assert_eq!(other.state, state);
        let told: Vec<(&str, &str)> = other.differs.iter().map(|o| (o.of, o.link.as_str())).collect();
        assert_eq!(told, [("data", "00000000"), ("engine", "9.9.9"), ("seed", "7")]);
        assert!(other.differs.iter().all(|origin| !origin.here.is_empty() && !origin.here.contains(case)));
    }

    #[test]
    fn a_link_may_say_a_range() {
        for link in ["growth=triangular(0,2,4)", "contracts=normal(55,10)&wheat.recurring=pert(0,60,100)"] {
            let state = decode(&format!("v=2&{link}"), &Data::default()).unwrap().state;
            assert_eq!(said(&state), link);
        }
        let vague = decode("v=1&growth=triangular(0,2,4)", &Data::default()).unwrap().state;
        assert_eq!(Control::from(Lever::Growth).value(&vague), Some(2.0));
        let exact = vague.after(Action::Set(Lever::Growth.into(), 3.0)).unwrap();
        assert_eq!(said(&exact), "growth=3");
    }

    #[test]
    fn a_link_is_taken_as_a_whole_or_not_at_all() {
        let links = [
            "growth=2",
            "v=3&growth=2",
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
            let Err(LinkError::Broken(reason)) = decode(link, &Data::default()) else {
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
        let state = after([
            Action::Use(data.clone()),
            Action::Set(Control::Target, 45.0),
            Action::Priors(Some(true)),
        ]);
        assert!(state.uses_priors() && encode(&state).contains("&priors=on&"));
        let link = encode(&state);
        assert_eq!(decode(&link, &Data::default()), Err(LinkError::WantsData(own.fingerprint)));
        assert_eq!(decode(&link, &data).map(|opened| opened.state), Ok(state));
        // A link about the figures of the page opens with these, whatever is shown.
        let built_in = after([Action::Set(Control::Target, 800.0)]);
        for link in [encode(&built_in), "v=1&target=800".to_owned()] {
            assert_eq!(decode(&link, &data).map(|opened| opened.state), Ok(built_in.clone()));
        }
    }
}
