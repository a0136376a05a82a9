//! The files of a ZIP archive: its directory, and one file unpacked piece by piece while it is read.

use std::io::{self, BufRead, Read};

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use crate::budget::Budget;
use crate::error::{Error, Result};

const DIRECTORY_END: [u8; 4] = *b"PK\x05\x06";
const DIRECTORY_END_64: [u8; 4] = *b"PK\x06\x06";
const LOCATOR_64: [u8; 4] = *b"PK\x06\x07";
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";
const FILE: [u8; 4] = *b"PK\x03\x04";
/// What programs before 2007 wrote, and what a password makes of a workbook.
const OLD: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
/// What stands for a number that has its place among the fields of 64 bits.
const ELSEWHERE: u64 = 0xffff_ffff;
/// The fields of 64 bits.
const FIELDS_64: u64 = 1;

/// Most files of an archive.
const FILES: u64 = 0xffff;
/// Bytes that are unpacked at a time.
const PIECE: usize = 1 << 15;
/// Most bytes of a tag or a text, markup included.
const EVENT: usize = 1 << 20;

/// An archive.
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    name: &'a [u8],
    locked: bool,
    method: u64,
    packed: u64,
    size: u64,
    at: u64,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self> {
        if bytes.starts_with(&OLD) {
            return Err(Error::Old);
        }
        if !bytes.starts_with(&FILE) {
            return Err(Error::NotXlsx);
        }
        let (count, mut at) = directory(bytes)?;
        if count > FILES {
            return Err(Error::damaged("its list of files is broken"));
        }
        let mut entries = Vec::new();
        for _ in 0..count {
            if part(bytes, at, 4)? != DIRECTORY_ENTRY {
                return Err(Error::damaged("its list of files is broken"));
            }
            let field = |offset, length| number(bytes, at + offset, length);
            let [name, extra, comment] = [place(field(28, 2)?), place(field(30, 2)?), place(field(32, 2)?)];
            let mut entry = Entry {
                name: part(bytes, at + 46, name)?,
                locked: field(8, 2)? & 1 == 1,
                method: field(10, 2)?,
                packed: field(20, 4)?,
                size: field(24, 4)?,
                at: field(42, 4)?,
            };
            entry.widen(part(bytes, at + 46 + name, extra)?)?;
            entries.push(entry);
            at += 46 + name + extra + comment;
        }
        Ok(Self { bytes, entries })
    }

    /// A file, to be unpacked while it is read; none where there is no such file. Names are compared without regard to case, as
    /// programs do.
    pub(crate) fn file(&self, name: &str, budget: &'a Budget) -> Result<Option<Source<'a>>> {
        let mut found = self.entries.iter().filter(|entry| entry.name.eq_ignore_ascii_case(name.as_bytes()));
        let Some(entry) = found.next() else { return Ok(None) };
        if found.next().is_some() {
            return Err(Error::damaged(format!("two files in it are called {name:?}")));
        }
        if entry.locked {
            return Err(Error::Old);
        }
        let at = place(entry.at);
        let [name, extra] = [number(self.bytes, at + 26, 2)?, number(self.bytes, at + 28, 2)?].map(place);
        let packed = part(self.bytes, at + 30 + name + extra, place(entry.packed))?;
        let state = match entry.method {
            0 => None,
            8 => Some(InflateState::new_boxed(DataFormat::Raw)),
            _ => return Err(Error::damaged("a file in it is packed in an unknown way")),
        };
        let piece = vec![0; PIECE];
        let missing = place(entry.size);
        Ok(Some(Source { budget, state, packed, missing, piece, at: 0, end: 0, event: 0, stopped: None }))
    }
}

impl Entry<'_> {
    /// Takes from the fields of 64 bits what had no room.
    fn widen(&mut self, mut extra: &[u8]) -> Result<()> {
        while extra.len() >= 4 {
            let (id, length) = (number(extra, 0, 2)?, place(number(extra, 2, 2)?));
            let field = part(extra, 4, length)?;
            let mut at = 0;
            if id == FIELDS_64 {
                for number_of in [&mut self.size, &mut self.packed, &mut self.at] {
                    if *number_of == ELSEWHERE {
                        *number_of = number(field, at, 8)?;
                        at += 8;
                    }
                }
            }
            extra = &extra[4 + length..];
        }
        Ok(())
    }
}

