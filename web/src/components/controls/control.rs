//! One control: a slider, a box for the exact number, its unit, its reset and what it means.

use tradecast::Distribution;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::components::controls::moving::Moving;
use crate::components::controls::range::RangeRow;
use crate::components::shared::cited::cited;
use crate::language::use_language;
use crate::state::controls::spec;
use crate::state::{Action, Control, Dispatch, Spec};
use crate::text::{self, say};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) control: Control,
    pub(crate) spec: Spec,
    /// The value chosen; absent where there is none.
    pub(crate) value: Option<f64>,
    pub(crate) moved: bool,
    /// The value that would do what was asked for; absent where nobody asked.
    #[prop_or_default]
    pub(crate) needed: Option<f64>,
    /// What to know about it at the moment; empty where nothing.
    pub(crate) remark: AttrValue,
    /// What in the series has no precedent for it; empty where something has.
    pub(crate) beyond: AttrValue,
    /// The range that it is set to.
    pub(crate) range: Option<Distribution>,
    /// Whether it is offered to be one.
    pub(crate) ranges: bool,
    pub(crate) dispatch: Dispatch,
    pub(crate) moving: Callback<Moving>,
}

/// What stands in the box, for as long as the value is the one it was typed for.
#[derive(Clone, PartialEq)]
struct Draft {
    typed: String,
    value: Option<f64>,
    problem: Option<String>,
}

#[component]
pub(crate) fn ControlRow(props: &Props) -> Html {
    use_language();
    let Props { control, spec, value, moved, needed, remark, beyond, range, ranges, dispatch, moving } =
        props;
    let (id, name) = (&spec.id, spec.name());
    let slider = use_node_ref();
    let draft = use_state_eq(|| None::<Draft>);
    let explained = use_state_eq(|| false);
    let current = (*draft).clone().filter(|draft| draft.value == *value);
    let problem = current.as_ref().and_then(|draft| draft.problem.clone());
    let boxed = current.map_or_else(|| value.map(text::plain).unwrap_or_default(), |draft| draft.typed);

    let on_slide = {
        let (dispatch, moving, draft) = (dispatch.clone(), moving.clone(), draft.setter());
        let (control, spec) = (control.clone(), spec.clone());
        Callback::from(move |event: InputEvent| {
            draft.set(None);
            moving.emit(Moving::Slider);
            let position = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            dispatch.dispatch(Action::Set(control.clone(), spec.value_at(position)));
        })
    };
    let on_type = {
        let (dispatch, moving, draft, value) = (dispatch.clone(), moving.clone(), draft.setter(), *value);
        let (control, spec) = (control.clone(), spec.clone());
        Callback::from(move |event: InputEvent| {
            moving.emit(Moving::Typing);
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            if spec.optional && typed.trim().is_empty() {
                draft.set(Some(Draft { typed, value: None, problem: None }));
                return dispatch.dispatch(Action::Clear(control.clone()));
            }
            match spec.parse(&typed) {
                Ok(number) => {
                    draft.set(Some(Draft { typed, value: Some(number), problem: None }));
                    dispatch.dispatch(Action::Set(control.clone(), number));
                }
                Err(problem) => draft.set(Some(Draft { typed, value, problem: Some(problem) })),
            }
        })
    };
    // A drag that ends where it began fires no change event, so that letting go and leaving count as well. A key held down
    // changes the value again and again, and is one gesture until it is let go.
    let at_rest = moving.reform(|()| Moving::No);
    let key_held = use_mut_ref(|| false);
    let on_key_down = {
        let key_held = key_held.clone();
        Callback::from(move |_: KeyboardEvent| *key_held.borrow_mut() = true)
    };
    let on_key_up = {
        let (key_held, at_rest) = (key_held.clone(), at_rest.clone());
        Callback::from(move |_: KeyboardEvent| {
            *key_held.borrow_mut() = false;
            at_rest.emit(());
        })
    };
    let on_slid = {
        let (key_held, at_rest) = (key_held.clone(), at_rest.clone());
        Callback::from(move |_: Event| {
            if !*key_held.borrow() {
                at_rest.emit(());
            }
        })
    };
    let on_leave = {
        let at_rest = at_rest.clone();
        Callback::from(move |_: FocusEvent| {
            *key_held.borrow_mut() = false;
            at_rest.emit(());
        })
    };
    let on_boxed = {
        let (moving, draft) = (moving.clone(), draft.clone());
        Callback::from(move |_: Event| {
            moving.emit(Moving::No);
            if draft.as_ref().is_some_and(|draft| draft.problem.is_none()) {
                draft.set(None);
            }
        })
    };
    let on_reset = {
        let (dispatch, draft, slider) = (dispatch.clone(), draft.setter(), slider.clone());
        let control = control.clone();
        Callback::from(move |_: MouseEvent| {
            draft.set(None);
            dispatch.dispatch(Action::Reset(vec![control.clone()]));
            // The button is about to go, and the keyboard must not lose its place with it.
            if let Some(slider) = slider.cast::<HtmlInputElement>() {
                browser::focus(&slider);
            }
        })
    };
    let on_double = {
        let (dispatch, draft, control) = (dispatch.clone(), draft.setter(), control.clone());
        Callback::from(move |_: MouseEvent| {
            draft.set(None);
            dispatch.dispatch(Action::Reset(vec![control.clone()]));
        })
    };
    let on_explain = {
        let explained = explained.clone();
        Callback::from(move |_: MouseEvent| explained.set(!*explained))
    };

    let range_id = format!("control-{id}");
    let box_id = format!("control-{id}-number");
    let help_id = format!("help-{id}");
    let problem_id = format!("problem-{id}");
    let [min, max, step] = spec.slider();
    let [before, after] = text::around("control.source", "source");
    html! {
        <div class={classes!("control", moved.then_some("moved"), problem.is_some().then_some("wrong"))}>
            <div class="name">
                <label for={range_id.clone()}>
                    if !spec.part.is_empty() {
                        <span class="unseen">{ &spec.part }{ ": " }</span>
                    }
                    { &spec.label }
                </label>
                { info_button(id, &name, *explained, on_explain) }
            </div>
            <div class="exact">
                { reset_button(id, &name, !moved && problem.is_none(), on_reset) }
                <input
                    id={box_id}
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    size="6"
                    value={boxed}
                    placeholder={spec.optional.then_some(say!("question.deadline.none"))}
                    aria-label={text::exact_label(&name, &spec.unit)}
                    aria-invalid={problem.is_some().then_some("true")}
                    aria-describedby={problem.is_some().then(|| problem_id.clone())}
                    oninput={on_type}
                    onchange={on_boxed}
                    onblur={at_rest.reform(|_: FocusEvent| ())}
                />
                <span class="unit">{ spec.unit.clone() }</span>
            </div>
            <div class="slide">
                { track(spec, *value, *needed) }
                <input
                    id={range_id}
                    type="range"
                    ref={slider}
                    class={value.is_none().then_some("unset")}
                    min={min.to_string()}
                    max={max.to_string()}
                    step={step.to_string()}
                    value={spec.position(value.unwrap_or(spec.default)).to_string()}
                    aria-valuetext={spec::spoken(*value, spec)}
                    oninput={on_slide}
                    onchange={on_slid}
                    onkeydown={on_key_down}
                    onkeyup={on_key_up}
                    onpointerup={at_rest.reform(|_: PointerEvent| ())}
                    onblur={on_leave}
                    ondblclick={on_double}
                />
            </div>
            if let Some(problem) = problem {
                <p class="problem" id={problem_id} role="alert">{ problem }</p>
            } else if !remark.is_empty() {
                <p class="remark">{ remark.clone() }</p>
            }
            if let Some(needed) = needed {
                <p class="needed">{ say!("control.needed", value = text::about(*needed, &spec.unit)) }</p>
            }
            if !beyond.is_empty() {
                <p class="beyond">{ beyond.clone() }</p>
            }
            if matches!(control, Control::Lever(_)) && (*ranges || range.is_some()) {
                <RangeRow
                    control={control.clone()}
                    spec={spec.clone()}
                    value={value.unwrap_or(spec.default)}
                    range={*range}
                    dispatch={dispatch.clone()}
                    moving={moving.clone()}
                />
            }
            <p class="help" id={help_id} hidden={!*explained}>
                { spec.help.clone() }{ " " }<span class="why">{ spec::range_of(spec) }</span>
                if !spec.source.is_empty() {
                    <span class="why">{ before }{ cited(spec.source) }{ after }</span>
                }
            </p>
        </div>
    }
}

