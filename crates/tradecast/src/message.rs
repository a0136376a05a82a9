//! Messages by code and values, so that they can be said in any language; English is what `Display` says.

use std::collections::BTreeMap;

use crate::period::{Frequency, Period};

/// What a message mentions, by name.
///
/// ```
/// let error = tradecast::Target::level(-1.0).unwrap_err();
/// assert_eq!(error.values(), tradecast::MessageValues::from([("level".to_owned(), (-1.0).into())]));
/// ```
pub type MessageValues = BTreeMap<String, MessageValue>;

/// Something that a message mentions.
///
/// ```
/// use tradecast::MessageValue;
///
/// assert_eq!(serde_json::to_string(&MessageValue::Number(0.5)).unwrap(), "0.5");
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum MessageValue {
    /// A number; shares are from 0 to 1.
    Number(f64),
    /// A name, a period or a text of the data.
    Text(String),
    /// Several of them, in order.
    List(Vec<String>),
    /// The message of what caused it.
    Message(MessageCause),
    /// The messages of several causes, in order.
    Messages(Vec<MessageCause>),
}

/// A message inside another one.
///
/// ```
/// use tradecast::{Assumptions, Distribution, Lever, MessageValue};
///
/// let never = Distribution::Normal([2.0, 0.0]);
/// let error = Assumptions::baseline().with(Lever::Growth, never).unwrap_err();
/// let MessageValue::Message(cause) = &error.values()["reason"] else { unreachable!() };
/// assert_eq!(cause.code, "deviation_not_positive");
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MessageCause {
    /// Stable identifier of the kind.
    pub code: String,
    /// What the message mentions, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: MessageValues,
}

impl MessageValue {
    /// A message inside another one.
    ///
    /// ```
    /// use tradecast::{MessageValue, MessageValues};
    ///
    /// let cause = MessageValue::cause("stopped", MessageValues::new());
    /// assert_eq!(serde_json::to_string(&cause).unwrap(), r#"{"code":"stopped"}"#);
    /// ```
    #[must_use]
    pub fn cause(code: &str, values: MessageValues) -> Self {
        Self::Message(MessageCause { code: code.to_owned(), values })
    }
}

impl From<f64> for MessageValue {
    /// JSON has no number that is not finite: such a one is said in letters.
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Text(number.to_string()) }
    }
}

impl From<usize> for MessageValue {
    fn from(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

impl From<i32> for MessageValue {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for MessageValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for MessageValue {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Period> for MessageValue {
    fn from(period: Period) -> Self {
        Self::Text(period.to_string())
    }
}

impl From<Frequency> for MessageValue {
    fn from(frequency: Frequency) -> Self {
        Self::Text(frequency.to_string())
    }
}

impl From<&[String]> for MessageValue {
    fn from(texts: &[String]) -> Self {
        Self::List(texts.to_vec())
    }
}

impl From<Vec<MessageCause>> for MessageValue {
    fn from(causes: Vec<MessageCause>) -> Self {
        Self::Messages(causes)
    }
}

impl From<MessageCause> for MessageValue {
    fn from(cause: MessageCause) -> Self {
        Self::Message(cause)
    }
}

impl From<&[Period]> for MessageValue {
    fn from(periods: &[Period]) -> Self {
        Self::List(periods.iter().map(Period::to_string).collect())
    }
}

/// Allowed values of something that is not: the largest only where there is one.
pub(crate) trait Within {
    /// The values with those that are allowed.
    fn within(self, min: f64, max: f64) -> Self;
}

impl Within for MessageValues {
    fn within(mut self, min: f64, max: f64) -> Self {
        self.insert("min".to_owned(), min.into());
        if max < f64::MAX {
            self.insert("max".to_owned(), max.into());
        }
        self
    }
}

/// What can be a value of a message.
#[doc(hidden)]
pub trait ToMessageValue {
    /// The value.
    fn to_message_value(&self) -> MessageValue;
}

impl<T: Clone + Into<MessageValue>> ToMessageValue for T {
    fn to_message_value(&self) -> MessageValue {
        self.clone().into()
    }
}

/// Values by name: a function of what converts itself, so that each of the many messages is a list and one call.
#[doc(hidden)]
#[inline(never)]
pub fn message_values(values: &[(&str, &dyn ToMessageValue)]) -> MessageValues {
    let mut named = MessageValues::new();
    for (name, value) in values {
        named.insert((*name).to_owned(), value.to_message_value());
    }
    named
}

/// Values by name: `values![row = *row, series = series]`.
#[doc(hidden)]
#[macro_export]
macro_rules! message_values {
    ($($name:ident = $value:expr),* $(,)?) => {
        $crate::message_values(&[$((stringify!($name), &$value as &dyn $crate::ToMessageValue)),*])
    };
}

/// One of each variant, which does not compile where a variant is missing, and after a semicolon more of some.
#[doc(hidden)]
#[macro_export]
macro_rules! message_samples {
    (
        $($variant:ident $({ $($body:tt)* })?),* $(,)?
        $(; $($another:ident { $($other_body:tt)* }),* $(,)?)?
    ) => {{
        let _ = |message: &Self| match message {
            $(Self::$variant { .. } => (),)*
        };
        vec![$(Self::$variant $({ $($body)* })?,)* $($(Self::$another { $($other_body)* },)*)?]
    }};
}

pub(crate) use {message_samples as samples, message_values as values};
