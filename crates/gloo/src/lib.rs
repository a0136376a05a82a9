//! What yew and its runtime use of gloo: the document, events, timers and the console. The workspace patches it in for all of
//! gloo, whose other parts nothing here calls and which bring bincode, a second `http` and a third `getrandom`.

pub use gloo_console as console;
pub use gloo_events as events;
pub use gloo_timers as timers;
pub use gloo_utils as utils;
