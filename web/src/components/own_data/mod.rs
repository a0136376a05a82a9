//! The tab with the figures, and with the table that the user brings.

pub(crate) mod about;
pub(crate) mod choose_file;
pub(crate) mod grid;
pub(crate) mod import_prop;
pub(crate) mod read_options;
pub(crate) mod remarks;
pub(crate) mod series_list;
pub(crate) mod tab;
