//! Reading a scenario file in either format.
//!
//! Both formats are read by the same visitors. A visitor that meets something wrong says what ([`Wrong`]); the parser of
//! the format knows where. Where something stands that turns out to be wrong later is found by reading again up to it.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use tradecast::{Distribution, Lever, LeverKey, Setting};

use super::entry::Entry;
use super::format::ScenarioFormat;
use super::scalar::{List, Number, Text};
use crate::error::{Error, Result, shortened};

/// The version of scenario files that this program reads.
pub(super) const VERSION: f64 = 1.0;

/// Fields of a scenario file.
const FIELDS: &str = "version, name, description, sources, levers";

/// Names of the distributions.
const DISTRIBUTIONS: [&str; 4] = ["triangular", "pert", "normal", "lognormal"];

/// A file, read and not yet checked.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) sources: Vec<String>,
    pub(super) levers: Vec<Entry>,
}

/// Reads the file.
pub(super) fn read(text: &str, format: ScenarioFormat) -> Result<Read> {
    let reading = Reading::default();
    match parse(&reading, text, format) {
        Ok(read) => Ok(Read { levers: reading.levers.into_inner(), ..read }),
        Err(Stopped { row, reason, format }) => Err(described(reading.wrong.take(), row, format, &reason)),
    }
}

/// The row in which a lever stands that the file has.
pub(super) fn row_of(key: &LeverKey, text: &str, format: ScenarioFormat) -> usize {
    let reading = Reading { stop_at: Some(key), ..Reading::default() };
    parse(&reading, text, format).map_or_else(|stopped| stopped.row, |_| 1)
}

/// Where and, in the parser's words, why it stopped.
struct Stopped {
    row: usize,
    reason: String,
    format: &'static str,
}

fn parse(reading: &Reading<'_>, text: &str, format: ScenarioFormat) -> std::result::Result<Read, Stopped> {
    match format {
        #[cfg(feature = "toml")]
        ScenarioFormat::Toml => toml::Deserializer::parse(text)
            .and_then(|document| File { reading }.deserialize(document))
            .map_err(|error| {
                let start = error.span().map_or(0, |span| span.start);
                let row = 1 + text.bytes().take(start).filter(|&b| b == b'\n').count();
                Stopped { row, reason: error.message().to_owned(), format: "TOML" }
            }),
        #[cfg(feature = "json")]
        ScenarioFormat::Json => {
            let mut document = serde_json::Deserializer::from_str(text);
            File { reading }
                .deserialize(&mut document)
                .and_then(|read| document.end().map(|()| read))
                .map_err(|error| {
                    // A visitor stopped by broken syntax is not the one to blame.
                    reading.wrong.set(reading.wrong.take().filter(|_| error.is_data()));
                    let reason = error.to_string();
                    let place = format!(" at line {} column {}", error.line(), error.column());
                    let reason = reason.strip_suffix(&place).unwrap_or(&reason).to_owned();
                    Stopped { row: error.line().max(1), reason, format: "JSON" }
                })
        }
    }
}

/// What the visitors share: the error types of the formats carry text only.
#[derive(Default)]
struct Reading<'a> {
    wrong: Cell<Option<Wrong>>,
    levers: RefCell<Vec<Entry>>,
    /// Where to stop although nothing is wrong.
    stop_at: Option<&'a LeverKey>,
}

/// What is wrong; the place is known to the parser only.
enum Wrong {
    UnknownField {
        field: String,
    },
    DuplicateField {
        field: String,
    },
    MissingField {
        field: &'static str,
        example: &'static str,
    },
    Type {
        field: String,
    },
    Field {
        field: String,
        reason: String,
    },
    Version {
        found: f64,
    },
    Lever {
        field: String,
        source: tradecast::Error,
    },
    /// Nothing: it is where to stop.
    Here,
}

fn described(wrong: Option<Wrong>, row: usize, format: &'static str, reason: &str) -> Error {
    match wrong {
        None | Some(Wrong::Here) => Error::BadSyntax { row, format, reason: reason.to_owned() },
        Some(Wrong::UnknownField { field }) => Error::UnknownField { row, field, known: FIELDS },
        Some(Wrong::DuplicateField { field }) => Error::DuplicateField { row, field },
        Some(Wrong::MissingField { field, example }) => Error::MissingField { field, example },
        Some(Wrong::Type { field }) => Error::BadField { row, field, reason: reason.to_owned() },
        Some(Wrong::Field { field, reason }) => Error::BadField { row, field, reason },
        Some(Wrong::Version { found }) => Error::UnknownVersion { row, found, known: VERSION },
        Some(Wrong::Lever { field, source }) => Error::BadLever { row, field, source },
    }
}

