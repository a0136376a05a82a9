//! Texts that are not UTF-8, as spreadsheet programs save them.

use std::borrow::Cow;

/// How a file writes its letters.
///
/// ```
/// use tradecast_io::{Encoding, decoded};
///
/// assert_eq!(decoded("год".as_bytes()).1, Encoding::Utf8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16 with its mark, as programs save "Unicode text".
    Utf16,
    /// Windows-1251, as programs save a CSV on a Cyrillic system.
    Cyrillic,
}

/// A file in UTF-8, and how it was written. What is neither UTF-8 nor marked as UTF-16 is taken for Windows-1251: figures and
/// separators are the same in every such code, and only names could be spelt wrong, which one sees.
///
/// ```
/// use tradecast_io::{Encoding, decoded};
///
/// let (text, encoding) = decoded(b"\xe3\xee\xe4;1,5");
/// assert_eq!((text.as_ref(), encoding), ("год;1,5".as_bytes(), Encoding::Cyrillic));
/// let (text, encoding) = decoded(b"\xff\xfe1\x00;\x00");
/// assert_eq!((text.as_ref(), encoding), (b"1;".as_slice(), Encoding::Utf16));
/// ```
#[must_use]
pub fn decoded(file: &[u8]) -> (Cow<'_, [u8]>, Encoding) {
    let unit: fn([u8; 2]) -> u16 = match file {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ if str::from_utf8(file).is_ok() => return (Cow::Borrowed(file), Encoding::Utf8),
        _ => {
            let text: String = file.iter().map(|&byte| cyrillic(byte)).collect();
            return (Cow::Owned(text.into_bytes()), Encoding::Cyrillic);
        }
    };
    let units = file[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    (Cow::Owned(text.into_bytes()), Encoding::Utf16)
}

/// The letters and spaces of Windows-1251; its signs are not needed to read a table.
fn cyrillic(byte: u8) -> char {
    match byte {
        0..=0x7f => char::from(byte),
        0xa0 => '\u{a0}',
        0xa8 => 'Ё',
        0xb8 => 'ё',
        0x96 | 0x97 => '–',
        0xc0..=0xff => char::from_u32(0x410 + u32::from(byte) - 0xc0).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    }
}
