//! Workers: questions and tasks are sent to a worker, so that the page never blocks; answers come back.
//!
//! From a slider event to the painted answer: [`Action`](crate::state::Action) changes [`State`](crate::State), which gives a
//! [`Question`](crate::question::Question) and [`DisplayOptions`](crate::question::DisplayOptions). While the slider moves, `page_engine`
//! answers on the page's own thread. When it rests, `latest` queues the question, `session` makes it a `Request`, `worker` sends that as
//! a `Message` and returns a `Response` with a [`TaskResult`], and `session` makes it an [`AnswerView`](crate::engine::AnswerView).
//!
//! A worker runs the same module as the page and the same [`Engine`](crate::engine::Engine). One worker answers questions, and the
//! latest question wins; another, started when first needed, runs tasks that take longer and is terminated when a task is cancelled.

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
pub use task::{Baseline, Failure, Task, TaskResult};
pub(crate) use worker::handle::{StartWorker, open};
pub(crate) use worker::serve::{is_worker, serve};

#[cfg(test)]
mod tests;
