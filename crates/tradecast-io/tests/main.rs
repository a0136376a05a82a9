//! Tests of the file readers, from the outside.

mod bounds;
mod csv;
mod files;
mod must_hold;
mod publishers;
mod mutations;
mod never_panics;
mod reader;
#[cfg(all(feature = "toml", feature = "json"))]
mod scenario;
mod zeros;
