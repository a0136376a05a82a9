//! A button that opens a small box of choices below it.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser;
use crate::language::use_language;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Identifier in the page.
    pub(crate) id: AttrValue,
    /// What the button says.
    pub(crate) label: AttrValue,
    pub(crate) children: Html,
}

/// A native `details`, closed by Escape and, through what the stylesheet lays behind it, by a click anywhere else.
#[component]
pub(crate) fn Menu(props: &Props) -> Html {
    use_language();
    let Props { id, label, children } = props;
    let (menu, button) = (use_node_ref(), use_node_ref());
    let on_key = {
        let (menu, button) = (menu.clone(), button.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape"
                && let (Some(menu), Some(button)) = (menu.cast::<HtmlElement>(), button.cast::<HtmlElement>())
            {
                browser::close(&menu);
                browser::focus(&button);
            }
        })
    };
    html! {
        <details class="menu" id={id.clone()} name="menu" ref={menu} onkeydown={on_key}>
            <summary class="button" ref={button}>{ label.clone() }</summary>
            <div class="menu-box">{ children.clone() }</div>
        </details>
    }
}
