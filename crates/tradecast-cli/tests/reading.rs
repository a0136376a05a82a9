//! What people have, as the command line reads it: encodings, layouts, workbooks, publishers' tables; and what it writes.

mod common;

use std::fs;
use std::path::PathBuf;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use common::{json, tradecast};

/// A folder that is taken away again.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("it is written");
        path.to_str().expect("UTF-8").to_owned()
    }
}

const VALUES: [f64; 10] = [100.0, 108.0, 99.0, 121.0, 130.0, 128.0, 150.0, 131.0, 160.0, 1172.5];

fn years() -> impl Iterator<Item = (i32, f64)> {
    (2013..).zip(VALUES)
}

/// The last value and the name of a file's only series.
fn last(args: &[&str]) -> (String, f64, String) {
    let args: Vec<&str> =
        args.iter().copied().chain(["--target", "5000", "--paths", "200", "--format", "json"]).collect();
    let run = tradecast(&args, "");
    assert_eq!(run.status, 0, "{}", run.err);
    let answer: Value = serde_json::from_str(&run.out).expect("JSON");
    let name = answer["question"]["series"].as_str().expect("text").to_owned();
    (name, answer["question"]["last_value"].as_f64().expect("number"), run.err)
}

#[test]
fn every_usual_way_of_writing_a_table_is_read_and_told() {
    let folder = Folder::new();
    let plain: String = years().map(|(year, value)| format!("{year},{value}\n")).collect();
    let comma: String =
        years().map(|(year, value)| format!("{year};{}\n", value.to_string().replace('.', ","))).collect();
    let russian = format!("Год;Оборот\n{comma}");
    let cyrillic: Vec<u8> = russian
        .chars()
        .map(|c| match c {
            'а'..='я' | 'А'..='Я' => u8::try_from(u32::from(c) - 0x410 + 0xc0).expect("a letter"),
            c => u8::try_from(c).expect("ASCII"),
        })
        .collect();
    let utf16: Vec<u8> = format!("\u{feff}Год\tОборот\r\n{}", plain.replace(',', "\t"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let headings: Vec<String> = years().map(|(year, _)| year.to_string()).collect();
    let row: Vec<String> = VALUES
        .iter()
        .map(|value| format!("\"{}\"", format!("{value:.1}").replace("1172", "1,172")))
        .collect();
    let wide = format!("Pair,{}\nA-B,{}\n", headings.join(","), row.join(","));
    for (name, bytes, series, told) in [
        ("plain.csv", format!("period,value\n{plain}").into_bytes(), "plain", ""),
        ("bom.csv", format!("\u{feff}\"period\",\"value\"\n{plain}").into_bytes(), "bom", ""),
        ("tabs.tsv", format!("period\tvalue\n{}", plain.replace(',', "\t")).into_bytes(), "tabs", ""),
        ("title.csv", format!("Table 1\n\nYear,USD\n{plain}").into_bytes(), "title", "headings in row 3"),
        ("comma.csv", format!("Year;Turnover\n{comma}").into_bytes(), "comma", "numbers such as 1.234,5"),
        ("headless.csv", plain.clone().into_bytes(), "headless", "a table without headings"),
        ("cyrillic.csv", cyrillic, "cyrillic", "period in column \"Год\", value in column \"Оборот\""),
        ("utf16.txt", utf16, "utf16", "letters in UTF-16"),
        ("wide.csv", wide.into_bytes(), "A-B", "a table with a column per period"),
    ] {
        let (read, value, err) = last(&["arrive", &folder.file(name, bytes)]);
        assert_eq!((read.as_str(), value), (series, 1172.5), "{name}");
        assert!(err.contains(told) && err.is_empty() == told.is_empty(), "{name}: {err}");
    }
}

#[test]
fn letters_in_another_code_far_down_a_file_are_read_too() {
    let folder = Folder::new();
    let mut bytes = b"series,period,value\n".to_vec();
    for pair in 0..300 {
        years().for_each(|(year, value)| bytes.extend(format!("P{pair},{year},{value}\n").bytes()));
    }
    years().for_each(|(year, value)| {
        bytes.extend([b"T\xfcrkiye".as_slice(), format!(",{year},{value}\n").as_bytes()].concat())
    });
    let checked = json(&["check", &folder.file("late.csv", bytes), "--format", "json"], "");
    assert_eq!((&checked["encoding"], &checked["usable"]), (&"Windows-1252".into(), &301.into()));
}

#[test]
fn a_number_with_two_meanings_is_asked_about_and_not_guessed() {
    let table = "period;value\n2019;1,234\n2020;1,300\n2021;1,400\n2022;1,500\n";
    let run = tradecast(&["arrive", "-", "--target", "5000"], table);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("write 1234 if the comma marks thousands, 1.234 if decimals"), "{}", run.err);
    for (mark, value) in [("point", 1500.0), ("comma", 1.5)] {
        let args =
            ["arrive", "-", "--target", "5000", "--decimal", mark, "--paths", "200", "--format", "json"];
        assert_eq!(json(&args, table)["question"]["last_value"], value);
    }
}

#[test]
fn thousands_become_millions_where_that_is_asked() {
    let table: String = years().map(|(year, value)| format!("{year},{}\n", 1000.0 * value)).collect();
    let args =
        ["arrive", "-", "--target", "5000", "--divide-by", "1000", "--paths", "200", "--format", "json"];
    assert_eq!(json(&args, &format!("period,value\n{table}"))["question"]["last_value"], 1172.5);
    let run = tradecast(&["check", "-", "--divide-by", "1024"], "");
    assert!(run.status == 2 && run.err.contains("write a power of ten"), "{}", run.err);
}

#[test]
fn unit_and_flow_are_those_of_the_headings_unless_somebody_says_otherwise() {
    let rows: String = years().map(|(year, value)| format!("{year},{}\n", 1000.0 * value)).collect();
    let tables = [
        format!("Year,\"Imports, thousand USD\"\n{rows}"),
        format!("Imports of Georgia (thousand US dollars)\nYear,Value\n{rows}"),
    ];
    for table in &tables {
        let checked = json(&["check", "-", "--format", "json"], table);
        assert_eq!((&checked["unit"], &checked["power"]), (&"USD m".into(), &(-3).into()), "{table}");
        let run =
            tradecast(&["arrive", "-", "--target", "5000", "--paths", "200", "--format", "json"], table);
        assert!(run.err.contains("imports, values in USD m, divided by 1,000 (--divide-by)"), "{}", run.err);
        let answer: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(
            (&answer["question"]["last_value"], &answer["question"]["flow"]),
            (&1172.5.into(), &"imports".into())
        );
    }
    let told = |more: &[&str]| {
        let args = ["arrive", "-", "--target", "5000000", "--paths", "200", "--format", "json"];
        json(&[&args, more].concat(), &tables[0])["question"].clone()
    };
    let labelled = told(&["--unit", "USD k", "--flow", "turnover"]);
    assert_eq!(
        (&labelled["last_value"], &labelled["unit"], &labelled["flow"]),
        (&1_172_500.0.into(), &"USD k".into(), &"turnover".into())
    );
    assert_eq!(told(&["--divide-by", "1"])["last_value"], 1_172_500.0);
}

#[test]
fn a_plain_layout_is_read_as_it_stands() {
    let run = tradecast(&["fit", "-", "--layout", "plain"], "Year,USD\n2020,1\n2021,2\n2022,3\n");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("there is no column \"period\""), "{}", run.err);
    let run = tradecast(&["check", "-", "--layout", "latin"], "");
    assert!(run.err.contains("write plain or one of comtrade, comtrade-until-2022, wits"), "{}", run.err);
}

