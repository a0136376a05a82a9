//! Workbooks for tests, written byte by byte, so that anything in them can be wrong.

use miniz_oxide::deflate::compress_to_vec;

/// Where the parts of a workbook stand in its archive.
pub(crate) const PARTS: [&str; 5] = [
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
];

/// The parts of a small workbook.
pub(crate) const SMALL: [&str; 5] = [
    r#"<workbook><sheets><sheet name="Trade" r:id="rId1"/></sheets></workbook>"#,
    r#"<R><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></R>"#,
    "<sst><si><t>year</t></si><si><r><t>USD</t></r><r><t> m &amp; more</t></r></si></sst>",
    r#"<s><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></s>"#,
    r#"<w><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="1"><v>44562</v></c><c r="B2"><v>461.9</v></c></row></sheetData></w>"#,
];

/// A file of an archive.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// How it is packed: 0 for not at all, 8 for deflate.
    pub(crate) method: u16,
    pub(crate) flags: u16,
    /// What the directory says of its length, where that is not the truth.
    pub(crate) said: Option<u64>,
    /// Whether its numbers are written with 64 bits.
    pub(crate) wide: bool,
}

impl File {
    /// A file that is not packed, so that what is changed is what is read.
    pub(crate) fn plain(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), bytes: bytes.into(), method: 0, flags: 0, said: None, wide: false }
    }

    pub(crate) fn packed(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { method: 8, ..Self::plain(name, bytes) }
    }
}

/// An archive of some files.
pub(crate) fn archive(files: &[File]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    let short = |length: usize| u16::try_from(length).expect("a small file").to_le_bytes();
    let long = |length: u64| u32::try_from(length).expect("a small file").to_le_bytes();
    for File { name, bytes, method, flags, said, wide } in files {
        let packed = if *method == 8 { compress_to_vec(bytes, 6) } else { bytes.clone() };
        let [size, length, at] =
            [said.unwrap_or(bytes.len() as u64), packed.len() as u64, archive.len() as u64];
        let numbers: Vec<u8> = [size, length, at].into_iter().flat_map(u64::to_le_bytes).collect();
        let extra = if *wide { [&[1, 0, 24, 0], &numbers[..]].concat() } else { Vec::new() };
        let [size, length, at] =
            [size, length, at].map(|number| if *wide { [0xff; 4] } else { long(number) });
        // What stands before the file is not looked at, but for the length of its name.
        archive.extend([&b"PK\x03\x04"[..], &[0; 22], &short(name.len()), &[0; 2], name.as_bytes()].concat());
        archive.extend(packed);
        let start =
            [&b"PK\x01\x02"[..], &[0; 4], &flags.to_le_bytes(), &method.to_le_bytes(), &[0; 8]].concat();
        let middle = [&length[..], &size, &short(name.len()), &short(extra.len()), &[0; 10], &at].concat();
        directory.extend([&start, &middle, name.as_bytes(), &extra].concat());
    }
    let (at, size, count) = (long(archive.len() as u64), long(directory.len() as u64), short(files.len()));
    archive.extend(directory);
    archive.extend([&b"PK\x05\x06"[..], &[0; 4], &count, &count, &size, &at, &[0; 2]].concat());
    archive
}

/// The parts of a workbook, not packed.
pub(crate) fn plain(parts: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let files = PARTS.iter().zip(parts).map(|(name, part)| File::plain(name, part.as_ref()));
    archive(&files.collect::<Vec<_>>())
}

/// A workbook of one sheet, packed: its XML, and the texts that its cells share.
pub(crate) fn book(sheet: &str, texts: &str) -> Vec<u8> {
    let parts = [SMALL[0], SMALL[1], texts, SMALL[3], sheet];
    let files = PARTS.iter().zip(parts).map(|(name, part)| File::packed(name, part));
    archive(&files.collect::<Vec<_>>())
}

/// A workbook whose only sheet has some rows.
pub(crate) fn rows(rows: &str) -> Vec<u8> {
    book(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), SMALL[2])
}

/// A workbook that asks for more than it is worth, and the code of the error; none where it can be read.
pub(crate) type Hostile = (&'static str, Vec<u8>, Option<&'static str>);

