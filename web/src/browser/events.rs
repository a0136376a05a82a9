//! Frames, timers, and listeners that end when they are dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, KeyboardEvent, ResizeObserver};

use crate::browser::window::window;

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

/// Lets the window have an event, for the shell around the program.
pub(crate) fn announce(event: &str) {
    let event = Event::new(event).expect("the name of an event");
    // Nobody cancels it, and with nobody listening nothing happens.
    drop(window().dispatch_event(&event));
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
