//! Workbooks that contradict themselves, or ask for more time or memory than they are worth.

use tradecast_sheets::{Error, LARGEST_FILE, sheets};

use crate::books::{File, PARTS, SMALL, archive, book, hostile, plain, rows};
use crate::must_hold::reads;

#[test]
fn what_asks_for_too_much_is_read_or_refused() {
    for (name, file, code) in hostile() {
        assert!(file.len() < 1 << 20, "{name}: it is small");
        assert_eq!(reads(&file), code, "{name}");
    }
}

/// The text of a workbook's only sheet.
fn text(file: &[u8]) -> String {
    let mut sheets = sheets(file).expect("a workbook");
    assert_eq!(sheets.len(), 1);
    sheets.remove(0).text
}

#[test]
fn cells_far_apart_keep_their_rows_and_columns() {
    let (_, corner, _) = hostile().remove(0);
    let text = text(&corner);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1 << 20);
    assert_eq!(lines[0], format!("period{}value", "\t".repeat(16_383)));
    assert_eq!(*lines.last().unwrap(), format!("1{}", "\t".repeat(16_383)));
    assert!(lines[1..lines.len() - 1].iter().all(|line| line.is_empty()));
    // What cannot be seen is not there, however far it is.
    let stray =
        r#"<row><c r="B1"><v>1</v></c></row><row r="900000"><c r="XFD900000" t="str"><v> </v></c></row>"#;
    assert_eq!(self::text(&rows(stray)), "\t1\n");
}

#[test]
fn places_that_are_not_written_are_counted() {
    let unnamed =
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><f>1+1</f></c><c><v>2</v></c></row>";
    assert_eq!(text(&rows(unnamed)), "1\t\t3\n\n\t2\t\n");
}

#[test]
fn cells_in_the_wrong_place_are_damage() {
    for (cells, part) in [
        (r#"<row r="4294967297"><c><v>1</v></c></row>"#, "there is no row \"4294967297\""),
        (r#"<row r="0"><c><v>1</v></c></row>"#, "there is no row \"0\""),
        (r#"<row r="-1"><c><v>1</v></c></row>"#, "there is no row \"-1\""),
        (r#"<row r="3"/><row r="2"/>"#, "row 2 comes after row 3"),
        (r#"<row r="3"/><row r="3"/>"#, "row 3 comes after row 3"),
        (r#"<row r="1048576"/><row/>"#, "there is no row"),
        (r#"<c r="A1"><v>1</v></c>"#, "there is no cell \"A1\" in the row"),
        (r#"<row r="2"><c r="A1"><v>1</v></c></row>"#, "row 2: there is no cell \"A1\" in the row"),
        (r#"<row><c r="XFE1"><v>1</v></c></row>"#, "there is no cell \"XFE1\" in the row"),
        (r#"<row><c r="ZZZZZZZZZZZZZZZZZZZZ1"><v>1</v></c></row>"#, "there is no cell"),
        (r#"<row><c r="&#1;"><v>1</v></c></row>"#, "there is no cell"),
        (r#"<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"#, "cell A1 comes after cell B1"),
        (r#"<row><c r="AB1"><v>1</v></c><c r="AB1"/></row>"#, "cell AB1 comes after cell AB1"),
        (r#"<row><c t="s"><v>2</v></c></row>"#, "a text that is not there"),
        (r#"<row><c t="s"><v>-1</v></c></row>"#, "a text that is not there"),
        (r#"<row><c t="str"><v>&nothing;</v></c></row>"#, "nothing says what &nothing; is"),
    ] {
        let error = sheets(&rows(cells)).unwrap_err().to_string();
        assert!(error.contains("sheet \"Trade\", row") && error.contains(part), "{cells}: {error}");
    }
}

/// The parts of a small workbook as files that are packed, with one changed.
fn changed(at: usize, change: impl Fn(&mut File)) -> Vec<u8> {
    let mut files: Vec<File> = PARTS.iter().zip(SMALL).map(|(name, part)| File::packed(name, part)).collect();
    change(&mut files[at]);
    archive(&files)
}

#[test]
fn archives_that_contradict_themselves_are_refused() {
    let good = text(&plain(&SMALL));
    assert_eq!(text(&changed(4, |_| {})), good);
    assert_eq!(text(&changed(4, |file| file.wide = true)), good, "numbers of 64 bits are read");
    // What comes after the cells of a sheet is not read; the formats are read to their end.
    let length = SMALL[3].len() as u64;
    let with_64 = |said: u64| {
        move |file: &mut File| {
            file.wide = true;
            file.said = Some(said);
        }
    };
    for (name, file) in [
        ("shorter than it says", changed(3, |file| file.said = Some(length + 1))),
        ("longer than it says", changed(3, |file| file.said = Some(length - 1))),
        ("empty, it says", changed(3, |file| file.said = Some(0))),
        ("four gigabytes, it says", changed(3, |file| file.said = Some(0xffff_ffff))),
        ("more than there is memory, it says", changed(3, with_64(u64::MAX))),
        ("packed in an unknown way", changed(4, |file| file.method = 12)),
        ("twice there", changed(3, |file| file.name = PARTS[4].to_uppercase())),
    ] {
        assert_eq!(reads(&file), Some("damaged_workbook"), "{name}");
    }
    assert_eq!(sheets(&changed(4, |file| file.flags = 1)), Err(Error::Old), "behind a password");
    assert_eq!(
        text(&changed(3, |file| file.name = "elsewhere".to_owned())),
        good.replace("2022-01-01", "44562")
    );
    // What is not asked for may be packed in any way.
    let mut files = vec![File { method: 99, ..File::plain("docProps/thumbnail.wmf", "?") }];
    files.extend(PARTS.iter().zip(SMALL).map(|(name, part)| File::packed(name, part)));
    assert_eq!(text(&archive(&files)), good);
    // A directory that has more files than it has, and one that is nowhere.
    let whole = plain(&SMALL);
    for (at, bytes) in [(whole.len() - 12, [0xff; 2]), (whole.len() - 4, [0xff; 2])] {
        let mut broken = whole.clone();
        broken[at..at + 2].copy_from_slice(&bytes);
        assert_eq!(reads(&broken), Some("damaged_workbook"));
    }
}

#[test]
fn sheets_that_end_too_early_are_damage() {
    let sheet = SMALL[4].split("</sheetData>").next().unwrap();
    for end in 1..sheet.len() {
        let file = book(&sheet[..end], SMALL[2]);
        assert_eq!(reads(&file), Some("damaged_workbook"), "{}", &sheet[..end]);
    }
}

#[test]
fn files_that_are_too_large_are_not_looked_at() {
    let mut file = plain(&SMALL);
    file.resize(LARGEST_FILE + 1, 0);
    assert_eq!(sheets(&file), Err(Error::TooLarge { most: "128 MB" }));
}

#[test]
fn names_in_messages_are_short() {
    let name = "x".repeat(100_000);
    let parts = [&SMALL[0].replace("Trade", &name), SMALL[1], SMALL[2], SMALL[3], SMALL[4]];
    reads(&plain(&parts));
    reads(&rows(&format!("<row r=\"{name}\"/>")));
    reads(&rows(&format!("<row></{name}>")));
    reads(&rows(&format!("<row><c t=\"str\"><v>&{name};</v></c></row>")));
}
