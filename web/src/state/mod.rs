//! What the user chose, and nothing else; everything shown is computed from it.

mod action;
mod choices;
pub mod controls;
mod history;
pub mod scenarios;
pub mod tables;
pub mod url;

pub use action::Action;
pub(crate) use choices::last_of_year;
pub use choices::{State, Tab, View, ViewChange};
pub use controls::control::Control;
pub use controls::spec::{Idle, Spec};
pub(crate) use history::Dispatch;
pub use history::{Change, History};

#[cfg(test)]
mod tests;
