//! Which levers the page offers, and where: groups of the whole, then the parts with theirs.

use tradecast::{Lever, LeverKey, Part, Period, Scope};

use crate::state::choices::State;
use crate::state::controls::control::Control;
use crate::text::lower;

/// Groups that are open on a page nobody has touched.
const OPEN: [Lever; 2] = [Lever::Growth, Lever::Shock];

/// Levers shown of those that were found.
const MOST_FOUND: usize = 12;

/// Identifier of the group of the parts.
pub const PARTS: &str = "parts";

/// What a direction of trade can be asked about.
const OF_FLOWS: [Lever; 3] = [Lever::Growth, Lever::Contracts, Lever::Programme];
/// What a good can be asked about.
const OF_GOODS: [Lever; 3] = [Lever::Volume, Lever::Price, Lever::Recurring];

/// Levers that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Identifier in the page.
    pub id: String,
    /// What it is called.
    pub name: &'static str,
    /// The levers that there are at the moment.
    pub controls: Vec<Control>,
}

/// A part with its levers.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Identifier of the part.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// Its last value, in the unit of the series.
    pub value: f64,
    /// When that was.
    pub known: Period,
    /// How deep it stands in the whole: 0 for what adds up to the total.
    pub depth: usize,
    /// The levers that there are at the moment.
    pub controls: Vec<Control>,
}

/// The levers of the whole by group, in the order of the table.
#[must_use]
pub fn groups(state: &State) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for lever in Lever::ALL.into_iter().filter(|lever| lever.spec().scope != Scope::Part) {
        let control = Control::from(lever);
        if !is_offered(&control, state) {
            continue;
        }
        let name = lever.spec().group;
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.controls.push(control),
            None => groups.push(Group { id: slug(name), name, controls: vec![control] }),
        }
    }
    groups
}

/// The parts, those of a part after it, each with what it can be asked about; none where the series is all that is known.
#[must_use]
pub fn parts(state: &State) -> Vec<Row> {
    let known = state.known();
    let Some(composition) = &known.composition else { return Vec::new() };
    let parts = composition.parts();
    let parent = |part: &Part| parts.iter().find(|other| Some(&other.id) == part.parent.as_ref());
    let row = |part: &Part| {
        let above = parent(part);
        let is_flow = part.history.flow() != above.map_or(composition.total(), |above| &above.history).flow();
        let usual = if is_flow { OF_FLOWS } else { OF_GOODS };
        let controls = Lever::ALL.into_iter().filter_map(|lever| {
            let control = Control::Lever(LeverKey::of_part(part.id.as_str(), lever).ok()?);
            let belongs = usual.contains(&lever)
                || lever.spec().of.is_some_and(|gate| usual.contains(&gate))
                || (is_flow && lever == Lever::Displacement);
            ((belongs && is_offered(&control, state)) || control.is_moved(state)).then_some(control)
        });
        let last = part.history.last();
        Row {
            id: part.id.to_string(),
            label: part.label.clone(),
            value: last.value,
            known: last.period,
            depth: std::iter::successors(above, |part| parent(part)).count(),
            controls: controls.collect(),
        }
    };
    parts.iter().map(row).collect()
}

/// Identifiers of the groups and parts that are open when the page opens: some always, others where a link moved something.
#[must_use]
pub fn opened(state: &State) -> Vec<String> {
    let always = OPEN.map(|lever| slug(lever.spec().group));
    let moved = |controls: &[Control]| moved(controls, state) > 0;
    let groups = groups(state).into_iter().filter(|group| moved(&group.controls)).map(|group| group.id);
    let mut of_parts: Vec<String> =
        parts(state).into_iter().filter(|row| moved(&row.controls)).map(|row| row.id).collect();
    if !of_parts.is_empty() {
        of_parts.push(PARTS.to_owned());
    }
    always.into_iter().chain(groups).chain(of_parts).collect()
}

/// The levers that a text is about, by name, part or meaning; the best known of them where there are many.
#[must_use]
pub fn found(state: &State, wanted: &str) -> Vec<Control> {
    let words: Vec<String> = lower(wanted).split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let offered = groups(state).into_iter().flat_map(|group| group.controls);
    let all = offered.chain(parts(state).into_iter().flat_map(|row| row.controls));
    let rank = |control: &Control| {
        let spec = control.spec(state);
        let (name, help) = (lower(&format!("{} {}", spec.name(), spec.id)), lower(&spec.help));
        let in_name = words.iter().all(|word| name.contains(word.as_str()));
        let anywhere = words.iter().all(|word| name.contains(word.as_str()) || help.contains(word.as_str()));
        anywhere.then_some(!in_name)
    };
    let (mut found, mut in_help_only) = (Vec::new(), Vec::new());
    for control in all {
        match rank(&control) {
            Some(false) => found.push(control),
            Some(true) => in_help_only.push(control),
            None => {}
        }
    }
    found.append(&mut in_help_only);
    found.truncate(MOST_FOUND);
    found
}

