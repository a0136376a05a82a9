//! Saved and ready scenarios, and their files.

pub(crate) mod files;
pub(crate) mod list;
pub(crate) mod row;
