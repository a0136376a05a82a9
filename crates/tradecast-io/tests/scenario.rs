//! Scenario files in both formats, good and bad.

use tradecast::{
    Assumptions, Distribution, Lever, LeverKey, Observation, Period, Question, Series, Setting, Target,
};
use tradecast_io::{Error, ScenarioFile, ScenarioFormat, read_scenario, scenario_template};

/// Ten years up to 2022, in USD m.
fn series() -> Series {
    let rows = (2013..2023).map(|year| Observation::new(Period::annual(year), f64::from(year - 1900)));
    Series::new("demo", rows.collect()).expect("valid")
}

fn read(text: &str, format: ScenarioFormat) -> ScenarioFile {
    read_scenario(text, format).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn key(text: &str) -> LeverKey {
    text.parse().expect("a lever")
}

#[test]
fn both_formats_say_the_same() {
    let toml = r#"
# a brighter future
version = 1
name = "Brighter"
description = "Growth and wheat."
sources = ["wheat-2022", "a guess"]

[levers]
growth = { triangular = [0, 2.5, 4], unit = "% a year" }
shock = -20
shock_year = { value = 2027, unit = "year" }
contracts = { value = 55, unit = "USD m" }
programme = { pert = [0, 100, 304], unit = "USD m  a year" }

[levers.wheat]
price = -30
volume = { normal = [0, 20] }

[levers.oil-products]
price = { value = -30, unit = "% of today's" }
"#;
    let json = r#"{
"levers": {
  "growth": {"unit": "% a year", "triangular": [0, 2.5, 4]}, "shock": -20, "shock_year": {"value": 2027, "unit": "year"},
  "contracts": {"value": 55, "unit": "USD m"}, "programme": {"pert": [0, 100, 304], "unit": "USD m a year"},
  "wheat.price": -30, "wheat": {"volume": {"normal": [0, 20]}},
  "oil-products": {"price": {"value": -30, "unit": "% of today's"}}
},
"name": "Brighter", "description": "Growth and wheat.", "sources": ["wheat-2022", "a guess"], "version": 1}"#;
    let moved: [(&str, Setting); 8] = [
        ("growth", Distribution::Triangular([0.0, 2.5, 4.0]).into()),
        ("shock", Setting::Fixed(-20.0)),
        ("shock_year", Setting::Fixed(5.0)),
        ("contracts", Setting::Fixed(55.0)),
        ("programme", Distribution::Pert([0.0, 100.0, 304.0]).into()),
        ("wheat.price", Setting::Fixed(-30.0)),
        ("wheat.volume", Distribution::Normal([0.0, 20.0]).into()),
        ("oil-products.price", Setting::Fixed(-30.0)),
    ];
    let expected = moved
        .into_iter()
        .fold(Assumptions::baseline(), |all, (name, setting)| all.with(key(name), setting).unwrap());
    for (text, format) in [(toml, ScenarioFormat::Toml), (json, ScenarioFormat::Json)] {
        let scenario = read(text, format);
        assert_eq!(
            (scenario.fields().name.as_str(), scenario.fields().description.as_str()),
            ("Brighter", "Growth and wheat.")
        );
        assert_eq!(scenario.fields().sources, ["wheat-2022", "a guess"]);
        assert_eq!(scenario.assumptions(&series()), Ok(expected.clone()));
        assert!(scenario.idle().is_empty());
    }
}

#[test]
fn the_simple_form_is_still_read() {
    let toml = "version = 1\n\n[levers]\ngrowth = 2.0\nshock_year = 3\n";
    let json = "\u{feff}{\"levers\": {\"growth\": 2.0, \"shock_year\": 3}, \"version\": 1}\n";
    let expected =
        Assumptions::baseline().with(Lever::Growth, 2.0).unwrap().with(Lever::ShockYear, 3.0).unwrap();
    for (text, format) in [(toml, ScenarioFormat::Toml), (json, ScenarioFormat::Json)] {
        assert_eq!(read(text, format).assumptions(&series()), Ok(expected.clone()));
    }
}

