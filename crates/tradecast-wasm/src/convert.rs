//! JavaScript values to Rust values and back.

use js_sys::Object;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::{Deserializer, Serializer};
use tradecast_ask::Refusal;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::TradecastError;
use crate::snapshot;

/// Reads an argument, which has a name; an error names the field. Nothing may be borrowed while it runs: the argument may have code of
/// its own.
pub(crate) fn from_js<T: DeserializeOwned>(
    name: &str,
    value: impl Into<JsValue>,
) -> Result<T, TradecastError> {
    let value = value.into();
    if !value.is_object() {
        let kind = value.js_typeof().as_string().unwrap_or_default();
        let message = format!("expected an object or a list, not a value of type {kind}");
        return Err(Refusal::bad_input(message).at(name).into());
    }
    serde_path_to_error::deserialize(Deserializer::from(snapshot::of(name, &value)?)).map_err(|error| {
        Refusal::bad_input(error.to_string()).at_path(&error.path().to_string()).at(name).into()
    })
}

/// Reads an argument that is a number.
pub(crate) fn number(name: &str, value: &JsValue) -> Result<f64, TradecastError> {
    value.as_f64().ok_or_else(|| Refusal::bad_input("expected a number").at(name).into())
}

/// Reads options, all of which have a default.
pub(crate) fn options<T: DeserializeOwned>(value: Option<impl Into<JsValue>>) -> Result<T, TradecastError> {
    from_js("options", value.map_or_else(|| Object::new().into(), Into::into))
}

/// Writes a value exactly as JSON would hold it.
pub(crate) fn to_js<T: JsCast>(value: &impl Serialize) -> Result<T, TradecastError> {
    let value = value.serialize(&Serializer::json_compatible());
    value.map(JsCast::unchecked_into).map_err(|error| Refusal::bad_input(error.to_string()).into())
}
