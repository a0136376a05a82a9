//! Scenarios as files, in JSON and TOML, as `tradecast scenario` reads and writes them: [`tradecast::Scenario`] knows the fields.

use serde::de::DeserializeSeed as _;
use tradecast::{
    Assumptions, LeverKey, Scenario, ScenarioEntries, ScenarioFault, ScenarioLever, ScenarioProblem, Setting,
};

use crate::state::choices::State;
use crate::state::scenarios::library::assumed;
use crate::text::{self, say};

/// A scenario of a file that fits the figures asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// Its name; empty where the file does not say.
    pub name: String,
    /// What it assumes.
    pub description: String,
    /// Where its numbers come from.
    pub sources: Vec<String>,
    /// Its levers.
    pub assumptions: Assumptions,
}

/// A scenario to be written: as JSON by what serialises it, as TOML by itself.
#[must_use]
pub fn to_file(name: &str, description: &str, sources: &[String], assumptions: &Assumptions) -> Scenario {
    let lever =
        |(key, setting): (&LeverKey, Setting)| ScenarioLever { key: key.clone(), setting, unit: None };
    Scenario {
        name: name.to_owned(),
        description: description.to_owned(),
        sources: sources.to_vec(),
        levers: assumptions.moved().map(lever).collect(),
    }
}

/// A scenario of a TOML file.
///
/// ```
/// use tradecast_web::state::scenarios::file::from_toml;
///
/// assert!(from_toml("version = 1\n[levers]\ngrowth = 2\n").is_ok());
/// ```
///
/// # Errors
/// What is wrong with it, and in which row.
pub fn from_toml(text: &str) -> Result<Scenario, String> {
    let parsed = |entries: ScenarioEntries| {
        let document = toml::Deserializer::parse(text)?;
        entries.deserialize(document)
    };
    let row_of = |error: &toml::de::Error| {
        let place = error.span()?;
        Some(1 + text.bytes().take(place.start).filter(|byte| *byte == b'\n').count())
    };
    let in_row = |row: Option<usize>, reason: String| match row {
        Some(row) => say!("file.row", row = row, reason = reason),
        None => reason,
    };
    let entries = parsed(ScenarioEntries::default())
        .map_err(|error| in_row(row_of(&error), error.message().to_owned()))?;
    first_fault(Scenario::read(entries.as_slice())).map_err(|fault| {
        let stopped = fault.entry.map(|entry| parsed(ScenarioEntries::stopping_at(entry)));
        let row = stopped.and_then(Result::err).and_then(|error| row_of(&error));
        in_row(row, said(&fault))
    })
}

/// A scenario of the entries of a file.
///
/// # Errors
/// What is wrong with it.
pub fn from_entries(entries: &ScenarioEntries) -> Result<Scenario, String> {
    first_fault(Scenario::read(entries.as_slice())).map_err(|fault| said(&fault))
}

fn first_fault(read: Result<Scenario, Vec<ScenarioFault>>) -> Result<Scenario, ScenarioFault> {
    read.map_err(|mut faults| faults.swap_remove(0))
}

/// A fault in the language spoken.
fn said(ScenarioFault { field, problem, .. }: &ScenarioFault) -> String {
    if let ScenarioProblem::UnknownVersion { found } = problem {
        return say!("file.version", found = found, known = Scenario::VERSION);
    }
    let reason = text::message("error", problem.code(), &problem.values(), &problem.to_string());
    say!("file.lever", lever = field, reason = reason)
}

/// A scenario for the figures asked about.
///
/// # Errors
/// What does not fit, and how to mend it.
pub fn read(scenario: Scenario, state: &State) -> Result<Read, String> {
    let Scenario { name, description, sources, levers } = scenario;
    let series = state.data.series();
    for lever in &levers {
        lever.check_unit(Some(series.unit())).map_err(|fault| said(&fault))?;
    }
    let levers = levers.into_iter().map(|lever| (lever.key, lever.setting));
    Ok(Read { name, description, sources, assumptions: assumed(levers, state)? })
}

