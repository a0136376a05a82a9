//! The page's side of a worker: sends requests once it listens, hands on its reports; ends it when dropped.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

use super::reading::Read;
use super::{Report, Request, Sent, wire};

/// The function of the shell that starts a worker: a page from a server and one from a file do it differently.
const STARTER: &str = "startWorker";

/// A worker and what is on its way to it.
pub(super) struct Thread {
    worker: Worker,
    /// Requests until it listens; absent from then on.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _listen: Closure<dyn FnMut(MessageEvent)>,
}

impl Thread {
    /// Starts a worker; nothing where the browser does not allow it.
    pub(super) fn start(on_report: impl Fn(Report) + 'static) -> Option<Self> {
        let starter = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(STARTER)).ok()?;
        let starter: js_sys::Function = starter.dyn_into().ok()?;
        let worker: Worker = starter.call1(&JsValue::NULL, &wasm_bindgen::module()).ok()?.dyn_into().ok()?;
        let waiting = Rc::new(RefCell::new(Some(Vec::<JsValue>::new())));
        let listen: Closure<dyn FnMut(MessageEvent)> = {
            let (waiting, worker) = (Rc::clone(&waiting), worker.clone());
            Closure::new(move |event: MessageEvent| match wire::received(&event.data()) {
                Report::Ready => {
                    for request in waiting.take().into_iter().flatten() {
                        post(&worker, &request);
                    }
                }
                report => on_report(report),
            })
        };
        worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        Some(Self { worker, waiting, _listen: listen })
    }

    /// Hands a request to the worker, as soon as it listens.
    pub(super) fn send(&self, request: &Request) {
        self.hand(&Sent::Ask(request));
    }

    /// Hands an order to read a table to the worker, as soon as it listens.
    pub(super) fn read(&self, read: &Read) {
        self.hand(&Sent::Read(read));
    }

    fn hand(&self, message: &Sent<'_>) {
        let sent = wire::sent(message);
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(sent),
            None => post(&self.worker, &sent),
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn post(worker: &Worker, message: &JsValue) {
    worker.post_message(message).expect("plain values can be handed to another thread");
}
