//! What is computed away from the page, so that it never stands still: questions and tasks go to a worker, answers come back.
//!
//! The worker runs the same module as the page and the same [`Engine`]. One worker answers questions, the latest first; another,
//! started when first needed, does what takes longer and is ended when it is no longer wanted.

mod answers;
mod background_task;
mod backtest;
mod encoding;
mod frame_budget;
mod latest;
mod message;
mod page_engine;
mod perform;
mod session;
pub mod table;
mod task;
mod worker;

pub(crate) use answers::use_answer;
pub(crate) use background_task::{BackgroundTask, Progress, use_task};
pub(crate) use page_engine::is_without_worker;
pub use perform::perform;
pub(crate) use table::import::{
    ChosenSeries, ImportState, LAYOUTS, Milestone, TableImport, use_rate, use_table_import,
};
pub use task::{Baseline, Done, Failure, Task};
pub(crate) use worker::handle::{StartWorker, open};
pub(crate) use worker::serve::{is_worker, serve};

#[cfg(test)]
mod tests;
