//! One series of many that goes wrong, in its data or in the program, touches no other.

mod common;

use std::fmt::Write;

use assert_cmd::Command;
use common::{Run, json, tradecast};
use serde_json::Value;

/// Five years of months; one period may be written as another.
fn months(name: &str, meant: &str, typed: &str) -> String {
    (0..60_u32).fold(String::new(), |mut rows, at| {
        let period = format!("{}-{:02}", 2015 + at / 12, at % 12 + 1);
        let period = if period == meant { typed } else { &period };
        let value = 150 + at + at * at * 7 % 13 + if at % 12 == 3 { 30 } else { 0 };
        writeln!(rows, "{name}{period},{value}").expect("a string takes any text");
        rows
    })
}

/// Several good series, and among them one that may be left out.
fn pairs(bad: Option<&str>) -> String {
    let good = |name: &str| months(&format!("{name},"), "", "");
    format!("series,period,value\n{}{}{}{}", good("a"), good("b"), bad.unwrap_or_default(), good("c"))
}

/// Commands that run over many series, with questions that are quickly answered.
const COMMANDS: [&str; 10] = [
    "arrive - --target 400 --horizon 6 --paths 300 --format json",
    "arrive - --target 400 --horizon 6 --paths 300 --format csv",
    "forecast - --horizon 6 --paths 300 --format csv",
    "forecast - --horizon 6 --paths 300 --format json",
    "fit - --format json",
    "rank - --target-multiple 1.5 --by 2020-12 --paths 300 --format csv",
    "solve - --target 300 --by 2020-12 --probability 50 --lever growth --paths 300 --horizon 12 --format json",
    "sensitivity - --target 300 --by 2020-12 --paths 300 --horizon 12 --format json",
    "scenario compare collapse-2009 --data - --target 300 --paths 300 --horizon 12 --format json",
    "backtest - --horizon 3 --history 12 --paths 100 --format json",
];

fn commands() -> impl Iterator<Item = Vec<&'static str>> {
    COMMANDS.into_iter().map(|command| command.split(' ').collect())
}

#[test]
fn a_mistyped_year_is_refused_by_row_and_leaves_the_other_series_alone() {
    let alone = format!("period,value\n{}", months("", "2016-05", "2061-05"));
    let expected = "row 18, column \"period\": 2061-05 stands apart: the nearest period with a value is 2019-12, and 2016-05, \
                    written nearly the same, has none; correct the year, or leave the row out";
    for command in [&["arrive", "-", "--target", "400"][..], &["forecast", "-"], &["fit", "-"]] {
        let run = tradecast(command, &alone);
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert!(run.err.contains(expected), "{}", run.err);
    }
    let checked = tradecast(&["check", "-"], &alone);
    assert_eq!(checked.status, 2);
    assert!(checked.out.contains("usable     0 of 1 series"), "{}", checked.out);
    assert!(checked.out.replace("\n   ", "").contains("2016-05, written nearly the same"), "{}", checked.out);

    let bad = months("bad,", "2016-05", "2061-05");
    for command in commands() {
        let (all, good) = (tradecast(&command, &pairs(Some(&bad))), tradecast(&command, &pairs(None)));
        assert_eq!((all.status, &all.out), (0, &good.out), "{command:?}: {}", all.err);
        assert!(
            all.err.contains("error\tbad\trow 138, column \"period\": 2061-05 stands apart"),
            "{}",
            all.err
        );
    }
}

