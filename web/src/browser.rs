//! All contact with the window: frames, timers, the address, storage, sizes and the clipboard.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, ClipboardEvent, Element, Event, File, HtmlAnchorElement,
    HtmlCanvasElement, HtmlElement, HtmlImageElement, KeyboardEvent, ResizeObserver, Storage, Url, Window,
};
use yew::platform::spawn_local;

use crate::svg_file::{Element as Drawn, Node, PROPERTIES};

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

/// Lets the window have an event, for the shell around the program.
pub(crate) fn announce(event: &str) {
    let event = Event::new(event).expect("the name of an event");
    // Nobody cancels it, and with nobody listening nothing happens.
    drop(window().dispatch_event(&event));
}

/// The element that holds everything.
pub(crate) fn body() -> Element {
    window().document().and_then(|document| document.body()).expect("a page has a body").into()
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

/// Listens to keys pressed anywhere on the page until dropped.
pub(crate) struct KeyListener(Closure<dyn FnMut(KeyboardEvent)>);

impl KeyListener {
    /// Runs something for every key.
    pub(crate) fn on(run: impl FnMut(KeyboardEvent) + 'static) -> Self {
        let run = Closure::new(run);
        let added = window().add_event_listener_with_callback("keydown", run.as_ref().unchecked_ref());
        added.expect("a window accepts listeners");
        Self(run)
    }
}

impl Drop for KeyListener {
    fn drop(&mut self) {
        // Removing a listener that is gone is no error.
        drop(window().remove_event_listener_with_callback("keydown", self.0.as_ref().unchecked_ref()));
    }
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

/// Whether the system asks for pages on which nothing moves by itself.
pub(crate) fn prefers_stillness() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// How far from the top of an element something in the window is, pixels.
pub(crate) fn height_in(element: &Element, client_y: f64) -> f64 {
    client_y - element.get_bounding_client_rect().top()
}

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

/// Milliseconds since the page was opened, with fractions.
pub(crate) fn clock() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}

/// A value as JSON, laid out for people where wished.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T, laid_out: bool) -> String {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    let value = value.expect("what is kept consists of plain values");
    let indent = JsValue::from(if laid_out { 2 } else { 0 });
    let text = js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &indent);
    text.map(String::from).unwrap_or_default()
}

/// A value from JSON.
///
/// # Errors
/// What is wrong with it, in the browser's words.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = js_sys::JSON::parse(text).map_err(|error| match error.dyn_into::<js_sys::Error>() {
        Ok(error) => String::from(error.message()),
        Err(_) => String::new(),
    })?;
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}

