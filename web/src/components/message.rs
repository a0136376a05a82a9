//! A message that something cannot be done, and how to mend it.

use yew::prelude::*;

use crate::text::say;

/// A message with a button that takes it away, or without one where it goes by itself once the cause is mended.
pub(crate) fn message(id: &'static str, said: String, on_close: Option<Callback<()>>) -> Html {
    html! {
        <div class="message" {id} role="alert">
            <p>{ said }</p>
            if let Some(close) = on_close {
                <button type="button" class="quiet" onclick={close.reform(|_| ())}>{ say!("page.dismiss") }</button>
            }
        </div>
    }
}