/// The button that opens and closes the explanation of a control.
pub(crate) fn info_button(id: &str, label: &str, explained: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button
            type="button"
            class="info"
            aria-expanded={explained.to_string()}
            aria-controls={format!("help-{id}")}
            aria-label={say!("control.about", label = label)}
            {onclick}
        >{ "i" }</button>
    }
}

/// The button that sets a control to its default.
pub(crate) fn reset_button(id: &str, label: &str, disabled: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button
            type="button"
            id={format!("reset-{id}")}
            class="reset"
            {disabled}
            aria-label={say!("control.reset.named", label = label)}
            title={say!("control.reset")}
            {onclick}
        >
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.500 8a4.500 4.500 0 1 0 1.500-3.400M5.200 1.800V4.800H8.200" /></svg>
        </button>
    }
}

/// The rail under the thumb: the default as a tick, how far the value is from it, and a diamond where it would have to be.
fn track(spec: &Spec, value: Option<f64>, needed: Option<f64>) -> Html {
    let share = |value: f64| format!("{:.2}%", spec.share_of(value) * 100.0);
    let default = share(spec.default);
    html! {
        <svg class="track" aria-hidden="true">
            <line class="rail" x1="0" x2="100%" y1="50%" y2="50%" />
            if !spec.optional {
                <line class="default" x1={default.clone()} x2={default.clone()} y1="10%" y2="90%" />
            }
            if let Some(value) = value.filter(|_| !spec.optional) {
                <line class="moved" x1={default} x2={share(value)} y1="50%" y2="50%" />
            }
            if let Some(needed) = needed {
                <svg class="diamond" x={share(needed)} y="50%"><path d="M0 -7L5.500 0L0 7L-5.500 0Z" /></svg>
            }
        </svg>
    }
}
