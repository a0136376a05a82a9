//! The rows of a CSV file, read as they come and numbered as a person counts them.

use std::hash::Hasher;
use std::io::{BufRead, ErrorKind, Seek, SeekFrom};

use csv_core::ReadRecordResult;
use fnv::FnvHasher;

use crate::csv::binary;
use crate::csv::separator::separator;
use crate::error::{Error, Result, shortened};
use crate::limits::{LONGEST_ROW, MOST_CELLS};

/// Bytes of a row after which a quotation mark that was opened rows ago counts as never closed: without a limit one stray
/// mark would take the rest of the file into memory.
const LONGEST_QUOTE: usize = 1 << 20;

/// Bytes at the beginning of a file in which its separator is looked for, whether the file is in memory or not.
const BEGINNING: usize = 1 << 18;

/// What some programs write before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Cells, and bytes of a cell, of which a message may quote some.
const START: usize = 64;

/// The rows of a file that are not blank.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    file: R,
    delimiter: u8,
    parser: csv_core::Reader,
    place: Position,
    start: Position,
    record: Record,
}

/// Where in a file the reader is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    offset: u64,
    lines: Lines,
}

impl<R: BufRead> Rows<R> {
    /// The rows below the first `skip` lines of a file.
    pub(crate) fn new(file: R, skip: usize) -> Result<Self> {
        let mut rows = Self::all(file, skip)?;
        while rows.place.lines.row <= skip {
            // The parser would take blank lines together with the row below them.
            let Some(&byte) = filled(&mut rows.file)?.first() else { break };
            rows.place.lines.pass(&[byte]);
            rows.place.offset += 1;
            rows.file.consume(1);
        }
        Ok(rows)
    }

    fn all(mut file: R, skip: usize) -> Result<Self> {
        let beginning = filled(&mut file)?;
        binary::refuse_binary(beginning)?;
        let beginning = &beginning[..beginning.len().min(BEGINNING)];
        let delimiter = separator(beginning, skip);
        let mark = if beginning.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        file.consume(mark);
        let start = Position { offset: mark as u64, lines: Lines::new(1) };
        Ok(Self {
            file,
            delimiter,
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            place: start,
            start,
            record: Record::new(),
        })
    }

