//! Opening what people have: text in any usual encoding and layout, and workbooks. What seems to be meant is guessed from the
//! first rows, told, and overruled by whoever says otherwise.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tradecast::{Flow, number};
use tradecast_io::{
    Encoding, Error, FileKind, Layout, NumberStyle, ReadOptions, SeriesReader, decoded, guess_csv,
    refuse_binary, transcode,
};
use tradecast_sheets::Sheet;

use crate::args::data::ColumnArgs;
use crate::failure::Failure;
use crate::messages::message;

/// Bytes of a pipe that are kept in memory; more go to a file without a name.
const SPOOLED: usize = 1 << 26;

/// Bytes of the largest text that a person writes.
const LARGEST_TEXT: u64 = 4 << 20;

/// Bytes read from a file at a time.
const BUFFER: usize = 1 << 18;

/// Bytes of a pipe that tell whether it brings a table: more than the longest row has.
const BEGINNING: u64 = 5 << 20;

/// How archives, and with them workbooks, begin; and what programs wrote before there were such.
const ARCHIVES: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// How Parquet files begin.
const PARQUET: &[u8] = b"PAR1";

/// A table as text that can be read more than once.
pub(crate) type Table = BufReader<Input>;

/// A file that was opened and surveyed.
pub(crate) struct Opened {
    pub(crate) reader: SeriesReader<Table>,
    pub(crate) understood: Understood,
}

/// How a file was understood.
pub(crate) struct Understood {
    /// What a message calls the place.
    pub(crate) shown: String,
    pub(crate) options: ReadOptions,
    pub(crate) encoding: Encoding,
    /// The sheet that was read, where it is a workbook, and the others that have something in them.
    pub(crate) sheet: Option<String>,
    pub(crate) other_sheets: Vec<String>,
}

impl Opened {
    /// Opens a file, `FILE#SHEET` or, as `-`, standard input; `name` is that of a series that has none.
    pub(crate) fn open(
        file: &Path,
        columns: &ColumnArgs,
        only: Option<Flow>,
        name: &str,
    ) -> Result<Self, Failure> {
        let (file, sheet) = with_sheet(file);
        let mut understood = Understood::of(&file);
        let open = |input: Input, understood: &mut Understood| {
            let mut table = BufReader::with_capacity(BUFFER, input);
            let seems = if columns.is_plain() { ReadOptions::default() } else { guess_csv(&mut table)? };
            understood.options = columns.read_options(seems, only, name);
            table.rewind().map_err(|why| Error::Unreadable { reason: why.to_string() })?;
            SeriesReader::open(table, &understood.options)
        };
        let input = understood.unpack(&file, columns.sheet.clone().or(sheet))?;
        let reader = match open(input.clone(), &mut understood) {
            // Where the first byte in another code stands, only reading the file tells.
            Err(Error::NotUtf8 { row }) => {
                let mut text = tempfile::spooled_tempfile(SPOOLED);
                let mut coded = BufReader::with_capacity(BUFFER, input);
                understood.encoding = transcode(&mut coded, &mut text).map_err(|why| match why.kind() {
                    ErrorKind::InvalidData => {
                        understood.failure(&Error::Binary { row, found: FileKind::NoText })
                    }
                    _ => understood.failure(&why),
                })?;
                text.rewind().map_err(|why| understood.failure(&why))?;
                open(Input::of(text), &mut understood)
            }
            other => other,
        };
        let reader = reader.map_err(|why| understood.failure(&why))?;
        Ok(Self { reader, understood })
    }
}

/// The whole text of a table that is none of series: of a workbook the sheet that its name ends in, else the first.
pub(crate) fn whole(file: &Path) -> Result<String, Failure> {
    let (file, sheet) = with_sheet(file);
    let mut understood = Understood::of(&file);
    let mut bytes = Vec::new();
    let mut input = understood.unpack(&file, sheet)?;
    refuse(&mut BufReader::with_capacity(BUFFER, &mut input)).map_err(|why| understood.failure(&why))?;
    input.rewind().map_err(|why| understood.failure(&why))?;
    let read = input.read_to_end(&mut bytes);
    read.map_err(|why| understood.failure(&why))?;
    Ok(String::from_utf8_lossy(&decoded(&bytes).0).into_owned())
}

/// The text of a file that a person writes, such as a scenario.
pub(crate) fn text(file: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(file)?.take(LARGEST_TEXT + 1).read_to_end(&mut bytes)?;
    refuse_binary(&bytes).map_err(io::Error::other)?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(io::Error::other("it is larger than 4 MiB, which neither scenarios nor priors are"));
    }
    String::from_utf8(bytes)
        .map_err(|why| io::Error::new(ErrorKind::InvalidData, format!("it is not UTF-8: {why}")))
}