fn workbook() -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes")?.write(0, 0, "nothing but a note")?;
    let sheet = book.add_worksheet().set_name("Trade 2022")?;
    sheet.write(0, 0, "Year")?.write(0, 1, "Turnover, USD m")?;
    for (row, (year, value)) in (1..).zip(years()) {
        sheet.write(row, 0, year)?.write(row, 1, value)?;
    }
    book.save_to_buffer()
}

#[test]
fn workbooks_are_read_sheet_by_sheet() {
    let folder = Folder::new();
    let book = folder.file("trade.xlsx", workbook().unwrap());
    let hashed = format!("{book}#Trade 2022");
    for args in [vec!["arrive", &hashed], vec!["arrive", &book, "--sheet", "Trade 2022"]] {
        let (name, value, err) = last(&args);
        assert_eq!((name.as_str(), value), ("trade", 1172.5));
        assert!(err.contains("sheet \"Trade 2022\" of 2"), "{err}");
    }
    let run = tradecast(&["arrive", &book, "--sheet", "Trade", "--target", "5000"], "");
    assert_eq!(run.status, 2);
    assert!(
        run.err.contains("there is no sheet \"Trade\"; its sheets are \"Notes\", \"Trade 2022\""),
        "{}",
        run.err
    );
    let run = tradecast(&["check", &folder.file("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")], "");
    assert!(run.status == 2 && run.err.contains("save it as .xlsx"), "{}", run.err);
    let run = tradecast(&["check", "-", "--sheet", "x"], "period,value\n2020,1\n");
    assert!(run.status == 2 && run.err.contains("it is no workbook"), "{}", run.err);
}

