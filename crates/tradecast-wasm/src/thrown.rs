//! What JavaScript catches: an `Error` with code, message and place.

use js_sys::{Error, Reflect};
use tradecast_ask::Refusal;
use wasm_bindgen::JsValue;

/// Why something could not be done, on its way to JavaScript.
///
/// ```
/// let thrown = tradecast_wasm::Thrown::from(tradecast::Target::level(0.0).unwrap_err());
/// assert_eq!(thrown.0.code, "bad_target");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thrown(pub Refusal);

impl<E: Into<Refusal>> From<E> for Thrown {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl From<Thrown> for JsValue {
    fn from(Thrown(refusal): Thrown) -> Self {
        let error = Error::new(&refusal.message);
        error.set_name("TradecastError");
        let fields = [
            ("code", Some(refusal.code.into())),
            ("row", refusal.row.map(|row| JsValue::from_f64(row as f64))),
            ("column", refusal.column.map(Into::into)),
            ("field", refusal.field.map(Into::into)),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                Reflect::set(&error, &name.into(), &value).expect("an error just made takes any field");
            }
        }
        error.into()
    }
}
