//! `tradecast sensitivity` and `tradecast solve`: what they print and refuse.

mod common;

use serde_json::Value;

use common::Run;

/// A run with few paths.
fn tradecast(args: &[&str], input: &str) -> Run {
    common::tradecast(&[args, &["--paths", "2000"]].concat(), input)
}

fn json(args: &[&str]) -> Value {
    common::json(&[args, &["--paths", "2000", "--format", "json"]].concat(), "")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn sensitivity_sorts_its_bars_and_attributes_what_is_moved() {
    let moved = ["sensitivity", "--by", "2030", "--set", "growth=2", "--set", "programme=100"];
    let explained = json(&moved);
    let bars = list(&explained["tornado"]["bars"]);
    let width =
        |bar: &Value| (number(&bar["high"]["probability"]) - number(&bar["low"]["probability"])).abs();
    assert!(bars.len() > 10 && bars.is_sorted_by(|a, b| width(a) >= width(b)));
    let attribution = &explained["attribution"];
    let shares: f64 = list(&attribution["levers"]).iter().map(|l| number(&l["contribution"])).sum();
    assert!((number(&attribution["from"]) + shares - number(&attribution["to"])).abs() < 1e-12);
    assert_eq!(attribution["to"], explained["tornado"]["probability"]);
    let plain = json(&["sensitivity", "--by", "2030"]);
    assert!(plain.get("attribution").is_none());
    assert_eq!(plain["tornado"]["probability"], attribution["from"]);
}

#[test]
fn sensitivity_reads_in_every_format() {
    let asked = ["sensitivity", "--by", "2030", "--set", "growth=2", "--swing", "25", "--ends", "growth=1:3"];
    let Run { status, out: text, err } = tradecast(&asked, "");
    assert_eq!((status, err.as_str()), (0, ""));
    for part in ["Extra growth", "│", "What the moved levers changed", "policy", "What grows in the paths"]
    {
        assert_eq!(text.contains(part), part != "policy", "{part:?} in\n{text}");
    }
    let Run { out: markdown, .. } = tradecast(&[&asked[..], &["--format", "markdown"]].concat(), "");
    assert!(markdown.starts_with("## Kazakhstan") && markdown.contains("| Extra growth | % a year | 1 |"));
    let Run { out: csv, .. } = tradecast(&[&asked[..], &["--format", "csv"]].concat(), "");
    let growth: Vec<&str> =
        csv.lines().find(|line| line.contains(",growth,")).expect("its row").split(',').collect();
    assert_eq!((growth[8], growth[10]), ("1", "3"));
    assert!(!growth[12].is_empty(), "the share of the change: {growth:?}");
}

#[test]
fn solve_says_what_would_have_to_be_true() {
    let asked = ["solve", "--by", "2030", "--probability", "80", "--lever", "growth"];
    let solution = json(&asked);
    assert_eq!(solution["verdict"], "reached");
    let growth = &solution["levers"][0];
    assert!(number(&solution["probability"]) >= 0.8);
    assert!(number(&growth["one_step_less"]["probability"]) < 0.8);
    let set = format!("growth={}", growth["to"]);
    let answer = json(&["arrive", "--by", "2030", "--set", &set]);
    let by = list(&answer["arrival"]["by"]).iter().find(|row| row["period"] == "2030").expect("a row");
    assert_eq!(by["probability"], solution["probability"]);
    let Run { status, out: text, err } = tradecast(&asked, "");
    assert_eq!((status, err.as_str()), (0, ""));
    for part in ["Extra growth", "One step less is not enough", "growth every year from now on"] {
        assert!(text.contains(part), "{part:?} is missing from\n{text}");
    }
}

#[test]
fn solve_says_when_nothing_does_it_and_when_nothing_has_to_change() {
    let never = json(&["solve", "--by", "2026", "--probability", "99", "--lever", "growth"]);
    assert_eq!((&never["verdict"], &never["levers"][0]["to"]), (&"out_of_reach".into(), &15.0.into()));
    let Run { status, out: text, .. } = tradecast(
        &["solve", "--by", "2026", "--probability", "99", "--lever", "growth", "--format", "csv"],
        "",
    );
    assert!(status == 0 && text.contains(",out_of_reach,"), "{text}");
    let already = json(&["solve", "--by", "2040", "--probability", "5", "--lever", "growth"]);
    assert_eq!(already["verdict"], "already");
    let idle = ["solve", "--by", "2030", "--probability", "90", "--lever", "relief"];
    assert!(tradecast(&idle, "").out.contains("relief says more about capacity, which is not moved"));
}

#[test]
fn what_cannot_be_asked_is_refused_with_the_reason() {
    let solve = ["solve", "--by", "2030", "--probability", "80"];
    for (args, reason) in [
        (vec!["solve", "--probability", "80", "--lever", "growth"], "--by"),
        (solve.to_vec(), "--lever"),
        ([&solve[..], &["--lever", "wind"]].concat(), "there is no lever \"wind\""),
        ([&solve[..], &["--lever", "growth:dear"]].concat(), "weight \"dear\""),
        ([&solve[..], &["--lever", "growth:0"]].concat(), "weight is 0"),
        ([&solve[..], &["--lever", "ships.price"]].concat(), "there is no part \"ships\""),
        (vec!["solve", "--by", "2030", "--probability", "100", "--lever", "growth"], "nothing is certain"),
        (vec!["solve", "--by", "2100", "--probability", "80", "--lever", "growth"], "deadline 2100"),
        (vec!["sensitivity", "--swing", "0"], "above 0"),
        (vec!["sensitivity", "--ends", "growth=1"], "LEVER=LOW:HIGH"),
        (vec!["sensitivity", "--ends", "growth=-50:1"], "between -10 and 15"),
    ] {
        let Run { status, out, err } = tradecast(&args, "");
        assert_eq!((status, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(reason), "{args:?}: {err}");
    }
}

#[test]
fn many_series_are_asked_one_after_the_other() {
    let rows = (2013..2023).map(|year| format!("A,{year},{0}\nB,{year},{0}\n", 100 + 9 * (year - 2012)));
    let file = format!("series,period,value\n{}", rows.collect::<String>());
    let asked = ["-", "--target-multiple", "1.5", "--by", "2027", "--format", "json"];
    let solve = ["--probability", "95", "--lever", "growth"];
    let Run { out, err, .. } = tradecast(&[&["solve"], &asked[..], &solve].concat(), &file);
    let solved: Value = serde_json::from_str(&out).unwrap_or_else(|why| panic!("{why}: {err}"));
    assert_eq!(list(&solved).len(), 2);
    let Run { out, .. } = tradecast(&[&["sensitivity"], &asked[..]].concat(), &file);
    assert_eq!(list(&serde_json::from_str(&out).expect("JSON"))[1]["tornado"]["series"], "B");
}
