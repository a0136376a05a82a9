//! Texts that are not UTF-8, as spreadsheet programs and databases save them.

use std::borrow::Cow;
use std::io::{self, BufRead, Cursor, Read, Seek, Write};

use crate::csv::binary;
use crate::file_kind::FileKind;

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
    /// Windows-1252, as programs save a CSV on a Western system.
    Western,
}

/// A file in UTF-8, and how it was written. What is neither UTF-8 nor marked as UTF-16 is taken for Windows-1251 where most of its
/// letters that are not English stand beside each other, as in "год", and for Windows-1252 where they stand alone, as in
/// "Türkiye": figures and separators are the same in every such code, and only names could be spelt wrong, which one sees.
///
/// ```
/// use tradecast_io::{Encoding, decoded};
///
/// let (text, encoding) = decoded(b"\xe3\xee\xe4;1,5");
/// assert_eq!((text.as_ref(), encoding), ("год;1,5".as_bytes(), Encoding::Cyrillic));
/// let (text, encoding) = decoded(b"T\xfcrkiye;1,5");
/// assert_eq!((text.as_ref(), encoding), ("Türkiye;1,5".as_bytes(), Encoding::Western));
/// let (text, encoding) = decoded(b"\xff\xfe1\x00;\x00");
/// assert_eq!((text.as_ref(), encoding), (b"1;".as_slice(), Encoding::Utf16));
/// ```
#[must_use]
pub fn decoded(file: &[u8]) -> (Cow<'_, [u8]>, Encoding) {
    if str::from_utf8(file).is_ok() {
        return (Cow::Borrowed(file), Encoding::Utf8);
    }
    let mut text = Vec::new();
    match transcode(&mut Cursor::new(file), &mut text) {
        Ok(encoding) => (Cow::Owned(text), encoding),
        // Memory can be read and written, so that these bytes make no text: whoever reads them says so.
        Err(_) => (Cow::Borrowed(file), Encoding::Utf8),
    }
}

/// Writes a file that is not UTF-8 as UTF-8, and returns how it was written: [`decoded`] for what does not fit into memory.
///
/// ```
/// use tradecast_io::{Encoding, transcode};
///
/// let mut text = Vec::new();
/// let encoding = transcode(&mut std::io::Cursor::new(b"\xe3\xee\xe4;1,5"), &mut text)?;
/// assert_eq!((text.as_slice(), encoding), ("год;1,5".as_bytes(), Encoding::Cyrillic));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// Those of reading and writing; and one of the kind [`io::ErrorKind::InvalidData`] for what makes no text in any of these codes,
/// such as a picture.
pub fn transcode(from: &mut (impl BufRead + Seek), to: &mut impl Write) -> io::Result<Encoding> {
    from.rewind()?;
    let mut mark = [0; 2];
    let marked = from.read_exact(&mut mark).is_ok();
    let unit: fn([u8; 2]) -> u16 = match mark {
        [0xff, 0xfe] if marked => u16::from_le_bytes,
        [0xfe, 0xff] if marked => u16::from_be_bytes,
        _ => {
            from.rewind()?;
            let encoding = code_page(from)?;
            from.rewind()?;
            let letter = if encoding == Encoding::Western { western } else { cyrillic };
            write(from.bytes().map(|byte| byte.map(letter)), to)?;
            return Ok(encoding);
        }
    };
    // An error of the file ends the text, and is told when it has been written.
    let mut failure = None;
    let mut bytes = from.bytes();
    let units = std::iter::from_fn(|| {
        let mut next = || bytes.next()?.map_err(|error| failure = Some(error)).ok();
        Some(unit([next()?, next()?]))
    });
    let (mut letters_seen, mut strange) = (0_usize, 0_usize);
    let letters = char::decode_utf16(units).map(|letter| {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        letters_seen += 1;
        strange += usize::from(is_strange(letter));
        if letters_seen == binary::LOOKED_AT && strange > letters_seen / STRANGE {
            Err(no_text())
        } else {
            Ok(letter)
        }
    });
    write(letters, to)?;
    failure.map_or(Ok(Encoding::Utf16), Err)
}

/// One in this many letters may be none that a table has, in what is marked as UTF-16.
const STRANGE: usize = 100;

/// Whether a letter tells that something was taken for a text: one that stands for a mistake, is reserved, or controls a device.
fn is_strange(letter: char) -> bool {
    let is_private = matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    letter == char::REPLACEMENT_CHARACTER
        || is_private
        || (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
}

fn no_text() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, FileKind::NoText.to_string())
}

fn write(letters: impl Iterator<Item = io::Result<char>>, to: &mut impl Write) -> io::Result<()> {
    let mut room = [0; 4];
    for letter in letters {
        to.write_all(letter?.encode_utf8(&mut room).as_bytes())?;
    }
    Ok(())
}

/// Which of the two codes a file is in: that in which its letters beyond the English ones make words.
fn code_page(from: &mut impl BufRead) -> io::Result<Encoding> {
    let (mut alone, mut together, mut run) = (0_u64, 0_u64, 0_u64);
    let mut end = |run: &mut u64| {
        *if *run > 1 { &mut together } else { &mut alone } += *run;
        *run = 0;
    };
    let (mut seen, mut controls) = (0_usize, 0_usize);
    loop {
        let part = from.fill_buf()?;
        if part.is_empty() {
            break;
        }
        for &byte in part {
            if matches!(byte, 0xa8 | 0xb8 | 0xc0..=0xff) {
                run += 1
            } else {
                end(&mut run)
            }
            controls += usize::from(binary::is_control(byte));
        }
        // Zeros are no letters in either code; other controls may be few.
        if part.contains(&0) || controls > binary::LOOKED_AT.max(seen) / STRANGE {
            return Err(no_text());
        }
        seen += part.len();
        let read = part.len();
        from.consume(read);
    }
    end(&mut run);
    Ok(if alone > together { Encoding::Western } else { Encoding::Cyrillic })
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

/// The letters and spaces of Windows-1252.
fn western(byte: u8) -> char {
    match byte {
        0x92 => '’',
        0x96 | 0x97 => '–',
        0x80..=0x9f => char::REPLACEMENT_CHARACTER,
        _ => char::from(byte),
    }
}