/// How many files the directory has, and where it begins.
fn directory(bytes: &[u8]) -> Result<(u64, usize)> {
    // The directory's end is 22 bytes and a comment of at most 65,535.
    let from = bytes.len().saturating_sub(22 + 0xffff);
    let end = bytes[from..].windows(4).rposition(|four| four == DIRECTORY_END);
    let end = from + end.ok_or_else(|| Error::damaged("it ends too early"))?;
    let (count, at) = (number(bytes, end + 10, 2)?, number(bytes, end + 16, 4)?);
    let locator = end.checked_sub(20).filter(|&at| bytes[at..].starts_with(&LOCATOR_64));
    let Some(locator) = locator.filter(|_| count == 0xffff || at == ELSEWHERE) else {
        return Ok((count, place(at)));
    };
    let end = place(number(bytes, locator + 8, 8)?);
    if part(bytes, end, 4)? != DIRECTORY_END_64 {
        return Err(Error::damaged("its list of files is broken"));
    }
    Ok((number(bytes, end + 32, 8)?, place(number(bytes, end + 48, 8)?)))
}

fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    let rest = bytes.get(at..).and_then(|rest| rest.get(..length));
    rest.ok_or_else(|| Error::damaged("it ends too early"))
}

/// A number of some bytes, the smallest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<u64> {
    Ok(part(bytes, at, length)?.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// A number as a place in the file, or a length in it. What is beyond the memory is beyond the file, whose end is found missing there;
/// half of what can be counted leaves room for sums.
fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX).min(usize::MAX >> 1)
}

/// A file of an archive, of which a piece at a time is unpacked. Stops where the budget ends.
pub(crate) struct Source<'a> {
    budget: &'a Budget,
    /// None where the file is not packed.
    state: Option<Box<InflateState>>,
    packed: &'a [u8],
    /// Bytes that are still to come, as the directory says.
    missing: usize,
    piece: Vec<u8>,
    at: usize,
    end: usize,
    /// Bytes of the tag or text that is being read.
    event: usize,
    stopped: Option<Error>,
}

impl Source<'_> {
    /// Another tag or text begins.
    pub(crate) fn begin_event(&mut self) {
        self.event = 0;
    }

    /// Why nothing more came.
    pub(crate) fn stopped(&mut self) -> Option<Error> {
        self.stopped.take()
    }

    fn fill(&mut self) -> Result<()> {
        if self.event > EVENT {
            return Err(Error::damaged("a tag or a text in it has more than a million characters"));
        }
        if self.at < self.end {
            return Ok(());
        }
        (self.at, self.end) = (0, self.unpack()?);
        self.budget.unpack(self.end)?;
        let missing = self.missing.checked_sub(self.end).filter(|&missing| missing == 0 || self.end > 0);
        self.missing = missing.ok_or_else(|| Error::damaged("a file in it is not as long as it says"))?;
        Ok(())
    }

    /// Unpacks the next piece; none where the file ends.
    fn unpack(&mut self) -> Result<usize> {
        let Some(state) = &mut self.state else {
            let length = self.packed.len().min(PIECE);
            let (piece, rest) = self.packed.split_at(length);
            self.piece[..length].copy_from_slice(piece);
            self.packed = rest;
            return Ok(length);
        };
        loop {
            let done = inflate(state, self.packed, &mut self.piece, MZFlush::None);
            self.packed = &self.packed[done.bytes_consumed..];
            match done.status {
                Ok(MZStatus::Ok) if done.bytes_written == 0 && done.bytes_consumed > 0 => {}
                Ok(MZStatus::Ok) if done.bytes_written == 0 => {
                    return Err(Error::damaged("it ends too early"));
                }
                Ok(_) => return Ok(done.bytes_written),
                Err(_) => return Err(Error::damaged("a file in it cannot be unpacked")),
            }
        }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.fill() {
            Ok(()) => Ok(&self.piece[self.at..self.end]),
            Err(why) => {
                self.stopped = Some(why);
                Err(io::ErrorKind::InvalidData.into())
            }
        }
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes;
        self.event += bytes;
    }
}