/// A text as a file that can be downloaded.
pub(crate) fn file_address(kind: &str, text: &str) -> String {
    format!("data:{kind};charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}

/// What was remembered on this device; absent where nothing was, or nothing may be.
pub(crate) fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
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

/// The drawing of class `chart` in the element with an identifier, with the style that the light page gives it, and the size
/// of the letters around it.
pub(crate) fn drawing_in(id: &str) -> Option<(Drawn, f64)> {
    let around = window().document()?.get_element_by_id(id)?;
    let drawing = around.query_selector("svg.chart").ok()??;
    Some((in_light(|| drawn(&drawing)), letter_size(&around)))
}

/// Does something in the colours of the light page: a file is for paper. Nothing is painted before those of the page are back.
fn in_light<T>(work: impl FnOnce() -> T) -> T {
    let theme = root_attribute("data-theme");
    set_root_attribute("data-theme", Some("light"));
    let done = work();
    set_root_attribute("data-theme", theme.as_deref());
    done
}

/// Something that a part of the page tells.
pub(crate) enum Told {
    /// A sentence.
    Said(String),
    /// A drawing with its title and the size of the letters around it.
    Shown(Drawn, String, f64),
}

/// What the element with an identifier tells, from top to bottom: its sentences of class `told` and its drawings of class `chart`;
/// nothing of what waits for an answer.
pub(crate) fn told_in(id: &str) -> Vec<Told> {
    let found = window()
        .document()
        .and_then(|document| document.query_selector_all(&format!("#{id} .told, #{id} svg.chart")).ok());
    let Some(found) = found else { return Vec::new() };
    let elements = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<Element>().ok());
    let current = elements.filter(|element| {
        element.closest(".old, .outdated, [aria-busy=\"true\"]").is_ok_and(|waiting| waiting.is_none())
    });
    let told = |element: Element| {
        if element.tag_name() != "svg" {
            return Told::Said(element.text_content().unwrap_or_default());
        }
        let title = element.query_selector("title").ok().flatten().and_then(|title| title.text_content());
        let title = title.or_else(|| element.get_attribute("aria-label")).unwrap_or_default();
        let em = element.parent_element().map_or(16.0, |around| letter_size(&around));
        Told::Shown(drawn(&element), title, em)
    };
    in_light(|| current.map(told).collect())
}

fn drawn(element: &Element) -> Drawn {
    let name = element.tag_name();
    let attributes = element.get_attribute_names();
    let attributes = attributes.iter().filter_map(|name| name.as_string());
    let attributes = attributes.filter_map(|name| Some((name.clone(), element.get_attribute(&name)?)));
    let style = window().get_computed_style(element).ok().flatten();
    let style = style.map_or_else(Vec::new, |style| {
        let paints = ["path", "line", "rect", "circle", "text", "tspan"].contains(&name.as_str());
        let properties = PROPERTIES.into_iter().map(|(property, _)| property).filter(|_| paints);
        let value = |property: &str| style.get_property_value(property).unwrap_or_default();
        properties.chain(["display"]).map(|property| (property.to_owned(), value(property))).collect()
    });
    let nodes = element.child_nodes();
    let inside = (0..nodes.length()).filter_map(|i| nodes.item(i));
    let inside = inside.filter_map(|node| match node.dyn_ref::<Element>() {
        Some(element) => Some(Node::Element(drawn(element))),
        None => node.text_content().filter(|_| node.node_type() == TEXT).map(Node::Text),
    });
    Drawn { attributes: attributes.collect(), style, inside: inside.collect(), name }
}

/// What kind of node holds words.
const TEXT: u16 = web_sys::Node::TEXT_NODE;

/// Milliseconds after which a file that was offered is forgotten.
const OFFERED: i32 = 60_000;

/// Offers a text as a file to be saved.
pub(crate) fn save(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(&format!("{kind};charset=utf-8"));
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        offer(name, &blob);
    }
}

/// Offers a drawing as a picture to be saved, so many pixels wide and high.
pub(crate) fn save_picture(name: String, svg: &str, [width, height]: [f64; 2]) {
    let Ok(image) = HtmlImageElement::new() else { return };
    let painted = image.clone();
    let paint = Closure::once_into_js(move || {
        let document = window().document();
        let canvas = document.and_then(|document| document.create_element("canvas").ok());
        let Some(canvas) = canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok()) else {
            return;
        };
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
        else {
            return;
        };
        let drawn =
            context.draw_image_with_html_image_element_and_dw_and_dh(&painted, 0.0, 0.0, width, height);
        let finished = Closure::once_into_js(move |blob: Option<Blob>| {
            if let Some(blob) = blob {
                offer(&name, &blob);
            }
        });
        if drawn.is_ok() {
            // A canvas too large for the browser hands out nothing; then there is nothing to save.
            drop(canvas.to_blob(finished.unchecked_ref()));
        }
    });
    image.set_onload(Some(paint.unchecked_ref()));
    image.set_src(&format!(
        "data:image/svg+xml;charset=utf-8,{}",
        String::from(js_sys::encode_uri_component(svg))
    ));
}

fn offer(name: &str, blob: &Blob) {
    let document = window().document();
    let link = document.and_then(|document| document.create_element("a").ok());
    let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let (Some(link), Ok(address)) = (link, Url::create_object_url_with_blob(blob)) else { return };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let forget = Closure::once_into_js(move || drop(Url::revoke_object_url(&address)));
    drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), OFFERED));
}

/// Moves the keyboard to the element with an identifier, where there is one.
pub(crate) fn focus_on(id: &str) {
    let element = window().document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus(&element);
    }
}

/// The text of a paste.
pub(crate) fn pasted(event: &Event) -> Option<String> {
    let event: &ClipboardEvent = event.dyn_ref()?;
    event.clipboard_data()?.get_data("text/plain").ok()
}

/// The name of a file without its ending.
pub(crate) fn stem(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
