//! Tabs below the charts: one part of the evidence at a time, all of them a key press away.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser;
use crate::language::use_language;
use crate::state::{Action, Dispatch, Tab, View, ViewChange};
use crate::text::say;

/// The row of tabs.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) view: View,
    pub(crate) dispatch: Dispatch,
}

/// A tablist after the ARIA authoring practices: one tab stop, arrows move the choice.
#[component]
pub(crate) fn Tabs(props: &Props) -> Html {
    use_language();
    let Props { view, dispatch } = props;
    let refs = use_memo((), |()| Tab::ALL.map(|_| NodeRef::default()));
    let choose = {
        let dispatch = dispatch.clone();
        Callback::from(move |tab| dispatch.dispatch(Action::Show(ViewChange::Tab(tab))))
    };
    let on_key = {
        let (choose, refs, now) = (choose.clone(), refs.clone(), view.tab);
        Callback::from(move |event: KeyboardEvent| {
            let at = Tab::ALL.iter().position(|tab| *tab == now).unwrap_or(0);
            let last = Tab::ALL.len() - 1;
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % Tab::ALL.len(),
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            choose.emit(Tab::ALL[next]);
            if let Some(button) = refs[next].cast::<HtmlElement>() {
                browser::focus(&button);
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={say!("tabs.name")} onkeydown={on_key}>
            { for Tab::ALL.into_iter().zip(refs.iter()).map(|(tab, button)| html! {
                <button
                    type="button"
                    role="tab"
                    id={format!("tab-{}", tab.id())}
                    ref={button.clone()}
                    aria-selected={(tab == view.tab).to_string()}
                    aria-controls="tab-panel"
                    tabindex={if tab == view.tab { "0" } else { "-1" }}
                    onclick={choose.reform(move |_: MouseEvent| tab)}
                >
                    { say!(&format!("tabs.{}", tab.id())) }
                </button>
            }) }
        </div>
    }
}