/// Refuses what begins as no table does.
fn refuse(beginning: &mut (impl BufRead + Seek)) -> Result<(), Error> {
    match guess_csv(beginning) {
        Err(why @ (Error::Binary { .. } | Error::LongRow { .. } | Error::ManyCells { .. })) => Err(why),
        _ => Ok(()),
    }
}

impl Understood {
    fn of(file: &Path) -> Self {
        Self {
            shown: shown(file),
            options: ReadOptions::default(),
            encoding: Encoding::Utf8,
            sheet: None,
            other_sheets: Vec::new(),
        }
    }

    /// Opens a file; where it is a workbook or Parquet, its rows as text.
    fn unpack(&mut self, file: &Path, sheet: Option<String>) -> Result<Input, Failure> {
        let mut input = Input::open(file).map_err(|why| self.failure(&why))?;
        if input.begins(&[PARQUET]).map_err(|why| self.failure(&why))? {
            input = parquet(file, input).map_err(|why| why.within(&self.shown))?;
        }
        if input.begins(&ARCHIVES).map_err(|why| self.failure(&why))? {
            let mut bytes = Vec::new();
            // A byte more than a workbook may have says that it has too many.
            let mut start = input.take(tradecast_sheets::LARGEST_FILE as u64 + 1);
            start.read_to_end(&mut bytes).map_err(|why| self.failure(&why))?;
            let sheets = tradecast_sheets::sheets(&bytes).map_err(|why| self.failure(&why))?;
            return self.choose(sheets, sheet.as_deref());
        }
        match sheet {
            Some(sheet) => {
                Err(self
                    .failure(&format!("there is no sheet {sheet:?}: it is no workbook; leave the sheet out")))
            }
            None => Ok(input),
        }
    }

    /// What is wrong with the file.
    pub(crate) fn failure(&self, why: &dyn std::fmt::Display) -> Failure {
        Failure::usage(format!("{}: {why}", self.shown))
    }

    /// Chooses the sheet of a workbook: the one that is named, else the first.
    fn choose(&mut self, sheets: Vec<Sheet>, wanted: Option<&str>) -> Result<Input, Failure> {
        let known = sheets.iter().map(|sheet| format!("{:?}", sheet.name)).collect::<Vec<_>>().join(", ");
        let is_wanted = |sheet: &Sheet| wanted.is_none_or(|wanted| sheet.name.trim() == wanted.trim());
        let (mut chosen, others): (Vec<Sheet>, Vec<Sheet>) = sheets.into_iter().partition(is_wanted);
        let why = match wanted {
            Some(wanted) if !known.is_empty() => {
                format!("there is no sheet {wanted:?}; its sheets are {known}")
            }
            _ => "no sheet of the workbook has anything in it; save it again with the table in it".to_owned(),
        };
        if chosen.is_empty() {
            return Err(self.failure(&why));
        }
        let Sheet { name, text } = chosen.remove(0);
        self.sheet = Some(name);
        self.other_sheets = chosen.into_iter().chain(others).map(|sheet| sheet.name).collect();
        Ok(Input::of(Cursor::new(text.into_bytes())))
    }

    /// How numbers look.
    pub(crate) fn numbers(&self) -> &'static str {
        match self.options.numbers {
            NumberStyle::Plain => "such as 1234.5",
            NumberStyle::Point => "such as 1,234.5",
            NumberStyle::Comma => "such as 1.234,5",
        }
    }

    /// Tells, where the file is not as plain as can be, how it was understood.
    pub(crate) fn tell(&self) {
        let told = self.in_words();
        if !told.is_empty() {
            let how = told.join(", ");
            message(&format!("note: {}: read as {how}; tradecast check says more", self.shown));
        }
    }

    /// How the file was understood, as far as it is not the plainest way.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let options = &self.options;
        let mut told = Vec::new();
        if let Some(sheet) = &self.sheet {
            told.push(match self.other_sheets.len() {
                0 => format!("sheet {sheet:?}"),
                more => format!("sheet {sheet:?} of {}", more + 1),
            });
        }
        let layout = match (options.publisher, options.layout) {
            (Some(publisher), _) => Some(format!("a table of {}", publisher.name())),
            (None, Layout::Wide) => Some("a table with a column per period".to_owned()),
            (None, Layout::Headless) => Some("a table without headings".to_owned()),
            (None, Layout::Long) => None,
        };
        told.extend(layout);
        let columns = [
            ("series", &options.series_column),
            ("period", &options.period_column),
            ("value", &options.value_column),
        ];
        for (usual, column) in columns {
            if let (Some(column), None, Layout::Long) = (column, options.publisher, options.layout)
                && !column.eq_ignore_ascii_case(usual)
            {
                told.push(format!("{usual} in column {column:?}"));
            }
        }
        if options.numbers != NumberStyle::Plain {
            told.push(format!("numbers {}", self.numbers()));
        }
        let usual = ReadOptions::default();
        if options.publisher.is_none() && options.flow != usual.flow && options.only.is_none() {
            told.push(options.flow.to_string());
        }
        if options.power != 0 || options.unit != usual.unit {
            told.push(format!("values in {}", unit(&options.unit, options.power)));
        }
        if options.skip > 0 {
            told.push(format!("headings in row {}", options.skip + 1));
        }
        told.extend(match self.encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16 => Some("letters in UTF-16".to_owned()),
            Encoding::Cyrillic => Some("letters in Windows-1251 (check the names)".to_owned()),
            Encoding::Western => Some("letters in Windows-1252 (check the names)".to_owned()),
        });
        told
    }
}