#[test]
fn levers_that_are_not_given_stay_at_their_defaults() {
    for (text, format) in
        [("version = 1", ScenarioFormat::Toml), ("{\"version\": 1, \"levers\": {}}", ScenarioFormat::Json)]
    {
        assert_eq!(read(text, format).assumptions(&series()), Ok(Assumptions::baseline()));
    }
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
            "the fields are version, name, description, sources, levers",
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
        (
            "version = 1\n[levers]\ngrwth = 3\n",
            "{\"version\": 1, \"levers\":\n{\n\"grwth\": 3\n}\n}",
            "unknown_lever",
            Some(3),
            Some("grwth"),
            "did you mean \"growth\"?",
        ),
        (
            "version = 1\n[levers.wheat]\npric = -3\n",
            "{\"version\": 1, \"levers\": {\"wheat\":\n{\n\"pric\": -3\n}}\n}",
            "unknown_lever",
            Some(3),
            Some("wheat.pric"),
            "did you mean \"price\"?",
        ),
        (
            "version = 1\n[levers]\ngrwth = { value = 3 }\n",
            "{\"version\": 1, \"levers\":\n{\n\"grwth\": {\"value\": 3}\n}\n}",
            "unknown_lever",
            Some(3),
            Some("grwth"),
            "did you mean \"growth\"?",
        ),
        (
            "version = 1\n[levers]\nprice = 3\n",
            "{\"version\": 1, \"levers\":\n{\n\"price\": 3\n}\n}",
            "lever_scope",
            Some(3),
            Some("price"),
            "wheat.price",
        ),
        (
            "version = 1\n[levers.wheat]\ncapacity = 300\n",
            "{\"version\": 1, \"levers\":\n{\n\"wheat.capacity\": 300\n}\n}",
            "lever_scope",
            Some(3),
            Some("wheat.capacity"),
            "it applies to the whole only",
        ),
        (
            "version = 1\n[levers]\ngrowth = { value = 2, unit = \"% a month\" }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"value\": 2, \"unit\": \"% a month\"}\n}\n}",
            "wrong_unit",
            Some(3),
            Some("growth"),
            "this lever is in \"% a year\"",
        ),
        (
            "version = 1\n[levers]\nrelief_year = { value = 2027, unit = \"years ahead\" }\n",
            "{\"version\": 1, \"levers\":\n{\n\"relief_year\": {\"unit\": \"years ahead\", \"value\": 2027}\n}\n}",
            "wrong_unit",
            Some(3),
            Some("relief_year"),
            "this lever is in \"year\"",
        ),
        (
            "version = 1\n[levers]\nprogramme_year = 16\n",
            "{\"version\": 1, \"levers\":\n{\n\"programme_year\": 16\n}\n}",
            "lever_out_of_range",
            Some(3),
            Some("programme_year"),
            "must be between 1 and 15",
        ),
        (
            "version = 1\n[levers]\ngrowth = { triangular = [4, 2, 0] }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"triangular\": [4, 2, 0]}\n}\n}",
            "bad_distribution",
            Some(3),
            Some("growth"),
            "the smallest value must not be above the most likely",
        ),
        (
            "version = 1\n[levers]\ngrowth = { triangular = [0, 2] }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"triangular\": [0, 2]}\n}\n}",
            "bad_distribution",
            Some(3),
            Some("growth"),
            "three numbers: smallest, most likely, largest",
        ),
        (
            "version = 1\n[levers]\ngrowth = { pert = [-20, 2, 4] }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"pert\": [-20, 2, 4]}\n}\n}",
            "bad_distribution",
            Some(3),
            Some("growth"),
            "must be between -10 and 15",
        ),
        (
            "version = 1\n[levers]\ngrowth = { normal = [0, \"x\"] }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"normal\": [0, \"x\"]}\n}\n}",
            "bad_field",
            Some(3),
            Some("growth"),
            "expected a number",
        ),
        (
            "version = 1\n[levers]\ngrowth = { cauchy = [0, 1] }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"cauchy\": [0, 1]}\n}\n}",
            "bad_field",
            Some(3),
            Some("growth"),
            "the words are value, unit, triangular, pert, normal, lognormal",
        ),
        (
            "version = 1\n[levers]\ngrowth = { value = 1, normal = [0, 1] }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"value\": 1, \"normal\": [0, 1]}\n}\n}",
            "bad_field",
            Some(3),
            Some("growth"),
            "keep one value or one distribution",
        ),
        (
            "version = 1\n[levers]\ngrowth = { unit = \"% a year\" }\n",
            "{\"version\": 1, \"levers\":\n{\n\"growth\": {\"unit\": \"% a year\"}\n}\n}",
            "bad_field",
            Some(3),
            Some("growth"),
            "write growth = { value = 2 }",
        ),
        (
            "version = 1\n[levers]\ncapacity = -5\n",
            "{\"version\": 1, \"levers\":\n{\n\"capacity\": -5\n}\n}",
            "lever_out_of_range",
            Some(3),
            Some("capacity"),
            "is -5 a year, but must be 0 or more",
        ),
        (
            "version = 1\n[levers]\nrelief = 100\n",
            "{\"version\": 1, \"levers\":\n{\n\"relief\": 100\n}\n}",
            "contradiction",
            Some(3),
            Some("relief"),
            "add capacity",
        ),
        (
            "version = 1\n[levers]\nwheat.price = 2\n\"wheat.price\" = 1\n",
            "{\"version\": 1, \"levers\": {\"wheat\": {\"price\": 1},\n\n\n\"wheat.price\": 2}}",
            "duplicate_field",
            Some(4),
            Some("wheat.price"),
            "keep one of the two",
        ),
        (
            "version = 1\nname = 3\n",
            "{\"version\": 1,\n\"name\": 3\n}",
            "bad_field",
            Some(2),
            Some("name"),
            "expected a text in quotation marks",
        ),
        (
            "version = 1\nsources = \"x\"\n",
            "{\"version\": 1,\n\"sources\": \"x\"\n}",
            "bad_field",
            Some(2),
            Some("sources"),
            "expected a list",
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

/// What a file alone cannot show: it needs the series, and still names row and field.
#[test]
fn each_fault_that_the_series_shows_is_named_with_row_and_field() {
    for (toml, json, code, field, fix) in [
        (
            "version = 1\n[levers]\nshock_year = 2022\nshock = -5\n",
            "{\"version\": 1, \"levers\": {\n\n\"shock_year\": 2022,\n\"shock\": -5}}",
            "year_out_of_reach",
            "shock_year",
            "from 2023 to 2037",
        ),
        (
            "version = 1\n[levers]\ncontracts = { value = 55, unit = \"EUR m\" }\n",
            "{\"version\": 1, \"levers\": {\n\n\"contracts\": {\"value\": 55, \"unit\": \"EUR m\"}}}",
            "wrong_unit",
            "contracts",
            "\"USD m\"",
        ),
        (
            "version = 1\n[levers]\nprogramme = 304\n",
            "{\"version\": 1, \"levers\": {\n\n\"programme\": 304}}",
            "lever_out_of_range",
            "programme",
            "must be between 0 and 244",
        ),
        (
            "version = 1\n[levers]\ncapacity = 5\n",
            "{\"version\": 1, \"levers\": {\n\n\"capacity\": 5}}",
            "lever_out_of_range",
            "capacity",
            "must be between 12.2",
        ),
        (
            "version = 1\n[levers.wheat]\nprice = -30\n",
            "{\"version\": 1, \"levers\": {\n\n\"wheat.price\": -30}}",
            "unknown_part",
            "wheat.price",
            "there is no part \"wheat\"",
        ),
    ] {
        for (text, format) in [(toml, ScenarioFormat::Toml), (json, ScenarioFormat::Json)] {
            let scenario = read(text, format);
            let error = scenario.assumptions(&series()).map_or_else(
                |error| error,
                |assumptions| {
                    let question =
                        Question { assumptions, ..Question::new(series(), Target::level(300.0).unwrap()) };
                    scenario.located(question.answer().unwrap_err()).unwrap()
                },
            );
            let message = error.to_string();
            assert_eq!(
                (error.code(), error.row(), error.column()),
                (code, Some(3), Some(field)),
                "{message}"
            );
            assert!(message.contains(fix), "{message}");
        }
    }
}

#[test]
fn errors_of_other_levers_are_left_alone() {
    let scenario = read("version = 1\n[levers]\ngrowth = 2\n", ScenarioFormat::Toml);
    let error = Assumptions::baseline().with(Lever::Shock, 999.0).unwrap_err();
    assert_eq!(scenario.located(error.clone()), Err(error));
}

#[test]
fn levers_without_the_one_they_belong_to_are_told() {
    for (toml, told) in [
        ("shock_year = 3", Some(("shock_year", "shock"))),
        ("capacity = 500\nrelief_year = 2027", Some(("relief_year", "relief"))),
        ("wheat.shock = -5\nshock_year = 3", Some(("shock_year", "shock"))),
        ("shock = -5\nwheat.shock_year = 3", Some(("wheat.shock_year", "wheat.shock"))),
        ("contracts = 0\ncontracts_realised = 60", Some(("contracts_realised", "contracts"))),
        ("exports.programme = 304\nexports.programme_ramp = 4", None),
        ("inflation = 2\nmoney_of = 2020", None),
    ] {
        let idle = read(&format!("version = 1\n[levers]\n{toml}\n"), ScenarioFormat::Toml).idle();
        let found: Vec<(&str, &str)> =
            idle.iter().map(|idle| (idle.field.as_str(), idle.of.as_str())).collect();
        assert_eq!(found, told.into_iter().collect::<Vec<_>>(), "{toml}");
        assert!(idle.iter().all(|idle| idle.to_string().contains(&format!("add {}", idle.of))));
    }
}

#[test]
fn a_template_says_everything_and_moves_nothing() {
    let text = scenario_template("A \"plan\"", None);
    let scenario = read(&text, ScenarioFormat::Toml);
    assert_eq!((scenario.fields().name.as_str(), scenario.levers().count()), ("A \"plan\"", 0));
    let words = |text: &str| {
        text.split(|c: char| c.is_whitespace() || c == '#')
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let told = words(&text);
    for lever in Lever::ALL {
        let spec = lever.spec();
        assert!(
            text.contains(&format!("\n# {} =", spec.id)) && told.contains(&words(spec.help)),
            "{}",
            spec.id
        );
    }
    assert!(text.lines().all(|line| line.chars().count() <= 132));
}

/// Every lever of a template can be moved by taking away its comment mark.
#[test]
fn the_lines_of_a_template_are_what_a_file_may_hold() {
    let text = scenario_template("all", None);
    let lines = text.lines().map(|line| {
        let is_lever = Lever::ALL.iter().any(|l| line.starts_with(&format!("# {} = ", l.spec().id)));
        if is_lever || line == "# [levers.wheat]" { &line[2..] } else { line }
    });
    let all = read(&lines.collect::<Vec<_>>().join("\n"), ScenarioFormat::Toml);
    // The capacity has no default to write.
    assert_eq!(all.levers().count(), Lever::ALL.len() - 1);
    assert_eq!(all.assumptions(&series()), Ok(Assumptions::baseline()));
}

#[test]
fn a_template_from_a_scenario_has_its_levers() {
    let text = "version = 1\nname = \"old\"\ndescription = \"Two\\nlines\"\nsources = [\"a\", \"b\"]\n[levers]\ngrowth = \
                { triangular = [0, 2, 4] }\nshock_year = 2027\nshock = -5.5\nwheat.price = 1\n\"x y\".shock = 2\n";
    let old = read(text, ScenarioFormat::Toml);
    let new = read(&scenario_template("new", Some(&old)), ScenarioFormat::Toml);
    let (old_fields, new_fields) = (old.fields(), new.fields());
    assert_eq!(new_fields.name, "new");
    assert_eq!(
        (&new_fields.description, &new_fields.sources),
        (&old_fields.description, &old_fields.sources)
    );
    assert_eq!(new.assumptions(&series()), old.assumptions(&series()));
    assert_eq!(new.levers().count(), 5);
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

/// What is written in either format, and the flat entries, are read as what was written.
#[test]
fn what_is_written_is_read_again_in_every_form() {
    let lever = |name: &str, setting: Setting, unit: Option<&str>| tradecast::ScenarioLever {
        key: key(name),
        setting,
        unit: unit.map(str::to_owned),
    };
    let scenario = tradecast::Scenario {
        name: "Мой \"план\"\t\\".to_owned(),
        description: "Two\nlines \u{1}".to_owned(),
        sources: vec!["a".to_owned(), "b, c".to_owned()],
        levers: vec![
            lever("capacity", Distribution::Lognormal([600.0, 0.1]).into(), None),
            lever("growth", Distribution::Triangular([0.0, 2.5, 4.0]).into(), Some("% a year")),
            lever("shock", Setting::Fixed(-5.5), None),
            lever("shock_year", Setting::Fixed(2027.0), Some("year")),
            lever("wheat.price", Distribution::Normal([-1.5, 20.0]).into(), None),
            lever("x y.shock", Setting::Fixed(2.0), Some("% of trade")),
        ],
    };
    assert_eq!(tradecast::Scenario::read(&scenario.entries()), Ok(scenario.clone()));
    let (toml, json) = (scenario.to_toml(), serde_json::to_string_pretty(&scenario).unwrap());
    for (text, format) in [(toml, ScenarioFormat::Toml), (json, ScenarioFormat::Json)] {
        let mut again = read(&text, format).fields().clone();
        again.levers.sort_by_key(|lever| lever.key.to_string());
        assert_eq!(again, scenario, "{text}");
    }
    let huge =
        tradecast::Scenario { levers: vec![lever("contracts", Setting::Fixed(1e20), None)], ..scenario };
    assert_eq!(read(&huge.to_toml(), ScenarioFormat::Toml).fields(), &huge);
}
