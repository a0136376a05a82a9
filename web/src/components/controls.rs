//! The panel of controls: the question, then the assumptions.

use tradecast::Frequency;
use yew::prelude::*;

use super::control::{ControlRow, Moving};
use super::priors::PriorsRow;
use crate::state::{Action, Control, State, levers};
use crate::text;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) dispatch: UseReducerDispatcher<State>,
    pub(crate) moving: Callback<Moving>,
}

#[component]
pub(crate) fn Controls(props: &Props) -> Html {
    let Props { state, dispatch, moving } = props;
    let row = |control: Control| {
        html! {
            <ControlRow
                key={control.id()}
                {control}
                spec={control.spec(state)}
                value={control.value(state)}
                moved={control.is_moved(state)}
                remark={text::remark(control, state)}
                dispatch={dispatch.clone()}
                moving={moving.clone()}
            />
        }
    };
    let yearly = state.data.series().frequency() == Frequency::Annual;
    let any_moved = !state.priors || Control::all().into_iter().any(|control| control.is_moved(state));
    let on_reset =
        use_callback(dispatch.clone(), |_: MouseEvent, dispatch| dispatch.dispatch(Action::ResetAll));
    html! {
        <div class="panel">
            <h2>{ text::QUESTION_GROUP }</h2>
            { for [Control::Target, Control::Deadline, Control::Horizon].into_iter().map(row) }
            <h2>{ text::LEVER_GROUP }</h2>
            <PriorsRow on={state.priors} {yearly} dispatch={dispatch.clone()} />
            { for levers().map(|lever| row(Control::Lever(lever))) }
            <button type="button" id="reset-all" class="button wide" disabled={!any_moved} onclick={on_reset}>
                { text::RESET_ALL }
            </button>
        </div>
    }
}
