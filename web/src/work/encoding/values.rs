//! Values as bytes, and as what can be posted to another thread.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::{self, DeserializeOwned};
use wasm_bindgen::JsValue;

use crate::work::encoding::format::Result;
use crate::work::encoding::reader::Reader;
use crate::work::encoding::writer::Writer;

/// A value as what can be posted to the other thread.
pub(crate) fn sent<T: Serialize>(value: &T) -> JsValue {
    let bytes = to_bytes(value).expect("what is sent consists of plain values");
    Uint8Array::from(bytes.as_slice()).into()
}

/// The value of what the other thread has posted.
pub(crate) fn received<T: DeserializeOwned>(posted: &JsValue) -> T {
    from_bytes(&Uint8Array::new(posted).to_vec()).expect("both threads run the same program")
}

/// A value as bytes.
///
/// # Errors
/// Only those that the value itself raises.
pub(crate) fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut writer = Writer(Vec::new());
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

/// The value of bytes.
///
/// # Errors
/// Where they are not those of such a value.
pub(crate) fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = Reader(bytes);
    let value = T::deserialize(&mut reader)?;
    if reader.0.is_empty() { Ok(value) } else { Err(de::Error::custom("more than the value")) }
}
