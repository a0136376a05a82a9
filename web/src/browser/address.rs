//! The address of the page.

use wasm_bindgen::JsValue;

use crate::browser::window::window;

/// The fragment of the address, with its `#` where there is one.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The query of the address, with its `?` where there is one.
pub(crate) fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// Replaces the fragment without a new entry in the history; an empty one disappears.
pub(crate) fn replace_fragment(fragment: &str) {
    let location = window().location();
    let page = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let address = if fragment.is_empty() { page } else { format!("{page}#{fragment}") };
    if let Ok(history) = window().history() {
        // A page opened from a file may not be allowed to change its address; it works without.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
    }
}

/// The whole address.
pub(crate) fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// Takes a parameter out of the address, without a new entry in the history.
pub(crate) fn forget_parameter(name: &str) {
    let location = window().location();
    let search = location.search().unwrap_or_default();
    let kept = |pair: &&str| pair.split('=').next() != Some(name);
    let kept: Vec<&str> = search.trim_start_matches('?').split('&').filter(kept).collect();
    let kept = kept.join("&");
    let search = if kept.is_empty() { String::new() } else { format!("?{kept}") };
    let address = location.pathname().unwrap_or_default() + &search + &location.hash().unwrap_or_default();
    if let Ok(history) = window().history() {
        // A page opened from a file may not be allowed to change its address; it works without.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
    }
}
