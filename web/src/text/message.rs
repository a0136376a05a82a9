//! Errors and notes in the language spoken, by their code and values.
//!
//! English has one place, `Display` of the error. A catalogue has a text by the code: `error.CODE`, or `error.CODE.VALUE` for an error
//! that has this value. The English catalogue has those alone that the page says in words of its own.

use tradecast::{DistributionError, MessageCause, MessageValue, MessageValues, Period};

use crate::text::messages::catalogue::{fill, find, say};
use crate::text::messages::translate::translated;
use crate::text::numbers::number::{exact, transcribed};
use crate::text::numbers::period::{frequency, period};

/// An error of the core.
#[must_use]
pub fn error(error: &tradecast::Error) -> String {
    message("error", error.code(), &error.values(), &error.to_string())
}

/// What is wrong with a range of a lever.
#[must_use]
pub fn range_error(error: &DistributionError) -> String {
    message("error", error.code(), &error.values(), &error.to_string())
}

/// A message; where the catalogue has no text for it, as the engine says it in English.
///
/// ```
/// let error = tradecast::Target::level(-1.0).unwrap_err();
/// let said = tradecast_web::text::message("error", error.code(), &error.values(), &error.to_string());
/// assert_eq!(said, error.to_string());
/// ```
#[must_use]
pub fn message(area: &str, code: &str, values: &MessageValues, english: &str) -> String {
    by_code(area, code, values).unwrap_or_else(|| english.to_owned())
}

fn by_code(area: &str, code: &str, values: &MessageValues) -> Option<String> {
    let name = name(area, code, values)?;
    let mut words: Vec<(&str, String)> =
        values.iter().map(|(name, value)| (name.as_str(), word(name, value, values))).collect();
    if let Some(MessageValue::Number(min)) = values.get("min") {
        words.push(("range", range(*min, values.get("max"))));
    }
    let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
    Some(fill(&name, &words))
}

/// The name of the text of a message, where there is one.
pub(super) fn name(area: &str, code: &str, values: &MessageValues) -> Option<String> {
    // A message around another one says where that is; its code is that of the other.
    let base = match (values.contains_key("source"), values.contains_key("field"), values.contains_key("row"))
    {
        (true, true, _) => "error.in_field".to_owned(),
        (true, _, true) => "error.in_row".to_owned(),
        (true, ..) => "error.in_file".to_owned(),
        // The page's own: the name of the text itself.
        _ if code.contains('.') => code.to_owned(),
        _ => format!("{area}.{code}"),
    };
    let special = values.keys().map(|value| format!("{base}.{value}")).find(|name| find(name).is_some());
    special.or_else(|| find(&base).map(|_| base))
}

/// A message inside another one.
pub(super) fn cause(cause: &MessageCause) -> String {
    by_code("error", &cause.code, &cause.values).unwrap_or_default()
}

/// Several messages inside another one.
pub(super) fn causes(causes: &[MessageCause]) -> String {
    let causes: Vec<String> = causes.iter().map(cause).collect();
    causes.join("; ")
}

/// A value as messages say it.
fn word(name: &str, value: &MessageValue, values: &MessageValues) -> String {
    match value {
        MessageValue::Message(inner) => cause(inner),
        MessageValue::Messages(several) => causes(several),
        MessageValue::List(list) if name == "probable" => either(list),
        MessageValue::List(list) if name == "periods" => list.join(", "),
        MessageValue::List(list) => quoted(list, values.get("more")),
        MessageValue::Number(number) => match (name, values.get("unit")) {
            ("given", Some(MessageValue::Text(unit))) => {
                format!("{} {}", figure(*number), translated(unit)).trim_end().to_owned()
            }
            _ => figure(*number),
        },
        MessageValue::Text(text) => match name {
            "period" | "near" | "by" | "first" | "last" | "as_of" | "year" | "origin" | "after" | "from"
            | "to" => text.parse::<Period>().map_or_else(|_| text.clone(), period),
            "found" | "expected" => frequency(text).unwrap_or_else(|| translated(text)),
            "unit" | "reporter" | "most" => translated(text),
            "setting" => find(&format!("setting.{}", text.replace(' ', "-"))).unwrap_or_else(|| text.clone()),
            // What somebody else wrote stays as it is.
            _ => text.clone(),
        },
    }
}

/// A number with every digit; one that is very large or small with its power of ten.
fn figure(number: f64) -> String {
    if number != 0.0 && !(1e-6..1e15).contains(&number.abs()) {
        transcribed(&format!("{number:e}"))
    } else {
        exact(number)
    }
}

/// The values that are allowed.
fn range(min: f64, max: Option<&MessageValue>) -> String {
    match max {
        Some(MessageValue::Number(max)) => {
            fill("list.range", &[("min", &figure(min)), ("max", &figure(*max))])
        }
        _ => fill("list.range.open", &[("min", &figure(min))]),
    }
}

/// Periods of which one is meant.
fn either(list: &[String]) -> String {
    let said = |text: &String| text.parse::<Period>().map_or_else(|_| text.clone(), period);
    match list {
        [] => String::new(),
        [one] => said(one),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(said).collect();
            fill("list.or", &[("list", &first.join(", ")), ("last", &said(last))])
        }
    }
}

/// Texts in quotation marks, and how many there are more.
fn quoted(list: &[String], more: Option<&MessageValue>) -> String {
    let quoted: Vec<String> = list.iter().map(|text| say!("list.quoted", text = text)).collect();
    match more {
        Some(MessageValue::Number(more)) => {
            say!("list.more", list = quoted.join(", "), count = figure(*more))
        }
        _ => quoted.join(", "),
    }
}
