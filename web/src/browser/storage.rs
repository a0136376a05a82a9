//! What the browser stores on this device, and identifiers for it.

use web_sys::Storage;

use crate::browser::window::{now, window};

/// Remembers something on this device; false where it has no room or is not allowed to.
pub(crate) fn remember(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets what was remembered.
pub(crate) fn forget(key: &str) {
    if let Some(storage) = storage() {
        // What may not be changed was never remembered.
        drop(storage.remove_item(key));
    }
}

/// The names of what is remembered that begin alike.
pub(crate) fn remembered_keys(beginning: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten());
    keys.filter(|key| key.starts_with(beginning)).collect()
}

/// A name for this tab, which it keeps through a reload where it may.
pub(crate) fn tab() -> String {
    thread_local! {
        static NAME: String = {
            let storage = window().session_storage().ok().flatten();
            let known = storage.as_ref().and_then(|storage| storage.get_item("tradecast.tab").ok().flatten());
            known.unwrap_or_else(|| {
                let name = new_id();
                // Without it a reload is a new tab, and what the last one was at is found all the same.
                storage.map(|storage| storage.set_item("tradecast.tab", &name));
                name
            })
        };
    }
    NAME.with(Clone::clone)
}

/// A name that no other has: the time and a random number.
pub(crate) fn new_id() -> String {
    format!("{:x}{:05x}", now() as u64, (js_sys::Math::random() * f64::from(1 << 20)) as u32)
}

/// What was remembered on this device; absent where nothing was, or nothing may be.
pub(crate) fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub(crate) fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
