//! The table that the user brought last.

use serde::{Deserialize, Serialize};
use tradecast_io::ReadOptions;

use crate::browser;
use crate::state::tables::many_series::{Look, Wish};

/// Name of the table that was brought last.
pub(crate) const TABLE: &str = "tradecast.table";

/// Name of how it is looked at.
pub(crate) const LOOKED: &str = "tradecast.looked";

/// A table that was brought, and how it is read.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedTable {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) options: ReadOptions,
}

/// How its series are looked at, and what is asked of them.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct TableView {
    pub(crate) look: Look,
    pub(crate) wish: Option<Wish>,
}

/// Keeps the table that was brought last, or none where there is no room: it is a comfort, and nothing is lost without.
pub(crate) fn save_table(table: Option<&SavedTable>) {
    let kept = table.is_some_and(|table| browser::remember(TABLE, &browser::to_json(table, false)));
    if !kept {
        browser::forget(TABLE);
        browser::forget(LOOKED);
    }
}

/// Keeps how it is looked at.
pub(crate) fn save_table_view(looked: &TableView) {
    browser::remember(LOOKED, &browser::to_json(looked, false));
}

/// The table that was brought last, and how it was looked at.
pub(crate) fn saved_table() -> Option<(SavedTable, TableView)> {
    let table = browser::from_json(&browser::remembered(TABLE)?).ok()?;
    let looked = browser::remembered(LOOKED).and_then(|looked| browser::from_json(&looked).ok());
    Some((table, looked.unwrap_or_default()))
}
