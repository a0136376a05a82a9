//! A message that something cannot be done, and how to mend it.

use yew::prelude::*;

use crate::link::Notice;
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

/// What the page says about its link; where it restored something, with a button that leaves that behind.
pub(crate) fn notice(notice: &Notice, on_close: &Callback<()>, on_afresh: Callback<()>) -> Html {
    html! {
        <div class="message" id="link-message" role={if notice.restored { "status" } else { "alert" }}>
            <p>{ &notice.said }</p>
            <span class="pair">
                if notice.restored {
                    <button type="button" id="afresh" class="quiet" onclick={on_afresh.reform(|_| ())}>{ say!("link.afresh") }</button>
                }
                <button type="button" class="quiet" onclick={on_close.reform(|_| ())}>{ say!("page.dismiss") }</button>
            </span>
        </div>
    }
}
