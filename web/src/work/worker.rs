//! The worker's side: reads requests, does them one after the other, reports.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::reading::{Read, Reader};
use super::{Arrived, Report, Request, Task, perform, wire};
use crate::engine::{Engine, Precision};

/// Milliseconds that an answer may take so that it is painted with the next frame.
const FRAME: f64 = 12.0;

/// Listens for requests, where this is a worker; false where it is a page.
pub(crate) fn serve() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let engine = RefCell::new(Engine::usual());
    let reader = RefCell::new(Reader::default());
    let reports = scope.clone();
    let report = move |report: &Report| {
        reports.post_message(&wire::sent(report)).expect("plain values can be handed to another thread");
    };
    let clock = scope.performance().expect("a worker has a clock");
    let now = move || clock.now();
    let told = report.clone();
    let listen: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |event: MessageEvent| {
        let Request { id, ask, task } = match wire::received(&event.data()) {
            Arrived::Read(Read { id, order }) => {
                let outcome = reader.borrow_mut().perform(order).map(Box::new);
                return told(&Report::Read { id, outcome });
            }
            Arrived::Ask(request) => *request,
        };
        let start = now();
        let full = matches!(task, Task::Answer(Precision::Full, _));
        let mut progress = |share| told(&Report::Progress { id, share });
        let outcome = perform(&mut engine.borrow_mut(), &ask, &task, &mut progress);
        if full {
            engine.borrow_mut().measured(now() - start > FRAME);
        }
        told(&Report::End { id, outcome });
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    report(&Report::Ready);
    true
}
