//! What the entries of a file mean.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::question::assumptions::Setting;
use crate::question::distribution::Distribution;
use crate::question::lever::{Lever, LeverKey};
use crate::question::scenario::entries::ScenarioValue;
use crate::question::scenario::fields::{Scenario, ScenarioLever};
use crate::question::scenario::problem::{ScenarioFault, ScenarioProblem, ScenarioType};

impl Scenario {
    /// The scenario of some entries, in the order of the file: names with dots, and values that are no tables.
    ///
    /// ```
    /// use tradecast::{Scenario, ScenarioValue};
    ///
    /// let entry = |name: &str, value| (name.to_owned(), ScenarioValue::Number(value));
    /// let scenario = Scenario::read(&[entry("version", 1.0), entry("levers.growth", 2.0)]).unwrap();
    /// assert!(scenario.moves(&tradecast::Lever::Growth.into()));
    /// assert_eq!(Scenario::read(&[entry("version", 1.0), entry("levers.grwth", 2.0)]).unwrap_err().len(), 1);
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file; what only a series shows is left to [`Scenario::assumptions`].
    pub fn read(entries: &[(String, ScenarioValue)]) -> Result<Self, Vec<ScenarioFault>> {
        let mut reading = Reading::default();
        for (entry, (path, value)) in entries.iter().enumerate() {
            if let Err((field, problem)) = reading.entry(path, value) {
                reading.faults.push(ScenarioFault { field, entry: Some(entry), problem });
            }
        }
        reading.finished()
    }

    /// The name of the lever that an entry is about, with its part; absent where it is about none.
    ///
    /// ```
    /// use tradecast::Scenario;
    ///
    /// assert_eq!(Scenario::lever_of("levers.wheat.price.pert"), Some("wheat.price"));
    /// assert_eq!(Scenario::lever_of("name"), None);
    /// ```
    #[must_use]
    pub fn lever_of(path: &str) -> Option<&str> {
        let lever = path.strip_prefix("levers.")?;
        Some(lever.rsplit_once('.').filter(|(_, word)| is_word(word)).map_or(lever, |(lever, _)| lever))
    }
}

fn is_word(word: &str) -> bool {
    matches!(word, "value" | "unit") || Distribution::NAMES.contains(&word)
}

/// A lever that is being read.
#[derive(Debug)]
struct Unfinished {
    key: LeverKey,
    /// The first entry about it.
    first: usize,
    setting: Option<Setting>,
    /// Whether the setting stands in a table.
    in_table: bool,
    unit: Option<String>,
}

#[derive(Default)]
struct Reading {
    scenario: Scenario,
    given: Vec<&'static str>,
    levers: Vec<Unfinished>,
    /// Levers by name, with what their entry was.
    by_name: BTreeMap<String, usize>,
    faults: Vec<ScenarioFault>,
    entries: usize,
}

/// Field and problem of an entry.
type Refused = (String, ScenarioProblem);

impl Reading {
    fn entry(&mut self, path: &str, value: &ScenarioValue) -> Result<(), Refused> {
        let entry = self.entries;
        self.entries += 1;
        if let Some(lever) = path.strip_prefix("levers.") {
            return self.lever(entry, lever, value);
        }
        let name = path.split('.').next().unwrap_or_default();
        let fields = ["version", "name", "description", "sources", "levers"];
        let Some(field) = fields.into_iter().find(|field| *field == name) else {
            return Err((path.to_owned(), ScenarioProblem::UnknownField));
        };
        let refused = |problem| (field.to_owned(), problem);
        if self.given.contains(&field) {
            return Err(refused(ScenarioProblem::Duplicate));
        }
        self.given.push(field);
        // Where the name goes on, there is a table.
        let value = if name == path { value } else { &ScenarioValue::EmptyTable };
        match field {
            "version" => {
                let found = value.number().map_err(refused)?;
                if found != Scenario::VERSION {
                    return Err(refused(ScenarioProblem::UnknownVersion { found }));
                }
            }
            "name" => self.scenario.name = value.text().map_err(refused)?,
            "description" => self.scenario.description = value.text().map_err(refused)?,
            "sources" => {
                let texts = value.list(ScenarioType::Texts).map_err(refused)?;
                let texts: Result<_, _> = texts.iter().map(ScenarioValue::text).collect();
                self.scenario.sources = texts.map_err(refused)?;
            }
            _ if *value != ScenarioValue::EmptyTable => {
                return Err(refused(value.is_not(ScenarioType::Levers)));
            }
            _ => {}
        }
        Ok(())
    }

