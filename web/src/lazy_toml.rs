//! The reader of TOML scenarios: a module of its own, because few bring such a file.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use tradecast::Scenario;

use crate::state::scenarios::file;

/// A scenario of a TOML file.
#[wasm_split(toml, fallible)]
pub(crate) fn from_toml(text: String) -> Result<Result<Scenario, String>, SplitLoaderError> {
    Ok(file::from_toml(&text))
}
