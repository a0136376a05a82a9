//! Why something was not done, for programs: code, message and place.

use serde::Serialize;
use tradecast::{Error, MessageCause, MessageValue, MessageValues};

/// Why something could not be done.
///
/// ```
/// let refusal = tradecast_ask::Refusal::from(tradecast::Target::level(0.0).unwrap_err());
/// assert_eq!((refusal.code, refusal.field.as_deref()), ("bad_target", Some("target")));
/// assert_eq!(refusal.values["level"], 0.0.into());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refusal {
    /// Stable identifier of the kind of error.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub code: &'static str,
    /// What is wrong, where, and how to fix it.
    pub message: String,
    /// Row of the file (the header is row 1) or of the list (the first is row 1); of what is no JSON, its line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// Heading of the column, or name of the field in a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The field to blame, as a path such as `question.assumptions.growth`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the message mentions, by name, so that it can be said in another language; absent where it is always the same.
    #[serde(skip_serializing_if = "MessageValues::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub values: Box<MessageValues>,
}

/// Result of this crate's functions.
///
/// ```
/// fn understood(text: &[u8]) -> tradecast_ask::Result<tradecast_ask::QuestionInput> {
///     tradecast_ask::read(text)
/// }
/// assert_eq!(understood(b"{").unwrap_err().code, "bad_json");
/// ```
pub type Result<T> = std::result::Result<T, Refusal>;

impl Refusal {
    /// A refusal without a place. Of a message that quotes something very long the middle is left out.
    ///
    /// ```
    /// use tradecast_ask::Refusal;
    ///
    /// assert!(Refusal::new("busy", "ask again later").field.is_none());
    /// let message = format!("{:?} is not one; leave it out", "x".repeat(4_000_000));
    /// let refusal = Refusal::bad_input(message);
    /// assert!(refusal.message.len() < 3_000 && refusal.message.ends_with("leave it out"));
    /// ```
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: without_middle(message.into(), MESSAGE),
            row: None,
            column: None,
            field: None,
            values: Box::default(),
        }
    }

    /// Something that is not of its type.
    ///
    /// ```
    /// assert_eq!(tradecast_ask::Refusal::bad_input("expected an object").code, "bad_input");
    /// ```
    #[must_use]
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new("bad_input", message)
    }

    /// What is no JSON, with its row.
    ///
    /// ```
    /// let error = serde_json::from_str::<u32>("{").unwrap_err();
    /// let refusal = tradecast_ask::Refusal::bad_json(&error);
    /// assert_eq!((refusal.code, refusal.row), ("bad_json", Some(1)));
    /// ```
    #[must_use]
    pub fn bad_json(error: &serde_json::Error) -> Self {
        let message = format!("this is no JSON: {error}; correct it there");
        Self { row: Some(error.line()), ..Self::new("bad_json", message) }
    }

    /// The same about a field; one that it already names is taken to be within that.
    ///
    /// ```
    /// use tradecast_ask::Refusal;
    ///
    /// let refusal = Refusal::bad_input("which?").at("by").at("question");
    /// assert_eq!(refusal.field.as_deref(), Some("question.by"));
    /// ```
    #[must_use]
    pub fn at(self, field: &str) -> Self {
        let field = match self.field {
            Some(within) if within.starts_with('[') => format!("{field}{within}"),
            Some(within) => format!("{field}.{within}"),
            None => field.to_owned(),
        };
        Self { field: Some(without_middle(field, PLACE)), ..self }
    }

    /// The same about what a path of `serde_path_to_error` leads to. Where the name of a field could not be read there is a question
    /// mark for it.
    ///
    /// ```
    /// use tradecast_ask::Refusal;
    ///
    /// let refusal = Refusal::bad_input("expected a number").at_path("levels[1].?");
    /// assert_eq!(refusal.field.as_deref(), Some("levels[1]"));
    /// assert!(Refusal::bad_input("expected an object").at_path(".").field.is_none());
    /// ```
    #[must_use]
    pub fn at_path(self, path: &str) -> Self {
        let path = path.trim_end_matches(['.', '?']);
        if path.is_empty() { self } else { self.at(path) }
    }
}

/// Longest message, in bytes: the longest list of what is known, and some words.
const MESSAGE: usize = 2_000;

/// Longest field, or heading of a column.
const PLACE: usize = 300;

/// A text, without its middle where it is too long: what is wrong stands at the beginning, and the fix at the end.
fn without_middle(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let head = text.char_indices().take_while(|(at, _)| *at <= most / 2).last();
    let tail = text.char_indices().rev().take_while(|(at, _)| text.len() - at <= most / 2).last();
    let end = text.len();
    format!("{} … {}", &text[..head.map_or(0, |(at, _)| at)], &text[tail.map_or(end, |(at, _)| at)..])
}

/// Values without the middles of texts that are too long.
fn short(values: MessageValues) -> MessageValues {
    let shorter = |text: String| without_middle(text, MESSAGE);
    let value = |value| match value {
        MessageValue::Text(text) => MessageValue::Text(shorter(text)),
        MessageValue::List(texts) => MessageValue::List(texts.into_iter().map(shorter).collect()),
        MessageValue::Message(cause) => MessageValue::cause(&cause.code, short(cause.values)),
        MessageValue::Messages(causes) => MessageValue::Messages(
            causes
                .into_iter()
                .map(|MessageCause { code, values }| MessageCause { code, values: short(values) })
                .collect(),
        ),
        number @ MessageValue::Number(_) => number,
    };
    values.into_iter().map(|(name, of)| (name, value(of))).collect()
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (row, column) = (error.row(), error.column().map(str::to_owned));
        let field = field(&error).map(|field| without_middle(field, PLACE));
        let values = Box::new(short(error.values()));
        Self { row, column, field, values, ..Self::new(error.code(), error.to_string()) }
    }
}

impl From<tradecast_io::Error> for Refusal {
    fn from(error: tradecast_io::Error) -> Self {
        let column = error.column().map(|column| without_middle(column.to_owned(), PLACE));
        let values = Box::new(short(error.values()));
        Self { row: error.row(), column, values, ..Self::new(error.code(), error.to_string()) }
    }
}

/// The field of a question that an error is about; absent where it is about the data or the options.
fn field(error: &Error) -> Option<String> {
    let name = match error {
        Error::UnknownLever { name, .. } => return Some(format!("assumptions.{name}")),
        Error::BadTarget { .. } => "target",
        Error::DeadlineOutOfReach { .. } => "by",
        Error::UnknownReporter { .. } | Error::NoCommonPeriod { .. } => "decided_by",
        Error::SettingOutOfRange { setting: "number of levels" | "level", .. } => "levels",
        Error::SettingOutOfRange { setting: setting @ ("horizon" | "paths" | "probability"), .. } => setting,
        Error::SettingOutOfRange { setting: "number of free levers" | "weight", .. } => "levers",
        _ => return error.lever().map(|lever| format!("assumptions.{lever}")),
    };
    Some(name.to_owned())
}