/// A name for a file: letters, digits and hyphens of what a person wrote.
#[must_use]
pub fn file_name(name: &str) -> String {
    let kept =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect::<String>();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "scenario".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use tradecast::{Distribution, Lever};
    use tradecast_io::{ScenarioFormat, read_scenario};

    use super::*;

    fn assumptions() -> Assumptions {
        Assumptions::baseline()
            .with(Lever::Growth, Distribution::Triangular([0.0, 2.0, 4.5]))
            .and_then(|moved| moved.with(Lever::Shock, -20.0))
            .and_then(|moved| moved.with("wheat.price".parse::<LeverKey>()?, -30.0))
            .unwrap()
    }

    fn read_json(json: &str) -> Result<Read, String> {
        let entries: ScenarioEntries = serde_json::from_str(json).map_err(|error| error.to_string())?;
        read(from_entries(&entries)?, &State::new())
    }

    /// What the page writes is what the command line reads, in both formats, and what the page reads again.
    #[test]
    fn a_file_of_the_page_is_one_of_the_command_line() {
        let sources = ["a \"source\" \\ with\nsigns".to_owned()];
        let file = to_file("Мой план", "what if", &sources, &assumptions());
        let json = serde_json::to_string(&file).unwrap();
        let series = State::new().data.series();
        for (text, format) in [(json.clone(), ScenarioFormat::Json), (file.to_toml(), ScenarioFormat::Toml)] {
            let scenario = read_scenario(&text, format).unwrap();
            let fields = scenario.fields();
            assert_eq!((fields.name.as_str(), fields.description.as_str()), ("Мой план", "what if"));
            assert_eq!(fields.sources, sources);
            assert_eq!(scenario.assumptions(&series).unwrap(), assumptions());
        }
        for again in [read_json(&json), read(from_toml(&file.to_toml()).unwrap(), &State::new())] {
            let again = again.unwrap();
            assert_eq!((again.name.as_str(), again.assumptions), ("Мой план", assumptions()));
        }
    }

    #[test]
    fn tables_units_parts_and_calendar_years_are_read() {
        let json = r#"{"version": 1, "levers": {
            "growth": {"value": 2, "unit": "% a year"},
            "wheat": {"price": {"triangular": [-40, -30, 0], "unit": "% of today's"}},
            "exports": {"programme": {"value": 304, "unit": "USD m a year"}, "programme_year": 2027}
        }}"#;
        let Read { assumptions, .. } = read_json(json).unwrap();
        assert_eq!(assumptions.get(Lever::Growth), 2.0);
        assert_eq!(assumptions.get("wheat.price".parse::<LeverKey>().unwrap()), -30.0);
        let start = assumptions.get("exports.programme_year".parse::<LeverKey>().unwrap());
        assert_eq!(2024.0 + start, 2027.0);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (levers, part) in [
            (r#""growth": 99"#, "growth"),
            (r#""growth": "much""#, "growth"),
            (r#""growth": {"value": 2, "unit": "percent"}"#, "% a year"),
            (r#""growth": {"triangular": [4, 2, 0]}"#, "smallest"),
            (r#""growth": {"value": 1, "normal": [1, 1]}"#, "growth"),
            (r#""wind": 3"#, "wind"),
            (r#""maize": {"price": -30}"#, "maize.price"),
        ] {
            let error = read_json(&format!("{{\"version\": 1, \"levers\": {{{levers}}}}}")).unwrap_err();
            assert!(error.contains(part), "{levers}: {error}");
        }
        let rows = ["version = 1\n[levers]\ngrowth = two\n", "version = 1\nname = \"a\"\nlever = 3\n"];
        for error in rows.map(|text| from_toml(text).unwrap_err()) {
            assert!(error.starts_with("row 3: "), "{error}");
        }
        assert!(read_json(r#"{"version": 2}"#).unwrap_err().contains('2'));
        assert!(read_json(r#"{"version": 1, "lever": {}}"#).unwrap_err().contains("lever"));
    }

    #[test]
    fn files_have_names_that_every_system_takes() {
        assert_eq!(["Oil: -30 %", "Мой план", "../.."].map(file_name), ["oil-30", "мой-план", "scenario"]);
    }
}
