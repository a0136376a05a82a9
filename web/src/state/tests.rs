//! Choices, controls and actions together.

use std::rc::Rc;

use tradecast::{Frequency, Lever, Observation, Period, Series, Setting};
use yew::Reducible;

use tradecast_io::PriorsDecision;

use crate::question::{Data, OwnData};
use crate::state::*;

fn set(control: Control, value: f64) -> Action {
    Action::Set(control, value)
}

#[test]
fn what_changes_nothing_keeps_the_same_state() {
    let state = Rc::new(History::new(State::new()));
    let nothing = [
        set(Control::Target, State::new().target()),
        set(Control::Target, -5.0),
        set(Control::Target, f64::NAN),
        set(Lever::Growth.into(), 0.0),
        set(Lever::Growth.into(), 400.0),
        Action::Reset(vec![Control::Deadline]),
        Action::ResetAll,
        Action::Priors(Some(true)),
        Action::AsOf(false),
        Action::Show(ViewChange::Tab(Tab::default())),
        Action::Show(ViewChange::Log(false)),
    ];
    for action in nothing {
        assert!(Rc::ptr_eq(&Rc::clone(&state).reduce(action.clone()), &state), "{action:?}");
    }
}

#[test]
fn every_control_can_be_set_and_reset() {
    let state = State::new();
    assert!(Control::all(&state).len() > 100, "the levers of every part are among them");
    for control in Control::all(&state) {
        let spec = control.spec(&state);
        for value in [spec.min, spec.max] {
            let Some(moved) = state.after(set(control.clone(), value)) else {
                assert_eq!(Some(value), control.value(&state), "{}", spec.id);
                continue;
            };
            assert_eq!(control.value(&moved), Some(value), "{}", spec.id);
            assert!(control.is_moved(&moved), "{}", spec.id);
            assert_eq!(moved.after(Action::Reset(vec![control.clone()])), Some(State::new()), "{}", spec.id);
        }
    }
}

#[test]
fn what_a_slider_shows_can_also_be_typed() {
    let state = State::new();
    for control in Control::all(&state) {
        let spec = control.spec(&state);
        for value in [spec.min, spec.default, spec.max] {
            let typed = crate::text::plain(value);
            assert_eq!(control.parse(&typed, &state), Ok(Setting::Fixed(value)), "{}", spec.id);
        }
        for typed in ["", "abc", "NaN", "1e400", "triangular(1)", "wind(1,2)"] {
            assert!(control.parse(typed, &state).is_err(), "{} {typed}", spec.id);
        }
    }
}

#[test]
fn a_slider_of_ratios_goes_from_end_to_end() {
    let spec = Control::from(Lever::Capacity).spec(&State::new());
    assert!(spec.log);
    for value in [spec.min, spec.max] {
        assert!((spec.value_at(spec.position(value)) / value - 1.0).abs() < 0.05, "{value}");
    }
    assert_eq!(spec.value_at(100.0), spec.default, "at the right end there is no limit");
    let middle = spec.value_at(50.0);
    assert!((spec.position(middle) - 50.0).abs() < 0.5 && middle / spec.min > 10.0, "{middle}");
}