/// Built to the documented layout of UN Comtrade, not downloaded.
fn comtrade() -> String {
    let rows: String = years()
        .map(|(year, value)| {
            let row = |flow: &str, share: f64| {
                format!(
                    "{year},Kazakhstan,{flow},Azerbaijan,All Commodities,{}\n",
                    (share * value * 1e6).round()
                )
            };
            row("Export", 0.75) + &row("Import", 0.25)
        })
        .collect();
    format!("refYear,reporterDesc,flowDesc,partnerDesc,cmdDesc,primaryValue\n{rows}")
}

#[test]
fn a_publishers_table_is_asked_about_turnover_or_about_each_flow() {
    let args = ["arrive", "-", "--target", "5000", "--paths", "200", "--format", "json"];
    let answers = json(&args, &comtrade());
    let names: Vec<&Value> =
        answers.as_array().expect("a list").iter().map(|a| &a["question"]["series"]).collect();
    assert_eq!(
        names,
        [
            "Kazakhstan - Azerbaijan exports",
            "Kazakhstan - Azerbaijan turnover",
            "Kazakhstan - Azerbaijan imports"
        ]
    );
    let answer = json(&[&args[..], &["--flow", "turnover"]].concat(), &comtrade());
    let question = &answer["question"];
    assert_eq!((&question["last_value"], &question["unit"]), (&1172.5.into(), &"USD m".into()));
    assert_eq!((&question["flow"], &question["reporter"]), (&"turnover".into(), &"Kazakhstan".into()));
}

#[test]
fn check_explains_doubts_with_their_cells_and_is_content() {
    let mut table = String::from("series,period,value\n");
    for (year, value) in years().take(9) {
        let unit = if year > 2016 { 1000.0 } else { 1.0 };
        table += &format!("jump,{year},{}\n", unit * value);
    }
    table += "minus,2020,-1\nminus,2021,5\nhole,2018,5\nhole,2020,6\nhole,2021,\nhole,2022,7\n";
    let checked = json(&["check", "-", "--format", "json"], &table);
    assert_eq!((&checked["series_count"], &checked["usable"]), (&3.into(), &2.into()));
    assert_eq!((&checked["separator"], &checked["encoding"]), (&"comma".into(), &"UTF-8".into()));
    let told = |part: &str| -> Vec<(String, u64, String)> {
        let listed = checked[part]["listed"].as_array().expect("a list").iter();
        listed
            .map(|told| {
                let text = |key: &str| told[key].as_str().expect("text").to_owned();
                (text("code"), told["row"].as_u64().expect("a row"), text("column"))
            })
            .collect()
    };
    let cell = |code: &str, row| (code.to_owned(), row, "value".to_owned());
    assert_eq!(told("doubts"), [cell("unit_jump", 6), cell("missing", 14)]);
    assert_eq!(told("problems"), [cell("negative_value", 11)]);
    assert_eq!(told("notes"), [cell("gap", 15)]);
    let fix = checked["doubts"]["listed"][0]["fix"].as_str().expect("text");
    assert!(fix.contains("divide those from 2017 on by 1000"), "{fix}");
    for format in ["text", "markdown"] {
        let run = tradecast(&["check", "-", "--format", format], &table);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        for part in [
            "row 6, column \"value\": from 2017 on values are 1,074 times as large as before",
            "2 of 3 series",
            "2019, 2021 are missing",
        ] {
            assert!(run.out.replace("\n    ", " ").contains(part), "{part:?} is missing from\n{}", run.out);
        }
    }
}

#[test]
fn check_fails_where_nothing_can_be_used() {
    let run = tradecast(&["check", "-"], "");
    assert!(run.status == 2 && run.err.contains("the file is empty"), "{}", run.err);
    let run = tradecast(&["check", "-"], "period,value\n2020,x\n2021,y\n");
    assert!(run.status == 2 && run.out.contains("row 2, column \"value\""), "{}", run.out);
}

