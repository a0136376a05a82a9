//! Scenarios as files, in JSON and TOML: written as `tradecast scenario` reads them, and read as it writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use tradecast::{Assumptions, Distribution, LeverKey, Setting};

use crate::state::choices::State;
use crate::state::scenarios::library::assumed;
use crate::text::{self, say};

/// Version of the files.
const VERSION: f64 = 1.0;

/// A scenario as a file says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileScenario {
    version: f64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    levers: BTreeMap<String, Entry>,
}

/// A value in a file: of a lever a number, a table with its range and unit, or the levers of a part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    Number(f64),
    Text(String),
    Numbers(Vec<f64>),
    Table(BTreeMap<String, Entry>),
}

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

impl FileScenario {
    /// A scenario to be written.
    #[must_use]
    pub fn new(name: &str, description: &str, sources: &[String], assumptions: &Assumptions) -> Self {
        let lever = |(key, setting): (&LeverKey, Setting)| (key.to_string(), Entry::from(setting));
        Self {
            version: VERSION,
            name: name.to_owned(),
            description: description.to_owned(),
            sources: sources.to_vec(),
            levers: assumptions.moved().map(lever).collect(),
        }
    }

    /// A scenario of a TOML file.
    ///
    /// ```
    /// use tradecast_web::state::scenarios::file::FileScenario;
    ///
    /// assert!(FileScenario::from_toml("version = 1\n[levers]\ngrowth = 2\n").is_ok());
    /// ```
    ///
    /// # Errors
    /// What is wrong with it, and in which row.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let reason = error.message().to_owned();
            match error.span() {
                Some(place) => {
                    let row = 1 + text.bytes().take(place.start).filter(|byte| *byte == b'\n').count();
                    say!("file.row", row = row, reason = reason)
                }
                None => reason,
            }
        })
    }

    /// The scenario for the figures asked about.
    ///
    /// # Errors
    /// What does not fit, and how to mend it.
    pub fn read(self, state: &State) -> Result<Read, String> {
        let Self { version, name, description, sources, levers } = self;
        if version != VERSION {
            return Err(say!("file.version", found = version, known = VERSION));
        }
        let mut flat = Vec::new();
        for (key, entry) in levers {
            flatten(&mut flat, key, entry, state)?;
        }
        Ok(Read { name, description, sources, assumptions: assumed(flat, state)? })
    }

    /// The same in TOML.
    #[must_use]
    pub fn toml(&self) -> String {
        let Self { version, name, description, sources, levers } = self;
        let sources: Vec<String> = sources.iter().map(|source| quoted(source)).collect();
        let mut text = format!(
            "version = {version}\nname = {}\ndescription = {}\nsources = [{}]\n\n[levers]\n",
            quoted(name),
            quoted(description),
            sources.join(", ")
        );
        for (key, entry) in levers {
            // A dotted key is the lever of a part, as in a table of its name.
            let _ = writeln!(text, "{key} = {}", entry.toml());
        }
        text
    }
}

impl Entry {
    fn toml(&self) -> String {
        match self {
            Self::Number(value) => value.to_string(),
            Self::Text(text) => quoted(text),
            Self::Numbers(values) => {
                format!("[{}]", values.iter().map(f64::to_string).collect::<Vec<_>>().join(", "))
            }
            Self::Table(table) => {
                let pairs: Vec<String> =
                    table.iter().map(|(key, entry)| format!("{key} = {}", entry.toml())).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        }
    }
}

impl From<Setting> for Entry {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::Fixed(value) => Self::Number(value),
            Setting::Uncertain(range) => {
                let parameters = Self::Numbers(range.parameters().to_vec());
                Self::Table(BTreeMap::from([(range.name().to_owned(), parameters)]))
            }
        }
    }
}

/// The levers of an entry: one, or those of a part.
fn flatten(
    flat: &mut Vec<(LeverKey, Setting)>,
    key: String,
    entry: Entry,
    state: &State,
) -> Result<(), String> {
    let wrong = |reason: String| Err(say!("file.lever", lever = key, reason = reason));
    let setting = match entry {
        Entry::Number(value) => Setting::Fixed(value),
        Entry::Text(_) | Entry::Numbers(_) => return wrong(say!("file.no-setting")),
        Entry::Table(table) => {
            let is_setting = |name: &String| {
                ["value", "unit", "triangular", "pert", "normal", "lognormal"].contains(&name.as_str())
            };
            if !table.keys().any(is_setting) {
                let levers = table.into_iter();
                return levers
                    .into_iter()
                    .try_for_each(|(name, entry)| flatten(flat, format!("{key}.{name}"), entry, state));
            }
            match of_table(&table) {
                Ok((setting, unit)) => {
                    if let Some(problem) = unit.and_then(|unit| wrong_unit(&key, setting, unit, state)) {
                        return wrong(problem);
                    }
                    setting
                }
                Err(reason) => return wrong(reason),
            }
        }
    };
    match key.parse() {
        Ok(known) => flat.push((known, setting)),
        Err(_) => return wrong(say!("file.no-lever")),
    }
    Ok(())
}