impl Reading<'_> {
    /// Leaves what is wrong and stops the parser.
    fn stop<E: de::Error>(&self, wrong: Wrong) -> E {
        self.wrong.set(Some(wrong));
        E::custom("described elsewhere")
    }

    /// Says what is wrong where no visitor did: a value of the wrong type, mostly.
    fn blame(&self, otherwise: impl FnOnce() -> Wrong) {
        let explained = self.wrong.take();
        self.wrong.set(Some(explained.unwrap_or_else(otherwise)));
    }

    /// The lever of a name at which the parser stands.
    fn lever(&self, key: LeverKey) -> std::result::Result<LeverKey, Wrong> {
        match key {
            key if self.stop_at == Some(&key) => Err(Wrong::Here),
            key if self.levers.borrow().iter().any(|entry| entry.key == key) => {
                Err(Wrong::DuplicateField { field: key.to_string() })
            }
            key => Ok(key),
        }
    }
}

/// The whole file.
struct File<'r> {
    reading: &'r Reading<'r>,
}

enum Field {
    Version,
    Name,
    Description,
    Sources,
    Levers,
}

impl<'de> DeserializeSeed<'de> for File<'_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Read, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields {FIELDS}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Read, A::Error> {
        let reading = self.reading;
        let mut read = Read::default();
        let mut given: Vec<String> = Vec::new();
        while let Some(field) = map.next_key_seed(Key {
            reading,
            parse: |name: &str| {
                let field = match name {
                    "version" => Field::Version,
                    "name" => Field::Name,
                    "description" => Field::Description,
                    "sources" => Field::Sources,
                    "levers" => Field::Levers,
                    _ => return Err(Wrong::UnknownField { field: shortened(name) }),
                };
                if given.iter().any(|before| before == name) {
                    return Err(Wrong::DuplicateField { field: name.to_owned() });
                }
                given.push(name.to_owned());
                Ok(field)
            },
        })? {
            match field {
                Field::Version => {
                    map.next_value_seed(Value { reading, field: "version", what: Version { reading } })?;
                }
                Field::Name => {
                    read.name = map.next_value_seed(Value { reading, field: "name", what: Text })?
                }
                Field::Description => {
                    read.description =
                        map.next_value_seed(Value { reading, field: "description", what: Text })?;
                }
                Field::Sources => {
                    read.sources =
                        map.next_value_seed(Value { reading, field: "sources", what: List(Text) })?;
                }
                Field::Levers => map.next_value_seed(Value {
                    reading,
                    field: "levers",
                    what: Levers { reading, part: None },
                })?,
            }
        }
        if !given.iter().any(|field| field == "version") {
            return Err(reading.stop(Wrong::MissingField { field: "version", example: "version = 1" }));
        }
        Ok(read)
    }
}

/// The levers of the file, or those of a part.
#[derive(Clone, Copy)]
struct Levers<'r> {
    reading: &'r Reading<'r>,
    part: Option<&'r str>,
}

/// What a name among levers stands for.
enum Named {
    Lever(LeverKey),
    Part(String),
}

impl Levers<'_> {
    fn named(self, name: &str) -> std::result::Result<Named, Wrong> {
        let unknown = |field: &str, source| Wrong::Lever { field: shortened(field), source };
        let key = match self.part {
            // A misspelt lever with a unit looks like a part.
            Some(part) if Word::named(name).is_some() => {
                Lever::named(part).map_err(|error| unknown(part, error))?.into()
            }
            Some(part) => {
                let full = format!("{part}.{name}");
                full.parse().map_err(|error| unknown(&full, error))?
            }
            None if !name.contains('.') && Lever::named(name).is_err() => {
                return Ok(Named::Part(name.to_owned()));
            }
            None => name.parse().map_err(|error| unknown(name, error))?,
        };
        self.reading.lever(key).map(Named::Lever)
    }
}

impl<'de> Visitor<'de> for Levers<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("levers by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let reading = self.reading;
        while let Some(named) = map.next_key_seed(Key { reading, parse: |name: &str| self.named(name) })? {
            match named {
                Named::Lever(key) => {
                    let field = key.to_string();
                    let what = Levels { reading, field: &field };
                    let (setting, unit) = map.next_value_seed(Value { reading, field: &field, what })?;
                    reading.levers.borrow_mut().push(Entry { key, setting, unit });
                }
                Named::Part(part) => map.next_value_seed(Part { reading, part: &part })?,
            }
        }
        Ok(())
    }
}

