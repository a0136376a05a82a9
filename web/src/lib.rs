//! The Tradecast page: what the user chose, the answer to it, and how it is shown.
//!
//! [`State`] holds the choices, [`engine`] answers them, `view` turns answers into chart geometry, `text` holds every
//! sentence, and the components only put these on the page. Nothing outside `browser` touches the window.

mod app;
mod browser;
mod components;
pub mod engine;
#[cfg(test)]
mod static_answer;
mod language;
mod lazy_module;
mod lazy_toml;
mod load_state;
mod link;
mod mount;
pub mod question;
pub mod report;
mod rounding;
pub mod state;
mod storage;
pub mod svg_file;
pub mod text;
pub mod view;
pub mod work;

pub use state::State;

/// Mounts the page; in a worker, waits for work instead.
pub fn run() {
    if work::is_worker() {
        lazy_module::load(|module| {
            if let Some(module) = module {
                (module.serve)();
            }
        });
    } else {
        // It is loaded while the first answer is computed.
        lazy_module::load(|_| ());
        mount::start();
    }
}
