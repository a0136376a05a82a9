//! Scenarios as a user works with them: list, new, run, compare.

mod common;

use tempfile::NamedTempFile;

use common::{Run, json, tradecast};

/// A file of this test that is gone afterwards.
struct Temporary(NamedTempFile);

impl Temporary {
    fn new(name: &str, text: &str) -> Self {
        let file = tempfile::Builder::new().suffix(name).tempfile().expect("a writable temporary folder");
        std::fs::write(file.path(), text).expect("writable");
        Self(file)
    }

    fn path(&self) -> &str {
        self.0.path().to_str().expect("UTF-8")
    }
}

const FAST: [&str; 2] = ["--paths", "2000"];

/// Two made-up series, ten years each.
fn pairs() -> String {
    let rows = (2013..2023).map(|year| {
        let t = f64::from(year - 2012);
        format!(
            "A,{year},{}\nB,{year},{}\n",
            100.0 + 9.0 * t + 10.0 * (t % 3.0),
            50.0 + 2.0 * t + 5.0 * (t % 2.0)
        )
    });
    format!("series,period,value\n{}", rows.collect::<String>())
}

#[test]
fn the_list_names_every_ready_scenario_in_every_format() {
    for format in ["text", "csv", "markdown", "json"] {
        let Run { status, out, err } = tradecast(&["scenario", "list", "--format", format], "");
        assert_eq!((status, err.as_str()), (0, ""));
        for ready in tradecast_data::default_case().scenarios() {
            assert!(out.contains(&ready.id), "{format}: {out}");
        }
    }
    let listed = json(&["scenario", "list", "--format", "json"], "");
    let oil =
        listed.as_array().expect("list").iter().find(|s| s["id"] == "oil-down-30").expect("it is there");
    assert_eq!(oil["levers"]["crude-oil.price"], -30.0);
}

#[test]
fn a_new_file_can_be_run_and_is_never_written_over_another() {
    let file = Temporary::new("new.toml", "");
    std::fs::remove_file(file.path()).expect("it was just written");
    let new = ["scenario", "new", "Mine", "--from", "collapse-2009", "--out", file.path()];
    assert_eq!(tradecast(&new, ""), Run { status: 0, out: String::new(), err: String::new() });
    let again = tradecast(&new, "");
    assert!(again.status == 2 && again.err.contains("already"), "{}", again.err);
    let run =
        |scenario: &str| json(&[&["scenario", "run", scenario, "--format", "json"][..], &FAST].concat(), "");
    assert_eq!(run(file.path()), run("collapse-2009"));
    let Run { status, out, .. } = tradecast(&["scenario", "new", "Mine"], "");
    assert!(status == 0 && out.contains("name = \"Mine\"") && out.contains("# growth = 0"));
}

#[test]
fn a_run_says_under_which_scenario() {
    for format in ["text", "markdown"] {
        let args = [&["scenario", "run", "collapse-2009", "--format", format][..], &FAST].concat();
        let Run { status, out, err } = tradecast(&args, "");
        assert_eq!((status, err.as_str()), (0, ""));
        let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in
            ["Scenario: A collapse like 2009. More than half", "shock = -54, shock_recovery = 76.", "(was "]
        {
            assert!(words.contains(part), "{part:?} is missing from {out}");
        }
    }
    let with = |args: &[&str]| json(&[args, &["--format", "json"], &FAST].concat(), "");
    assert_eq!(with(&["scenario", "run", "collapse-2009"]), with(&["arrive", "--scenario", "collapse-2009"]));
    assert_eq!(with(&["scenario", "run", "baseline"]), with(&["arrive"]));
}

