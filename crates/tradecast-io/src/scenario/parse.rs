//! The entries of a scenario file in either format, and the rows in which they stand.

use serde::de::DeserializeSeed;
use tradecast::ScenarioEntries;

use super::format::ScenarioFormat;
use crate::error::{Error, Result};

/// The entries of a file.
pub(super) fn entries(text: &str, format: ScenarioFormat) -> Result<ScenarioEntries> {
    let read = parse(ScenarioEntries::default(), text, format);
    read.map_err(|Stopped { row, reason, format }| Error::BadSyntax { row, format, reason })
}

/// The row in which an entry stands.
pub(super) fn row_of(entry: usize, text: &str, format: ScenarioFormat) -> usize {
    parse(ScenarioEntries::stopping_at(entry), text, format).map_or_else(|stopped| stopped.row, |_| 1)
}

/// Where and, in the parser's words, why it stopped.
struct Stopped {
    row: usize,
    reason: String,
    format: &'static str,
}

fn parse(
    entries: ScenarioEntries,
    text: &str,
    format: ScenarioFormat,
) -> std::result::Result<ScenarioEntries, Stopped> {
    match format {
        #[cfg(feature = "toml")]
        ScenarioFormat::Toml => toml::Deserializer::parse(text)
            .and_then(|document| entries.deserialize(document))
            .map_err(|error| {
                let start = error.span().map_or(0, |span| span.start);
                let row = 1 + text.bytes().take(start).filter(|&b| b == b'\n').count();
                Stopped { row, reason: error.message().to_owned(), format: "TOML" }
            }),
        #[cfg(feature = "json")]
        ScenarioFormat::Json => {
            let mut document = serde_json::Deserializer::from_str(text);
            let read = entries.deserialize(&mut document);
            read.and_then(|entries| document.end().map(|()| entries)).map_err(|error| {
                let reason = error.to_string();
                let place = format!(" at line {} column {}", error.line(), error.column());
                let reason = reason.strip_suffix(&place).unwrap_or(&reason).to_owned();
                Stopped { row: error.line().max(1), reason, format: "JSON" }
            })
        }
    }
}