#[test]
fn two_reporters_are_compared() {
    let ours = comtrade();
    let mirrored = ours.lines().skip(1).filter(|row| row.contains("Export")).map(|row| {
        let (row, value) = row.rsplit_once(',').expect("cells");
        let value = 1.2 * value.parse::<f64>().expect("a number");
        format!("{},{value}\n", row.replace("Kazakhstan,Export,Azerbaijan", "Azerbaijan,Import,Kazakhstan"))
    });
    let table = mirrored.fold(ours.clone(), |table, row| table + &row);
    let checked = json(&["check", "-", "--format", "json"], &table);
    let doubts = checked["doubts"]["listed"].as_array().expect("a list");
    let gap = doubts.iter().find(|doubt| doubt["code"] == "mirror_gap").expect("a gap");
    assert!(gap["message"].as_str().expect("text").contains("counts 20 % more than"), "{gap}");
}

#[test]
fn a_forecast_is_written_as_a_workbook_that_can_be_read_again() {
    let folder = Folder::new();
    let file = folder.path("forecast.xlsx");
    let out = file.to_str().expect("UTF-8");
    let table: String = years().map(|(year, value)| format!("{year},{value}\n")).collect();
    let table = format!("period,value\n{table}");
    let asked = ["forecast", "-", "--paths", "200", "--horizon", "3", "--format"];
    let run = tradecast(&[&asked[..], &["xlsx", "--out", out]].concat(), &table);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let csv = tradecast(&[&asked[..], &["csv"]].concat(), &table).out;
    let sheets = tradecast_sheets::sheets(&fs::read(&file).expect("it is there")).expect("a workbook");
    let rows = |text: &str, separator: char| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(separator).map(str::to_owned).collect()).collect()
    };
    let (written, printed) = (rows(&sheets[0].text, '\t'), rows(&csv, ','));
    assert_eq!(written[0], printed[0]);
    assert_eq!(written.len(), 4);
    for (written, printed) in written.iter().zip(&printed).skip(1) {
        assert_eq!(written[..4], printed[..4]);
        for (written, printed) in written[4..].iter().zip(&printed[4..]) {
            let [written, printed] = [written, printed].map(|cell| cell.parse::<f64>().expect("a number"));
            assert!((written - printed).abs() <= 1e-12 * printed.abs());
        }
    }
    let run = tradecast(&[&asked[..], &["xlsx"]].concat(), &table);
    assert!(run.status == 2 && run.err.contains("--out FILE"), "{}", run.err);
}