/// The table, the rows and JSON say the same, and what arrive says of each scenario alone.
#[test]
fn scenarios_are_compared_with_the_baseline_on_the_same_paths() {
    let slow =
        Temporary::new("slow.toml", "version = 1\n[levers]\ngrowth = -2\nshock = -10\nshock_year = 2026\n");
    let given = ["scenario", "compare", "collapse-2009", "baseline", slow.path(), "--by", "2030"];
    let with = |format: &'static str| [&given[..], &["--format", format], &FAST].concat();
    let compared = json(&with("json"), "");
    let scenarios = compared["scenarios"].as_array().expect("list");
    let names: Vec<&str> = scenarios.iter().map(|s| s["name"].as_str().expect("text")).collect();
    assert_eq!(names, ["baseline", "collapse-2009", slow.path()]);
    let Run { out: text, .. } = tradecast(&with("text"), "");
    let Run { out: markdown, .. } = tradecast(&with("markdown"), "");
    let Run { out: csv, .. } = tradecast(&with("csv"), "");
    assert!(csv.starts_with(
        "series,scenario,target,horizon,period,probability,difference,error,value_difference,lo50,hi50,lo80,hi80,lo95,hi95,zero"
    ));
    assert_eq!(csv.lines().count(), 1 + 3 * 28);
    for scenario in scenarios {
        let name = scenario["name"].as_str().expect("text");
        let alone = [&["arrive", "--scenario", name, "--by", "2030", "--format", "json"][..], &FAST].concat();
        assert_eq!(scenario["arrival"], json(&alone, "")["arrival"], "{name}");
        let probability = scenario["probability"].as_f64().expect("number");
        for table in [&text, &markdown] {
            let row = table.lines().find(|line| line.contains(name)).expect("a row");
            assert!(row.contains(&tradecast::percent(probability)), "{row}");
            if let Some(difference) = scenario["difference"]["probability"].as_f64() {
                assert!(difference < 0.0 && row.contains(&format!("{:+.1} ± ", 100.0 * difference)), "{row}");
            }
        }
        let in_2030 = csv.lines().find(|line| line.contains(name) && line.contains(",2030,")).expect("a row");
        assert!(in_2030.contains(&format!(",{probability},")), "{in_2030}");
    }
}

/// Every ready scenario, its parts included, in one table.
/// The page reads JSON only: a file in TOML becomes one.
#[test]
fn a_file_in_toml_becomes_one_in_json_that_gives_the_same_answer() {
    let toml = Temporary::new(
        "plan.toml",
        "version = 1\ndescription = \"d\"\nsources = [\"s\"]\n[levers]\ngrowth = { triangular = [0, 2, 4] }\nshock = -20\nshock_year = 2026\n",
    );
    let file = Temporary::new("plan.json", "");
    std::fs::remove_file(file.path()).expect("it was just written");
    let new = ["scenario", "new", "Plan", "--from", toml.path(), "--out", file.path()];
    assert_eq!(tradecast(&new, ""), Run { status: 0, out: String::new(), err: String::new() });
    let text = std::fs::read_to_string(file.path()).expect("it was written");
    let written: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (&written["name"], &written["sources"][0], &written["version"]),
        (&"Plan".into(), &"s".into(), &1.into())
    );
    let answer = |path: &str| {
        let run = [&["scenario", "run", path, "--by", "2030", "--format", "json"][..], &FAST].concat();
        json(&run, "")["arrival"].clone()
    };
    assert_eq!(answer(toml.path()), answer(file.path()));
}

/// As the page saves all of them: a list in JSON.
#[test]
fn a_list_of_scenarios_is_compared_and_what_is_wrong_in_it_has_its_row() {
    let list = |growth: &str| {
        format!(
            "[\n  {{\n    \"version\": 1.0, \"name\": \"Slow\", \"levers\": {{ \"growth\": -2 }}\n  }},\n  {{\n    \"version\": 1.0,\n    \"levers\": {{\n      \"growth\": {growth},\n      \"wheat.price\": -30\n    }}\n  }}\n]\n"
        )
    };
    let file = Temporary::new("all.json", &list("{ \"triangular\": [0, 2, 4] }"));
    let compare = |format: &'static str| {
        [&["scenario", "compare", file.path(), "--by", "2030", "--format", format][..], &FAST].concat()
    };
    let compared = json(&compare("json"), "");
    let names: Vec<&str> = compared["scenarios"]
        .as_array()
        .expect("list")
        .iter()
        .map(|one| one["name"].as_str().expect("text"))
        .collect();
    assert_eq!(names[..2], ["baseline", "Slow"]);
    assert!(names.len() == 3 && names[2].ends_with("all.json, 2"), "{names:?}");
    let shares: Vec<f64> = compared["scenarios"]
        .as_array()
        .expect("list")
        .iter()
        .map(|one| one["probability"].as_f64().expect("number"))
        .collect();
    assert!(shares[1] < shares[0], "{shares:?}");

    let wrong = Temporary::new("wrong.json", &list("99"));
    let Run { status, err, .. } = tradecast(&["scenario", "compare", wrong.path()], "");
    assert_eq!(status, 2);
    assert!(err.contains("row 8") && err.contains("growth"), "{err}");
    let Run { status, err, .. } = tradecast(&["scenario", "run", file.path()], "");
    assert_eq!(status, 2);
    assert!(err.contains("2 scenarios") && err.contains("scenario compare"), "{err}");
}

#[test]
fn ready_scenarios_are_compared_by_name() {
    let ready: Vec<&str> =
        tradecast_data::default_case().scenarios().iter().map(|ready| ready.id.as_str()).collect();
    let args = [&["scenario", "compare"][..], &ready, &["--by", "2030"], &FAST].concat();
    let Run { status, out, err } = tradecast(&args, "");
    assert_eq!((status, err.as_str()), (0, ""));
    for id in ready {
        assert!(out.lines().any(|line| line.trim_start().starts_with(id)), "{id} is missing from {out}");
    }
}

