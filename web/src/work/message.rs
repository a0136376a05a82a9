//! Messages between the page and its worker.

use serde::{Deserialize, Serialize};

use crate::question::Question;
use crate::work::table::reader::{TableMessage, TableResponse};
use crate::work::task::{Failure, Task, TaskResult};

/// A message to the worker.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Message {
    Request(Box<Request>),
    Table(TableMessage),
}

/// Something to be done about a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) id: u32,
    /// Whether the data are those of the request before; they are then not said again.
    pub(super) same_data: bool,
    pub(super) question: Question,
    pub(super) task: Task,
}

/// A message from the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Response {
    /// It listens.
    Ready,
    /// How far a task is, 0 to 1.
    Progress { id: u32, share: f64 },
    /// A task has ended.
    End { id: u32, outcome: Result<TaskResult, Failure> },
    /// What came of an order to read a table.
    Read { id: u32, outcome: Result<Box<TableResponse>, Failure> },
}
