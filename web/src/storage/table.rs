//! The table that the user imported last.

use serde::{Deserialize, Serialize};
use tradecast_io::ReadOptions;

use crate::browser;
use crate::state::tables::many_series::{ListQuery, TargetForAll};

/// Key of the table.
pub(crate) const TABLE: &str = "tradecast.table";

/// Key of its view.
pub(crate) const LOOKED: &str = "tradecast.looked";

/// A table and the options it is read with.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedTable {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) options: ReadOptions,
}

/// The view of its series, and their target.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct TableView {
    pub(crate) look: ListQuery,
    pub(crate) wish: Option<TargetForAll>,
}

/// Stores the table that was imported last; removes it where there is no room.
pub(crate) fn save_table(table: Option<&SavedTable>) {
    let kept = table.is_some_and(|table| browser::remember(TABLE, &browser::to_json(table, false)));
    if !kept {
        browser::forget(TABLE);
        browser::forget(LOOKED);
    }
}

/// Stores its view.
pub(crate) fn save_table_view(looked: &TableView) {
    browser::remember(LOOKED, &browser::to_json(looked, false));
}

/// The stored table and its view.
pub(crate) fn saved_table() -> Option<(SavedTable, TableView)> {
    let table = browser::from_json(&browser::remembered(TABLE)?).ok()?;
    let looked = browser::remembered(LOOKED).and_then(|looked| browser::from_json(&looked).ok());
    Some((table, looked.unwrap_or_default()))
}
