//! Elements of the page: sizes, focus, styles.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::browser::window::{root, window};

/// The element that holds everything.
pub(crate) fn body() -> Element {
    window().document().and_then(|document| document.body()).expect("a page has a body").into()
}

/// The element with an identifier, where the page has it.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    window().document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// What kind of element has the keyboard: its tag, and for an input its type.
pub(crate) fn focused() -> Option<(String, String)> {
    let element = window().document()?.active_element()?;
    Some((element.tag_name().to_ascii_lowercase(), element.get_attribute("type").unwrap_or_default()))
}

/// Whether a dialog stands over the page.
pub(crate) fn in_dialog() -> bool {
    let document = window().document();
    document.is_some_and(|document| document.query_selector("dialog[open]").ok().flatten().is_some())
}

/// Width and height of an element, pixels.
pub(crate) fn size(element: &Element) -> (f64, f64) {
    (f64::from(element.client_width()), f64::from(element.client_height()))
}

/// Size of the letters of an element, pixels.
pub(crate) fn letter_size(element: &Element) -> f64 {
    let style = window().get_computed_style(element).ok().flatten();
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.trim_end_matches("px").parse().ok()).unwrap_or(14.0)
}

/// How far from the left of an element something in the window is, pixels.
pub(crate) fn offset_in(element: &Element, client_x: f64) -> f64 {
    client_x - element.get_bounding_client_rect().left()
}

/// Moves the keyboard to an element.
pub(crate) fn focus(element: &HtmlElement) {
    // An element that cannot take the focus leaves it where it is.
    drop(element.focus());
}

/// Sets a style property of an element; a style attribute would be stopped by the content security policy.
pub(crate) fn set_style(element: &HtmlElement, property: &str, value: &str) {
    element.style().set_property(property, value).expect("the property is one that exists");
}

/// Closes an element that can be opened.
pub(crate) fn close(element: &HtmlElement) {
    element.remove_attribute("open").expect("the name is a valid attribute name");
}

/// Sets an attribute of the root element, or removes it.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    match value {
        Some(value) => root().set_attribute(name, value),
        None => root().remove_attribute(name),
    }
    .expect("the name is a valid attribute name");
}

/// Sets what the page is called and what it is about.
pub(crate) fn describe(title: &str, description: &str) {
    let document = window().document().expect("a window of a page has a document");
    document.set_title(title);
    if let Ok(Some(meta)) = document.query_selector("meta[name=description]") {
        meta.set_attribute("content", description).expect("the name is a valid attribute name");
    }
}

/// An attribute of the root element.
pub(crate) fn root_attribute(name: &str) -> Option<String> {
    root().get_attribute(name)
}

/// How far from the top of an element something in the window is, pixels.
pub(crate) fn height_in(element: &Element, client_y: f64) -> f64 {
    client_y - element.get_bounding_client_rect().top()
}

/// Moves the keyboard to the element with an identifier, where there is one.
pub(crate) fn focus_on(id: &str) {
    let element = window().document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus(&element);
    }
}
