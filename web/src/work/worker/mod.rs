//! The worker: the handles that the page holds, and the loop that the worker runs.

pub(super) mod handle;
pub(super) mod serve;
pub(super) mod thread;
