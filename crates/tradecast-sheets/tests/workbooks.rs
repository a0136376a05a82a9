//! Workbooks as a spreadsheet program writes them.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tradecast_sheets::{Error, Sheet, sheets};

use crate::must_hold::reads;

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
    let text = "\n\n\tmonth\t\"value, \"\"USD m\"\"\"\tnote\n\t2022-01-01\t0.3\t\n\t2022-02-01\t0.5\ttwo lines & <more>\n\t2022-03-01\t0.7\t\n\t\t1.5\t\n";
    assert_eq!(read[0], Sheet { name: "Trade & more".to_owned(), text: text.to_owned() });
    assert_eq!(read[1], Sheet { name: "Years".to_owned(), text: "pair\t2021\nA\tTRUE\n".to_owned() });
    assert_eq!(read.len(), 2, "an empty sheet is not offered");
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
        reads(&changed);
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
