//! Workbooks as a spreadsheet program writes them.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tradecast_sheets::{Error, Sheet, sheets};

type Written = Result<Vec<u8>, rust_xlsxwriter::XlsxError>;

fn book() -> Written {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("mmm yyyy");
    let sheet = book.add_worksheet().set_name("Trade & more")?;
    sheet.write(2, 1, "month")?.write(2, 2, "value, \"USD m\"")?.write(2, 3, "note")?;
    for (row, month) in (3..).zip(1..=3_u8) {
        let day = ExcelDateTime::from_ymd(2022, month, 1)?;
        sheet.write_with_format(row, 1, &day, &date)?.write(row, 2, 0.1 + 0.2 * f64::from(month))?;
    }
    sheet.write(4, 3, "two\nlines & <more>")?;
    sheet.write(6, 2, Formula::new("SUM(C4:C6)").set_result("1.5"))?;
    book.add_worksheet().set_name("Empty")?;
    book.add_worksheet()
        .set_name("Years")?
        .write(0, 0, "pair")?
        .write(0, 1, 2021)?
        .write(1, 0, "A")?
        .write(1, 1, true)?;
    book.save_to_buffer()
}

#[test]
fn cells_are_what_they_show_where_they_stand() {
    let read = sheets(&book().unwrap()).unwrap();
    let text = "\t\t\t\n\t\t\t\n\tmonth\t\"value, \"\"USD m\"\"\"\tnote\n\t2022-01-01\t0.3\t\n\t2022-02-01\t0.5\ttwo lines & <more>\n\t2022-03-01\t0.7\t\n\t\t1.5\t\n";
    assert_eq!(read[0], Sheet { name: "Trade & more".to_owned(), text: text.to_owned() });
    assert_eq!(read[1], Sheet { name: "Years".to_owned(), text: "pair\t2021\nA\tTRUE\n".to_owned() });
    assert_eq!(read.len(), 2, "an empty sheet is not offered");
}

/// Reads what may be a workbook: it must come to an end without a panic, and an error must say what is wrong.
fn read(bytes: &[u8]) {
    if let Err(error) = sheets(bytes) {
        assert!(error.to_string().contains("save"), "{error}");
    }
}

#[test]
fn every_cut_and_every_changed_byte_is_an_error_or_a_workbook() {
    let whole = book().unwrap();
    assert_eq!(sheets(&[]).unwrap_err(), Error::NotXlsx);
    for end in (0..whole.len()).step_by(97) {
        assert!(sheets(&whole[..end]).is_err(), "{end}");
    }
    for at in (0..whole.len()).step_by(41) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        read(&changed);
    }
}

/// An archive of files that are not packed, so that what is changed is what is read.
fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    let short = |length: usize| u16::try_from(length).expect("a small file").to_le_bytes();
    let long = |length: usize| u32::try_from(length).expect("a small file").to_le_bytes();
    for (name, bytes) in files {
        let (at, size, length) = (long(archive.len()), long(bytes.len()), short(name.len()));
        let start = [&[0; 14], &size[..], &size, &length, &[0; 2]].concat();
        archive.extend([&b"PK\x03\x04"[..], &start, name.as_bytes(), bytes].concat());
        let entry = [&b"PK\x01\x02"[..], &[0; 16], &size, &size, &length, &[0; 12], &at, name.as_bytes()];
        directory.extend(entry.concat());
    }
    let (at, size, count) = (archive.len(), directory.len(), short(files.len()));
    archive.extend(directory);
    archive.extend([&b"PK\x05\x06"[..], &[0; 4], &count, &count, &long(size), &long(at), &[0; 2]].concat());
    archive
}

#[test]
fn what_is_changed_inside_is_read_or_explained() {
    let files = [
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="Trade" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", r#"<R><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></R>"#),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>year</t></si><si><r><t>USD</t></r><r><t> m &amp; more</t></r></si></sst>",
        ),
        (
            "xl/styles.xml",
            r#"<s><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></s>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            r#"<w><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="1"><v>44562</v></c><c r="B2"><v>461.9</v></c></row></sheetData></w>"#,
        ),
    ];
    let whole: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    assert_eq!(sheets(&archive(&whole)).unwrap()[0].text, "year\tUSD m & more\n2022-01-01\t461.9\n");
    // SplitMix64, Steele, Lea and Flood 2014: the same numbers everywhere.
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap_or(0)
    };
    for run in 0..10_000 {
        let mut files = whole.clone();
        let file = &mut files[run % whole.len()].1;
        for _ in 0..=below(3) {
            let at = below(file.len());
            let end = (at + 1 + below(12)).min(file.len());
            match below(5) {
                0 => file[at] ^= 1 << below(8),
                1 if end - at < file.len() => drop(file.drain(at..end)),
                2 => drop(file.splice(at..at, file[at..end].to_vec()).collect::<Vec<_>>()),
                3 => file[at] = b"<>/\"&;=9 \xff"[below(10)],
                _ => file.insert(at, b"<>/\"&;=9 \x00"[below(10)]),
            }
        }
        read(&archive(&files));
    }
}

#[test]
fn fifty_thousand_rows_are_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..50_000 {
        sheet.write(row, 0, format!("pair {}", row / 50)).unwrap().write(row, 1, 1970 + row % 50).unwrap();
        sheet.write(row, 2, f64::from(row) * 1.1).unwrap();
    }
    let read = sheets(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(read[0].text.lines().count(), 50_000);
}