#[test]
fn own_data_take_over_only_what_means_the_same_there() {
    let observations =
        (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    let own = OwnData::new(Series::new("mine", observations.collect()).unwrap());
    let moved = [
        Action::AsOf(true),
        set(Lever::Growth.into(), 2.0),
        set(Lever::Programme.into(), 300.0),
        set(Control::Lever("wheat.price".parse().unwrap()), -30.0),
    ]
    .into_iter()
    .fold(State::new(), |state, action| state.after(action).unwrap());
    let next = moved.after(Action::Use(Data::Own(Rc::new(own)))).unwrap();
    let kept: Vec<String> = next.assumptions.moved().map(|(key, _)| key.to_string()).collect();
    assert_eq!(kept, ["growth"]);
    assert!(!next.as_of && Control::all(&next).iter().all(|control| !control.id().contains('.')));
}

#[test]
fn priors_are_used_where_they_fit_or_the_user_says_so() {
    let own = |last: f64, decision| {
        let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
        let rows = rows.chain([Observation::new(Period::annual(2020), last)]).collect();
        Data::Own(Rc::new(OwnData::new(Series::new("mine", rows).unwrap()).decided(decision)))
    };
    let unknown = own(20.0, PriorsDecision::Unknown);
    let using = |data: &Data| State { data: data.clone(), ..State::new() };
    assert!(State::new().uses_priors() && State::new().priors_remark().is_empty());
    let mut said = vec![using(&unknown).priors_remark()];
    assert!(!using(&unknown).uses_priors());
    for answer in [true, false] {
        let answered = using(&unknown).after(Action::Priors(Some(answer))).unwrap();
        assert_eq!((answered.priors, answered.uses_priors()), (Some(answer), answer));
        said.push(answered.priors_remark());
        // The answer stays with the figures, whatever they are called, and does not go to others.
        assert_eq!(
            answered.after(Action::Edit(own(21.0, PriorsDecision::Unknown))).unwrap().priors,
            Some(answer)
        );
        assert_eq!(answered.after(Action::Use(own(21.0, PriorsDecision::Unknown))).unwrap().priors, None);
        let again = answered.after(Action::Set(Lever::Growth.into(), 1.0)).unwrap();
        assert_eq!(again.after(Action::Use(unknown.clone())).unwrap_or(again).priors, Some(answer));
        assert_eq!(answered.after(Action::Priors(None)), Some(using(&unknown)));
    }
    for decision in [PriorsDecision::Name, PriorsDecision::Publisher, PriorsDecision::Asked] {
        let known = using(&own(20.0, decision));
        assert!(known.uses_priors());
        assert_eq!(known.after(Action::Priors(Some(true))), None, "it is so already");
        said.push(known.priors_remark());
        assert!(!known.after(Action::Priors(Some(false))).unwrap().uses_priors());
    }
    assert!(said.iter().all(|remark| !remark.is_empty()));
    said.sort();
    said.dedup();
    assert_eq!(said.len(), 5, "asked for and said by the user is the same");
}

#[test]
fn corrected_figures_are_asked_the_same_question() {
    let own = |last: f64| {
        let values =
            (2010..2020).map(|year| (year, if year == 2019 { last } else { f64::from(year - 2000) }));
        let rows = values.map(|(year, value)| Observation::new(Period::annual(year), value));
        Data::Own(Rc::new(OwnData::new(Series::new("mine", rows.collect()).unwrap())))
    };
    let moved = [Action::Use(own(19.0)), set(Lever::Growth.into(), 2.0), set(Lever::Programme.into(), 5.0)]
        .into_iter()
        .fold(State::new(), |state, action| state.after(action).unwrap());
    let corrected = moved.after(Action::Edit(own(21.0))).unwrap();
    assert_eq!((corrected.target(), corrected.assumptions), (moved.target(), moved.assumptions.clone()));
    assert_eq!(moved.after(Action::Edit(own(19.0))), None);
    let copy = State::new().after(Action::Edit(own(19.0))).unwrap();
    assert_eq!(copy.target(), State::new().target(), "a copy of the built-in series keeps its target");
}

#[test]
fn an_amount_stays_within_what_was_known() {
    let most = Control::from(Lever::Programme).spec(&State::new()).max;
    let largest = State::new().after(set(Lever::Programme.into(), most)).unwrap();
    let then = largest.after(Action::AsOf(true)).unwrap();
    let programme = then.assumptions.get(Lever::Programme);
    assert!(programme < most);
    assert_eq!(programme, Control::from(Lever::Programme).spec(&then).max);
}

#[test]
fn resetting_all_keeps_data_and_view() {
    let moved = [
        Action::Show(ViewChange::Log(true)),
        Action::AsOf(true),
        Action::Priors(Some(false)),
        set(Control::Horizon, 12.0),
        set(Control::Target, 7.0),
    ]
    .into_iter()
    .fold(State::new(), |state, action| state.after(action).unwrap());
    let reset = moved.after(Action::ResetAll).unwrap();
    assert_eq!(reset, State { view: View { log: true, ..View::default() }, as_of: true, ..State::new() });
}

#[test]
fn a_change_of_the_view_leaves_the_rest_of_the_view() {
    let view = |changes: &[ViewChange]| {
        let show = |state: State, change: &ViewChange| state.after(Action::Show(*change)).unwrap_or(state);
        changes.iter().fold(State::new(), show).view
    };
    let compare = View { tab: Tab::Compare, ..View::default() };
    assert_eq!(
        view(&[ViewChange::Tab(Tab::Compare), ViewChange::SwitchTable]),
        View { table: true, ..compare }
    );
    assert_eq!(
        view(&[ViewChange::Tab(Tab::Compare), ViewChange::SwitchTable, ViewChange::SwitchTable]),
        compare
    );
    assert_eq!(
        view(&[ViewChange::SwitchScale, ViewChange::Log(true), ViewChange::SwitchScale]),
        View::default()
    );
    assert_eq!(
        view(&[ViewChange::Curve(true), ViewChange::Paths(true)]),
        View { curve: true, paths: true, ..View::default() }
    );
}

#[test]
fn a_deadline_is_the_last_period_of_its_year() {
    assert_eq!(last_of_year(2030, Frequency::Annual), Period::annual(2030));
    assert_eq!(last_of_year(2030, Frequency::Quarterly).to_string(), "2030-Q4");
    assert_eq!(last_of_year(2030, Frequency::Monthly).to_string(), "2030-12");
}
