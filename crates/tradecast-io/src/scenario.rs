//! Reading scenario files: a named set of levers in TOML or JSON.
//!
//! Both formats are read by the same visitors. A visitor that meets something wrong says what ([`Wrong`]); the parser of
//! the format knows where.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use tradecast::{Assumptions, LeverKey};

use crate::error::{Error, Result, shortened};

/// The version of scenario files that this program reads.
const VERSION: f64 = 1.0;

/// Fields of a scenario file.
const FIELDS: &str = "version, levers";

/// Format of a scenario file.
///
/// ```
/// let format = if "plan.toml".ends_with(".toml") { tradecast_io::ScenarioFormat::Toml } else { tradecast_io::ScenarioFormat::Json };
/// assert_eq!(format, tradecast_io::ScenarioFormat::Toml);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScenarioFormat {
    /// TOML.
    #[cfg(feature = "toml")]
    Toml,
    /// JSON.
    #[cfg(feature = "json")]
    Json,
}

/// Reads the assumptions of a scenario file: `version = 1`, and under `[levers]` any of the levers by name.
///
/// Levers that are not given stay at their defaults.
///
/// ```
/// use tradecast::Lever;
/// use tradecast_io::{ScenarioFormat, read_scenario};
///
/// # #[cfg(feature = "toml")] {
/// let file = "version = 1\n\n[levers]\ngrowth = 2.0\nshock = -20\n";
/// let assumptions = read_scenario(file, ScenarioFormat::Toml)?;
/// assert_eq!(assumptions.get(Lever::Growth), 2.0);
///
/// let error = read_scenario("version = 1\n[levers]\nwind = 3\n", ScenarioFormat::Toml).unwrap_err();
/// assert_eq!((error.code(), error.row(), error.column()), ("unknown_lever", Some(3), Some("wind")));
/// # }
/// # Ok::<(), tradecast_io::Error>(())
/// ```
///
/// # Errors
/// [`Error::BadSyntax`], [`Error::MissingField`], [`Error::UnknownField`], [`Error::DuplicateField`],
/// [`Error::BadField`], [`Error::UnknownVersion`], [`Error::BadLever`].
pub fn read_scenario(text: &str, format: ScenarioFormat) -> Result<Assumptions> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fault = Fault::default();
    let scenario = Scenario { fault: &fault };
    match format {
        #[cfg(feature = "toml")]
        ScenarioFormat::Toml => toml::Deserializer::parse(text)
            .and_then(|document| scenario.deserialize(document))
            .map_err(|error| {
                let start = error.span().map_or(0, |span| span.start);
                let row = 1 + text.bytes().take(start).filter(|&b| b == b'\n').count();
                described(fault.take(), row, "TOML", error.message())
            }),
        #[cfg(feature = "json")]
        ScenarioFormat::Json => {
            let mut document = serde_json::Deserializer::from_str(text);
            scenario
                .deserialize(&mut document)
                .and_then(|assumptions| document.end().map(|()| assumptions))
                .map_err(|error| {
                    let reason = error.to_string();
                    let place = format!(" at line {} column {}", error.line(), error.column());
                    // A visitor stopped by broken syntax is not the one to blame.
                    let wrong = fault.take().filter(|_| error.is_data());
                    described(
                        wrong,
                        error.line().max(1),
                        "JSON",
                        reason.strip_suffix(&place).unwrap_or(&reason),
                    )
                })
        }
    }
}

/// Where a visitor leaves what it found wrong: the error types of the formats carry text only.
type Fault = Cell<Option<Wrong>>;

/// What is wrong; the place is known to the parser only.
enum Wrong {
    UnknownField { field: String },
    DuplicateField { field: String },
    MissingField { field: &'static str, example: &'static str },
    Type { field: String },
    Version { found: f64 },
    Lever { field: String, source: tradecast::Error },
}

fn described(wrong: Option<Wrong>, row: usize, format: &'static str, reason: &str) -> Error {
    match wrong {
        None => Error::BadSyntax { row, format, reason: reason.to_owned() },
        Some(Wrong::UnknownField { field }) => Error::UnknownField { row, field, known: FIELDS },
        Some(Wrong::DuplicateField { field }) => Error::DuplicateField { row, field },
        Some(Wrong::MissingField { field, example }) => Error::MissingField { field, example },
        Some(Wrong::Type { field }) => Error::BadField { row, field, reason: reason.to_owned() },
        Some(Wrong::Version { found }) => Error::UnknownVersion { row, found, known: VERSION },
        Some(Wrong::Lever { field, source }) => Error::BadLever { row, field, source },
    }
}