#[test]
fn pictures_are_svg_with_what_they_show() {
    let run = tradecast(&["arrive", "--paths", "200", "--format", "svg"], "");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    for part in [
        "<svg xmlns=",
        "class=\"median\"",
        "target $1,000 m",
        "class=\"curve\"",
        "probability of having reached",
    ] {
        assert!(run.out.contains(part), "{part:?} is missing");
    }
    assert!(!run.out.contains("NaN") && run.out.matches("class=\"band-").count() >= 2);
    let run = tradecast(&["forecast", "--paths", "200", "--format", "svg"], "");
    assert!(run.status == 0 && run.out.contains("class=\"median\"") && !run.out.contains("class=\"curve\""));
    let run = tradecast(&["arrive", "-", "--target", "5000", "--format", "svg"], &comtrade());
    assert!(run.status == 2 && run.err.contains("one series"), "{}", run.err);
    let run = tradecast(&["fit", "--format", "svg"], "");
    assert!(run.status == 2 && run.err.contains("arrive and forecast"), "{}", run.err);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_written_and_read() {
    let folder = Folder::new();
    let (out, again) = (folder.path("forecast.parquet"), folder.path("again.csv"));
    let (out, again) = (out.to_str().expect("UTF-8"), again.to_str().expect("UTF-8"));
    let table: String = years().map(|(year, value)| format!("{year},{value}\n")).collect();
    let table = format!("period,value\n{table}");
    let asked = ["forecast", "-", "--paths", "200", "--horizon", "3", "--format"];
    let run = tradecast(&[&asked[..], &["parquet", "--out", out]].concat(), &table);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let printed = tradecast(&[&asked[..], &["csv"]].concat(), &table).out;
    // The medians of a forecast are a table of series, period and value.
    let read = [
        "forecast",
        out,
        "--value-column",
        "median",
        "--paths",
        "200",
        "--horizon",
        "1",
        "--format",
        "csv",
        "--out",
        again,
    ];
    let run = tradecast(&read, "");
    assert_eq!(run.status, 0, "{}", run.err);
    let checked = json(&["check", out, "--value-column", "median", "--format", "json"], "");
    assert_eq!((&checked["usable"], &checked["series"][0]["values"]), (&1.into(), &3.into()));
    let median: f64 =
        printed.lines().last().expect("a row").split(',').nth(5).expect("a cell").parse().expect("a number");
    assert_eq!(checked["series"][0]["last_value"], median);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_says_what_it_needs() {
    let folder = Folder::new();
    let run = tradecast(&["check", &folder.file("a.parquet", b"PAR1....PAR1")], "");
    assert!(run.status == 2 && run.err.contains("--features parquet"), "{}", run.err);
}

#[test]
fn targets_come_in_any_usual_table() {
    let folder = Folder::new();
    let rows: String = years().map(|(year, value)| format!("Баку,{year},{value}\n")).collect();
    let series = folder.file("pairs.csv", format!("series,period,value\n{rows}"));
    let rank = |targets: &str| {
        let rank = ["rank", series.as_str(), "--paths", "200", "--targets", targets, "--format", "csv"];
        tradecast(&rank, "")
    };
    let plain = rank(&folder.file("plain.csv", "series,target,by\nБаку,1500.5,2030\n"));
    assert!(plain.status == 0 && plain.out.contains(",1500.5,"), "{}{}", plain.out, plain.err);
    let european = "\u{feff}Series;Target;By\nБаку;1.500,5;2030\n";
    let utf16: Vec<u8> = european.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, cell)) in (0..).zip([("series", "Баку"), ("by", "2030")]) {
        sheet.write_string(0, column, heading).unwrap();
        sheet.write_string(1, column, cell).unwrap();
    }
    sheet.write_string(0, 2, "target").unwrap();
    sheet.write_number(1, 2, 1500.5).unwrap();
    for (name, bytes) in [
        ("european.csv", european.as_bytes().to_vec()),
        ("utf16.csv", utf16),
        ("tabs.txt", "series\ttarget\tby\nБаку\t1 500,5\t2030\n".as_bytes().to_vec()),
        ("targets.xlsx", book.save_to_buffer().unwrap()),
    ] {
        let run = rank(&folder.file(name, bytes));
        assert_eq!((run.out, run.err, run.status), (plain.out.clone(), String::new(), 0), "{name}");
    }
    for (text, part) in [
        (
            "series;target;by\nБаку;1,500;2030\n",
            "row 2, column \"target\": \"1,500\" can be read in two ways",
        ),
        ("series;target;by\nБаку;soon;2030\n", "row 2, column \"target\": \"soon\" is not a number"),
        ("series;goal\nБаку;1\n", "there is no column \"target\""),
    ] {
        let run = rank(&folder.file("wrong.csv", text));
        assert!(run.status == 2 && run.err.contains(part), "{}", run.err);
    }
}

#[test]
fn reports_say_what_markdown_says_and_hold_the_picture() {
    let document = |words: &[&str]| {
        let run = tradecast(&[words, &["--paths", "200", "--format", "html"]].concat(), "");
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        assert!(run.out.starts_with("<!DOCTYPE html>") && !run.out.contains("<script"), "{words:?}");
        assert!(run.out.contains(&format!("tradecast {} --paths 200 --format html", words.join(" "))));
        run.out
    };
    let report = document(&["arrive", "--by", "2030"]);
    let markdown = tradecast(&["arrive", "--by", "2030", "--paths", "200", "--format", "markdown"], "").out;
    let headline = markdown.split("**").nth(1).unwrap();
    assert!(report.contains(&format!("<p><strong>{headline}</strong></p>")));
    let headings = |text: &str| {
        markdown.lines().filter_map(|line| line.strip_prefix(text)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(headings("## ").iter().all(|heading| report.contains(&format!("<h2>{heading}</h2>"))));
    assert!(report.contains(&format!("<title>{}</title>", headings("# ")[0])));
    assert_eq!(report.matches("<svg").count(), 1);
    assert!(document(&["forecast"]).contains("class=\"median\""));
    let run =
        tradecast(&["rank", "-", "--target-multiple", "2", "--by", "2030", "--format", "html"], &comtrade());
    assert!(run.status == 0 && run.out.contains("<h1>Which targets are on track</h1>"), "{}", run.err);
    let run = tradecast(&["fit", "--format", "html"], "");
    assert!(run.status == 2 && run.err.contains("html for those and rank"), "{}", run.err);
}
