//! What may be wrong with a scenario.

use std::fmt;

use crate::error::Error;
use crate::message::{MessageValues, samples, values};
use crate::question::distribution::Distribution;
use crate::question::scenario::fields::Scenario;

/// What is wrong with a scenario, and where.
///
/// ```
/// use tradecast::{Scenario, ScenarioProblem};
///
/// let fault = &Scenario::read(&[]).unwrap_err()[0];
/// assert_eq!((fault.field.as_str(), &fault.problem), ("version", &ScenarioProblem::MissingVersion));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioFault {
    /// The field, or the lever with its part.
    pub field: String,
    /// The entry that is to blame, from 0; absent where none is, or all of a lever are.
    pub entry: Option<usize>,
    /// What is wrong.
    pub problem: ScenarioProblem,
}

/// What is wrong with a field or lever of a scenario.
///
/// ```
/// assert_eq!(tradecast::ScenarioProblem::TwoValues.code(), "two_values");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioProblem {
    /// A field that there is none of.
    #[error("there is no such field; the fields are {}", Scenario::FIELDS)]
    UnknownField,
    /// A field or lever that is given twice.
    #[error("it is given twice; keep one of the two")]
    Duplicate,
    /// No version.
    #[error("it is missing; add version = 1")]
    MissingVersion,
    /// A version that this program does not read.
    #[error("version {found} is not known; write version {}", Scenario::VERSION)]
    UnknownVersion {
        /// The version.
        found: f64,
    },
    /// A value of another kind than the field takes.
    #[error("invalid type: {kind}, expected {expected}")]
    Type {
        /// What kind of value it is, in English.
        kind: String,
        /// The value as files write it.
        found: String,
        /// What the field takes.
        expected: ScenarioType,
    },
    /// A word in the table of a lever that is none.
    #[error("{word:?} is no word for a lever; the words are {}", words())]
    UnknownWord {
        /// The word.
        word: String,
    },
    /// More than one value or distribution.
    #[error("it has two values; keep one value or one distribution")]
    TwoValues,
    /// Neither value nor distribution.
    #[error("it has no value; write {lever} = {{ value = 2 }} or a distribution")]
    NoValue {
        /// The lever.
        lever: String,
    },
    /// A lever that there is none of, or what is wrong with its setting.
    #[error(transparent)]
    Lever(Error),
    /// Another unit than that of the lever.
    #[error(
        "it is given in {found:?}, and this lever is in {expected:?}; convert the value, or correct the unit"
    )]
    WrongUnit {
        /// The unit given.
        found: String,
        /// The unit of the lever.
        expected: String,
    },
    /// What adds to the capacity of the corridor, without a capacity.
    #[error(
        "it adds to a capacity that is not given, and without one there is no limit; add capacity, or leave out \
         relief and relief_year"
    )]
    NoCapacity,
}

/// What a field of a scenario takes.
///
/// ```
/// assert_eq!(tradecast::ScenarioType::Number.to_string(), "a number");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScenarioType {
    /// A number.
    Number,
    /// A text.
    Text,
    /// Several numbers.
    Numbers,
    /// Several texts.
    Texts,
    /// Levers by name.
    Levers,
    /// What a lever is set to.
    Setting,
}

/// The words in the table of a lever.
fn words() -> String {
    format!("value, unit, {}", Distribution::NAMES.join(", "))
}

impl fmt::Display for ScenarioType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "a number",
            Self::Text => "a text in quotation marks",
            Self::Numbers => "a list, each item of it a number",
            Self::Texts => "a list, each item of it a text in quotation marks",
            Self::Levers => "levers by name",
            Self::Setting => "a number, or a distribution such as triangular = [0, 2, 4]",
        })
    }
}

impl ScenarioProblem {
    /// A stable identifier of what is wrong.
    ///
    /// ```
    /// assert_eq!(tradecast::ScenarioProblem::MissingVersion.code(), "missing_version");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownField => "no_such_field",
            Self::Duplicate => "given_twice",
            Self::MissingVersion => "missing_version",
            Self::UnknownVersion { .. } => "other_version",
            Self::Type { expected, .. } => match expected {
                ScenarioType::Number => "expected_number",
                ScenarioType::Text => "expected_text",
                ScenarioType::Numbers => "expected_numbers",
                ScenarioType::Texts => "expected_texts",
                ScenarioType::Levers => "expected_levers",
                ScenarioType::Setting => "expected_setting",
            },
            Self::UnknownWord { .. } => "unknown_word",
            Self::TwoValues => "two_values",
            Self::NoValue { .. } => "no_value",
            Self::Lever(source) => source.code(),
            Self::WrongUnit { .. } => "other_unit",
            Self::NoCapacity => "no_capacity",
        }
    }

    /// What the message mentions, by name.
    ///
    /// ```
    /// let problem = tradecast::ScenarioProblem::UnknownVersion { found: 2.0 };
    /// assert_eq!(problem.values()["found"], 2.0.into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::UnknownField => values![known = Scenario::FIELDS],
            Self::Duplicate | Self::MissingVersion | Self::TwoValues | Self::NoCapacity => values![],
            Self::UnknownVersion { found } => values![found = *found, known = Scenario::VERSION],
            Self::Type { found, .. } => values![found = found],
            Self::UnknownWord { word } => values![word = word, known = &words()],
            Self::NoValue { lever } => values![lever = lever],
            Self::Lever(source) => source.values(),
            Self::WrongUnit { found, expected } => values![found = found, expected = expected],
        }
    }

    /// One of each kind at least.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let text = || String::from("abc");
        let of = |expected| Self::Type { kind: "integer `3`".to_owned(), found: "3".to_owned(), expected };
        let mut samples = samples![
            UnknownField,
            Duplicate,
            MissingVersion,
            UnknownVersion { found: 2.0 },
            Type { kind: "null".to_owned(), found: "null".to_owned(), expected: ScenarioType::Number },
            UnknownWord { word: text() },
            TwoValues,
            NoValue { lever: text() },
            Lever { 0: Error::Stopped },
            WrongUnit { found: text(), expected: text() },
            NoCapacity,
        ];
        samples.retain(|sample| !matches!(sample, Self::Lever(_)));
        let types = [
            ScenarioType::Text,
            ScenarioType::Numbers,
            ScenarioType::Texts,
            ScenarioType::Levers,
            ScenarioType::Setting,
        ];
        samples.extend(types.map(of));
        samples
    }
}
