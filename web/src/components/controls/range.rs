//! A lever as a range: which distribution, its two or three numbers, and how it looks.

use tradecast::{Distribution, Setting};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::controls::moving::Moving;
use crate::language::use_language;
use crate::state::controls::spec;
use crate::state::{Action, Control, Dispatch, Spec};
use crate::text::{self, say};
use crate::view::density_shape;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) control: Control,
    pub(crate) spec: Spec,
    /// The number, or the middle of the range.
    pub(crate) value: f64,
    pub(crate) range: Option<Distribution>,
    pub(crate) dispatch: Dispatch,
    pub(crate) moving: Callback<Moving>,
}

/// Names of the distributions, after "a number".
const KINDS: [&str; 4] = ["triangular", "pert", "normal", "lognormal"];

/// What stands in the boxes, for as long as the range is the one it was typed for.
#[derive(Clone, PartialEq)]
struct Draft {
    typed: Vec<String>,
    range: Distribution,
    problem: Option<String>,
}

#[component]
pub(crate) fn RangeRow(props: &Props) -> Html {
    use_language();
    let Props { control, spec, value, range, dispatch, moving } = props;
    let draft = use_state_eq(|| None::<Draft>);
    let on_kind = {
        let (dispatch, draft, moving) = (dispatch.clone(), draft.setter(), moving.clone());
        let (control, spec, value) = (control.clone(), spec.clone(), *value);
        Callback::from(move |event: Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            draft.set(None);
            let kind = usize::try_from(index - 1).ok().and_then(|index| KINDS.get(index));
            match kind.and_then(|kind| usual(kind, value, &spec)) {
                Some(range) => dispatch.dispatch(Action::Vary(control.clone(), range)),
                None => dispatch.dispatch(Action::Set(control.clone(), value)),
            }
            moving.emit(Moving::No);
        })
    };
    let at_rest = moving.reform(|_: FocusEvent| Moving::No);
    let boxes = range.map(|range| {
        let current = (*draft).clone().filter(|draft| draft.range == range);
        let problem = current.as_ref().and_then(|draft| draft.problem.clone());
        let typed: Vec<String> = current.map_or_else(
            || range.parameters().iter().map(|value| text::plain(*value)).collect(),
            |draft| draft.typed,
        );
        let on_type = |index: usize| {
            let (dispatch, draft, moving) = (dispatch.clone(), draft.setter(), moving.clone());
            let (control, spec, typed) = (control.clone(), spec.clone(), typed.clone());
            Callback::from(move |event: InputEvent| {
                moving.emit(Moving::Typing);
                let mut typed = typed.clone();
                typed[index] = event.target_unchecked_into::<HtmlInputElement>().value();
                match read(range.name(), &typed, &spec) {
                    Ok(next) => {
                        draft.set(Some(Draft { typed, range: next, problem: None }));
                        dispatch.dispatch(Action::Vary(control.clone(), next));
                    }
                    Err(problem) => draft.set(Some(Draft { typed, range, problem: Some(problem) })),
                }
            })
        };
        let parameter = |(index, typed): (usize, &String)| {
            html! {
                <label>
                    { say!(&format!("range.{}.{index}", range.name())) }
                    <input
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        id={format!("range-{}-{index}", spec.id)}
                        value={typed.clone()}
                        aria-invalid={problem.is_some().then_some("true")}
                        oninput={on_type(index)}
                        onblur={at_rest.clone()}
                    />
                </label>
            }
        };
        html! {
            <>
                { for typed.iter().enumerate().map(parameter) }
                <svg class="density" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
                    <path d={density_shape(range, spec)} />
                </svg>
                if let Some(problem) = &problem {
                    <p class="problem" role="alert">{ problem }</p>
                }
            </>
        }
    });
    let name = range.map(Distribution::name);
    html! {
        <div class="range">
            <label>
                <span class="unseen">{ say!("range.kind", name = spec.name()) }</span>
                <select id={format!("range-{}", spec.id)} onchange={on_kind}>
                    <option selected={range.is_none()}>{ say!("range.number") }</option>
                    { for KINDS.iter().map(|kind| html! {
                        <option selected={name == Some(*kind)} disabled={usual(kind, *value, spec).is_none()}>{ say!(&format!("range.{kind}")) }</option>
                    }) }
                </select>
            </label>
            { for boxes }
        </div>
    }
}