/// A row in every one of some rows, from 1, with a cell in one column.
fn column(rows: usize, column: &str, cell: &str) -> String {
    (1..=rows).map(|row| format!(r#"<row r="{row}"><c r="{column}{row}"{cell}</c></row>"#)).collect()
}

/// Workbooks that take a program's time or memory, one of each kind.
pub(crate) fn hostile() -> Vec<Hostile> {
    let number = "><v>1</v>";
    let shared = r#" t="s"><v>0</v>"#;
    let texts = |text: &str| format!("<sst><si><t>{text}</t></si></sst>");
    let sheets = |count: usize, sheet: &str| {
        let listed: String = (0..count).map(|at| format!(r#"<sheet name="S{at}" r:id="rId1"/>"#)).collect();
        let parts =
            [&format!("<workbook><sheets>{listed}</sheets></workbook>"), SMALL[1], SMALL[2], SMALL[3], sheet];
        archive(&PARTS.iter().zip(parts).map(|(name, part)| File::packed(name, part)).collect::<Vec<_>>())
    };
    let attributes = |count: usize| (0..count).map(|at| format!(" a{at}=\"\"")).collect::<String>();
    let corner =
        r#"<row r="1"><c r="A1" t="str"><v>period</v></c><c r="XFD1" t="str"><v>value</v></c></row>"#;
    vec![
        (
            "three cells far apart",
            rows(&format!("{corner}{}", r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#)),
            None,
        ),
        (
            "a cell far to the right of many rows",
            rows(&format!(
                "{corner}{}",
                column(20_000, "A", number).replace(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "")
            )),
            Some("scattered_cells"),
        ),
        ("many cells far to the right", rows(&column(20_000, "XFD", number)), Some("scattered_cells")),
        (
            "a long text in many cells",
            book(
                &format!("<w><sheetData>{}</sheetData></w>", column(5_000, "A", shared)),
                &texts(&"a".repeat(32_000)),
            ),
            Some("workbook_too_large"),
        ),
        (
            "a text longer than a cell",
            book(
                &format!("<w><sheetData>{}</sheetData></w>", column(20_000, "A", shared)),
                &texts(&"a".repeat(900_000)),
            ),
            Some("long_cell"),
        ),
        (
            "a text of many entities",
            rows(&format!(r#"<row><c t="str"><v>{}</v></c></row>"#, "&amp;".repeat(100_000))),
            Some("long_cell"),
        ),
        (
            "many empty texts",
            book(SMALL[4], &format!("<sst>{}</sst>", "<si/>".repeat(3_600_000))),
            Some("workbook_expands"),
        ),
        (
            "many empty cells",
            rows(&format!("<row>{}</row>", "<c/>".repeat(16_000)).repeat(280)),
            Some("workbook_expands"),
        ),
        ("one sheet under many names", sheets(5_000, SMALL[4]), Some("too_many_sheets")),
        (
            "one sheet under as many names as may be",
            sheets(1_000, &format!("<w><sheetData>{}</sheetData></w>", column(2_000, "A", number))),
            Some("workbook_expands"),
        ),
        (
            "a tag with many attributes",
            rows(&format!("<row><c{}><v>1</v></c></row>", attributes(60_000))),
            None,
        ),
        (
            "a tag with more attributes than that",
            rows(&format!("<row><c{}><v>1</v></c></row>", attributes(200_000))),
            Some("damaged_workbook"),
        ),
        ("much room", rows(&" ".repeat(3 << 20)), Some("damaged_workbook")),
        ("a long comment", rows(&format!("<!--{}-->", "-".repeat(3 << 20))), Some("damaged_workbook")),
        ("deep tags", rows(&"<x>".repeat(1_000_000)), Some("damaged_workbook")),
        (
            "many formats",
            archive(
                &PARTS
                    .iter()
                    .zip([
                        SMALL[0],
                        SMALL[1],
                        SMALL[2],
                        &format!("<s><cellXfs>{}", "<xf/>".repeat(100_000)),
                        SMALL[4],
                    ])
                    .map(|(name, part)| File::packed(name, part))
                    .collect::<Vec<_>>(),
            ),
            Some("damaged_workbook"),
        ),
        (
            "entities of its own",
            book(
                r#"<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></w>"#,
                SMALL[2],
            ),
            Some("damaged_workbook"),
        ),
        (
            "ranges that are not there",
            book(
                r#"<w><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData><mergeCells count="9999999"><mergeCell ref="A1:XFD1048576"/></mergeCells></w>"#,
                SMALL[2],
            ),
            None,
        ),
    ]
}