/// How many of some controls are moved.
#[must_use]
pub fn moved(controls: &[Control], state: &State) -> usize {
    controls.iter().filter(|control| control.is_moved(state)).count()
}

/// A name as an identifier: "Growth and swings" is "growth-and-swings".
pub(crate) fn slug(name: &str) -> String {
    name.to_ascii_lowercase().replace(' ', "-")
}

/// A lever that would change nothing is left out, unless it is moved.
fn is_offered(control: &Control, state: &State) -> bool {
    control.is_moved(state) || control.idle(state).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::action::Action;

    fn after(moves: &[(&str, f64)]) -> State {
        moves.iter().fold(State::new(), |state, (key, value)| {
            state.after(Action::Set(Control::Lever(key.parse().unwrap()), *value)).unwrap()
        })
    }

    fn ids(controls: &[Control]) -> Vec<String> {
        controls.iter().map(Control::id).collect()
    }

    fn all(state: &State) -> Vec<String> {
        let of_parts = parts(state).into_iter().flat_map(|row| row.controls);
        ids(&groups(state).into_iter().flat_map(|group| group.controls).chain(of_parts).collect::<Vec<_>>())
    }

    #[test]
    fn each_group_is_there_once_and_some_are_open() {
        let mut ids: Vec<String> = groups(&State::new()).into_iter().map(|group| group.id).collect();
        assert_eq!(ids[..2], opened(&State::new()));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(groups(&State::new()).iter().all(|group| !group.controls.is_empty()));
    }

    #[test]
    fn what_a_link_moved_is_in_sight() {
        let opened = opened(&after(&[("capacity", 800.0), ("wheat.price", -30.0)]));
        assert_eq!(opened[2..], ["corridor", "wheat", PARTS]);
    }

    #[test]
    fn what_says_more_about_a_lever_comes_with_it_and_goes_only_when_it_says_nothing() {
        let untouched = all(&State::new());
        assert!(untouched.contains(&"shock".to_owned()) && !untouched.contains(&"shock_year".to_owned()));
        assert!(all(&after(&[("shock", -30.0)])).contains(&"shock_year".to_owned()));
        let left = after(&[("shock", -30.0), ("shock_year", 4.0), ("shock", 0.0)]);
        assert!(
            all(&left).contains(&"shock_year".to_owned())
                && !all(&left).contains(&"shock_recovery".to_owned())
        );
        let chain = |moves: &[(&str, f64)]| all(&after(moves)).contains(&"relief_year".to_owned());
        assert!(!chain(&[("capacity", 800.0)]) && chain(&[("capacity", 800.0), ("relief", 200.0)]));
        assert!(all(&after(&[("exports.programme", 50.0)])).contains(&"exports.displacement".to_owned()));
        assert!(!all(&after(&[("exports.programme", 50.0)])).contains(&"displacement".to_owned()));
    }

    #[test]
    fn levers_are_found_by_name_part_and_meaning() {
        let found = |wanted: &str| ids(&found(&State::new(), wanted));
        assert_eq!(found("wheat price")[0], "wheat.price");
        assert_eq!(found("SHOCK")[0], "shock");
        assert!(found("yearly surprises").contains(&"volatility".to_owned()), "by what it means");
        assert!(
            found("price").len() <= MOST_FOUND && found("  ").is_empty() && found("wind turbine").is_empty()
        );
    }

    #[test]
    fn nothing_moved_is_hidden() {
        let state =
            after(&[("wheat.growth", 2.0), ("exports.shock", -20.0), ("imports.contracts_year", 3.0)]);
        for (key, _) in state.assumptions.moved() {
            assert!(all(&state).contains(&key.to_string()), "{key}");
        }
    }

    #[test]
    fn flows_and_goods_have_levers_of_their_own() {
        let rows = parts(&State::new());
        let of = |id: &str| rows.iter().find(|row| row.id == id).unwrap();
        assert_eq!(
            ids(&of("exports").controls),
            ["exports.growth", "exports.contracts", "exports.programme"]
        );
        assert_eq!(ids(&of("wheat").controls), ["wheat.volume", "wheat.price", "wheat.recurring"]);
        assert_eq!((of("exports").depth, of("wheat").depth), (0, 1));
        let order: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!((order[0], order[order.len() - 1]), ("exports", "other-imports"));
    }
}
