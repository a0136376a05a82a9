//! Series with zeros, from reading to every output.

mod common;

use common::{Run, json, tradecast};

/// Made-up partners of a made-up country: one that comes and goes, one that began late, one that ended, one with a figure typed as zero.
fn partners() -> String {
    let values: [(&str, [f64; 18]); 4] = [
        (
            "Maren - Ostia",
            [0.0, 0.4, 1.2, 0.0, 2.5, 3.1, 0.0, 4.0, 5.2, 6.1, 0.0, 7.7, 9.0, 8.1, 10.5, 12.0, 0.0, 14.2],
        ),
        (
            "Maren - Quell",
            [0.0, 0.0, 0.0, 0.0, 1.5, 2.0, 2.6, 4.0, 3.7, 5.0, 6.6, 8.0, 9.0, 11.0, 12.0, 15.0, 17.0, 20.0],
        ),
        (
            "Maren - Tarn",
            [13.5, 9.0, 8.0, 7.5, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ),
        (
            "Maren - Vaal",
            [
                100.0, 108.0, 99.0, 121.0, 130.0, 128.0, 0.0, 150.0, 141.0, 160.0, 172.0, 180.0, 190.0,
                185.0, 201.0, 210.0, 220.0, 205.0,
            ],
        ),
    ];
    let rows = values.iter().flat_map(|(name, values)| {
        (2004..).zip(values).map(move |(year, value)| format!("{name},{year},{value}\n"))
    });
    std::iter::once("series,period,value\n".to_owned()).chain(rows).collect()
}

fn only(name: &str) -> String {
    let file = partners();
    file.lines()
        .filter(|line| line.starts_with("series") || line.contains(name))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Whether a text has a number that is none.
fn is_clean(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric());
    !words.into_iter().any(|word| ["nan", "inf", "infinity"].contains(&word.to_lowercase().as_str()))
}

const FAST: [&str; 2] = ["--paths", "300"];

fn run(args: &[&str], input: &str) -> Run {
    let run = tradecast(&[args, &FAST].concat(), input);
    assert!(is_clean(&run.out) && is_clean(&run.err), "{args:?}: {}\n{}", run.out, run.err);
    assert!(!run.err.contains("panicked"), "{args:?}: {}", run.err);
    run
}

#[test]
fn check_says_where_there_was_no_trade_and_which_zero_may_be_missing() {
    let checked = json(&["check", "-", "--format", "json"], &partners());
    assert_eq!((&checked["usable"], &checked["problems"]["count"]), (&4.into(), &0.into()));
    let told = |list: &str, code: &str| -> Vec<String> {
        let listed = checked[list]["listed"].as_array().expect("list");
        let with_code = listed.iter().filter(|told| told["code"] == code);
        with_code
            .map(|told| format!("{} row {}", told["series"].as_str().expect("text"), told["row"]))
            .collect()
    };
    assert_eq!(told("notes", "zeros"), ["Maren - Ostia row 2", "Maren - Vaal row 62"]);
    assert_eq!(told("notes", "no_trade_before"), ["Maren - Quell row 20"]);
    assert_eq!(told("notes", "no_trade_since"), ["Maren - Tarn row 50"]);
    assert_eq!(told("doubts", "zero"), ["Maren - Vaal row 62"]);
    let Run { out, .. } = tradecast(&["check", "-"], &partners());
    let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "no trade before 2008: 4 of 18 values are zero",
        "no trade since 2016: 6 of 18 values are zero",
        "2010 is 0 between 128 and 150, in a series that else moves less: the figure may be missing",
        "leave the cell empty or take the row out",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn forecasts_have_a_column_for_no_trade_and_csv_has_it_always() {
    let Run { out, .. } = run(&["forecast", "-"], &only("Tarn"));
    assert!(out.contains("no trade"), "{out}");
    // More likely than not there is none: the median is 0 and printed so.
    let first: Vec<&str> =
        out.lines().find(|line| line.trim().starts_with("2022")).expect("a row").split_whitespace().collect();
    assert_eq!(first[2], "0", "{out}");
    let Run { out: csv, .. } = run(&["forecast", "-", "--format", "csv"], &only("Tarn"));
    let zero = |line: &str| line.rsplit(',').next().expect("a cell").parse::<f64>().expect("a number");
    assert!(csv.lines().next().expect("headings").ends_with(",hi95,zero"));
    assert!(csv.lines().skip(1).all(|line| zero(line) > 0.3), "{csv}");
    let without: String = (2010..2022).map(|year| format!("{year},{}\n", year - 2000)).collect();
    let without = format!("period,value\n{without}");
    let Run { out: csv, .. } = run(&["forecast", "-", "--format", "csv"], &without);
    assert!(csv.lines().skip(1).all(|line| line.ends_with(",0")), "{csv}");
    let Run { out, .. } = run(&["forecast", "-"], &without);
    assert!(!out.contains("no trade"), "{out}");
    let Run { out, .. } = run(&["forecast", "-", "--format", "json"], &without);
    assert!(!out.contains("\"zero\""), "{out}");
}

#[test]
fn answers_say_how_likely_no_trade_is() {
    let target = ["--target", "25", "--by", "2027"];
    let asked = |command: &[&'static str]| [command, &target].concat();
    let file = only("Ostia");
    let Run { out, .. } = run(&asked(&["arrive", "-"]), &file);
    assert!(out.contains("No trade in 2022: ") && out.contains("No trade in 2027: "), "{out}");
    let Run { out, .. } = run(&asked(&["arrive", "-", "--format", "html"]), &file);
    assert!(out.contains("No trade in 2027: ") && out.contains("<svg"), "{out}");
    let Run { out: csv, .. } = run(&asked(&["arrive", "-", "--format", "csv"]), &file);
    assert!(csv.lines().next().expect("headings").ends_with(",stays,zero"), "{csv}");
    let Run { out, .. } = run(&asked(&["sensitivity", "-"]), &file);
    assert!(out.contains("No trade in 2027: "), "{out}");
    let Run { out, .. } = run(
        &asked(&["solve", "-", "--lever", "growth", "--probability", "70", "--format", "markdown"]),
        &file,
    );
    assert!(out.contains("No trade in 2027: "), "{out}");
    let Run { out, .. } = run(&asked(&["scenario", "compare", "baseline", "--data", "-"]), &file);
    assert!(out.contains("no trade in 2027"), "{out}");
    let Run { out, .. } = tradecast(&["fit", "-"], &file);
    assert!(out.contains("18 observations, 5 of them zero"), "{out}");
    let ranked = json(&[&asked(&["rank", "-", "--format", "json"])[..], &FAST].concat(), &partners());
    let rows = ranked.as_array().expect("list");
    assert!(rows.len() == 4 && rows.iter().all(|row| row["zero"].as_f64().is_some()), "{ranked}");
}

#[test]
fn a_target_that_is_a_multiple_counts_from_the_last_trade() {
    let answer = json(
        &[&["arrive", "-", "--target-multiple", "2", "--by", "2030", "--format", "json"][..], &FAST].concat(),
        &only("Tarn"),
    );
    assert_eq!(answer["question"]["target"]["level"], 0.4);
    assert_eq!(answer["question"]["last_value"], 0.0);
}

#[test]
fn backtests_of_series_with_zeros_have_figures_in_every_format() {
    for format in ["text", "markdown", "json", "csv"] {
        let args = ["backtest", "-", "--history", "8", "--horizon", "3", "--format", format];
        let Run { status, out, err } = run(&args, &partners());
        assert_eq!(status, 0, "{err}");
        assert!(out.to_lowercase().replace('_', " ").contains("no trade"), "{format}: {out}");
    }
}

#[test]
fn no_pattern_of_zeros_makes_a_number_that_is_none() {
    let mut file = "series,period,value\n".to_owned();
    for pattern in 0_u32..40 {
        // Patterns from a few zeros to nearly all, at the start, at the end, and alternating.
        let bits = [pattern, !pattern, pattern.wrapping_mul(2_654_435_761) >> 18, 0x1555 << (pattern % 2)];
        let bits = bits[pattern as usize % 4] >> (pattern / 16);
        let scale = [1e-6, 1.0, 461.9, 1e9][pattern as usize / 10];
        for place in 0..14_u32 {
            let value =
                if bits >> place & 1 == 1 { 0.0 } else { scale * (1.0 + f64::from(place * pattern % 7)) };
            file += &format!("p{pattern},{},{value}\n", 2008 + place);
        }
    }
    let target = ["--target", "25", "--by", "2026"];
    for (command, formats) in [
        ("arrive", &["text", "markdown", "csv", "json"][..]),
        ("forecast", &["text", "csv", "json"]),
        ("rank", &["text", "csv", "json", "html"]),
        ("check", &["text", "json"]),
        ("fit", &["text", "csv", "json"]),
    ] {
        for format in formats {
            let asked: &[&str] = if matches!(command, "arrive" | "rank") { &target } else { &[] };
            let paths: &[&str] = if matches!(command, "check" | "fit") { &[] } else { &["--paths", "100"] };
            let run = tradecast(&[&[command, "-", "--format", format], asked, paths].concat(), &file);
            assert!(is_clean(&run.out), "{command} {format}: {}", run.out);
            assert!(!run.err.contains("panicked") && !run.err.contains("internal"), "{command}: {}", run.err);
            assert!(run.out.lines().count() > 5, "{command} {format}: {}", run.err);
        }
    }
}

#[test]
fn zeros_of_a_workbook_are_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("forecast.xlsx");
    let path = path.to_str().expect("UTF-8");
    run(&["forecast", "-", "--format", "xlsx", "--out", path], &only("Tarn"));
    // Lower edges of bands of a trade that has ended are a column of zeros.
    let checked = json(&["check", path, "--value-column", "lo80", "--format", "json"], "");
    assert_eq!((&checked["usable"], &checked["problems"]["count"]), (&1.into(), &0.into()), "{checked}");
    let note = &checked["notes"]["listed"][0];
    assert_eq!((&note["code"], &note["values"]["zeros"]), (&"zeros".into(), &6.0.into()), "{note}");
}
