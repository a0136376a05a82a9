//! The notice that a newer version of the page is ready. It replaces this one when the user says so, never by itself.

use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::language::use_language;
use crate::text::say;

/// The event by which the shell announces it.
const ANNOUNCED: &str = "newversion";
/// The event by which the page asks for it.
const WANTED: &str = "useversion";
/// Where the shell notes that one waits, for a program that starts after the announcement.
const NOTED: &str = "data-version";

#[component]
pub(crate) fn NewVersion() -> Html {
    use_language();
    let waits = use_state_eq(|| browser::root_attribute(NOTED).is_some());
    use_effect_with((), {
        let waits = waits.setter();
        move |()| {
            let listener = Listener::on(ANNOUNCED, move || waits.set(true));
            move || drop(listener)
        }
    });
    let on_use = Callback::from(|_: MouseEvent| browser::announce(WANTED));
    let on_later = waits.setter();
    let on_later = Callback::from(move |_: MouseEvent| on_later.set(false));
    html! {
        if *waits {
            <div id="new-version" class="message new-version" role="status">
                <p>{ say!("version.ready") }</p>
                <button type="button" class="button" onclick={on_use}>{ say!("version.reload") }</button>
                <button type="button" class="quiet" onclick={on_later}>{ say!("version.later") }</button>
            </div>
        }
    }
}
