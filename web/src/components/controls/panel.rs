//! The panel of controls: the question, then the assumptions.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::controls::collapsible::Collapsible;
use crate::components::controls::control::ControlRow;
use crate::components::controls::moving::Moving;
use crate::components::controls::needed::Needed;
use crate::components::controls::priors::PriorsRow;
use crate::language::use_language;
use crate::state::controls::panel::{self, Group, Row};
use crate::state::controls::precedent::{Beyond, beyond};
use crate::state::controls::spec;
use crate::state::{Action, Control, Dispatch, State};
use crate::text::{self, say};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) needed: Needed,
    pub(crate) dispatch: Dispatch,
    pub(crate) moving: Callback<Moving>,
    /// What stands between the question and the levers.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Controls(props: &Props) -> Html {
    use_language();
    let Props { state, needed, dispatch, moving, children } = props;
    // What a link moved is in sight; afterwards only the user opens and closes.
    let opened = use_memo((), |()| panel::opened(state));
    let ranges = use_state_eq(|| false);
    let wanted = use_state_eq(String::new);
    let on_ranges = {
        let ranges = ranges.setter();
        Callback::from(move |event: Event| {
            ranges.set(event.target_unchecked_into::<HtmlInputElement>().checked())
        })
    };
    let on_find = {
        let wanted = wanted.setter();
        Callback::from(move |event: InputEvent| {
            wanted.set(event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let row = |control: &Control| {
        let spec = control.spec(state);
        html! {
            <ControlRow
                key={control.id()}
                control={control.clone()}
                value={control.value(state)}
                moved={control.is_moved(state)}
                needed={needed.of(control)}
                remark={spec::remark(&spec, control.idle(state), control.range(state))}
                beyond={beyond(control, state).as_ref().map(unprecedented).unwrap_or_default()}
                range={control.range(state)}
                ranges={*ranges}
                {spec}
                dispatch={dispatch.clone()}
                moving={moving.clone()}
            />
        }
    };
    let rows = |controls: &[Control]| controls.iter().map(row).collect::<Html>();
    let open = |id: &str| opened.iter().any(|opened| opened == id);
    let group = |group: Group| {
        let fold = Collapsible {
            id: &group.id,
            class: "group",
            title: &text::lever_group(&group.id, group.name),
            note: Html::default(),
            open: open(&group.id),
            content: rows(&group.controls),
            controls: group.controls,
        };
        fold.draw(state, dispatch)
    };
    let unit = state.known().series.unit().to_owned();
    let part = |row: &Row| {
        let note = html! {
            <span class="value">{ text::short_money(row.value, &unit) }{ " " }<span class="when">{ text::short_period(row.known) }</span></span>
        };
        let fold = Collapsible {
            id: &row.id,
            class: if row.depth == 0 { "piece" } else { "piece within" },
            title: &text::translated(&row.label),
            note,
            open: open(&row.id),
            content: rows(&row.controls),
            controls: row.controls.clone(),
        };
        fold.draw(state, dispatch)
    };
    let found = panel::found(state, &wanted);
    let parts = panel::parts(state);
    let of_parts: Vec<Control> = parts.iter().flat_map(|row| row.controls.clone()).collect();
    let touched = state.after(Action::ResetAll).is_some();
    let on_reset =
        use_callback(dispatch.clone(), |_: MouseEvent, dispatch| dispatch.dispatch(Action::ResetAll));
    html! {
        <div class="panel">
            <h2>{ say!("question.group") }</h2>
            { rows(&[Control::Target, Control::Deadline, Control::Horizon]) }
            { children.clone() }
            <h2>{ say!("control.group") }</h2>
            <div class="find">
                <input type="search" id="find-lever" placeholder={say!("find.lever")} aria-label={say!("find.lever")} value={(*wanted).clone()} oninput={on_find} />
                <label class="check" title={say!("ranges.what")}>
                    <input type="checkbox" id="ranges" checked={*ranges} onchange={on_ranges} />
                    { say!("ranges.switch") }
                </label>
            </div>
            if !wanted.trim().is_empty() {
                <div class="found" id="found" role="region" aria-label={say!("find.found")}>
                    { rows(&found) }
                    if found.is_empty() {
                        <p class="small">{ say!("find.nothing") }</p>
                    }
                </div>
            } else {
                <PriorsRow
                    on={state.uses_priors()}
                    chosen={state.priors.is_some()}
                    remark={state.priors_remark()}
                    dispatch={dispatch.clone()}
                />
                { for panel::groups(state).into_iter().map(group) }
                if !parts.is_empty() {
                    { Collapsible {
                        id: panel::PARTS,
                        class: "group",
                        title: &say!("control.parts"),
                        note: Html::default(),
                        open: open(panel::PARTS),
                        content: parts.iter().map(part).collect(),
                        controls: of_parts,
                    }.draw(state, dispatch) }
                }
            }
            <button type="button" id="reset-all" class="button wide" disabled={!touched} onclick={on_reset}>
                { say!("control.reset_all") }
            </button>
        </div>
    }
}

/// In words what has no precedent.
fn unprecedented(beyond: &Beyond) -> String {
    let side = |above: &bool| if *above { "above" } else { "below" };
    let percent = |value: &f64| text::growth(*value);
    match beyond {
        Beyond::Growth { above, average, record, until } => say!(
            &format!("beyond.growth-{}", side(above)),
            average = percent(average),
            record = percent(record),
            until = text::period(*until)
        ),
        Beyond::Shock { above, record, until } => say!(
            &format!("beyond.shock-{}", side(above)),
            record = format!("{record:+.0} %").replace('-', "\u{2212}"),
            until = text::period(*until)
        ),
    }
}
