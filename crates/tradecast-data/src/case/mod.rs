//! A case: everything that is known about trade of one pair, read from one folder.

pub(crate) mod citation;
#[cfg(feature = "check")]
pub(crate) mod flatten;
#[cfg(feature = "check")]
pub(crate) mod folder;
pub(crate) mod keys;
mod known;
pub(crate) mod manifest;
pub(crate) mod pair;
pub(crate) mod scenario;
mod series;
