//! A zero is a figure in every layout, and an empty cell is none.

use tradecast_io::{Note, ReadOptions, Table, preview_csv, read_csv};

use crate::files;

fn read(file: &str) -> Table {
    let guess = preview_csv(file, 0).expect("a table").guess;
    read_csv(file, &guess).expect("a table")
}

/// Name, values, and the codes of the notes about them.
fn told(table: &Table) -> Vec<(String, Vec<f64>, Vec<&'static str>)> {
    assert_eq!(table.problems, []);
    let of = |series: &tradecast::Series| {
        let notes = table.notes.iter().filter(|note| note.series() == series.name());
        let values = series.observations().iter().map(|o| o.value).collect();
        (series.name().to_owned(), values, notes.map(Note::code).collect())
    };
    table.series.iter().map(of).collect()
}

fn one(name: &str, values: &[f64], notes: &[&'static str]) -> (String, Vec<f64>, Vec<&'static str>) {
    (name.to_owned(), values.to_vec(), notes.to_vec())
}

#[test]
fn zeros_are_read_however_they_are_written() {
    for zero in ["0", "0.0", "0.00", "-0", "0e0"] {
        let table = read(&format!("period,value\n2020,{zero}\n2021,1.5\n2022,\n2023,2.5\n"));
        assert_eq!(told(&table)[0].1, [0.0, 1.5, 2.5], "{zero}");
        assert!(table.series[0].first().value.is_sign_positive(), "{zero}");
        // What is empty stays missing.
        assert_eq!(told(&table)[0].2, ["gap", "no_trade_before"], "{zero}");
    }
    let comma = read("period;value\n2020;1,5\n2021;0,0\n2022;1.234,5\n");
    assert_eq!(told(&comma)[0].1, [1.5, 0.0, 1234.5]);
    let note = &comma.notes[0];
    assert_eq!((note.code(), note.row(), note.column()), ("zeros", 3, "value"));
    assert_eq!(
        (note.values()["zeros"].clone(), note.values()["of"].clone(), note.values()["first"].clone()),
        (1.into(), 3.into(), "2021".into())
    );
}

#[test]
fn zeros_of_a_wide_table_and_of_one_without_headings_are_figures() {
    let wide = "country,2018,2019,2020,2021\nMaren,0,0,1.5,2\nOstia,3,2,0,0\nQuell,3,,0,4\n";
    assert_eq!(
        told(&read(wide)),
        [
            one("Maren", &[0.0, 0.0, 1.5, 2.0], &["no_trade_before"]),
            one("Ostia", &[3.0, 2.0, 0.0, 0.0], &["no_trade_since"]),
            one("Quell", &[3.0, 0.0, 4.0], &["gap", "zeros"]),
        ]
    );
    let table = read(wide);
    let since = table.notes.iter().find(|note| note.code() == "no_trade_since").unwrap();
    assert_eq!((since.row(), since.column()), (3, "2020"));
    assert!(since.to_string().contains("no trade since 2020: 2 of 4 values are zero"), "{since}");
    assert_eq!(told(&read("2019,0\n2020,1\n2021,2\n"))[0].1, [0.0, 1.0, 2.0]);
}

#[test]
fn zeros_of_publishers_are_figures() {
    let file = files::COMTRADE_PLUS.replace("375300000,375300000", "0,0");
    let exports = told(&read(&file)).into_iter().find(|(name, ..)| name.ends_with("exports")).unwrap();
    assert_eq!((exports.1, exports.2), (vec![287.8, 0.0], vec!["no_trade_since"]));
    let file = files::WITS.replace("44000,40000,44400", "0,40000,44400");
    let imports = told(&read(&file)).into_iter().find(|(name, ..)| name.ends_with("imports")).unwrap();
    assert_eq!(imports.1, [0.0, 40.0, 44.4]);
    // The turnover of a year without imports is its exports.
    let turnover = told(&read(&file)).into_iter().find(|(name, ..)| name.ends_with("turnover")).unwrap();
    assert_eq!(turnover.1[0], 205.0005);
}

#[test]
fn without_zeros_there_is_no_word_about_them() {
    let table = read_csv("period,value\n2020,1\n2021,2\n", &ReadOptions::default()).unwrap();
    assert!(table.notes.is_empty());
}
