//! A message that something cannot be done, and how to mend it.

use yew::prelude::*;

use crate::text;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: AttrValue,
    pub(crate) text: AttrValue,
    /// Takes the message away; absent where it goes by itself once the cause is mended.
    #[prop_or_default]
    pub(crate) on_close: Option<Callback<()>>,
}

#[component]
pub(crate) fn Message(props: &Props) -> Html {
    html! {
        <div class="message" id={props.id.clone()} role="alert">
            <p>{ props.text.clone() }</p>
            if let Some(close) = props.on_close.clone() {
                <button type="button" class="quiet" onclick={Callback::from(move |_| close.emit(()))}>{ text::DISMISS }</button>
            }
        </div>
    }
}
