//! A worker as the page sees it: queues requests until the worker is ready, forwards its responses, terminates it when dropped.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

use crate::work::encoding;
use crate::work::message::{Message, Response};

/// The function of the shell that starts a worker: a page from a server and one from a file do it differently.
const STARTER: &str = "startWorker";

/// A worker crashed or failed to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WorkerLost {
    /// Whether it had been ready for requests.
    pub(crate) was_ready: bool,
}

/// A worker and the requests queued for it.
pub(crate) struct WorkerThread {
    worker: Worker,
    /// Requests queued until it is ready; absent from then on.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _listen: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(Event)>,
}

impl WorkerThread {
    /// Starts a worker; absent where the browser allows none.
    pub(crate) fn start(on_response: impl Fn(Result<Response, WorkerLost>) + 'static) -> Option<Self> {
        let starter = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(STARTER)).ok()?;
        let starter: js_sys::Function = starter.dyn_into().ok()?;
        let worker: Worker = starter.call1(&JsValue::NULL, &wasm_bindgen::module()).ok()?.dyn_into().ok()?;
        let waiting = Rc::new(RefCell::new(Some(Vec::<JsValue>::new())));
        let on_response = Rc::new(on_response);
        let lose = {
            let (on_response, waiting) = (Rc::clone(&on_response), Rc::clone(&waiting));
            move || on_response(Err(WorkerLost { was_ready: waiting.borrow().is_none() }))
        };
        let listen: Closure<dyn FnMut(MessageEvent)> = {
            let (waiting, worker) = (Rc::clone(&waiting), worker.clone());
            Closure::new(move |event: MessageEvent| match encoding::received(&event.data()) {
                Response::Ready => {
                    let waited = waiting.take();
                    for request in waited.into_iter().flatten() {
                        post(&worker, &request);
                    }
                }
                response => on_response(Ok(response)),
            })
        };
        let fail = Closure::new(move |event: Event| {
            // The page deals with it; the console need not.
            event.prevent_default();
            lose();
        });
        worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(fail.as_ref().unchecked_ref()));
        Some(Self { worker, waiting, _listen: listen, _fail: fail })
    }

    /// Sends a message as soon as the worker is ready.
    pub(crate) fn send(&self, message: &Message) {
        let sent = encoding::sent(message);
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(sent),
            None => post(&self.worker, &sent),
        }
    }
}

impl Drop for WorkerThread {
    fn drop(&mut self) {
        // What it still has to say is not heard: the closures are about to go.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn post(worker: &Worker, message: &JsValue) {
    worker.post_message(message).expect("plain values can be handed to another thread");
}
