//! The window: clock, day, preferences, printing.

use web_sys::{Element, Window};

pub(crate) fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

pub(crate) fn root() -> Element {
    window().document().and_then(|document| document.document_element()).expect("a page has a root element")
}

/// Opens the print dialogue.
pub(crate) fn print() {
    // Where a page may not print, nothing happens.
    drop(window().print());
}

/// The day where the visitor is, as 2026-11-28.
pub(crate) fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Whether the system asks for dark pages.
pub(crate) fn prefers_dark() -> bool {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// Whether the system asks for pages on which nothing moves by itself.
pub(crate) fn prefers_stillness() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// Milliseconds since the page was opened, with fractions.
pub(crate) fn clock() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}
