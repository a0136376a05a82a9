//! Files larger, longer or stranger than any table: refused by name, or read in time and memory that go with their size.

use std::fmt::Write;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};

use tradecast::{Observation, Period, Series};
use tradecast_io::{
    Error, Layout, Note, ReadOptions, SeriesReader, decoded, guess_csv, mirror_warnings, preview_csv,
    quality_warnings, read_csv, transcode,
};

/// A beginning, and then the same bytes for ever.
struct Endless {
    beginning: Cursor<Vec<u8>>,
    then: &'static [u8],
    given: u64,
}

impl Endless {
    fn new(beginning: &str, then: &'static [u8]) -> BufReader<Self> {
        BufReader::new(Self { beginning: Cursor::new(beginning.into()), then, given: 0 })
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut read = self.beginning.read(into)?;
        if read == 0 {
            let more = self.then.iter().cycle().skip((self.given % self.then.len() as u64) as usize);
            read = into.iter_mut().zip(more).map(|(into, byte)| *into = *byte).count();
        }
        self.given += read as u64;
        assert!(self.given < 1 << 25, "it would be read for ever");
        Ok(read)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        assert_eq!(to, SeekFrom::Start(0));
        self.given = 0;
        self.beginning.rewind().map(|()| 0)
    }
}

fn code(mut file: impl BufRead + Seek) -> &'static str {
    let guessed = guess_csv(&mut file).map_err(|error| error.code());
    file.rewind().expect("memory can be read again");
    let opened = SeriesReader::open(file, &ReadOptions::default()).map(|_| ()).map_err(|error| error.code());
    let codes = [guessed.err(), opened.err()];
    assert!(codes[0].is_none() || codes[0] == codes[1], "{codes:?}");
    codes[1].unwrap_or_default()
}

#[test]
fn rows_that_never_end_are_refused() {
    for (then, expected) in [
        (b"x".as_slice(), "long_row"),
        (b",", "many_cells"),
        (b"2001,", "many_cells"),
        (b"\"", "long_row"),
        (b"\0", "binary"),
        (b"\x01\xff\xfe\x02", "binary"),
    ] {
        assert_eq!(code(Endless::new("", then)), expected, "{then:?}");
    }
    for (beginning, expected) in [
        ("series,period,value", "long_row"),
        ("series,period,value\na,2001,5\na,2002,", "long_row"),
        ("series,period,value\na,2001,\"", "long_row"),
    ] {
        assert_eq!(code(Endless::new(beginning, b"x")), expected, "{beginning:?}");
    }
    let error = guess_csv(&mut Endless::new("series,period,value", b"x")).unwrap_err();
    assert_eq!(error.row(), Some(1));
    assert!(error.to_string().contains("begins with \"series period valuexxx"), "{error}");
}

#[test]
fn as_many_cells_as_a_table_may_have_are_read_at_once() {
    // All of them periods, the same one for most: whatever looks for a column must not look through all others.
    let cells = (1 << 16) - 1;
    let header = "2001,".repeat(cells - 1) + "pair";
    let row = "1,".repeat(cells - 1) + "A";
    let options = ReadOptions { layout: Layout::Wide, ..ReadOptions::default() };
    let table = read_csv(format!("{header}\n{row}\n{row}\n"), &options).unwrap();
    assert_eq!(table.problems.len(), 2);
    assert_eq!(table.problems[1].series, "A (row 3)");
    let error = read_csv(format!("{header},,,,\n{row}\n"), &options).unwrap_err();
    assert_eq!(error.code(), "many_cells");
}

#[test]
fn names_that_are_no_names_are_refused() {
    let long = "é".repeat(1000);
    assert!(read_csv(format!("series,period,value\n{long},2001,1\n"), &ReadOptions::default()).is_ok());
    let error =
        read_csv(format!("series,period,value\n{long}e,2001,1\n"), &ReadOptions::default()).unwrap_err();
    assert_eq!((error.code(), error.row()), ("long_name", Some(2)));
}

