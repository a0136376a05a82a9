//! What JavaScript catches: an `Error` with code, message, row and column.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why something could not be done, on its way to JavaScript.
///
/// ```
/// let thrown = tradecast_wasm::Thrown::from(tradecast::Target::level(0.0).unwrap_err());
/// assert_eq!(thrown.code, "bad_target");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thrown {
    /// Stable identifier of the kind of error.
    pub code: &'static str,
    /// What is wrong, where, and how to fix it.
    pub message: String,
    /// Row of the file or of the list, where there is one.
    pub row: Option<usize>,
    /// Column of the file or field of the list, where there is one.
    pub column: Option<String>,
}

impl Thrown {
    /// An argument that is not of its type.
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Self { code: "bad_input", message: message.into(), row: None, column: None }
    }
}

impl From<tradecast::Error> for Thrown {
    fn from(error: tradecast::Error) -> Self {
        let (row, column) = (error.row(), error.column().map(str::to_owned));
        Self { code: error.code(), message: error.to_string(), row, column }
    }
}

impl From<tradecast_io::Error> for Thrown {
    fn from(error: tradecast_io::Error) -> Self {
        let (row, column) = (error.row(), error.column().map(str::to_owned));
        Self { code: error.code(), message: error.to_string(), row, column }
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        let error = Error::new(&thrown.message);
        error.set_name("TradecastError");
        let fields = [
            ("code", Some(thrown.code.into())),
            ("row", thrown.row.map(|row| JsValue::from_f64(row as f64))),
            ("column", thrown.column.map(Into::into)),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                Reflect::set(&error, &name.into(), &value).expect("an error just made takes any field");
            }
        }
        error.into()
    }
}
