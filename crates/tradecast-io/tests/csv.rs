//! CSV files, good and bad: every message names row, column and fix.

use tradecast::{Flow, Period};
use tradecast_io::{Error, Note, NumberProblem, ReadOptions, Result, Table, read_csv};

const GOOD: &str = "series,period,value\nA,2020,1\nB,2020,10\nA,2021,2\nB,2021,20\n";

fn read(file: impl AsRef<[u8]>) -> Result<Table> {
    read_csv(file, &ReadOptions::default())
}

/// Reads a file whose only fault is the one wanted, in its only series.
fn problem(file: &str) -> Error {
    let table = read(file).expect("only the series is bad");
    assert_eq!((table.series.len(), table.problems.len()), (0, 1), "{table:?}");
    table.problems[0].error.clone()
}

/// Code, row and column of an error, and its message after the style check.
fn told(error: &Error) -> (&'static str, Option<usize>, Option<&str>, String) {
    let message = error.to_string();
    assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase), "{message}");
    (error.code(), error.row(), error.column(), message)
}

fn values(table: &Table, at: usize) -> Vec<(String, f64)> {
    table.series[at].observations().iter().map(|o| (o.period.to_string(), o.value)).collect()
}

#[test]
fn interleaved_series_are_told_apart_in_the_order_of_their_first_rows() {
    let table = read(GOOD).unwrap();
    assert_eq!(table.series.iter().map(tradecast::Series::name).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(values(&table, 1), [("2020".into(), 10.0), ("2021".into(), 20.0)]);
    assert_eq!((table.problems.len(), table.notes.len()), (0, 0));
}

#[test]
fn what_the_file_does_not_say_comes_from_the_options() {
    let options = ReadOptions {
        period_column: Some(" YEAR ".into()),
        value_column: Some("exports".into()),
        unit: "EUR bn".into(),
        flow: Flow::Exports,
        name: "KZ to AZ".into(),
        ..ReadOptions::default()
    };
    let table = read_csv("Year,other,Exports,source\n2022,x,0.375,customs\n", &options).unwrap();
    let series = table.single().unwrap();
    assert_eq!((series.name(), series.unit(), series.flow()), ("KZ to AZ", "EUR bn", Flow::Exports));
    assert_eq!(series.last().source, "customs");
}

#[test]
fn the_look_of_the_file_does_not_matter() {
    let plain = read(GOOD).unwrap();
    for file in [
        format!("\u{feff}{GOOD}"),
        GOOD.replace('\n', "\r\n"),
        GOOD.replace('\n', "\r"),
        GOOD.replace(',', ";"),
        GOOD.replace(',', "\t"),
        GOOD.replace(',', " , "),
        GOOD.replace('\n', "\n\n,,\n"),
        format!("\n\n{GOOD}"),
        GOOD.to_uppercase()
            .replace("VALUE", "Value,extra")
            .replace("0\n", "0,\n")
            .replace("1\n", "1,x\n")
            .replace("2\n", "2,\n"),
        GOOD.replace("A,", "\"A\","),
        GOOD.trim_end().to_owned(),
    ] {
        assert_eq!(read(&file).unwrap(), plain, "{file:?}");
    }
}

#[test]
fn rows_out_of_order_are_sorted_and_noted_once() {
    let table = read("period,value\n2021,2\n2020,1\n2019,0.5\n2022,3\n").unwrap();
    assert_eq!(values(&table, 0).iter().map(|(_, value)| *value).collect::<Vec<_>>(), [0.5, 1.0, 2.0, 3.0]);
    let [note @ Note::Unordered { row: 3, .. }] = table.notes.as_slice() else { panic!("{:?}", table.notes) };
    assert_eq!(
        note.to_string(),
        "row 3, column \"period\": 2020 comes after 2021; the rows were sorted: nothing to do, or sort the file"
    );
}

#[test]
fn an_empty_cell_is_a_gap() {
    let table = read("period,value\n2021,2\n2022,\n2023, \n2024,3\n").unwrap();
    assert_eq!(values(&table, 0), [("2021".into(), 2.0), ("2024".into(), 3.0)]);
    assert_eq!(
        table.notes.iter().map(|note| (note.code(), note.row())).collect::<Vec<_>>(),
        [("gap", 3), ("gap", 4)]
    );
}

#[test]
fn each_bad_cell_is_named_with_row_column_and_fix() {
    for (cell, code, fix) in [
        ("n/a", "bad_number", "leave the cell empty"),
        ("NaN", "bad_number", "leave the cell empty"),
        ("12 mln", "bad_number", "write digits with a decimal point and nothing else"),
        ("inf", "bad_number", "write digits"),
        ("\"287,8\"", "bad_number", "write 287.8"),
        ("\"1,234,567\"", "bad_number", "write 1234567"),
        ("\"1,000\"", "bad_number", "write 1000 if the comma marks thousands, 1.000 if decimals"),
        ("-3", "negative_value", "-3 is negative; write 0 where there was no trade, leave the row out"),
        ("1e999", "not_finite", "leave the row out or correct the value"),
    ] {
        let error = problem(&format!("period,value\n2021,2\n2022,{cell}\n"));
        let (told_code, row, column, message) = told(&error);
        assert_eq!((told_code, row, column), (code, Some(3), Some("value")), "{cell}");
        assert!(message.starts_with("row 3, column \"value\": ") && message.contains(fix), "{message}");
    }
}

#[test]
fn all_bad_cells_of_a_series_are_named_at_once_in_the_order_of_rows() {
    let table = read("period,value\n2020,-2\n20x1,2\n2022,x\n2023,-1\n2024,5\n").unwrap();
    let told: Vec<_> = table.problems.iter().map(|p| (p.error.code(), p.error.row())).collect();
    let expected = [("negative_value", 2), ("bad_period", 3), ("bad_number", 4), ("negative_value", 5)];
    assert_eq!(told, expected.map(|(code, row)| (code, Some(row))));
}

#[test]
fn bad_periods_are_named() {
    let error = problem("period,value\n2021,2\n01.07.2022,3\n");
    let (code, row, column, message) = told(&error);
    assert_eq!((code, row, column), ("bad_period", Some(3), Some("period")));
    assert!(message.contains("\"01.07.2022\" is not a period; write a year (2022)"), "{message}");

    let error = problem("period,value\n2021,2\n2022,3\n2021,4\n");
    assert_eq!(told(&error).0, "duplicate_period");
    assert_eq!((error.row(), error.column()), (Some(4), Some("period")));
    assert!(error.to_string().contains("2021 was already given in row 2; keep one of the two"), "{error}");

    let error = problem("period,value\n2021,2\n2022-Q1,3\n");
    assert_eq!((told(&error).0, error.row(), error.column()), ("mixed_frequency", Some(3), Some("period")));
}

#[test]
fn rows_of_other_series_and_blank_lines_count() {
    let table =
        read("series,period,value\r\nA,2020,1\r\n\r\nB,2020,\"1\r\n\"\r\nB,2021,1\r\nA,2020,3\r\n").unwrap();
    assert_eq!(
        told(&table.problems[0].error).3.split(';').next().unwrap(),
        "row 7, column \"period\": 2020 was already given in row 2"
    );
    assert_eq!(table.series[0].name(), "B");
}

#[test]
fn a_mapped_column_keeps_its_name_in_the_message() {
    let options = ReadOptions { value_column: Some("turnover".into()), ..ReadOptions::default() };
    let table = read_csv("period,Turnover\n2022,-1\n", &options).unwrap();
    let error = &table.problems[0].error;
    assert_eq!(error.column(), Some("Turnover"));
    assert!(error.to_string().ends_with(" (the file calls the column \"Turnover\")"), "{error}");
}

#[test]
fn one_bad_series_does_not_lose_the_others() {
    let table = read(format!("{GOOD}C,2020,n/a\nD,2020\n,2021,3\nE,2020,\nF,2020,5\n")).unwrap();
    assert_eq!(table.series.iter().map(tradecast::Series::name).collect::<Vec<_>>(), ["A", "B", "F"]);
    let told: Vec<_> = table
        .problems
        .iter()
        .map(|problem| {
            let (code, row, column, _) = told(&problem.error);
            (problem.series.as_str(), code, row, column)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("C", "bad_number", Some(6), Some("value")),
            ("D", "field_count", Some(7), None),
            ("", "no_name", Some(8), Some("series")),
            ("E", "empty_series", None, None),
        ]
    );
}

#[test]
fn a_row_of_the_wrong_length_is_named() {
    let error = problem("period,value\n2021,287,8\n");
    assert_eq!(error, Error::FieldCount { row: 2, expected: 2, found: 3 });
    assert!(told(&error).3.contains("write decimals with a point"));
    let error = read("value,period,series\n1,2020,A\n1,2021\n").unwrap_err();
    assert_eq!(error, Error::FieldCount { row: 3, expected: 3, found: 2 });
}

#[test]
fn a_file_without_content_says_what_to_give() {
    for file in ["", "\n\n", "\u{feff}", " , ,\n"] {
        assert_eq!(read(file).unwrap_err(), Error::EmptyFile, "{file:?}");
    }
    assert!(told(&Error::EmptyFile).3.contains("series,period,value"));
    let error = read("\nperiod,value\n\n").unwrap_err();
    assert_eq!(error, Error::NoRows { row: 2 });
    assert!(told(&error).3.contains("add one row per observation"));
    assert_eq!(read("\u{feff}\r\nperiod,value").unwrap_err(), Error::NoRows { row: 2 });
}

#[test]
fn a_missing_column_is_named_with_those_found_and_the_flag() {
    let error = read("series,year,value\nA,2022,1\n").unwrap_err();
    assert_eq!((told(&error).0, error.row(), error.column()), ("missing_column", Some(1), Some("period")));
    assert_eq!(
        error.to_string(),
        "row 1: there is no column \"period\" among \"series\", \"year\", \"value\"; rename the column, or on the command line add \
         --period-column \"year\""
    );
    let options = ReadOptions { series_column: Some("pair".into()), ..ReadOptions::default() };
    let error = read_csv(GOOD, &options).unwrap_err();
    assert!(told(&error).3.ends_with("on the command line add --series-column NAME"), "{error}");
}

#[test]
fn a_line_of_data_or_of_periods_is_no_header() {
    let error = read("2021,1\n2022,2\n").unwrap_err();
    assert_eq!((told(&error).0, error.row()), ("no_header", Some(1)));
    let error = read("series,2020,2021,2022\nA,1,2,3\n").unwrap_err();
    let (code, row, _, message) = told(&error);
    assert_eq!((code, row), ("wide_table", Some(1)));
    assert!(message.contains("\"2020\", \"2021\", \"2022\" are periods; turn the table"), "{message}");
}

#[test]
fn a_column_given_twice_is_not_guessed() {
    let error = read("period,value,Value\n2022,1,2\n").unwrap_err();
    assert_eq!(error, Error::DuplicateColumn { row: 1, column: "value".into(), first: 2, second: 3 });
    assert!(told(&error).3.contains("rename or delete one of the two"));
}

#[test]
fn an_open_quotation_mark_does_not_swallow_the_file() {
    let error = read("series,period,value\nA,2020,1\n\"B,2020,2\nA,2021,2\n").unwrap_err();
    assert_eq!(error, Error::UnclosedQuote { row: 3 });
    assert!(told(&error).3.contains("close it, or delete it"));
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_row() {
    let error = read(b"period,value\n2021,1\n2022,\xff\n").unwrap_err();
    assert_eq!(error, Error::NotUtf8 { row: 3 });
    assert!(told(&error).3.contains("CSV UTF-8"));
    assert_eq!(read(b"\xff\xfep\0e\0").unwrap_err(), Error::NotUtf8 { row: 1 });
}

#[test]
fn several_series_are_not_one() {
    let error = read(GOOD).unwrap().single().unwrap_err();
    assert_eq!((told(&error).0, error.row(), error.column()), ("several_series", None, None));
    assert!(error.to_string().contains("2 series, \"A\", \"B\", where one is expected"), "{error}");
    let error = read("period,value\n2022,x\n2023,y\n").unwrap().single().unwrap_err();
    assert!(matches!(error, Error::BadNumber { row: 2, problem: NumberProblem::Text, .. }));
    assert_eq!(
        read("series,period,value\nA,2022,x\nB,2023,1\n").unwrap().single().unwrap_err().code(),
        "several_series"
    );
}

#[test]
fn long_texts_and_long_lists_are_shortened() {
    let error = problem(&format!("period,value\n2022,{}\n", "é".repeat(5000)));
    assert!(error.to_string().len() < 400, "{error}");
    let many: String = (0..5000).map(|i| format!("c{i},")).collect();
    let error = read(format!("{many}value\n")).unwrap_err();
    assert!(error.to_string().len() < 400 && error.to_string().contains("and 4989 more"), "{error}");
}

#[test]
fn quarters_and_months_are_read() {
    let table = read("series,period,value\nQ,2022-Q3,1\nM,2022-07,2\n").unwrap();
    assert_eq!(table.series[0].first().period, "2022-Q3".parse::<Period>().unwrap());
    assert_eq!(table.series[1].first().period, "2022-07".parse::<Period>().unwrap());
}