    fn lever(&mut self, entry: usize, path: &str, value: &ScenarioValue) -> Result<(), Refused> {
        let (name, word) = match path.rsplit_once('.') {
            Some((name, word)) if is_word(word) => (name, Some(word)),
            Some((name, word)) if Lever::named(name).is_ok() || name.parse::<LeverKey>().is_ok() => {
                return Err((name.to_owned(), ScenarioProblem::UnknownWord { word: word.to_owned() }));
            }
            _ => (path, None),
        };
        let known = self.by_name.get(name).copied();
        let at = match (known, name.parse::<LeverKey>()) {
            (Some(at), _) => at,
            // Nothing is said of a part.
            (None, Err(_)) if *value == ScenarioValue::EmptyTable && word.is_none() => return Ok(()),
            (None, Err(source)) => return Err((name.to_owned(), ScenarioProblem::Lever(source))),
            (None, Ok(key)) => {
                self.by_name.insert(name.to_owned(), self.levers.len());
                let new = Unfinished { key, first: entry, setting: None, in_table: false, unit: None };
                self.levers.push(new);
                self.levers.len() - 1
            }
        };
        let lever = &mut self.levers[at];
        let refused = |problem| (name.to_owned(), problem);
        if word == Some("unit") {
            if lever.unit.is_some() {
                return Err((format!("{name}.unit"), ScenarioProblem::Duplicate));
            }
            lever.unit = Some(value.text().map_err(refused)?);
            return Ok(());
        }
        if lever.setting.is_some() {
            let twice = lever.in_table && word.is_some();
            return Err(refused(if twice { ScenarioProblem::TwoValues } else { ScenarioProblem::Duplicate }));
        }
        let setting = match (word, value) {
            (None, ScenarioValue::Number(value)) => Setting::Fixed(*value),
            (None, ScenarioValue::EmptyTable) => return Ok(()),
            (None, other) => return Err(refused(other.is_not(ScenarioType::Setting))),
            (Some("value"), value) => Setting::Fixed(value.number().map_err(refused)?),
            (Some(word), value) => {
                let items = value.list(ScenarioType::Numbers).map_err(refused)?;
                let items: Result<Vec<f64>, _> = items.iter().map(ScenarioValue::number).collect();
                let range = Distribution::named(word, &items.map_err(refused)?);
                let bad = |reason| Error::BadDistribution { lever: name.to_owned(), reason };
                range.map_err(|reason| refused(ScenarioProblem::Lever(bad(reason))))?.into()
            }
        };
        (lever.setting, lever.in_table) = (Some(setting), word.is_some());
        Ok(())
    }

    fn finished(self) -> Result<Scenario, Vec<ScenarioFault>> {
        let Self { mut scenario, given, levers, mut faults, .. } = self;
        for Unfinished { key, first, setting, unit, .. } in levers {
            let field = key.to_string();
            match setting {
                Some(setting) => scenario.levers.push(ScenarioLever { key, setting, unit }),
                // What is wrong with its value is told already.
                None if faults.iter().any(|fault| fault.field == field) => {}
                None => {
                    let problem = ScenarioProblem::NoValue { lever: field.clone() };
                    faults.push(ScenarioFault { field, entry: Some(first), problem });
                }
            }
        }
        if !given.contains(&"version") {
            let problem = ScenarioProblem::MissingVersion;
            faults.push(ScenarioFault { field: "version".to_owned(), entry: None, problem });
        }
        if faults.is_empty() { Ok(scenario) } else { Err(faults) }
    }
}

impl ScenarioValue {
    fn number(&self) -> Result<f64, ScenarioProblem> {
        match self {
            Self::Number(number) => Ok(*number),
            other => Err(other.is_not(ScenarioType::Number)),
        }
    }

    fn text(&self) -> Result<String, ScenarioProblem> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            other => Err(other.is_not(ScenarioType::Text)),
        }
    }

    fn list(&self, expected: ScenarioType) -> Result<&[Self], ScenarioProblem> {
        match self {
            Self::List(items) => Ok(items),
            other => Err(other.is_not(expected)),
        }
    }

    fn is_not(&self, expected: ScenarioType) -> ScenarioProblem {
        let (kind, found) = match self {
            Self::Number(number) if number.fract() == 0.0 => {
                (format!("integer `{number}`"), number.to_string())
            }
            Self::Number(number) => (format!("floating point `{number}`"), number.to_string()),
            Self::Text(text) => (format!("string {text:?}"), format!("{text:?}")),
            Self::Bool(yes) => (format!("boolean `{yes}`"), yes.to_string()),
            Self::Null => ("null".to_owned(), "null".to_owned()),
            Self::List(_) => ("sequence".to_owned(), "[…]".to_owned()),
            Self::EmptyTable => ("map".to_owned(), "{…}".to_owned()),
        };
        ScenarioProblem::Type { kind, found, expected }
    }
}
