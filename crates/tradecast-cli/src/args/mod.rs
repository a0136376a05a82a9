//! Options that several commands share.

pub(crate) mod data;
pub(crate) mod output;
pub(crate) mod question;
