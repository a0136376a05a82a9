//! How a scenario is written: in TOML here, and in JSON by what serialises it.

use std::fmt::Write as _;

use serde::ser::{SerializeMap as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

use crate::question::assumptions::Setting;
use crate::question::scenario::entries::ScenarioValue;
use crate::question::scenario::fields::{Scenario, ScenarioLever};

impl Scenario {
    /// Its entries, as [`Scenario::read`] takes them.
    ///
    /// ```
    /// let scenario = tradecast::Scenario { name: "Slow".to_owned(), ..Default::default() };
    /// assert_eq!(tradecast::Scenario::read(&scenario.entries()), Ok(scenario));
    /// ```
    #[must_use]
    pub fn entries(&self) -> Vec<(String, ScenarioValue)> {
        let text = |text: &String| ScenarioValue::Text(text.clone());
        let mut entries = vec![
            ("version".to_owned(), ScenarioValue::Number(Self::VERSION)),
            ("name".to_owned(), text(&self.name)),
            ("description".to_owned(), text(&self.description)),
            ("sources".to_owned(), ScenarioValue::List(self.sources.iter().map(text).collect())),
        ];
        for ScenarioLever { key, setting, unit } in &self.levers {
            let values = match setting {
                Setting::Fixed(value) => ScenarioValue::Number(*value),
                Setting::Uncertain(range) => ScenarioValue::List(
                    range.parameters().iter().map(|p| ScenarioValue::Number(*p)).collect(),
                ),
            };
            let word = match setting {
                Setting::Fixed(_) if unit.is_none() => String::new(),
                Setting::Fixed(_) => ".value".to_owned(),
                Setting::Uncertain(range) => format!(".{}", range.name()),
            };
            entries.push((format!("levers.{key}{word}"), values));
            entries.extend(unit.iter().map(|unit| (format!("levers.{key}.unit"), text(unit))));
        }
        entries
    }

    /// It as a TOML file.
    ///
    /// ```
    /// use tradecast::Scenario;
    ///
    /// let scenario = Scenario { name: "Plan".to_owned(), ..Scenario::default() };
    /// assert_eq!(scenario.to_toml(), "version = 1\nname = \"Plan\"\ndescription = \"\"\nsources = []\n\n[levers]\n");
    /// ```
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        for (path, value) in self.entries().iter().take(4) {
            let _ = writeln!(text, "{path} = {}", written(value));
        }
        text.push_str("\n[levers]\n");
        for lever in &self.levers {
            // A dotted key is the lever of a part, as in a table of its name.
            let name = match lever.key.part() {
                Some(part) => format!("{}.{}", bare(part), lever.key.lever().spec().id),
                None => lever.key.to_string(),
            };
            let _ = writeln!(text, "{name} = {}", lever.toml());
        }
        text
    }
}

/// As a file in JSON: levers by name, in the order of names.
///
/// ```
/// let json = serde_json::to_string(&tradecast::Scenario::default()).unwrap();
/// assert_eq!(json, r#"{"version":1,"name":"","description":"","sources":[],"levers":{}}"#);
/// ```
impl Serialize for Scenario {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Scenario", 5)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        fields.serialize_field("version", &(Scenario::VERSION as u8))?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("description", &self.description)?;
        fields.serialize_field("sources", &self.sources)?;
        fields.serialize_field("levers", &Levers(&self.levers))?;
        fields.end()
    }
}

struct Levers<'a>(&'a [ScenarioLever]);

impl Serialize for Levers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut levers: Vec<(String, &ScenarioLever)> =
            self.0.iter().map(|lever| (lever.key.to_string(), lever)).collect();
        levers.sort_by(|(a, _), (b, _)| a.cmp(b));
        serializer.collect_map(levers)
    }
}

impl Serialize for ScenarioLever {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(unit) = &self.unit else { return self.setting.serialize(serializer) };
        let mut table = serializer.serialize_map(Some(2))?;
        match &self.setting {
            Setting::Fixed(value) => table.serialize_entry("value", value)?,
            Setting::Uncertain(range) => table.serialize_entry(range.name(), range.parameters())?,
        }
        table.serialize_entry("unit", unit)?;
        table.end()
    }
}

impl ScenarioLever {
    /// What it is set to, as TOML has it: a number, or a table with its words.
    fn toml(&self) -> String {
        let Self { setting, unit, .. } = self;
        let unit = unit.as_ref().map(|unit| format!("unit = {}", quoted(unit)));
        let value = match setting {
            Setting::Fixed(value) if unit.is_none() => return number(*value),
            Setting::Fixed(value) => format!("value = {}", number(*value)),
            Setting::Uncertain(range) => format!("{} = {}", range.name(), numbers(range.parameters())),
        };
        let words: Vec<String> = [value].into_iter().chain(unit).collect();
        format!("{{ {} }}", words.join(", "))
    }
}

/// A number: a large one without an exponent would be an integer that is out of range.
fn number(value: f64) -> String {
    if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") }
}

fn numbers(values: &[f64]) -> String {
    format!("[{}]", values.iter().map(|value| number(*value)).collect::<Vec<_>>().join(", "))
}

fn written(value: &ScenarioValue) -> String {
    match value {
        ScenarioValue::Number(value) => number(*value),
        ScenarioValue::Text(text) => quoted(text),
        ScenarioValue::Bool(yes) => yes.to_string(),
        ScenarioValue::Null => "null".to_owned(),
        ScenarioValue::List(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        ScenarioValue::EmptyTable => "{}".to_owned(),
    }
}

/// A key of a TOML table: in quotation marks where it must be.
fn bare(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { quoted(key) }
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
