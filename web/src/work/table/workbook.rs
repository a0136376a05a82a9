//! Workbooks: their reader is a module of its own, which the shell starts in a worker when the first workbook is brought.

use std::cell::RefCell;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

use crate::work::task::Failure;

/// The function of the shell that starts the reader.
const STARTER: &str = "startSheets";

/// A sheet: its name and its cells as text.
pub(crate) type Sheet = (String, String);

/// The reader at work, and who listens to it.
struct Reading {
    worker: Worker,
    _listen: Closure<dyn FnMut(MessageEvent)>,
    _fails: Closure<dyn FnMut(JsValue)>,
}

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// Whether a file is a workbook, of this format or an older one.
pub(crate) fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04") || file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Reads no more of a workbook whose sheets nobody waits for.
pub(crate) fn stop() {
    if let Some(reading) = READING.take() {
        reading.worker.terminate();
    }
}

/// Reads a workbook and hands on its sheets.
pub(crate) fn read(file: &[u8], done: impl FnOnce(Result<Vec<Sheet>, Failure>) + 'static) {
    let Some(worker) = start() else { return done(Err(Failure::of_page("own.no-sheets"))) };
    let done = std::rc::Rc::new(RefCell::new(Some(done)));
    let end = move |outcome| {
        if let Some(done) = done.take() {
            done(outcome);
        }
        // What runs at the moment must not be dropped: it is when the next workbook is read.
        READING.with(|reading| {
            if let Some(reading) = &*reading.borrow() {
                reading.worker.terminate();
            }
        });
    };
    let fails = {
        let end = end.clone();
        Closure::new(move |_: JsValue| end(Err(Failure::of_page("own.no-sheets"))))
    };
    let listen: Closure<dyn FnMut(MessageEvent)> =
        Closure::new(move |event: MessageEvent| end(outcome(&event.data())));
    worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    worker.set_onerror(Some(fails.as_ref().unchecked_ref()));
    let posted = worker.post_message(&js_sys::Uint8Array::from(file).buffer());
    posted.expect("bytes can be handed to another thread");
    READING.set(Some(Reading { worker, _listen: listen, _fails: fails }));
}

fn start() -> Option<Worker> {
    let starter = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(STARTER)).ok()?;
    starter.dyn_into::<js_sys::Function>().ok()?.call0(&JsValue::NULL).ok()?.dyn_into().ok()
}

/// What the reader says: names and texts in turn, why it cannot, or that it failed itself.
fn outcome(said: &JsValue) -> Result<Vec<Sheet>, Failure> {
    let field = |name: &str| js_sys::Reflect::get(said, &name.into()).ok();
    if let Some(error) = field("error").and_then(|error| error.as_string()) {
        return Err(failure(&error));
    }
    match field("failed").and_then(|failed| failed.as_string()).as_deref() {
        Some("start") => return Err(Failure::of_page("own.no-sheets")),
        Some(_) => return Err(Failure::of_page("own.sheets-failed")),
        None => {}
    }
    let texts: Vec<String> = field("sheets")
        .map(|sheets| js_sys::Array::from(&sheets).iter().filter_map(|text| text.as_string()).collect())
        .unwrap_or_default();
    let sheets: Vec<Sheet> = texts.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    if sheets.is_empty() { Err(Failure::of_page("own.empty-workbook")) } else { Ok(sheets) }
}

/// Why the reader cannot: code, message, and names and values in turn, as it joins them.
fn failure(fields: &str) -> Failure {
    let fields: Vec<&str> = fields.split('\0').collect();
    let (&[code, message], values) = fields.split_first_chunk().unwrap_or((&["own.sheets-failed", ""], &[]));
    let values = values.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].into())).collect();
    Failure { code: code.to_owned(), values, message: message.to_owned() }
}
