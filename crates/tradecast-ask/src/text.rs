//! JSON in and out.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::integer::with_integers;
use crate::refusal::{Refusal, Result};

/// A value as JSON: indented, fields in the order of their declaration, numbers in the fewest digits that read back the same.
///
/// ```
/// assert_eq!(tradecast_ask::json(&[1.0, 0.1]), "[\n  1.0,\n  0.1\n]");
/// ```
///
/// # Panics
/// Never for the values of this program: only maps whose keys are no texts cannot be written.
#[must_use]
pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("the keys of our maps are texts")
}

/// Reads JSON. A number such as `500.0` or `5e2` is the integer that it is.
///
/// ```
/// use tradecast_ask::{QuestionInput, read};
///
/// let refused = read::<QuestionInput>(br#"{ "target": 1000, "levels": [50, "wide"] }"#).unwrap_err();
/// assert_eq!((refused.code, refused.field.as_deref()), ("bad_input", Some("levels[1]")));
///
/// let twice = read::<QuestionInput>(b"{ \"target\": 1000,\n\"target\": 2000 }").unwrap_err();
/// assert_eq!((twice.code, twice.row), ("bad_input", Some(2)));
/// ```
///
/// # Errors
/// `bad_json` for what is no JSON, with its row; `bad_input` for what is not of its type, with the field, or the row where the whole is
/// wrong.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T> {
    let text = with_integers(text);
    let mut reader = serde_json::Deserializer::from_slice(&text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let refusal = refused(error.inner()).at_path(&error.path().to_string());
        // What is wrong with the whole, such as a field that is there twice, has a row at least.
        let row = refusal.row.or_else(|| refusal.field.is_none().then(|| error.inner().line()));
        Refusal { row, ..refusal }
    })?;
    reader.end().map_err(|error| refused(&error))?;
    Ok(value)
}

fn refused(error: &serde_json::Error) -> Refusal {
    match error.classify() {
        Category::Data => Refusal::bad_input(error.to_string()),
        Category::Syntax | Category::Eof | Category::Io => Refusal::bad_json(error),
    }
}
