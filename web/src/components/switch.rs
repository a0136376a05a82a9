//! A choice between a few ways, all of them in sight.

use yew::prelude::*;

use crate::state::{Action, State, View};
use crate::text;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Identifier of the group.
    pub(crate) id: AttrValue,
    /// What is chosen.
    pub(crate) label: AttrValue,
    /// The ways, in order.
    pub(crate) options: Vec<AttrValue>,
    /// Index of the chosen one.
    pub(crate) chosen: usize,
    pub(crate) on_choose: Callback<usize>,
}

/// Radio buttons drawn as one bar.
#[component]
pub(crate) fn Switch(props: &Props) -> Html {
    let Props { id, label, options, chosen, on_choose } = props;
    html! {
        <fieldset class="switch" id={id.clone()}>
            <legend class="unseen">{ label.clone() }</legend>
            { for options.iter().enumerate().map(|(i, option)| {
                let on_choose = on_choose.clone();
                html! {
                    <label>
                        <input
                            type="radio"
                            name={id.clone()}
                            value={i.to_string()}
                            checked={i == *chosen}
                            onchange={Callback::from(move |_| on_choose.emit(i))}
                        />
                        <span>{ option.clone() }</span>
                    </label>
                }
            }) }
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ViewProps {
    pub(crate) view: View,
    pub(crate) dispatch: UseReducerDispatcher<State>,
}

/// Charts or a table, and how the value axis is measured.
#[component]
pub(crate) fn ViewSwitch(props: &ViewProps) -> Html {
    let ViewProps { view, dispatch } = props;
    let on_view = use_callback((*view, dispatch.clone()), |choice, (view, dispatch)| {
        dispatch.dispatch(Action::Show(View { table: choice == 1, ..*view }));
    });
    let on_scale = use_callback((*view, dispatch.clone()), |choice, (view, dispatch)| {
        dispatch.dispatch(Action::Show(View { log: choice == 1, ..*view }));
    });
    html! {
        <div class="bar">
            <h2>{ if view.table { text::TABLE_TITLE } else { text::FAN_TITLE } }</h2>
            if !view.table {
                <Switch
                    id="scale"
                    label={text::SCALE_SWITCH}
                    options={text::SCALES.map(AttrValue::from).to_vec()}
                    chosen={usize::from(view.log)}
                    on_choose={on_scale}
                />
            }
            <Switch
                id="view"
                label={text::VIEW_SWITCH}
                options={text::VIEWS.map(AttrValue::from).to_vec()}
                chosen={usize::from(view.table)}
                on_choose={on_view}
            />
        </div>
    }
}
