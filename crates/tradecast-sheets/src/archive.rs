//! The files of a ZIP archive: its directory, and one file unpacked when it is asked for.

use crate::error::{Error, Result};

/// Most bytes of one unpacked file: what no table needs is refused before it fills the memory.
const LARGEST: usize = 400 << 20;

const DIRECTORY_END: [u8; 4] = *b"PK\x05\x06";
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";
const FILE: [u8; 4] = *b"PK\x03\x04";
/// What programs before 2007 wrote, and what a password makes of a workbook.
const OLD: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

/// An archive.
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    deflated: bool,
    packed: usize,
    size: usize,
    at: usize,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self> {
        if bytes.starts_with(&OLD) {
            return Err(Error::Old);
        }
        if !bytes.starts_with(&FILE) {
            return Err(Error::NotXlsx);
        }
        // The directory's end is 22 bytes and a comment of at most 65,535.
        let from = bytes.len().saturating_sub(22 + 0xffff);
        let end = bytes[from..].windows(4).rposition(|four| four == DIRECTORY_END);
        let end = from + end.ok_or_else(|| Error::damaged("it ends too early"))?;
        let (count, mut at) = (number(bytes, end + 10, 2)?, number(bytes, end + 16, 4)?);
        let mut entries = Vec::new();
        for _ in 0..count {
            if part(bytes, at, 4)? != DIRECTORY_ENTRY {
                return Err(Error::damaged("its list of files is broken"));
            }
            let field = |offset, length| number(bytes, at + offset, length);
            let (name, extra, comment) = (field(28, 2)?, field(30, 2)?, field(32, 2)?);
            let method = field(10, 2)?;
            if method != 0 && method != 8 {
                return Err(Error::damaged("a file in it is packed in an unknown way"));
            }
            entries.push(Entry {
                name: String::from_utf8_lossy(part(bytes, at + 46, name)?).into_owned(),
                deflated: method == 8,
                packed: field(20, 4)?,
                size: field(24, 4)?,
                at: field(42, 4)?,
            });
            at += 46 + name + extra + comment;
        }
        Ok(Self { bytes, entries })
    }

    /// The text of a file; none where there is no such file. Names are compared without regard to case, as programs do.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        let found = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
        let Some(Entry { deflated, packed, size, at, .. }) = found else { return Ok(None) };
        if *size > LARGEST {
            return Err(Error::TooLarge);
        }
        let (name, extra) = (number(self.bytes, at + 26, 2)?, number(self.bytes, at + 28, 2)?);
        let packed = part(self.bytes, at + 30 + name + extra, *packed)?;
        let bytes = if *deflated {
            miniz_oxide::inflate::decompress_to_vec_with_limit(packed, *size).map_err(Error::damaged)?
        } else {
            packed.to_vec()
        };
        String::from_utf8(bytes).map(Some).map_err(|error| Error::damaged(error.utf8_error()))
    }
}

fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    let end = at.checked_add(length).ok_or(Error::TooLarge)?;
    bytes.get(at..end).ok_or_else(|| Error::damaged("it ends too early"))
}

/// A number of some bytes, the smallest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize> {
    Ok(part(bytes, at, length)?.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
}