/// The unit of values, and what is done to them for it.
pub(crate) fn unit(unit: &str, power: i8) -> String {
    let by = number((0..power.unsigned_abs()).map(|_| 10.0).product());
    match power {
        0 => unit.to_owned(),
        1.. => format!("{unit}, multiplied by {by} (--divide-by)"),
        ..0 => format!("{unit}, divided by {by} (--divide-by)"),
    }
}

/// A file and the sheet that its name may end in. A file whose own name has the sign is that file.
pub(crate) fn with_sheet(file: &Path) -> (PathBuf, Option<String>) {
    let split = file.to_str().filter(|_| !file.exists()).and_then(|name| name.rsplit_once('#'));
    match split {
        Some((file, sheet)) if !file.is_empty() => (file.into(), Some(sheet.to_owned())),
        _ => (file.to_owned(), None),
    }
}

fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

/// What a message calls a file.
pub(crate) fn shown(file: &Path) -> String {
    if is_stdin(file) { "standard input".to_owned() } else { file.display().to_string() }
}

/// What a series without a name is called.
pub(crate) fn name_of(file: &Path) -> String {
    let (file, _) = with_sheet(file);
    let stem = file.file_stem().filter(|_| !is_stdin(&file));
    stem.map_or_else(|| "series".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The rows of a Parquet file as text.
#[cfg(feature = "parquet")]
fn parquet(file: &Path, mut input: Input) -> Result<Input, Failure> {
    let failure = |why: io::Error| Failure::usage(why.to_string());
    // What came through a pipe is put into a file, which is handed to another process.
    let rows = if file.is_file() {
        File::open(file)
    } else {
        tempfile::tempfile().and_then(|mut copy| {
            io::copy(&mut input, &mut copy)?;
            copy.rewind()?;
            Ok(copy)
        })
    };
    let mut text = tempfile::spooled_tempfile(SPOOLED);
    crate::input::parquet::process::read(rows.map_err(failure)?, &mut text)?;
    text.rewind().map_err(failure)?;
    Ok(Input::of(text))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Path, _: Input) -> Result<Input, Failure> {
    Err(Failure::usage(
        "this is a Parquet file, which this tradecast was built without; build it with --features parquet, or save the table as CSV",
    ))
}

/// Something that can be read more than once, and by whom it is handed on to.
#[derive(Clone)]
pub(crate) struct Input(Rc<RefCell<dyn ReadSeek>>);

trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

impl Input {
    fn of(source: impl ReadSeek + 'static) -> Self {
        Self(Rc::new(RefCell::new(source)))
    }

    fn open(path: &Path) -> io::Result<Self> {
        if is_stdin(path) {
            return Self::spooled(io::stdin().lock());
        }
        let file = File::open(path)?;
        // A named pipe, or what a shell makes of <(...).
        if file.metadata()?.is_file() { Ok(Self::of(file)) } else { Self::spooled(file) }
    }

    /// Keeps what can be read once only; what begins as no table does is refused before its end, which may never come.
    fn spooled(mut from: impl Read) -> io::Result<Self> {
        let mut beginning = Vec::new();
        from.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
        if !ARCHIVES.iter().chain([&PARQUET]).any(|start| beginning.starts_with(start)) {
            refuse(&mut Cursor::new(&beginning)).map_err(io::Error::other)?;
        }
        let mut spool = tempfile::spooled_tempfile(SPOOLED);
        spool.write_all(&beginning)?;
        io::copy(&mut from, &mut spool)?;
        spool.rewind()?;
        Ok(Self::of(spool))
    }

    /// Whether it begins in one of some ways, of four bytes each.
    fn begins(&mut self, ways: &[&[u8]]) -> io::Result<bool> {
        let mut start = Vec::new();
        self.by_ref().take(4).read_to_end(&mut start)?;
        self.rewind()?;
        Ok(ways.contains(&start.as_slice()))
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(into)
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}
