//! Telling text from what is none, before anything is made of it.

use crate::error::{Error, Result};
use crate::file_kind::FileKind;

/// Bytes at the beginning of a file that are looked at.
pub(crate) const LOOKED_AT: usize = 1 << 16;

/// One in this many bytes may be a control character in what is no UTF-8 and yet a text.
const CONTROLS: usize = 100;

/// So many may be in any.
const FEW: usize = 2;

/// How files begin that are no text, and what they are.
const KINDS: [(&[u8], FileKind); 22] = [
    (b"PK\x03\x04", FileKind::Zip),
    (b"\xd0\xcf\x11\xe0", FileKind::OldOffice),
    (b"PAR1", FileKind::Parquet),
    (b"\x1f\x8b", FileKind::Gzip),
    (b"BZh", FileKind::Bzip2),
    (b"\xfd7zXZ\0", FileKind::Xz),
    (b"\x28\xb5\x2f\xfd", FileKind::Zstd),
    (b"7z\xbc\xaf\x27\x1c", FileKind::SevenZip),
    (b"Rar!\x1a\x07", FileKind::Rar),
    (b"%PDF-", FileKind::Pdf),
    (b"\x89PNG\r\n\x1a\n", FileKind::Png),
    (b"\xff\xd8\xff", FileKind::Jpeg),
    (b"GIF8", FileKind::Gif),
    (b"RIFF", FileKind::Media),
    (b"\x7fELF", FileKind::Program),
    (b"\0asm", FileKind::Program),
    (b"MZ\x90\0", FileKind::Program),
    (b"SQLite format 3\0", FileKind::Sqlite),
    (b"\x89HDF\r\n\x1a\n", FileKind::Hdf5),
    (b"ARROW1", FileKind::Arrow),
    (b"{\\rtf", FileKind::Rtf),
    (b"\xed\xab\xee\xdb", FileKind::Rpm),
];

/// Refuses the beginning of a file that is no text: an archive, a picture, zero bytes. A text in UTF-16 with its mark is one, for
/// [`crate::transcode`].
///
/// ```
/// assert!(tradecast_io::refuse_binary("год;оборот\n".as_bytes()).is_ok());
/// let error = tradecast_io::refuse_binary(b"%PDF-1.7\n").unwrap_err();
/// assert_eq!(error.code(), "binary");
/// assert!(error.to_string().contains("a PDF"));
/// ```
///
/// # Errors
/// [`Error::Binary`].
pub fn refuse_binary(beginning: &[u8]) -> Result<()> {
    let beginning = &beginning[..beginning.len().min(LOOKED_AT)];
    let refused = |row: usize, found: FileKind| Err(Error::Binary { row, found });
    if let Some((_, kind)) = KINDS.iter().find(|(start, _)| beginning.starts_with(start)) {
        return refused(1, *kind);
    }
    let marked = beginning.starts_with(b"\xff\xfe") || beginning.starts_with(b"\xfe\xff");
    if marked {
        return Ok(());
    }
    if let Some(zero) = beginning.iter().position(|byte| *byte == 0) {
        return refused(row_of(beginning, zero), zeros(beginning));
    }
    let controls = beginning.iter().filter(|byte| is_control(**byte)).count();
    if let Err(error) = str::from_utf8(beginning)
        // What is cut at the end is no fault.
        && error.error_len().is_some()
        && controls > (beginning.len() / CONTROLS).max(FEW)
    {
        return refused(row_of(beginning, error.valid_up_to()), FileKind::NoText);
    }
    Ok(())
}

/// What it means that zeros are among some bytes.
pub(crate) fn zeros(among: &[u8]) -> FileKind {
    let (zeros, letters) = among.chunks_exact(2).fold((0, 0), |(zeros, letters), pair| {
        let one = (pair[0] == 0) != (pair[1] == 0);
        (zeros + usize::from(pair.contains(&0)), letters + usize::from(one))
    });
    if letters == zeros && 2 * letters > among.len() / 2 { FileKind::Unmarked } else { FileKind::Zeros }
}

/// Whether a byte is a control character that tables have no use for.
pub(crate) fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r')
}

/// The row of a byte, from 1, however lines end.
fn row_of(text: &[u8], at: usize) -> usize {
    let ends =
        |(at, byte): (usize, &u8)| *byte == b'\n' || (*byte == b'\r' && text.get(at + 1) != Some(&b'\n'));
    1 + text[..at].iter().enumerate().filter(|(at, byte)| ends((*at, byte))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> Option<(usize, FileKind)> {
        match refuse_binary(bytes) {
            Ok(()) => None,
            Err(Error::Binary { row, found }) => Some((row, found)),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, row, kind) in [
            (b"\x1f\x8b\x08\0rest".as_slice(), 1, FileKind::Gzip),
            (b"%PDF-1.7\n", 1, FileKind::Pdf),
            (b"period,value\n2020,1\r\n2021\0,1\n", 3, FileKind::Zeros),
            (&[0; 4096], 1, FileKind::Zeros),
            (b"p\0e\0r\0i\0o\0d\0,\0v\0", 1, FileKind::Unmarked),
            (b"\0p\0e\0r\0i\0o\0d\0,\0v", 1, FileKind::Unmarked),
            (b"a\n\x01\x02\x9f\x88\x03", 2, FileKind::NoText),
        ] {
            assert_eq!(found(bytes), Some((row, kind)), "{bytes:?}");
        }
    }

    #[test]
    fn texts_are_texts_in_every_encoding() {
        let long = "ж".repeat(LOOKED_AT);
        for text in [
            b"".as_slice(),
            b"period,value\n2020,1\n",
            "\u{feff}Год;Оборот\n".as_bytes(),
            b"\xc3\xee\xe4;\xce\xe1\xee\xf0\xee\xf2\n2020;1\n",
            b"\xff\xfep\0e\0",
            b"\x1b]0;pwn\x07,2000,100\n",
            long.as_bytes(),
            &long.as_bytes()[..LOOKED_AT - 1],
        ] {
            assert_eq!(found(text), None, "{:?}", &text[..text.len().min(40)]);
        }
    }
}
