//! What JavaScript catches: an `Error` with code, message, place and cause.

use js_sys::{Error, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tradecast_ask::Refusal;
use wasm_bindgen::JsValue;

/// Why something could not be done, on its way to JavaScript; where an argument's own code threw an error, with that.
///
/// ```
/// let error = tradecast_wasm::TradecastError::from(tradecast::Target::level(0.0).unwrap_err());
/// assert_eq!(error.0.code, "bad_target");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TradecastError(pub Refusal, pub Option<JsValue>);

impl TradecastError {
    /// The same about a field, as [`Refusal::at`] has it.
    pub(crate) fn at(self, field: &str) -> Self {
        Self(self.0.at(field), self.1)
    }

    /// The same with what an argument's own code threw.
    pub(crate) fn because(self, cause: JsValue) -> Self {
        Self(self.0, Some(cause))
    }
}

impl<E: Into<Refusal>> From<E> for TradecastError {
    fn from(error: E) -> Self {
        Self(error.into(), None)
    }
}

impl From<TradecastError> for JsValue {
    fn from(TradecastError(refusal, cause): TradecastError) -> Self {
        let error = Error::new(&refusal.message);
        error.set_name("TradecastError");
        let values = Some(&refusal.values).filter(|values| !values.is_empty());
        let values = values.and_then(|values| values.serialize(&Serializer::json_compatible()).ok());
        let fields = [
            ("code", Some(refusal.code.into())),
            ("row", refusal.row.map(|row| JsValue::from_f64(row as f64))),
            ("column", refusal.column.map(Into::into)),
            ("field", refusal.field.map(Into::into)),
            ("values", values),
            ("cause", cause),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                Reflect::set(&error, &name.into(), &value).expect("an error just made takes any field");
            }
        }
        error.into()
    }
}
