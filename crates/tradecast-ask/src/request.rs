//! Whole requests, as a service gets them.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use tradecast::{Answer, Warning};

use crate::forecaster::Forecaster;
use crate::input::{Data, GoalInput, Options, QuestionInput, all_known};
use crate::refusal::{Refusal, Result};

macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
        pub struct $name {
            /// Data of one's own; default: the turnover of the case that is inside.
            pub data: Option<Data>,
            /// What the data do not say of themselves, and which models may speak.
            #[serde(default)]
            pub options: Options,
            $($(#[$field_doc])* pub $field: $type,)*
            #[serde(flatten)]
            #[cfg_attr(feature = "schema", schemars(skip))]
            unknown: BTreeMap<String, IgnoredAny>,
        }

        impl $name {
            /// Refuses fields that nobody reads.
            ///
            /// ```
            /// let asked = br#"{ "question": { "target": 1000 }, "colour": "red" }"#;
            /// let asked: tradecast_ask::AnswerRequest = tradecast_ask::read(asked)?;
            /// assert!(asked.check().is_err());
            /// # Ok::<(), tradecast_ask::Refusal>(())
            /// ```
            ///
            /// # Errors
            /// The first of them.
            pub fn check(&self) -> Result<()> {
                all_known(&self.unknown, "the request")
            }
        }
    };
}

request! {
    /// One series, one question.
    ///
    /// ```
    /// let asked: tradecast_ask::AnswerRequest = tradecast_ask::read(br#"{ "question": { "target": 1000 } }"#)?;
    /// assert!(asked.data.is_none() && asked.check().is_ok());
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    AnswerRequest {
        /// What is asked.
        question: QuestionInput,
    }
}

request! {
    /// What would have to be true. The question must say by when.
    ///
    /// ```
    /// let asked = tradecast_ask::read::<tradecast_ask::SolveRequest>(br#"{ "question": { "target": 1000 } }"#);
    /// assert!(asked.unwrap_err().message.contains("goal"));
    /// ```
    SolveRequest {
        /// What is asked.
        question: QuestionInput,
        /// What is wanted, and which levers may move.
        goal: GoalInput,
    }
}

request! {
    /// Any number of series, and the same questions about each of them.
    ///
    /// ```
    /// let asked = br#"{ "questions": [{ "target": 1000 }, { "target_multiple": 2 }] }"#;
    /// assert_eq!(tradecast_ask::read::<tradecast_ask::BatchRequest>(asked)?.questions.len(), 2);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    BatchRequest {
        /// What is asked.
        questions: Vec<QuestionInput>,
    }
}

/// The answers of a batch: series in the order of their first rows, the questions of each in their order.
///
/// ```
/// assert_eq!(tradecast_ask::json(&tradecast_ask::BatchAnswer { results: vec![] }), "{\n  \"results\": []\n}");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BatchAnswer {
    /// One for each series and question.
    pub results: Vec<BatchResult>,
}

/// One answer of a batch, or why there is none.
///
/// ```
/// use tradecast_ask::{BatchResult, Refusal, json};
///
/// let why = Refusal::bad_input("which?");
/// let result = BatchResult { series: "a".to_owned(), question: 0, answer: None, error: Some(why) };
/// assert!(!json(&result).contains("answer"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BatchResult {
    /// Name of the series.
    pub series: String,
    /// Which question, counted from 0 as in the request.
    pub question: usize,
    /// The answer; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<Answer>>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Refusal>,
}

/// What was found, with what a reader must know of it.
///
/// ```
/// use std::collections::BTreeMap;
/// use tradecast_ask::{WithWarnings, json};
///
/// let found = BTreeMap::from([("probability", 0.8)]);
/// assert_eq!(json(&WithWarnings::of(found, None)), "{\n  \"probability\": 0.8\n}");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "WithWarnings{T}"))]
pub struct WithWarnings<T> {
    /// What was found.
    #[serde(flatten)]
    pub found: T,
    /// What a reader must know before relying on it; absent where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl<T> WithWarnings<T> {
    /// What was found, with a warning where there is one.
    ///
    /// ```
    /// assert_eq!(tradecast_ask::WithWarnings::of(1, None).found, 1);
    /// ```
    pub fn of(found: T, warning: Option<Warning>) -> Self {
        Self { found, warnings: warning.into_iter().collect() }
    }
}

impl Forecaster {
    /// The series that a request is about.
    ///
    /// ```
    /// use tradecast_ask::{Forecaster, Options};
    ///
    /// assert_eq!(Forecaster::about(None, Options::default())?.series().last().value, 530.0);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::new`] and [`Forecaster::flagship`].
    pub fn about(data: Option<Data>, options: Options) -> Result<Self> {
        match data {
            Some(data) => Self::new(data, options),
            None => Self::flagship(options),
        }
    }
}
