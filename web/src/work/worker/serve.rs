//! The loop of the worker: receives requests, answers one after the other, reports progress.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::engine::Engine;
use crate::question::Precision;
use crate::work::encoding;
use crate::work::message::{Message, Request, Response};
use crate::work::perform::perform;
use crate::work::session::WorkerSession;
use crate::work::table::reader::{Reader, TableMessage};
use crate::work::task::Task;

/// Milliseconds between two reports of progress.
const TELLING: f64 = 50.0;

/// Whether this is a worker, not a page.
pub(crate) fn is_worker() -> bool {
    js_sys::global().has_type::<DedicatedWorkerGlobalScope>()
}

/// Listens for requests.
pub(crate) fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let session = RefCell::new((Engine::usual(), WorkerSession::default()));
    let reader = RefCell::new(Reader::default());
    let reports = scope.clone();
    let report = move |report: &Response| {
        reports.post_message(&encoding::sent(report)).expect("plain values can be handed to another thread");
    };
    let clock = scope.performance().expect("a worker has a clock");
    let now = move || clock.now();
    let told = report.clone();
    let listen: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |event: MessageEvent| {
        let request: Request = match encoding::received(&event.data()) {
            Message::Table(TableMessage { id, order }) => {
                let outcome = reader.borrow_mut().perform(order).map(Box::new);
                return told(&Response::Read { id, outcome });
            }
            Message::Request(request) => *request,
        };
        let (engine, end) = &mut *session.borrow_mut();
        let (id, question) = (request.id, end.ask(&request));
        let outcome = match &request.task {
            Task::Answer(display) => {
                engine.show(*display);
                let shown = engine.ask(&question, Precision::Full);
                shown.map_err(Into::into).map(|shown| end.done(&question, &shown))
            }
            task => {
                let mut last = now() - TELLING;
                let mut progress = |share| {
                    if now() - last >= TELLING {
                        last = now();
                        told(&Response::Progress { id, share });
                    }
                };
                perform(engine, &question, task, &mut progress)
            }
        };
        told(&Response::End { id, outcome });
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    report(&Response::Ready);
}
