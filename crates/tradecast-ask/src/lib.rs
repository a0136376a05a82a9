#![doc = include_str!("../README.md")]

mod integer;
mod input;
mod priors;
mod forecaster;
mod forecasters;
mod request;
mod refusal;
mod text;

pub use forecaster::{Forecaster, ParsedQuestion, moved};
pub use forecasters::Forecasters;
pub use input::{Data, GoalInput, Options, QuestionInput, TargetPer};
pub use priors::PriorsChoice;
pub use refusal::{Refusal, Result};
pub use request::{AnswerRequest, BatchAnswer, BatchRequest, BatchResult, SolveRequest, WithWarnings};
pub use text::{json, read};
