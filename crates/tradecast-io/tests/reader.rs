//! Reading one series at a time: the same as reading all at once, whatever the order of rows and however little is held.

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use proptest::collection::vec;
use proptest::prelude::*;
use tradecast_io::{Entry, Error, ReadOptions, Result, SeriesReader, read_csv};

fn open<R: BufRead + Seek>(file: R) -> Result<SeriesReader<R>> {
    SeriesReader::open(file, &ReadOptions::default())
}

/// Three series of three years, row by row as asked.
fn rows(order: &[usize]) -> String {
    let names = ["A", "B", "C"];
    let mut seen = [0; 3];
    let mut row = |&series: &usize| {
        seen[series] += 1;
        format!("{},{},{}\n", names[series], 2020 + seen[series], 10 * series + seen[series])
    };
    format!("series,period,value\n{}", order.iter().map(&mut row).collect::<String>())
}

/// A file that counts the bytes read from it and how often it was gone back to.
#[derive(Debug)]
struct Watched {
    file: Cursor<String>,
    read: usize,
    seeks: usize,
}

impl Read for &mut Watched {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.read += read;
        Ok(read)
    }
}

impl Seek for &mut Watched {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.seeks += 1;
        self.file.seek(to)
    }
}

/// Names in the order given out, and how often the file was gone back to after the survey.
fn passes(order: &[usize], holding: usize) -> (String, usize) {
    let mut watched = Watched { file: Cursor::new(rows(order)), read: 0, seeks: 0 };
    let reader = open(BufReader::with_capacity(16, &mut watched)).expect("a good file").holding(holding);
    let names = reader.map(|entry| entry.expect("a good file").name).collect();
    (names, watched.seeks - 1)
}

#[test]
fn series_whose_rows_are_together_need_one_pass_and_the_memory_of_one() {
    assert_eq!(passes(&[0, 0, 0, 1, 1, 1, 2, 2, 2], 1), ("ABC".to_owned(), 0));
}

#[test]
fn interleaved_series_need_as_many_passes_as_the_limit_asks() {
    let by_period = [0, 1, 2, 0, 1, 2, 0, 1, 2];
    assert_eq!(passes(&by_period, 9), ("ABC".to_owned(), 0));
    assert_eq!(passes(&by_period, 6), ("ABC".to_owned(), 1));
    assert_eq!(passes(&by_period, 1), ("ABC".to_owned(), 2));
    assert_eq!(passes(&[0, 1, 0, 1, 0, 1, 2, 2, 2], 6), ("ABC".to_owned(), 0));
    // B finds no room, and A, complete a row later, makes it too late; the same happens to C beside B.
    assert_eq!(passes(&[0, 0, 1, 0, 2, 2, 2, 1, 1], 3), ("ABC".to_owned(), 2));
}

#[test]
fn a_series_is_given_out_before_the_rest_of_the_file_is_read() {
    let mut watched = Watched { file: Cursor::new(rows(&[0, 0, 0, 1, 1, 1, 2, 2, 2])), read: 0, seeks: 0 };
    let mut reader = open(BufReader::with_capacity(8, &mut watched)).unwrap();
    assert_eq!(reader.next().unwrap().unwrap().name, "A");
    drop(reader);
    let whole = watched.file.get_ref().len();
    let values = whole - "series,period,value\n".len();
    assert!(watched.read < whole + values / 2, "{} of {whole}", watched.read);
}

#[test]
fn a_file_that_is_cut_off_or_replaced_while_it_is_read_is_told() {
    /// A file that becomes another one when it is gone back to.
    struct Replaced(Cursor<String>, String);
    impl Read for Replaced {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0.read(into)
        }
    }
    impl Seek for Replaced {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0 = Cursor::new(self.1.clone());
            self.0.seek(to)
        }
    }
    let whole = rows(&[0, 1, 0, 1]);
    for later in [whole[..whole.len() - 10].to_owned(), whole.replace('B', "X"), String::new()] {
        let reader = open(BufReader::new(Replaced(Cursor::new(whole.clone()), later))).unwrap();
        let entries: Vec<Result<Entry>> = reader.collect();
        let error = entries.last().unwrap().as_ref().unwrap_err();
        assert_eq!(
            (error, error.code(), error.row(), error.column()),
            (&Error::Changed, "changed", None, None)
        );
        assert!(error.to_string().contains("read it again"));
    }
}

#[test]
fn a_file_that_cannot_be_read_says_so_in_the_words_of_the_system() {
    #[derive(Debug)]
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is on fire"))
        }
    }
    impl Seek for Broken {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }
    let error = open(BufReader::new(Broken)).unwrap_err();
    assert_eq!((error.code(), error.row(), error.column()), ("unreadable", None, None));
    assert_eq!(error.to_string(), "the file cannot be read: the disk is on fire");
}

#[test]
fn an_open_quotation_mark_does_not_take_the_rest_of_a_large_file_into_memory() {
    let rest = "A,2020,1\n".repeat(1 << 19);
    let mut watched =
        Watched { file: Cursor::new(format!("series,period,value\n\"{rest}")), read: 0, seeks: 0 };
    let error = open(BufReader::new(&mut watched)).unwrap_err();
    assert_eq!(error, Error::UnclosedQuote { row: 2 });
    assert!(watched.read < rest.len() / 2, "{} of {}", watched.read, rest.len());
}

proptest! {
    #[test]
    fn however_little_is_held_and_buffered_the_series_are_the_same(
        lines in vec(
            "([ABC\u{e9}]|\"A\"|\"B\r\n\")?,(20[012][0-9]|2021-Q[1-4]|x),([1-9]{0,3}|-1|\"1,5\")(,y)?(\n|\r\n|\r|\n\n)",
            1..30,
        ),
        holding in 0_usize..12,
        capacity in 1_usize..40,
    ) {
        let file = format!("series,period,value\n{}", lines.concat());
        let at_once = read_csv(&file, &ReadOptions::default());
        let one_by_one = open(BufReader::with_capacity(capacity, Cursor::new(&file)))
            .and_then(|reader| reader.holding(holding).into_table());
        prop_assert_eq!(one_by_one, at_once);
    }

    #[test]
    fn any_order_of_rows_and_any_start(
        order in vec(0_usize..3, 1..40),
        holding in 0_usize..40,
        capacity in 1_usize..40,
        start in 0_usize..4,
    ) {
        let file = rows(&order);
        let whole: Vec<Entry> = open(Cursor::new(&file)).unwrap().holding(usize::MAX).map(Result::unwrap).collect();
        let mut expected: Vec<usize> = Vec::new();
        order.iter().for_each(|series| if !expected.contains(series) { expected.push(*series) });
        prop_assert_eq!(whole.len(), expected.len());
        for (entry, series) in whole.iter().zip(expected) {
            prop_assert_eq!(&entry.name, ["A", "B", "C"][series]);
            let values: Vec<f64> =
                entry.series.as_ref().unwrap().observations().iter().map(|o| o.value).collect();
            let count = order.iter().filter(|s| **s == series).count();
            prop_assert_eq!(values, (1..=count).map(|n| (10 * series + n) as f64).collect::<Vec<_>>());
        }
        let reader = open(BufReader::with_capacity(capacity, Cursor::new(&file))).unwrap();
        let rest: Vec<Entry> = reader.holding(holding).starting_at(start).map(Result::unwrap).collect();
        prop_assert_eq!(&rest[..], &whole[start.min(whole.len())..]);
    }
}
