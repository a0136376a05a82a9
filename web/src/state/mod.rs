//! What the user chose, and nothing else; everything shown is computed from it.

mod action;
mod choices;
mod control;
pub mod file;
mod history;
pub mod library;
pub mod draft;
pub mod many;
pub mod panel;
pub mod precedent;
pub mod saved;
pub mod spec;
pub mod url;

pub use action::Action;
pub(crate) use choices::last_of_year;
pub use choices::{State, Tab, View};
pub use control::Control;
pub(crate) use history::Dispatch;
pub use history::{Change, History};
pub use spec::{Idle, Spec};

#[cfg(test)]
mod tests;