#[test]
fn zeros_in_a_table_are_told_by_row() {
    // As a power cut leaves a file.
    let mut file = b"period,value\n2001,5\n2002,6\n".to_vec();
    file.extend([0; 9000]);
    let error = read_csv(&file, &ReadOptions::default()).unwrap_err();
    assert_eq!((error.code(), error.row()), ("binary", Some(4)));
    assert_eq!(preview_csv(&file, 5).unwrap_err(), error);
    // Control characters are strange in a name and no reason to refuse a table.
    let escape = "series,period,value\n\u{1b}]0;pwn\u{7},2001,5\n";
    assert_eq!(read_csv(escape, &ReadOptions::default()).unwrap().series[0].name(), "\u{1b}]0;pwn\u{7}");
}

#[test]
fn what_makes_no_text_is_not_made_one() {
    let junk = |seed: u32| {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
    };
    for beginning in [b"".as_slice(), b"series,period,value\n", b"\xff\xfe", b"\xfe\xff"] {
        let file: Vec<u8> = beginning.iter().copied().chain(junk(1).take(1 << 18)).collect();
        let mut text = Vec::new();
        let error = transcode(&mut Cursor::new(&file), &mut text).unwrap_err();
        assert!(
            error.kind() == ErrorKind::InvalidData && text.len() < 1 << 18,
            "{beginning:?}: {}",
            text.len()
        );
        assert_eq!(decoded(&file).0.len(), file.len());
        assert!(preview_csv(decoded(&file).0, 5).is_err());
    }
}

#[test]
fn of_a_million_mistakes_the_first_are_told_and_all_are_counted() {
    let count = 100_000;
    let file = |cell: &str| {
        (0..count).fold("series,period,value\n".to_owned(), |mut file, row| {
            // Writing to a text cannot fail.
            writeln!(file, "a,{:04},{cell}", row % 9000 + 1).unwrap();
            file
        })
    };
    for (cell, code) in [("many", "bad_number"), ("-5", "negative_value")] {
        let table = read_csv(file(cell), &ReadOptions::default()).unwrap();
        let told = table.problems.len() - 1;
        assert!(told <= 1000 && table.problems[..told].iter().all(|problem| problem.error.code() == code));
        assert_eq!(table.problems[told].error, Error::More { errors: count - told });
        assert_eq!(table.problems[0].error.row(), Some(2));
    }
    let table = read_csv(file("") + "a,9500,7\n", &ReadOptions::default()).unwrap();
    let told = table.notes.iter().filter(|note| note.code() == "gap").count();
    let more: usize =
        table.notes.iter().map(|note| if let Note::MoreGaps { gaps, .. } = note { *gaps } else { 0 }).sum();
    assert!(told <= 1000 && told + more == count, "{told} {more}");
    assert!(table.notes.iter().any(|note| note.code() == "unordered"));
    assert_eq!(table.series[0].last().value, 7.0);
}

/// As many months as there can be, with a change at each and holes: what looks through all of them for each takes minutes.
#[test]
fn a_long_series_is_looked_at_in_time_that_goes_with_its_length() {
    let first: Period = "0001-01".parse().unwrap();
    let value =
        |month: i32| 100.0 + f64::from(month * 7919 % 1013) + if month > 60_000 { 900.0 } else { 0.0 };
    let of = |name: &str, flow| {
        let months = (0..119_000).filter(|month| month % 1000 != 7);
        let months = months.map(|month| Observation::new(first.plus(month), value(month)));
        Series::new(name, months.collect()).unwrap().with_flow(flow).with_reporter(&name[..1])
    };
    let ours = of("A - B exports", tradecast::Flow::Exports);
    let found = quality_warnings(&ours, &[]);
    let missing = found.iter().find(|warning| warning.problem.code() == "missing").expect("there are holes");
    assert!(missing.problem.to_string().starts_with("119 of 119000 periods"), "{missing:?}");
    let theirs = of("B - A imports", tradecast::Flow::Imports);
    assert!(mirror_warnings(&[ours, theirs]).is_empty());
}