/// A range around a number to begin with; absent where the distribution has none, as a lognormal one around zero.
fn usual(kind: &str, value: f64, spec: &Spec) -> Option<Distribution> {
    let [least, most] = spec.typed;
    // A tenth of the slider to either side, or of the value where the slider spans many sizes.
    let width = if spec.log { value / 5.0 } else { 0.1 * (spec.max - spec.min) };
    let parameters = match kind {
        "normal" => vec![value, width / 2.0],
        "lognormal" => vec![value, 0.1],
        _ => vec![(value - width).max(least), value, (value + width).min(most)],
    };
    let tidy: Vec<f64> =
        parameters.into_iter().map(|value| text::plain(value).parse().unwrap_or(value)).collect();
    Distribution::named(kind, &tidy).ok()
}

/// The range that was typed.
fn read(kind: &str, typed: &[String], spec: &Spec) -> Result<Distribution, String> {
    // A standard deviation is no value of the lever, so that only the number is read here.
    let free = Spec { typed: [f64::NEG_INFINITY, f64::INFINITY], whole: false, ..spec.clone() };
    let numbers = typed.iter().map(|typed| free.parse(typed)).collect::<Result<Vec<f64>, String>>()?;
    let ordered = numbers.windows(2).all(|pair| pair[0] <= pair[1]);
    let range = Distribution::named(kind, &numbers).map_err(|_refused| match kind {
        "triangular" | "pert" if !ordered => say!("range.order"),
        "triangular" | "pert" => say!("range.same"),
        "lognormal" if numbers[0] <= 0.0 => say!("range.positive"),
        _ => say!("range.deviation"),
    })?;
    let [least, most] = spec.typed;
    let inside = |value: &f64| (least..=most).contains(value);
    let fits = match range {
        Distribution::Triangular(all) | Distribution::Pert(all) => all.iter().all(inside),
        Distribution::Normal(_) | Distribution::Lognormal(_) => inside(&Setting::from(range).middle()),
    };
    if fits { Ok(range) } else { Err(spec::out_of_range(spec)) }
}

#[cfg(test)]
mod tests {
    use tradecast::Lever;

    use super::*;
    use crate::state::State;

    #[test]
    fn every_lever_has_a_range_to_begin_with_that_it_takes() {
        let state = State::new();
        for control in Control::all(&state) {
            if !matches!(control, Control::Lever(_)) {
                continue;
            }
            let spec = control.spec(&state);
            for value in [spec.min, spec.default, spec.max] {
                let ranges = KINDS.iter().filter_map(|kind| usual(kind, value, &spec));
                assert!(ranges.clone().count() >= 3, "{} {value}", spec.id);
                for range in ranges {
                    assert!(control.takes(range.into(), &state), "{} {value}: {range}", spec.id);
                }
            }
        }
    }

    #[test]
    fn what_is_typed_is_a_range_or_says_what_is_wrong() {
        let spec = Control::from(Lever::Growth).spec(&State::new());
        let read = |kind: &str, typed: &[&str]| {
            read(kind, &typed.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(), &spec)
        };
        assert_eq!(read("triangular", &["0", "2,5", "4"]), Ok(Distribution::Triangular([0.0, 2.5, 4.0])));
        assert_eq!(read("normal", &["2", "30"]), Ok(Distribution::Normal([2.0, 30.0])));
        let wrong = [
            read("triangular", &["4", "2", "0"]),
            read("pert", &["2", "2", "2"]),
            read("normal", &["2", "0"]),
            read("lognormal", &["-2", "1"]),
            read("triangular", &["0", "two", "4"]),
            read("triangular", &["0", "2", "40"]),
        ];
        let mut said: Vec<String> = wrong.into_iter().map(Result::unwrap_err).collect();
        said.dedup();
        assert_eq!(said.len(), 6, "{said:?}");
    }
}
