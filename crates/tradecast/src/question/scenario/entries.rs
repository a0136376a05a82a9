//! What a file has, flat: names with dots, and values.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::question::scenario::fields::Scenario;

/// What a file has under a name.
///
/// ```
/// let list = tradecast::ScenarioValue::List(vec![tradecast::ScenarioValue::Number(2.0)]);
/// assert_ne!(list, tradecast::ScenarioValue::EmptyTable);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum ScenarioValue {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// Nothing, as JSON has it.
    Null,
    /// Several values.
    List(Vec<ScenarioValue>),
    /// A table without entries; those of others are entries of their own.
    EmptyTable,
}

/// The entries of a file in their order: names with dots, and values that are no tables.
///
/// Every format that serde reads is read by this one visitor. The row of an entry is known to the parser of the format only: it is found
/// by reading again, [stopping](Self::stopping_at) there.
///
/// ```
/// use serde::de::DeserializeSeed as _;
/// use tradecast::{ScenarioEntries, ScenarioValue};
///
/// let json = "{\"version\": 1, \"levers\": {\n\"growth\": {\"value\": 2}}}";
/// let entries: ScenarioEntries = serde_json::from_str(json).unwrap();
/// assert_eq!(entries.as_slice()[1], ("levers.growth.value".to_owned(), ScenarioValue::Number(2.0)));
/// let stopped = ScenarioEntries::stopping_at(1).deserialize(&mut serde_json::Deserializer::from_str(json));
/// assert_eq!(stopped.unwrap_err().line(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScenarioEntries {
    entries: Vec<(String, ScenarioValue)>,
    stop_at: Option<usize>,
}

impl<'de> Deserialize<'de> for ScenarioEntries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::default().deserialize(deserializer)
    }
}

impl<'de> DeserializeSeed<'de> for ScenarioEntries {
    type Value = Self;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(File { found: &mut self })?;
        Ok(self)
    }
}

impl ScenarioEntries {
    /// Reads until an entry begins, counted from 0, and fails there: the error says where that is.
    ///
    /// ```
    /// use serde::de::DeserializeSeed as _;
    /// use tradecast::ScenarioEntries;
    ///
    /// let mut json = serde_json::Deserializer::from_str("{\"version\": 1,\n\"name\": \"Slow\"}");
    /// assert_eq!(ScenarioEntries::stopping_at(1).deserialize(&mut json).unwrap_err().line(), 2);
    /// ```
    #[must_use]
    pub fn stopping_at(entry: usize) -> Self {
        Self { entries: Vec::new(), stop_at: Some(entry) }
    }

    /// The entries.
    ///
    /// ```
    /// let entries: tradecast::ScenarioEntries = serde_json::from_str("{\"version\": 1}").unwrap();
    /// assert_eq!(entries.as_slice().len(), 1);
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[(String, ScenarioValue)] {
        &self.entries
    }

    /// Begins an entry.
    fn begin<E: de::Error>(&self) -> Result<(), E> {
        if self.stop_at == Some(self.entries.len()) { Err(E::custom("here")) } else { Ok(()) }
    }
}

/// The whole file.
struct File<'f> {
    found: &'f mut ScenarioEntries,
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields {}", Scenario::FIELDS)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(Under { found: self.found, path: name })?;
        }
        Ok(())
    }
}

/// What stands under a name: a value, or a table of more.
struct Under<'f> {
    found: &'f mut ScenarioEntries,
    path: String,
}

impl Under<'_> {
    fn push<E: de::Error>(self, value: ScenarioValue) -> Result<(), E> {
        self.found.begin()?;
        self.found.entries.push((self.path, value));
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Under<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Under<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a text, a list or a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { found, path } = self;
        let mut is_empty = true;
        while let Some(name) = map.next_key::<String>()? {
            is_empty = false;
            map.next_value_seed(Under { found: &mut *found, path: format!("{path}.{name}") })?;
        }
        if is_empty { Under { found, path }.push(ScenarioValue::EmptyTable) } else { Ok(()) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        // Where the list begins, not where it ends.
        self.found.begin()?;
        let list = Plain.visit_seq(items)?;
        self.push(list)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.push(ScenarioValue::Number(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<(), E> {
        self.push(ScenarioValue::Bool(yes))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.push(ScenarioValue::Text(text.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.push(ScenarioValue::Null)
    }
}

/// A value inside a list.
struct Plain;

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = ScenarioValue;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ScenarioValue, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = ScenarioValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ScenarioValue, A::Error> {
        while map.next_entry::<String, de::IgnoredAny>()?.is_some() {}
        Ok(ScenarioValue::EmptyTable)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ScenarioValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Plain)? {
            list.push(item);
        }
        Ok(ScenarioValue::List(list))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<ScenarioValue, E> {
        Ok(ScenarioValue::Number(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<ScenarioValue, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<ScenarioValue, E> {
        self.visit_f64(value as f64)
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<ScenarioValue, E> {
        Ok(ScenarioValue::Bool(yes))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ScenarioValue, E> {
        Ok(ScenarioValue::Text(text.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<ScenarioValue, E> {
        Ok(ScenarioValue::Null)
    }
}