#[test]
fn many_series_each_have_their_comparison() {
    let data = Temporary::new("pairs.csv", &pairs());
    let plan =
        Temporary::new("plan.json", "{\"version\": 1, \"levers\": {\"growth\": {\"pert\": [0, 2, 4]}}}");
    let args = [
        &[
            "scenario",
            "compare",
            plan.path(),
            "--data",
            data.path(),
            "--target-multiple",
            "2",
            "--format",
            "json",
        ][..],
        &FAST,
    ];
    let compared = json(&args.concat(), "");
    for (i, name) in ["A", "B"].into_iter().enumerate() {
        assert_eq!(compared[i]["series"], name);
        assert!(compared[i]["scenarios"][1]["difference"]["probability"].as_f64().expect("number") > 0.0);
    }
}

#[test]
fn levers_set_one_by_one_take_calendar_years_and_come_after_the_scenario() {
    let with = |args: &[&str]| json(&[&["arrive", "--format", "json"], args, &FAST].concat(), "");
    assert_eq!(
        with(&["--set", "shock=-30", "--set", "shock_year=2027"]),
        with(&["--set", "shock=-30", "--set", "shock_year=3"])
    );
    assert_eq!(
        with(&["--scenario", "collapse-2009", "--set", "shock=-10"]),
        with(&["--set", "shock=-10", "--set", "shock_recovery=76"])
    );
}

/// Whatever is wrong with a scenario, the message has file, row, field and fix, nothing is answered, and the exit status is 2.
#[test]
fn bad_scenarios_are_told_with_file_row_and_field() {
    for (levers, parts) in [
        ("grwth = 2", &["row 3", "\"grwth\"", "did you mean \"growth\"?"][..]),
        ("growth = 99", &["row 3", "\"growth\"", "between -10 and 15"]),
        ("growth = { value = 2, unit = \"points\" }", &["row 3", "\"growth\"", "% a year"]),
        ("growth = { triangular = [4, 2, 0] }", &["row 3", "\"growth\"", "smallest"]),
        ("relief = 100", &["row 3", "\"relief\"", "add capacity"]),
        ("shock = -5\nshock_year = 2024", &["row 4", "\"shock_year\"", "from 2025 to 2039"]),
        ("programme = 5000", &["row 3", "\"programme\"", "between 0 and 1060"]),
        ("programme = { value = 50, unit = \"EUR m a year\" }", &["row 3", "\"programme\"", "USD m a year"]),
        ("programme = { triangular = [0, 50, 5000] }", &["row 3", "\"programme\"", "between 0 and 1060"]),
        ("atlantis.price = 5", &["row 3", "\"atlantis.price\"", "no part \"atlantis\""]),
    ] {
        let file = Temporary::new("bad.toml", &format!("version = 1\n[levers]\n{levers}\n"));
        for command in [
            &["arrive", "--scenario", file.path()][..],
            &["forecast", "--scenario", file.path()],
            &["scenario", "run", file.path()],
            &["scenario", "compare", "collapse-2009", file.path()],
        ] {
            let Run { status, out, err } = tradecast(&[command, &FAST].concat(), "");
            assert_eq!((status, out.as_str()), (2, ""), "{levers}: {err}");
            assert!(err.contains(file.path()), "{err}");
            parts.iter().for_each(|part| assert!(err.contains(part), "{part:?} is missing from {err}"));
        }
    }
    let Run { status, err, .. } = tradecast(&["arrive", "--scenario", "colapse-2009"], "");
    assert!(status == 2 && err.contains("ready scenarios") && err.contains("collapse-2009"), "{err}");
    let Run { status, err, .. } =
        tradecast(&["scenario", "run", "baseline", "--scenario", "collapse-2009"], "");
    assert!(status == 2 && err.contains("cannot be used with"), "{err}");
}

#[test]
fn levers_set_in_vain_are_told_and_stop_nothing() {
    let file = Temporary::new("idle.toml", "version = 1\n[levers]\nshock_year = 2027\n");
    let Run { status, err, .. } = tradecast(&[&["scenario", "run", file.path()][..], &FAST].concat(), "");
    assert_eq!(status, 0);
    assert!(err.contains("note: ") && err.contains("row 3") && err.contains("add shock"), "{err}");
}

/// The help lists the levers of the table, all of them.
#[test]
fn the_help_lists_every_lever() {
    let Run { out: help, .. } = tradecast(&["arrive", "--help"], "");
    for lever in tradecast::Lever::ALL {
        assert!(help.contains(lever.spec().id), "{}", lever.spec().id);
    }
}
