//! Files that are read and saved, and the clipboard.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, ClipboardEvent, Event, File, HtmlAnchorElement,
    HtmlCanvasElement, HtmlImageElement, Url,
};
use yew::platform::spawn_local;

use crate::browser::window::window;

/// A text as a file that can be downloaded.
pub(crate) fn file_address(kind: &str, text: &str) -> String {
    format!("data:{kind};charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
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

/// Milliseconds after which a file that was offered is forgotten.
pub(crate) const OFFERED: i32 = 60_000;

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

pub(crate) fn offer(name: &str, blob: &Blob) {
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

/// The text of a paste.
pub(crate) fn pasted(event: &Event) -> Option<String> {
    let event: &ClipboardEvent = event.dyn_ref()?;
    event.clipboard_data()?.get_data("text/plain").ok()
}

/// The name of a file without its ending.
pub(crate) fn stem(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
