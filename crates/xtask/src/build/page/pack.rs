//! Bytes as text that a page can hold: packed by LZMA, then written in letters. `tradecast-unpack` reads it.

use std::io::Write;

use anyhow::{Result, ensure};
use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};
use tradecast_unpack::{LITERAL_CONTEXT_BITS, RARE, TEXT, WINDOW};

/// Parts of the page packed one behind the other, so that each is shorter by what it has in common with those before it.
#[derive(Debug)]
pub(crate) struct Stream {
    /// What the page calls it.
    id: &'static str,
    /// Name and length of each part.
    parts: Vec<(String, usize)>,
    text: String,
}

impl Stream {
    /// Packs parts, each with its name, for a reader who knows some bytes before.
    ///
    /// # Errors
    /// Where there is more than a reader has room for.
    pub(crate) fn new(id: &'static str, known: &[u8], parts: &[(String, Vec<u8>)]) -> Result<Self> {
        let bytes: Vec<u8> = parts.iter().flat_map(|(_, bytes)| bytes).copied().collect();
        let text = letters(&pack(known, &bytes)?);
        ensure!(known.len() + bytes.len() <= WINDOW && text.len() < TEXT, "{id}: no room to unpack it");
        let parts = parts.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect();
        Ok(Self { id, parts, text })
    }

    /// The line of the page that holds it.
    pub(crate) fn html(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(name, length)| format!("{name} {length}")).collect();
        let Self { id, text, .. } = self;
        format!(
            "    <script type=\"text/plain\" id=\"{id}\" data-parts=\"{}\">{text}</script>\n",
            parts.join(" ")
        )
    }
}

/// Bytes as LZMA with the settings of the reader, as short as the packer can.
fn pack(known: &[u8], bytes: &[u8]) -> Result<Vec<u8>> {
    let options = LzmaOptions {
        dict_size: u32::try_from(WINDOW)?,
        lc: LITERAL_CONTEXT_BITS,
        lp: 0,
        pb: 0,
        mode: EncodeMode::Normal,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        mf: MfType::Bt4,
        depth_limit: 1_000,
        preset_dict: (!known.is_empty()).then(|| known.to_vec()),
    };
    let mut packed = LzmaWriter::new_no_header(Vec::new(), &options, false)?;
    packed.write_all(bytes)?;
    Ok(packed.finish()?)
}

/// Bytes as letters: seven bits a letter of ASCII, fifteen where the first seven would be a [rare](RARE) one.
fn letters(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| u32::from(byte >> (7 - at % 8) & 1));
    let take = |at: usize, count: usize| (at..at + count).fold(0, |found, at| found << 1 | bit(at));
    let mut text = String::with_capacity(bytes.len() * 8 / 7);
    let mut at = 0;
    while at < bytes.len() * 8 {
        let value = take(at, 7);
        at += 7;
        let code = match (0..).zip(RARE).find(|(_, rare)| u32::from(*rare) == value) {
            None => value,
            Some((place, _)) => {
                at += 8;
                0x80 + (place << 8 | take(at - 8, 8))
            }
        };
        text.push(char::from_u32(code).expect("nothing beyond U+0780"));
    }
    text
}

#[cfg(test)]
mod tests {
    use tradecast_unpack::{Letters, Reader};

    use super::*;

    /// Bytes without an order, the same each time.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..count).map(next).collect()
    }

    #[test]
    fn letters_hold_bytes_of_every_length() {
        let all = (0..=u8::MAX).chain((0..=u8::MAX).rev()).chain([0; 20]);
        let bytes: Vec<u8> = all.chain(noise(500)).collect();
        for length in 0..=bytes.len() {
            let text = letters(&bytes[..length]);
            let mut read = Letters::default();
            let back: Vec<u8> = (0..length).map(|_| read.next(text.as_bytes())).collect();
            assert_eq!(back, bytes[..length], "{length}");
        }
    }

    #[test]
    fn letters_survive_in_a_page_and_are_a_seventh_longer() {
        let bytes = noise(100_000);
        let text = letters(&bytes);
        assert!(
            text.bytes().all(|letter| !RARE.contains(&letter)),
            "as pages and programs on the way change them"
        );
        assert!(text.chars().all(|letter| letter < '\u{780}'), "two bytes at most");
        assert!(text.len() * 7 < bytes.len() * 8, "{}", text.len());
    }

    #[test]
    fn parts_come_back_one_after_the_other() {
        let known = noise(5_000);
        let text = include_str!("pack.rs");
        // Copies from near and far, from what is known, and with nothing to copy.
        let parts = [
            text.as_bytes(),
            &known[1_000..4_000],
            &noise(70_000)[60_000..],
            text.as_bytes(),
            &[7; 9_000],
            b"",
        ];
        let named: Vec<(String, Vec<u8>)> = parts.iter().map(|part| (String::new(), part.to_vec())).collect();
        for before in [&[][..], &known] {
            let stream = Stream::new("parts", before, &named).unwrap();
            let mut window: Box<[u8; WINDOW]> = vec![0; WINDOW].try_into().unwrap();
            window[..before.len()].copy_from_slice(before);
            let mut reader = Reader::new(stream.text.as_bytes(), before.len());
            let mut at = before.len();
            for part in parts {
                reader.read(stream.text.as_bytes(), &mut window, at + part.len());
                assert!(&window[at..at + part.len()] == part, "a part of {} bytes at {at}", part.len());
                at += part.len();
            }
        }
    }

    #[test]
    fn what_has_no_room_is_refused() {
        let large = [("large".to_owned(), noise(TEXT))];
        assert!(Stream::new("parts", &[], &large).unwrap_err().to_string().contains("no room"));
    }
}