/// The levers of a part; anything but a table shows that its name is none of a part.
struct Part<'r> {
    reading: &'r Reading<'r>,
    part: &'r str,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        let Self { reading, part } = self;
        let unknown = || match Lever::named(part) {
            Err(source) => Wrong::Lever { field: shortened(part), source },
            Ok(_) => Wrong::Type { field: shortened(part) },
        };
        let levers = Levers { reading, part: Some(part) };
        deserializer.deserialize_any(levers).inspect_err(|_| reading.blame(unknown))
    }
}

/// What one lever is set to, and the unit where the file gives one.
struct Levels<'r> {
    reading: &'r Reading<'r>,
    field: &'r str,
}

/// A name within the table of one lever.
enum Word {
    Value,
    Unit,
    Distribution(&'static str),
}

impl Word {
    fn named(name: &str) -> Option<Self> {
        match name {
            "value" => Some(Self::Value),
            "unit" => Some(Self::Unit),
            _ => DISTRIBUTIONS.into_iter().find(|distribution| *distribution == name).map(Self::Distribution),
        }
    }
}

impl Levels<'_> {
    fn wrong(&self, reason: impl Into<String>) -> Wrong {
        Wrong::Field { field: self.field.to_owned(), reason: reason.into() }
    }
}

impl<'de> Visitor<'de> for Levels<'_> {
    type Value = (Setting, Option<String>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or a distribution such as triangular = [0, 2, 4]")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> std::result::Result<Self::Value, E> {
        Ok((Setting::Fixed(value), None))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> std::result::Result<Self::Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> std::result::Result<Self::Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let Self { reading, field } = self;
        let (mut setting, mut unit) = (None, None);
        while let Some(word) = map.next_key_seed(Key {
            reading,
            parse: |name: &str| match Word::named(name) {
                Some(Word::Unit) if unit.is_some() => {
                    Err(Wrong::DuplicateField { field: format!("{field}.unit") })
                }
                Some(Word::Value | Word::Distribution(_)) if setting.is_some() => {
                    Err(self.wrong("it has two values; keep one value or one distribution"))
                }
                Some(word) => Ok(word),
                None => Err(self.wrong(format!(
                    "{:?} is no word for a lever; the words are value, unit, {}",
                    shortened(name),
                    DISTRIBUTIONS.join(", ")
                ))),
            },
        })? {
            match word {
                Word::Value => {
                    setting =
                        Some(Setting::Fixed(map.next_value_seed(Value { reading, field, what: Number })?));
                }
                Word::Unit => unit = Some(map.next_value_seed(Value { reading, field, what: Text })?),
                Word::Distribution(name) => {
                    let parameters: Vec<f64> =
                        map.next_value_seed(Value { reading, field, what: List(Number) })?;
                    let distribution = Distribution::named(name, &parameters).map_err(|reason| {
                        let source = tradecast::Error::BadDistribution { lever: field.to_owned(), reason };
                        reading.stop(Wrong::Lever { field: field.to_owned(), source })
                    })?;
                    setting = Some(distribution.into());
                }
            }
        }
        match setting {
            Some(setting) => Ok((setting, unit)),
            None => Err(reading.stop(
                self.wrong(format!("it has no value; write {field} = {{ value = 2 }} or a distribution")),
            )),
        }
    }
}

/// A name, understood or refused while the parser still stands at it, so that it can tell the row.
struct Key<'r, F> {
    reading: &'r Reading<'r>,
    parse: F,
}

impl<'de, T, F: FnOnce(&str) -> std::result::Result<T, Wrong>> DeserializeSeed<'de> for Key<'_, F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<T, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T, F: FnOnce(&str) -> std::result::Result<T, Wrong>> Visitor<'_> for Key<'_, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> std::result::Result<T, E> {
        (self.parse)(name).map_err(|wrong| self.reading.stop(wrong))
    }
}

/// The value of a field, which is to blame where it is of the wrong type.
struct Value<'r, V> {
    reading: &'r Reading<'r>,
    field: &'r str,
    what: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Value<'_, V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<V::Value, D::Error> {
        let Self { reading, field, what } = self;
        let blame = || Wrong::Type { field: field.to_owned() };
        deserializer.deserialize_any(what).inspect_err(|_| reading.blame(blame))
    }
}

/// The version of the file, refused while the parser still stands at it.
struct Version<'r> {
    reading: &'r Reading<'r>,
}

impl Visitor<'_> for Version<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Number.expecting(f)
    }

    fn visit_f64<E: de::Error>(self, found: f64) -> std::result::Result<(), E> {
        if found == VERSION { Ok(()) } else { Err(self.reading.stop(Wrong::Version { found })) }
    }

    fn visit_i64<E: de::Error>(self, found: i64) -> std::result::Result<(), E> {
        self.visit_f64(found as f64)
    }

    fn visit_u64<E: de::Error>(self, found: u64) -> std::result::Result<(), E> {
        self.visit_f64(found as f64)
    }
}
