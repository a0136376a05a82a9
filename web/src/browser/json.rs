//! JSON through the browser, which has a parser already.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// A value as JSON, laid out for people where wished.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T, laid_out: bool) -> String {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    let value = value.expect("what is kept consists of plain values");
    let indent = JsValue::from(if laid_out { 2 } else { 0 });
    let text = js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &indent);
    text.map(String::from).unwrap_or_default()
}

/// A value from JSON.
///
/// # Errors
/// What is wrong with it, in the browser's words.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = js_sys::JSON::parse(text).map_err(|error| match error.dyn_into::<js_sys::Error>() {
        Ok(error) => String::from(error.message()),
        Err(_) => String::new(),
    })?;
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}
