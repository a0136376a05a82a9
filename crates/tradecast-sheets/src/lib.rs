#![doc = include_str!("../README.md")]

mod archive;
mod book;
mod budget;
mod date;
mod error;
mod shared;
mod sheet;
mod xml;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

pub use book::{Sheet, sheets};
pub use budget::LARGEST_FILE;
pub use error::{Error, Result};

/// The sheets of a workbook for JavaScript: the name of each, followed by its text.
///
/// # Errors
/// Code, message and values of [`Error`], as [`Error::fields`] joins them.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(js_name = sheets)]
#[doc(hidden)]
pub fn sheets_for_js(workbook: &[u8]) -> std::result::Result<Vec<String>, String> {
    let sheets = sheets(workbook).map_err(|error| error.fields())?;
    Ok(sheets.into_iter().flat_map(|Sheet { name, text }| [name, text]).collect())
}
