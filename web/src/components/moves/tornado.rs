//! What the answer hangs on: how far each lever alone swings the probability. A click on an end tries that value.

use std::rc::Rc;

use tradecast::Tornado;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::chart::download::Downloads;
use crate::components::moves::bars::{bars, drawn, name, use_width};
use crate::components::shared::progress::WorkProgress;
use crate::components::shared::switch::switch;
use crate::language::use_language;
use crate::state::{Action, Control, Dispatch, State};
use crate::text::{self, say};
use crate::view::moves::{FIRST, Swing, swings, tornado_bars, tornado_csv};
use crate::work::{BackgroundTask, TaskResult};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) working: BackgroundTask,
    /// Where the numbers come from.
    pub(crate) note: AttrValue,
    pub(crate) dispatch: Dispatch,
    /// Whether levers swing a quarter of the way only.
    pub(crate) quarter: bool,
    pub(crate) on_quarter: Callback<usize>,
}

#[component]
pub(crate) fn TornadoPanel(props: &Props) -> Html {
    let Props { state, working, note, dispatch, quarter, on_quarter } = props;
    use_language();
    let canvas = use_node_ref();
    let width = use_width(&canvas);
    let all = use_state_eq(|| false);
    let picked = use_state_eq(|| None::<String>);
    let result = working.result().and_then(|(done, old)| Some((tornado(done)?, old)));
    let old = result.is_some_and(|(_, old)| old);
    let done = working.result().map(|(done, _)| Rc::clone(done));
    let csv =
        use_callback(done, |(), done| done.as_ref().and_then(tornado).map(tornado_csv).unwrap_or_default());
    let found = result.map(|(tornado, _)| swings(tornado, state)).unwrap_or_default();
    let shown = if *all { &found[..] } else { &found[..found.len().min(FIRST)] };
    let now = result.map_or(0.0, |(tornado, _)| tornado.probability);
    let placed =
        width.filter(|_| !shown.is_empty()).and_then(|(width, em)| tornado_bars(shown, now, width, em));
    let at = shown.iter().position(|swing| Some(swing.key.to_string()) == *picked).unwrap_or(0);

    let attempt = {
        let dispatch = dispatch.clone();
        move |swing: &Swing, value: f64| {
            let (dispatch, control) = (dispatch.clone(), Control::Lever(swing.key.clone()));
            Callback::from(move |_: MouseEvent| {
                // A gesture of its own, to be undone as one.
                for action in [Action::Settle, Action::Set(control.clone(), value), Action::Settle] {
                    dispatch.dispatch(action);
                }
            })
        }
    };
    let pick = |swing: &Swing| {
        let (picked, key) = (picked.setter(), swing.key.to_string());
        Callback::from(move |_: PointerEvent| picked.set(Some(key.clone())))
    };
    let on_choose = {
        let picked = picked.setter();
        Callback::from(move |event: Event| {
            picked.set(Some(event.target_unchecked_into::<HtmlSelectElement>().value()));
        })
    };
    let on_all = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let rows = placed.map(|placed| {
        bars(say!("moves.hangs"), &placed, |i, row| {
            let swing = &shown[i];
            let side = |side: &crate::view::moves::Side| {
                let value = if side.class == "low" { swing.low.0 } else { swing.high.0 };
                html! { <g class="try" onclick={attempt(swing, value)}>{ drawn(&placed, row, side) }</g> }
            };
            html! {
                <g class={classes!("row", (i == at).then_some("picked"))} onpointerenter={pick(swing)} onpointerdown={pick(swing)}>
                    <rect class="whole-row live" x="0" y={format!("{:.1}", row.top)} width={format!("{:.1}", placed.width)} height={format!("{:.1}", placed.row)} />
                    { name(row) }
                    { for row.sides.iter().map(side) }
                </g>
            }
        })
    });
    let try_button = |swing: &Swing, value: f64, probability: f64| {
        html! {
            <button type="button" class="button" onclick={attempt(swing, value)}>
                { say!("moves.try", value = swing.amount(value), share = text::percent(probability)) }
            </button>
        }
    };
    html! {
        <section class="part" aria-labelledby="hangs-title">
            <div class="bar">
                <h2 id="hangs-title">{ say!("moves.hangs") }</h2>
                <WorkProgress label={say!("moves.hangs.work")} working={working.clone()} />
                { switch("swing", say!("moves.swing"), [say!("moves.swing.whole"), say!("moves.swing.quarter")], usize::from(*quarter), on_quarter.clone()) }
                <Downloads of="tornado" title={say!("moves.hangs")} note={note.clone()} {csv} />
            </div>
            if let Some((tornado, _)) = result {
                <p class="small">{ say!("moves.hangs.note", period = text::period(tornado.asked), now = text::percent(now)) }</p>
            }
            <div class={classes!("moves", old.then_some("old"))} aria-busy={old.then_some("true")}>
                <div id="tornado" class="rows" ref={canvas}>{ for rows }</div>
                if let Some(swing) = shown.get(at) {
                    <div class="picked-lever">
                        <label class="choose">
                            <span>{ say!("moves.lever") }</span>
                            <select id="tornado-lever" onchange={on_choose}>
                                { for shown.iter().enumerate().map(|(i, swing)| html! {
                                    <option value={swing.key.to_string()} selected={i == at}>{ &swing.name }</option>
                                }) }
                            </select>
                        </label>
                        { try_button(swing, swing.low.0, swing.low.1) }
                        { try_button(swing, swing.high.0, swing.high.1) }
                    </div>
                    <p id="tornado-sentence">{ swing.sentence(now) }</p>
                }
                if found.len() > FIRST {
                    <p class="small">
                        <button type="button" class="quiet" id="tornado-all" aria-expanded={(*all).to_string()} onclick={on_all}>
                            { if *all { say!("moves.fewer") } else { say!("moves.all", count = found.len()) } }
                        </button>
                    </p>
                }
            </div>
        </section>
    }
}

fn tornado(done: &Rc<TaskResult>) -> Option<&Tornado> {
    match &**done {
        TaskResult::Tornado(tornado) => Some(tornado),
        _ => None,
    }
}
