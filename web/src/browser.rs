//! All contact with the window: frames, timers, the address, storage, sizes and the clipboard.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, File, HtmlElement, ResizeObserver, Storage, Window};
use yew::platform::spawn_local;

fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

fn root() -> Element {
    window().document().and_then(|document| document.document_element()).expect("a page has a root element")
}

/// Runs something before the next frame is painted.
pub(crate) fn on_next_frame(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    // The only failure is a window that is going away, and then there is no next frame.
    drop(window().request_animation_frame(run.unchecked_ref()));
}

/// Something that will run after a while, unless this is dropped first.
pub(crate) struct Timer {
    id: i32,
    _run: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs something once after some milliseconds.
    pub(crate) fn after(milliseconds: i32, run: impl FnOnce() + 'static) -> Self {
        let closure = Closure::once(run);
        let function = closure.as_ref().unchecked_ref();
        let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds);
        Self { id: id.unwrap_or_default(), _run: closure }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// The fragment of the address, with its `#` where there is one.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
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

/// Listens to an event of the window until dropped.
pub(crate) struct Listener {
    event: &'static str,
    run: Closure<dyn FnMut()>,
}

impl Listener {
    /// Runs something whenever the window has this event.
    pub(crate) fn on(event: &'static str, run: impl FnMut() + 'static) -> Self {
        let run = Closure::new(run);
        let added = window().add_event_listener_with_callback(event, run.as_ref().unchecked_ref());
        added.expect("a window accepts listeners");
        Self { event, run }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Removing a listener that is gone is no error.
        drop(window().remove_event_listener_with_callback(self.event, self.run.as_ref().unchecked_ref()));
    }
}

/// Watches the sizes of elements until dropped.
pub(crate) struct SizeWatch {
    observer: ResizeObserver,
    _run: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Runs something whenever an element has a new size, and once at the start.
    pub(crate) fn of(elements: &[Element], run: impl FnMut() + 'static) -> Self {
        let run: Closure<dyn FnMut()> = Closure::new(run);
        let observer =
            ResizeObserver::new(run.as_ref().unchecked_ref()).expect("a callback makes an observer");
        for element in elements {
            observer.observe(element);
        }
        Self { observer, _run: run }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
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

/// An attribute of the root element.
pub(crate) fn root_attribute(name: &str) -> Option<String> {
    root().get_attribute(name)
}

/// Whether the system asks for dark pages.
pub(crate) fn prefers_dark() -> bool {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// Remembers something on this device, where it is allowed to.
pub(crate) fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs a preference and nothing else.
        drop(storage.set_item(key, value));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Copies a text and says whether that worked.
pub(crate) fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let clipboard = window().navigator().clipboard();
    // Pages that are not served securely have no clipboard.
    if clipboard.is_undefined() {
        return done(false);
    }
    spawn_local(async move { done(clipboard.write_text(&text).await.is_ok()) });
}

/// Reads a file and hands on its bytes; nothing where the browser cannot read it.
pub(crate) fn read_file(file: File, done: impl FnOnce(Option<Vec<u8>>) + 'static) {
    spawn_local(async move {
        let buffer = file.array_buffer().await.ok();
        done(buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec()));
    });
}

/// A text as a file that can be downloaded.
pub(crate) fn download_address(text: &str) -> String {
    format!("data:text/csv;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}
