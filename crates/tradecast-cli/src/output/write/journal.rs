//! The record of how far a run has come: what was asked, and below it a line for each block of results with its checksum.
//!
//! Every line ends with a checksum of its own, so that one which was cut, overwritten or never reached the disk is told from
//! one that was written. A line is added only after its block is on the disk.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};

use crc32fast::Hasher;
use serde::{Deserialize, Serialize};

use crate::output::write::destination::sync;

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Done {
    /// Series asked about, from the first of the file.
    pub(crate) series: usize,
    /// Those of them that were answered.
    pub(crate) answered: usize,
    /// Bytes of the result.
    pub(crate) bytes: u64,
}

/// One block of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Block {
    /// How far the run had come at its end.
    #[serde(flatten)]
    pub(crate) done: Done,
    /// Checksum of its bytes.
    pub(crate) crc32: u32,
    /// Whether it is the last.
    #[serde(default)]
    pub(crate) end: bool,
}

/// A journal that is being written.
#[derive(Debug)]
pub(crate) struct Journal(File);

impl Journal {
    /// Goes on with a journal after so many bytes of it; what follows them goes.
    pub(crate) fn after(mut file: File, bytes: u64) -> io::Result<Self> {
        file.set_len(bytes)?;
        file.seek(SeekFrom::Start(bytes))?;
        Ok(Self(file))
    }

    /// Adds a line.
    pub(crate) fn add(&mut self, line: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string(line)?;
        let line = format!("{text}\t{:08x}\n", crc32fast::hash(text.as_bytes()));
        self.0.write_all(line.as_bytes())
    }

    /// Waits until all lines are on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        sync(&self.0)
    }
}

/// The lines of a journal that can be read, up to the first that cannot.
#[derive(Debug)]
pub(crate) struct History<A> {
    /// What was asked, and where that line ends.
    pub(crate) asked: Option<(A, u64)>,
    /// The blocks, and where their lines end.
    blocks: Vec<(Block, u64)>,
}

/// The blocks of a result that are as they were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) done: Done,
    /// Bytes of the journal that speak of them.
    pub(crate) journal: u64,
    /// Whether they are the whole result.
    pub(crate) end: bool,
}

impl<A: for<'a> Deserialize<'a>> History<A> {
    /// Reads a journal from its beginning.
    pub(crate) fn read(file: &File) -> io::Result<Self> {
        let mut lines = BufReader::new(file);
        lines.rewind()?;
        let mut end = 0;
        let mut line = Vec::new();
        let mut next = || -> io::Result<Option<(String, u64)>> {
            line.clear();
            end += lines.read_until(b'\n', &mut line)? as u64;
            Ok(checked(&line).map(|text| (text.to_owned(), end)))
        };
        let parsed = next()?.and_then(|(text, end)| Some((serde_json::from_str(&text).ok()?, end)));
        let mut history = Self { asked: parsed, blocks: Vec::new() };
        if history.asked.is_some() {
            while let Some((text, end)) = next()? {
                let Ok(block) = serde_json::from_str(&text) else { break };
                history.blocks.push((block, end));
            }
        }
        Ok(history)
    }

    /// Whether there is nothing that could be lost.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The blocks that are as they were written, up to the first that is not.
    pub(crate) fn verify(&self, results: &File) -> io::Result<Kept> {
        let mut results = BufReader::with_capacity(1 << 16, results);
        results.rewind()?;
        let mut kept = Kept { journal: self.asked.as_ref().map_or(0, |(_, end)| *end), ..Kept::default() };
        for (Block { done, crc32, end }, journal) in &self.blocks {
            let Some(length) = done.bytes.checked_sub(kept.done.bytes) else { break };
            if kept.end || done.series < kept.done.series || checksum(&mut results, length)? != Some(*crc32) {
                break;
            }
            kept = Kept { done: *done, journal: *journal, end: *end };
        }
        Ok(kept)
    }
}

/// The text of a complete line whose checksum is right.
fn checked(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (text, crc32) = line.rsplit_once('\t')?;
    (crc32.len() == 8 && u32::from_str_radix(crc32, 16) == Ok(crc32fast::hash(text.as_bytes())))
        .then_some(text)
}

/// The checksum of the next bytes; absent where there are fewer.
fn checksum(from: &mut impl BufRead, mut bytes: u64) -> io::Result<Option<u32>> {
    let mut hasher = Hasher::new();
    while bytes > 0 {
        let some = from.fill_buf()?;
        if some.is_empty() {
            return Ok(None);
        }
        let taken = some.len().min(usize::try_from(bytes).unwrap_or(usize::MAX));
        hasher.update(&some[..taken]);
        from.consume(taken);
        bytes -= taken as u64;
    }
    Ok(Some(hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn kept(journal: &[u8], results: &[u8]) -> (usize, u64, bool) {
        let history = History::<String>::read(&file(journal)).unwrap();
        let kept = history.verify(&file(results)).unwrap();
        (kept.done.series, kept.journal, kept.end)
    }

    #[test]
    fn only_blocks_that_are_as_they_were_written_count() {
        let results = b"first|second|third|";
        let mut journal = Journal::after(tempfile::tempfile().unwrap(), 0).unwrap();
        journal.add(&"asked").unwrap();
        let mut ends = vec![journal.0.stream_position().unwrap()];
        let mut from = 0;
        for (series, bytes) in [(1, 6), (2, 13), (3, 19)] {
            let done = Done { series, answered: series, bytes };
            let crc32 = crc32fast::hash(&results[from..bytes as usize]);
            journal.add(&Block { done, crc32, end: series == 3 }).unwrap();
            ends.push(journal.0.stream_position().unwrap());
            from = bytes as usize;
        }
        let mut whole = Vec::new();
        journal.0.rewind().unwrap();
        journal.0.read_to_end(&mut whole).unwrap();
        assert_eq!(kept(&whole, results), (3, ends[3], true));
        assert_eq!(kept(&whole, b"first|second|third|and more"), (3, ends[3], true));
        assert_eq!(kept(&whole, b"first|second|third"), (2, ends[2], false));
        assert_eq!(kept(&whole, b"first|SECOND|third|"), (1, ends[1], false));
        assert_eq!(kept(&whole, b"\0\0\0\0\0\0second|third|"), (0, ends[0], false));
        assert_eq!(kept(b"", results), (0, 0, false));
        for at in 0..whole.len() {
            let before = ends.iter().filter(|end| **end <= at as u64).count();
            let expected = (before.saturating_sub(1), if before == 0 { 0 } else { ends[before - 1] }, false);
            assert_eq!(kept(&whole[..at], results), expected, "cut after {at} bytes");
            for other in [0, whole[at] ^ 1, b'\n', 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = other;
                if damaged != whole {
                    assert_eq!(kept(&damaged, results), expected, "byte {at} is {other}");
                }
            }
        }
    }
}
