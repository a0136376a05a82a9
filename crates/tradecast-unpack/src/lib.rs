//! Unpacks what the page in one file has inside: LZMA, and the letters that it stands in the page as.
//!
//! A browser can unpack gzip by itself, which leaves the modules a quarter larger than LZMA does. This module is so small that the
//! page holds it as base64; it is the same program that tests what `cargo xtask bundle` packs.
#![cfg_attr(target_arch = "wasm32", no_std)]

mod letters;
mod lzma;
#[cfg(target_arch = "wasm32")]
mod page;

pub use letters::{Letters, RARE, TEXT};
pub use lzma::{LITERAL_CONTEXT_BITS, Reader, WINDOW};
