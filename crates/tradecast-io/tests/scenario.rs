//! Scenario files in both formats, good and bad.

use tradecast::{Assumptions, Lever};
use tradecast_io::{Error, ScenarioFormat, read_scenario};

#[test]
fn both_formats_say_the_same() {
    let expected =
        Assumptions::baseline().with(Lever::Growth, 2.0).unwrap().with(Lever::ShockYear, 3.0).unwrap();
    let toml = "# a brighter future\nversion = 1\n\n[levers]\ngrowth = 2.0\nshock_year = 3\n";
    assert_eq!(read_scenario(toml, ScenarioFormat::Toml), Ok(expected));
    let json = "\u{feff}{\"levers\": {\"growth\": 2.0, \"shock_year\": 3}, \"version\": 1}\n";
    assert_eq!(read_scenario(json, ScenarioFormat::Json), Ok(expected));
}

#[test]
fn levers_that_are_not_given_stay_at_their_defaults() {
    assert_eq!(read_scenario("version = 1", ScenarioFormat::Toml), Ok(Assumptions::baseline()));
    assert_eq!(
        read_scenario("{\"version\": 1, \"levers\": {}}", ScenarioFormat::Json),
        Ok(Assumptions::baseline())
    );
}

/// Code, row, field and part of the message for a file in each format; the same thing is wrong in both, and stands in
/// the same row.
#[test]
fn each_fault_is_named_with_row_and_field() {
    for (toml, json, code, row, field, fix) in [
        (
            "version = 1\n[levers]\nwind = 3\n",
            "{\"version\": 1, \"levers\":\n{\n\"wind\": 3\n}\n}",
            "unknown_lever",
            Some(3),
            Some("wind"),
            "the levers are growth, ",
        ),
        (
            "version = 1\n[levers]\ngrowth = 99\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": 99\n}\n}",
            "lever_out_of_range",
            Some(3),
            Some("growth"),
            "must be between -10 and 15",
        ),
        (
            "version = 1\n[levers]\ngrowth = \"2\"\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": \"2\"\n}\n}",
            "bad_field",
            Some(3),
            Some("growth"),
            "invalid type: string \"2\", expected a number",
        ),
        (
            "version = 1\nwind = 3\n",
            "{\"version\": 1,\n\"wind\": 3\n}",
            "unknown_field",
            Some(2),
            Some("wind"),
            "the fields are version, levers",
        ),
        (
            "version = 1\nlevers = 3\n",
            "{\"version\": 1,\n\"levers\": 3\n}",
            "bad_field",
            Some(2),
            Some("levers"),
            "expected levers by name",
        ),
        (
            "\nversion = 2\n",
            "{\n\"version\": 2\n}",
            "unknown_version",
            Some(2),
            Some("version"),
            "version 2 is not known; write version 1",
        ),
        ("[levers]\n", "{\"levers\": {}}", "missing_field", None, Some("version"), "add version = 1"),
        (
            "version = 1\ngrowth = \n",
            "{\"version\": 1,\n\"levers\": }\n",
            "bad_syntax",
            Some(2),
            None,
            "not valid ",
        ),
    ] {
        for (text, format) in [(toml, ScenarioFormat::Toml), (json, ScenarioFormat::Json)] {
            let error = read_scenario(text, format).unwrap_err();
            let message = error.to_string();
            assert_eq!((error.code(), error.row(), error.column()), (code, row, field), "{text}\n{message}");
            assert!(message.contains(fix), "{message}");
            assert!(!message.contains(" at line ") && !message.contains('\n'), "{message}");
        }
    }
}

#[test]
fn a_field_given_twice_is_refused() {
    let error = read_scenario("{\"version\": 1,\n\"version\": 1}", ScenarioFormat::Json).unwrap_err();
    assert_eq!(error, Error::DuplicateField { row: 2, field: "version".into() });
    let twice = "{\"version\": 1, \"levers\": {\"shock\": -5,\n\"shock\": 5}}";
    assert_eq!(read_scenario(twice, ScenarioFormat::Json).unwrap_err().code(), "duplicate_field");
    let error = read_scenario("version = 1\nversion = 1\n", ScenarioFormat::Toml).unwrap_err();
    assert_eq!((error.code(), error.row()), ("bad_syntax", Some(2)));
}

#[test]
fn what_is_no_table_or_goes_on_after_the_end_is_refused() {
    for text in ["", "[]", "3", "null", "{\"version\": 1} x", "{\"version\": 1"] {
        let error = read_scenario(text, ScenarioFormat::Json).unwrap_err();
        assert_eq!((error.code(), error.row()), ("bad_syntax", Some(1)), "{text}");
    }
    assert_eq!(read_scenario("", ScenarioFormat::Toml).unwrap_err().code(), "missing_field");
    assert_eq!(
        read_scenario("version = 1\n[levers]\ngrowth = nan\n", ScenarioFormat::Toml).unwrap_err().row(),
        Some(3)
    );
}
