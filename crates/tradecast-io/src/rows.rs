//! The rows of a CSV text, numbered as a person counts them.

use csv::{ReaderBuilder, StringRecord};

use crate::error::{Error, Result};
use crate::header;

/// The rows of a text that are not blank, with the numbers that a person gives them.
pub(crate) struct Rows<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
    /// The cells of the row read last.
    pub(crate) record: StringRecord,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(header::separator(text))
            .from_reader(bytes);
        Self { bytes, reader, lines: Lines::new(bytes), record: StringRecord::new() }
    }

    /// Reads the next row into `record` and returns its number; none at the end.
    pub(crate) fn next_row(&mut self) -> Result<Option<usize>> {
        loop {
            let start = self.offset();
            let more = self.reader.read_record(&mut self.record);
            if !more.expect("a flexible reader of UTF-8 text in memory has nothing to fail on") {
                return Ok(None);
            }
            let row = self.lines.row_at(start);
            if self.is_unclosed(start) {
                return Err(Error::UnclosedQuote { row });
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(row));
            }
        }
    }

    /// Whether the record that began at `start` ran over a line break because of a quotation mark without a partner.
    fn is_unclosed(&self, start: usize) -> bool {
        self.record.iter().any(|cell| cell.contains(['\n', '\r']))
            && self.bytes[start..self.offset()].iter().filter(|&&b| b == b'"').count() % 2 == 1
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte())
            .map_or(self.bytes.len(), |byte| byte.min(self.bytes.len()))
    }
}

/// Counts lines up to an offset that only moves forward. The CSV reader's own count stands still at blank lines.
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    row: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, row: 1 }
    }

    /// Row of the first character at or after `offset` that does not end a line.
    pub(crate) fn row_at(&mut self, offset: usize) -> usize {
        while let Some(&byte) = self.bytes.get(self.at) {
            let ends_line = byte == b'\n' || (byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n'));
            if self.at >= offset && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.row += usize::from(ends_line);
            self.at += 1;
        }
        self.row
    }
}