/// The setting of a table, and its unit where it says one.
fn of_table(table: &BTreeMap<String, Entry>) -> Result<(Setting, Option<&str>), String> {
    let mut unit = None;
    let mut setting = None;
    for (name, entry) in table {
        let found = match (name.as_str(), entry) {
            ("unit", Entry::Text(text)) => {
                unit = Some(text.as_str());
                continue;
            }
            ("value", Entry::Number(value)) => Setting::Fixed(*value),
            (name, Entry::Numbers(values)) => {
                Distribution::named(name, values).map_err(|error| text::range_error(&error))?.into()
            }
            _ => return Err(say!("file.no-setting")),
        };
        if setting.replace(found).is_some() {
            return Err(say!("file.no-setting"));
        }
    }
    Ok((setting.ok_or_else(|| say!("file.no-setting"))?, unit))
}

/// A unit is checked and never converted.
fn wrong_unit(key: &str, setting: Setting, found: &str, state: &State) -> Option<String> {
    let key: LeverKey = key.parse().ok()?;
    let spec = key.lever().spec();
    let expected = match setting.is_calendar(key.lever()) {
        true => "year".to_owned(),
        false if spec.times_last => format!("{} {}", state.data.series().unit(), spec.unit),
        false => spec.unit.to_owned(),
    };
    let same = found.split_whitespace().eq(expected.split_whitespace());
    (!same).then(|| say!("file.unit", found = found, expected = expected.trim()))
}

/// A text as TOML and JSON write it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
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
    use tradecast::Lever;
    use tradecast_io::{ScenarioFormat, read_scenario};

    use super::*;

    fn assumptions() -> Assumptions {
        Assumptions::baseline()
            .with(Lever::Growth, Distribution::Triangular([0.0, 2.0, 4.5]))
            .and_then(|moved| moved.with(Lever::Shock, -20.0))
            .and_then(|moved| moved.with("wheat.price".parse::<LeverKey>()?, -30.0))
            .unwrap()
    }

    fn read(json: &str) -> Result<Read, String> {
        serde_json::from_str::<FileScenario>(json).map_err(|error| error.to_string())?.read(&State::new())
    }

    /// What the page writes is what the command line reads, in both formats, and what the page reads again.
    #[test]
    fn a_file_of_the_page_is_one_of_the_command_line() {
        let sources = ["a \"source\" \\ with\nsigns".to_owned()];
        let file = FileScenario::new("Мой план", "what if", &sources, &assumptions());
        let json = serde_json::to_string(&file).unwrap();
        let series = State::new().data.series();
        for (text, format) in [(json.clone(), ScenarioFormat::Json), (file.toml(), ScenarioFormat::Toml)] {
            let scenario = read_scenario(&text, format).unwrap();
            assert_eq!((scenario.name.as_str(), scenario.description.as_str()), ("Мой план", "what if"));
            assert_eq!(scenario.sources, sources);
            assert_eq!(scenario.assumptions(&series).unwrap(), assumptions());
        }
        for again in [read(&json), FileScenario::from_toml(&file.toml()).unwrap().read(&State::new())] {
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
        let Read { assumptions, .. } = read(json).unwrap();
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
            let error = read(&format!("{{\"version\": 1, \"levers\": {{{levers}}}}}")).unwrap_err();
            assert!(error.contains(part), "{levers}: {error}");
        }
        let rows = ["version = 1\n[levers]\ngrowth = two\n", "version = 1\nname = \"a\"\nlever = 3\n"];
        for error in rows.map(|text| FileScenario::from_toml(text).unwrap_err()) {
            assert!(error.starts_with("row 3: "), "{error}");
        }
        assert!(read(r#"{"version": 2}"#).unwrap_err().contains('2'));
        assert!(read(r#"{"version": 1, "lever": {}}"#).unwrap_err().contains("lever"));
    }

    #[test]
    fn files_have_names_that_every_system_takes() {
        assert_eq!(["Oil: -30 %", "Мой план", "../.."].map(file_name), ["oil-30", "мой-план", "scenario"]);
    }
}
