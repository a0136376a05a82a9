//! The page: built, bundled, in one file, and served on this machine.

pub(crate) mod shell;
pub(crate) mod single_file;
pub(crate) mod bundle;
pub(crate) mod serve;
