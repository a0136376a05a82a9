//! What must hold of any file whatever. The mutations try it, and so does the fuzz target in `tests/fuzz`.

use std::io::Cursor;

use tradecast_io::{Error, Preview, SeriesReader, decoded, preview_csv, quality_warnings, read_csv};

/// An error says something, and where: in a row that the file has, unless it is about the file as a whole.
fn check(error: &Error, lines: usize) {
    let message = error.to_string();
    assert!(!message.is_empty() && message.len() < 2000, "{message}");
    match (error, error.row()) {
        (_, Some(row)) => assert!((1..=lines).contains(&row), "{message} of {lines} lines"),
        (Error::EmptyFile | Error::BadSeries { .. }, None) => {}
        (other, None) => panic!("{other:?} names no place"),
    }
}

/// Reads a file in every way there is; panics where something does not hold.
pub(crate) fn reads(file: &[u8]) {
    let (text, _) = decoded(file);
    let lines = text.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
    let guess = match preview_csv(&text, 2) {
        Ok(Preview { guess, .. }) => guess,
        Err(error) => return check(&error, lines),
    };
    let table = match read_csv(&text, &guess) {
        Ok(table) => table,
        Err(error) => return check(&error, lines),
    };
    table.problems.iter().for_each(|problem| check(&problem.error, lines));
    table
        .notes
        .iter()
        .for_each(|note| assert!((1..=lines).contains(&note.row()) && !note.to_string().is_empty()));
    // One by one and in little memory it is the same.
    let reader = SeriesReader::open(Cursor::new(&text), &guess).expect("it could be read at once").holding(2);
    let mut series = table.series.iter();
    for entry in reader {
        let entry = entry.expect("it could be read at once");
        let Ok(read) = entry.series else { continue };
        assert_eq!(Some(&read), series.next());
        assert!(read.observations().iter().all(|o| o.value.is_finite() && o.value >= 0.0));
        assert_eq!(entry.places.len(), read.observations().len());
        for warning in quality_warnings(&read, &entry.places) {
            assert!(
                warning.place.is_some_and(|place| place.row <= lines)
                    && !warning.problem.to_string().contains("NaN")
            );
        }
    }
    assert_eq!(series.next(), None);
}