    /// Reads the next row and returns its number; none at the end. Its cells are in [`Rows::record`].
    pub(crate) fn next_row(&mut self) -> Result<Option<usize>> {
        while self.read()? {
            let row = self.place.lines.begun.unwrap_or(self.place.lines.row);
            self.record.decode(row)?;
            if self.record.bytes().contains(&0) {
                return Err(Error::Binary { row, found: binary::zeros(self.record.bytes()) });
            }
            if self.place.lines.has_open_quote() && self.record.has_line_break() {
                return Err(Error::UnclosedQuote { row });
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// The separator of cells.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The cells of the row read last.
    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    /// Where the next row begins.
    pub(crate) fn place(&self) -> Position {
        self.place
    }

    /// Where the row read last begins.
    pub(crate) fn start(&self) -> Position {
        self.start
    }

    /// Lets the parser fill the record; false at the end of the file.
    fn read(&mut self) -> Result<bool> {
        self.place.lines.begin_row();
        self.start = self.place;
        let record = &mut self.record;
        (record.length, record.fields) = (0, 0);
        loop {
            let input = filled(&mut self.file)?;
            let (result, read, wrote, ended) = self.parser.read_record(
                input,
                &mut record.bytes[record.length..],
                &mut record.ends[record.fields..],
            );
            self.place.lines.pass(&input[..read]);
            self.place.offset += read as u64;
            self.file.consume(read);
            record.length += wrote;
            record.fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    let lines = &self.place.lines;
                    let row = lines.begun.unwrap_or(lines.row);
                    if record.length > LONGEST_QUOTE && lines.has_open_quote() && record.has_line_break() {
                        return Err(Error::UnclosedQuote { row });
                    }
                    if record.length >= LONGEST_ROW {
                        return Err(Error::LongRow { row, start: record.start() });
                    }
                    record.bytes.resize(2 * record.bytes.len(), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if record.fields >= MOST_CELLS {
                        let lines = &self.place.lines;
                        let row = lines.begun.unwrap_or(lines.row);
                        return Err(Error::ManyCells { row, start: record.start() });
                    }
                    record.ends.resize(2 * record.ends.len(), 0);
                }
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }
}

impl<R: BufRead + Seek> Rows<R> {
    /// Goes to where a row began, to read from there again.
    pub(crate) fn go_to(&mut self, place: Position) -> Result<()> {
        self.file.seek(SeekFrom::Start(place.offset)).map_err(unreadable)?;
        self.parser.reset();
        self.place = place;
        Ok(())
    }
}

/// What the file has ready; empty only at its end.
fn filled(file: &mut impl BufRead) -> Result<&[u8]> {
    // The borrow checker does not let one call both fail and lend its bytes from within a loop.
    while let Err(error) = file.fill_buf() {
        if error.kind() != ErrorKind::Interrupted {
            return Err(unreadable(error));
        }
    }
    file.fill_buf().map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(crate) fn unreadable(error: std::io::Error) -> Error {
    Error::Unreadable { reason: error.to_string() }
}

/// The cells of a row.
#[derive(Debug)]
pub(crate) struct Record {
    /// The cells one after the other as the parser writes them, and room for more.
    bytes: Vec<u8>,
    /// Bytes in use.
    length: usize,
    /// Where each cell ends, and room for more.
    ends: Vec<usize>,
    /// Cells in use.
    fields: usize,
    /// The bytes in use, known to be UTF-8.
    text: String,
}

impl Record {
    fn new() -> Self {
        Self { bytes: vec![0; 256], length: 0, ends: vec![0; 8], fields: 0, text: String::new() }
    }

    /// Takes what the parser wrote for text, cell by cell; `row` is where the record begins.
    fn decode(&mut self, row: usize) -> Result<()> {
        self.text.clear();
        for &end in &self.ends[..self.fields] {
            let begin = self.text.len();
            match str::from_utf8(&self.bytes[begin..end]) {
                Ok(cell) => self.text.push_str(cell),
                Err(error) => {
                    let mut lines = Lines::new(row);
                    lines.pass(&self.bytes[..begin + error.valid_up_to()]);
                    return Err(Error::NotUtf8 { row: lines.row });
                }
            }
        }
        Ok(())
    }

    /// The bytes of all cells.
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// The beginning of the row, as far as it is quoted.
    fn start(&self) -> String {
        let mut start = String::new();
        let mut from = 0;
        // The last cell may not have ended yet.
        for end in self.ends[..self.fields].iter().copied().chain([self.length]).take(START) {
            let cell = &self.bytes[from..end.min(from + START)];
            start.push_str(&String::from_utf8_lossy(cell).replace('\0', ""));
            start.push(' ');
            from = end;
        }
        shortened(start.trim_end())
    }

    fn has_line_break(&self) -> bool {
        self.bytes().iter().any(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Cells.
    pub(crate) fn len(&self) -> usize {
        self.fields
    }

    /// The cell at a position; none beyond the last.
    pub(crate) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends[..self.fields].get(at)?;
        let begin = if at == 0 { 0 } else { self.ends[at - 1] };
        Some(&self.text[begin..end])
    }

    /// Adds the cells, and where one ends and the next begins, to a fingerprint.
    pub(crate) fn hash(&self, fingerprint: &mut FnvHasher) {
        fingerprint.write(self.text.as_bytes());
        self.ends[..self.fields].iter().for_each(|&end| fingerprint.write(&(end as u64).to_le_bytes()));
    }

    /// All cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.fields).filter_map(|at| self.get(at))
    }
}

/// Counts lines while bytes pass by. The parser's own count stands still at blank lines.
#[derive(Debug, Clone, Copy)]
struct Lines {
    /// Row of the next byte.
    row: usize,
    /// Whether the last byte was a carriage return, to which a line feed would belong.
    after_return: bool,
    /// Row of the first character of the record that does not end a line.
    begun: Option<usize>,
    /// Quotation marks of the record.
    quotes: usize,
}

impl Lines {
    fn new(row: usize) -> Self {
        Self { row, after_return: false, begun: None, quotes: 0 }
    }

    fn begin_row(&mut self) {
        (self.begun, self.quotes) = (None, 0);
    }

    fn has_open_quote(&self) -> bool {
        self.quotes % 2 == 1
    }

    fn pass(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match byte {
                b'\n' if self.after_return => {}
                b'\n' | b'\r' => self.row += 1,
                _ => {
                    self.begun.get_or_insert(self.row);
                    self.quotes += usize::from(byte == b'"');
                }
            }
            self.after_return = byte == b'\r';
        }
    }
}
