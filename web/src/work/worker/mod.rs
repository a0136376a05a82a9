//! The worker: the page's side of it, and its own.

pub(super) mod handle;
pub(super) mod serve;
pub(super) mod thread;