/// Leaves what is wrong in `fault` and stops the parser.
fn stop<E: de::Error>(fault: &Fault, wrong: Wrong) -> E {
    fault.set(Some(wrong));
    E::custom("described elsewhere")
}

/// The whole file.
struct Scenario<'f> {
    fault: &'f Fault,
}

enum Field {
    Version,
    Levers,
}

impl<'de> DeserializeSeed<'de> for Scenario<'_> {
    type Value = Assumptions;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Assumptions, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Scenario<'_> {
    type Value = Assumptions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fields version and levers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Assumptions, A::Error> {
        let fault = self.fault;
        let (mut version, mut levers) = (None, None);
        while let Some(field) = map.next_key_seed(Key {
            fault,
            parse: |name: &str| match name {
                "version" if version.is_none() => Ok(Field::Version),
                "levers" if levers.is_none() => Ok(Field::Levers),
                "version" | "levers" => Err(Wrong::DuplicateField { field: name.to_owned() }),
                _ => Err(Wrong::UnknownField { field: shortened(name) }),
            },
        })? {
            match field {
                Field::Version => {
                    let parse =
                        |found| if found == VERSION { Ok(found) } else { Err(Wrong::Version { found }) };
                    version = Some(map.next_value_seed(Number { fault, field: "version", parse })?);
                }
                Field::Levers => levers = Some(map.next_value_seed(Levers { fault })?),
            }
        }
        if version.is_none() {
            return Err(stop(fault, Wrong::MissingField { field: "version", example: "version = 1" }));
        }
        Ok(levers.unwrap_or_default())
    }
}

/// The levers of the file.
struct Levers<'f> {
    fault: &'f Fault,
}

impl<'de> DeserializeSeed<'de> for Levers<'_> {
    type Value = Assumptions;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Assumptions, D::Error> {
        let fault = self.fault;
        deserializer.deserialize_any(self).inspect_err(|_| blame(fault, "levers"))
    }
}

impl<'de> Visitor<'de> for Levers<'_> {
    type Value = Assumptions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("levers by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Assumptions, A::Error> {
        let fault = self.fault;
        let mut assumptions = Assumptions::baseline();
        let mut given: Vec<LeverKey> = Vec::new();
        while let Some(lever) = map.next_key_seed(Key {
            fault,
            parse: |name: &str| match name.parse::<LeverKey>() {
                Ok(lever) if given.contains(&lever) => Err(Wrong::DuplicateField { field: name.to_owned() }),
                Ok(lever) => Ok(lever),
                Err(source) => Err(Wrong::Lever { field: shortened(name), source }),
            },
        })? {
            given.push(lever.clone());
            let field = lever.to_string();
            let field = field.as_str();
            let parse = |value| {
                assumptions
                    .clone()
                    .with(lever, value)
                    .map_err(|source| Wrong::Lever { field: field.to_owned(), source })
            };
            assumptions = map.next_value_seed(Number { fault, field, parse })?;
        }
        Ok(assumptions)
    }
}

/// A name, understood or refused while the parser still stands at it, so that it can tell the row.
struct Key<'f, F> {
    fault: &'f Fault,
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
        (self.parse)(name).map_err(|wrong| stop(self.fault, wrong))
    }
}

/// A number, understood or refused while the parser still stands at it.
struct Number<'f, F> {
    fault: &'f Fault,
    field: &'f str,
    parse: F,
}

impl<'de, T, F: FnOnce(f64) -> std::result::Result<T, Wrong>> DeserializeSeed<'de> for Number<'_, F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<T, D::Error> {
        let (fault, field) = (self.fault, self.field);
        deserializer.deserialize_any(self).inspect_err(|_| blame(fault, field))
    }
}

impl<T, F: FnOnce(f64) -> std::result::Result<T, Wrong>> Visitor<'_> for Number<'_, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> std::result::Result<T, E> {
        (self.parse)(value).map_err(|wrong| stop(self.fault, wrong))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> std::result::Result<T, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> std::result::Result<T, E> {
        self.visit_f64(value as f64)
    }
}

/// Blames a field for an error that no visitor explained: its value is of the wrong type.
fn blame(fault: &Fault, field: &str) {
    let explained = fault.take();
    fault.set(explained.or_else(|| Some(Wrong::Type { field: field.to_owned() })));
}
