//! Kinds of values, and the error of bytes that are none.

use std::fmt;

use serde::{de, ser};

/// Why bytes are not the value they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EncodingError(pub(super) String);

impl fmt::Display for EncodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EncodingError {}

impl de::Error for EncodingError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl ser::Error for EncodingError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

pub(super) type Result<T> = std::result::Result<T, EncodingError>;

// Kinds of values.
pub(super) const NONE: u8 = 0;

pub(super) const FALSE: u8 = 1;

pub(super) const TRUE: u8 = 2;

pub(super) const FLOAT: u8 = 3;

pub(super) const WHOLE: u8 = 4;

pub(super) const NEGATIVE: u8 = 5;

pub(super) const TEXT: u8 = 6;

pub(super) const SEQUENCE: u8 = 7;

pub(super) const MAP: u8 = 8;

pub(super) const VARIANT: u8 = 9;

/// A field that was left out because it says nothing.
pub(super) const SKIPPED: u8 = 10;

/// Bytes that are not looked at one by one.
pub(super) const BYTES: u8 = 12;

/// Behind the last element of a sequence or map.
pub(super) const END: u8 = 11;
