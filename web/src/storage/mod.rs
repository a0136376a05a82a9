//! Browser storage: saved scenarios, the user's figures and table, and the session of each tab.

mod figures;
mod scenarios;
mod session;
mod table;

pub(crate) use figures::{open_link, save_figures};
pub(crate) use scenarios::{Scenarios, saved_names, use_scenarios};
pub(crate) use session::{save_session, saved_session};
pub(crate) use table::{SavedTable, TableView, save_table, save_table_view, saved_table};
