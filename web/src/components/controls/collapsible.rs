//! Controls that belong together, under a line that opens and closes them.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser;
use crate::components::controls::control::reset_button;
use crate::state::controls::panel;
use crate::state::{Action, Control, Dispatch, State};
use crate::text::say_count;

/// A group of controls that a summary line opens and closes.
pub(crate) struct Collapsible<'a> {
    /// Identifier in the page.
    pub(crate) id: &'a str,
    pub(crate) class: &'static str,
    pub(crate) title: &'a str,
    /// What else the line says.
    pub(crate) note: Html,
    /// Whether it is open before the user opens or closes it.
    pub(crate) open: bool,
    /// The controls under it: those that are moved are counted, and can be reset together.
    pub(crate) controls: Vec<Control>,
    pub(crate) content: Html,
}

impl Collapsible<'_> {
    pub(crate) fn draw(self, state: &State, dispatch: &Dispatch) -> Html {
        let Self { id, class, title, note, open, controls, content } = self;
        let summary = NodeRef::default();
        let moved = panel::moved(&controls, state);
        let on_reset = {
            let (dispatch, summary) = (dispatch.clone(), summary.clone());
            Callback::from(move |_: MouseEvent| {
                dispatch.dispatch(Action::Reset(controls.clone()));
                // The button is about to go, and the keyboard must not lose its place with it.
                if let Some(summary) = summary.cast::<HtmlElement>() {
                    browser::focus(&summary);
                }
            })
        };
        html! {
            <div key={id} class={classes!("fold", class)} id={format!("fold-{id}")}>
                <details {open}>
                    <summary ref={summary}>
                        <span class="title">{ title }</span>
                        if moved > 0 {
                            <span class="count">{ say_count!("control.moved", moved as u64) }</span>
                        }
                        { note }
                    </summary>
                    <div class="inside">{ content }</div>
                </details>
                if moved > 0 {
                    { reset_button(&format!("fold-{id}"), title, false, on_reset) }
                }
            </div>
        }
    }
}
