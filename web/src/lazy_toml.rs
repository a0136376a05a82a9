//! The reader of TOML scenarios: a module of its own, because few bring such a file.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::state::scenarios::file::FileScenario;

/// A scenario of a TOML file.
#[wasm_split(toml, fallible)]
pub(crate) fn from_toml(text: String) -> Result<Result<FileScenario, String>, SplitLoaderError> {
    Ok(FileScenario::from_toml(&text))
}