/// Twenty years of silence, or a last year that may be mistyped: answered, and told.
#[test]
fn a_long_gap_is_answered_and_told() {
    let mut rows = format!("period,value\n{}", months("", "", ""));
    rows.push_str("2039-01,260\n2039-02,262\n");
    let expected = "row 62, column \"period\": 2039-01 stands apart: the nearest period with a value is 2019-12; correct the \
                    year where it is mistyped";
    let fit = tradecast(&["fit", "-"], &rows);
    assert!(fit.status == 0 && !fit.out.contains("NaN"), "{}", fit.out);
    assert!(fit.err.contains(expected), "{}", fit.err);
    let fitted = json(&["fit", "-", "--format", "json"], &rows);
    let errors = fitted["season"].as_array().expect("a season").iter().map(|factor| &factor["std_error"]);
    assert!(errors.into_iter().all(|error| error.as_f64().is_some_and(|error| error > 0.0)), "{fitted}");
    let last = format!("period,value\n{}", months("", "2019-12", "2029-12"));
    for command in [
        &["arrive", "-", "--target", "400", "--target-per", "month", "--paths", "300"][..],
        &["forecast", "-", "--paths", "300"],
    ] {
        let run = tradecast(command, &last);
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(run.err.contains("2019-11; correct the year where 2019-12 was meant"), "{}", run.err);
    }
    let checked = tradecast(&["check", "-", "--format", "csv"], &last);
    assert!(checked.out.contains("\ndoubt,long_gap,series,61,period,"), "{}", checked.out);
}

#[cfg(debug_assertions)]
fn provoked(work: &str, args: &[&str], input: &str) -> Run {
    let mut command = Command::cargo_bin("tradecast").expect("the binary is built");
    let output =
        command.env("TRADECAST_TEST_PANIC", work).args(args).write_stdin(input).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        status: output.status.code().expect("it exits"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// There must be no panic; where there is one, it is a row of the series concerned, and nothing else.
#[cfg(debug_assertions)]
#[test]
fn a_panic_is_an_error_row_and_leaves_the_other_series_alone() {
    let bad = months("bad,", "", "");
    for work in ["read bad", "ask bad"] {
        for command in commands() {
            let all = provoked(work, &command, &pairs(Some(&bad)));
            let good = tradecast(&command, &pairs(None));
            // A backtest counts the series that it could read beside those that it judged.
            let judged = |run: &Run| {
                if command[0] != "backtest" {
                    return Value::from(run.out.as_str());
                }
                let mut out: Value = serde_json::from_str(&run.out).expect("JSON");
                let fields = out.as_object_mut().expect("an object");
                for counted in ["about", "series_read", "caveats"] {
                    assert!(fields.remove(counted).is_some(), "{counted}");
                }
                out
            };
            assert_eq!((all.status, judged(&all)), (0, judged(&good)), "{work}, {command:?}: {}", all.err);
            // A backtest asks at each origin, and names it.
            let of_bad = |line: &&str| line.starts_with("error\tbad\t") || line.starts_with("error\tbad at ");
            let rows: Vec<&str> = all.err.lines().filter(of_bad).collect();
            assert!(!rows.is_empty(), "{work}, {command:?}: {}", all.err);
            for row in rows {
                let why = row.rsplit('\t').next().unwrap_or_default();
                assert!(why.contains("internal: a mistake of this program (provoked by a test, "), "{row}");
                assert!(
                    why.contains("isolation.rs:") && why.ends_with("please report it, with the data"),
                    "{row}"
                );
            }
            assert!(!all.err.contains("panicked"), "{}", all.err);
        }
        let checked = provoked(work, &["check", "-", "--format", "csv"], &pairs(Some(&bad)));
        assert_eq!(checked.status, 0, "{}", checked.err);
        assert!(checked.out.contains("\nproblem,internal,bad,,,\"internal: a mistake"), "{}", checked.out);
    }
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_of_one_series_ends_the_command_with_a_message() {
    let alone = format!("period,value\n{}", months("", "", ""));
    for work in ["read series", "ask series", "the command"] {
        let run = provoked(work, &["arrive", "-", "--target", "400"], &alone);
        assert_eq!((run.status, run.out.as_str()), (1, ""), "{}", run.err);
        assert!(run.err.contains("internal: a mistake of this program (provoked by a test, "), "{}", run.err);
        assert!(run.err.starts_with("error: ") && run.err.lines().count() == 1, "{}", run.err);
    }
}
