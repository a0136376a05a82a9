//! The option `priors`: those inside, those of an object, or none.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use tradecast::Priors;

/// Which panel priors speak beside the series.
///
/// ```
/// use tradecast_ask::{PriorsChoice, read};
///
/// assert!(matches!(read(b"false"), Ok(PriorsChoice::None)));
/// assert!(read::<PriorsChoice>(br#""some""#).unwrap_err().message.contains("none"));
/// ```
#[derive(Debug, Clone, Default)]
pub enum PriorsChoice {
    /// Those inside.
    #[default]
    Inside,
    /// The series speaks alone.
    None,
    /// Those given.
    Given(Box<Priors>),
}

impl PriorsChoice {
    pub(crate) fn chosen(self) -> Option<Priors> {
        match self {
            Self::Inside => Some(tradecast_data::priors()),
            Self::None => None,
            Self::Given(priors) => Some(*priors),
        }
    }
}

impl<'de> Deserialize<'de> for PriorsChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Choice)
    }
}

struct Choice;

impl<'de> Visitor<'de> for Choice {
    type Value = PriorsChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, the word \"none\" or an object with the fields of a priors file")
    }

    fn visit_unit<E>(self) -> Result<PriorsChoice, E> {
        Ok(PriorsChoice::Inside)
    }

    fn visit_bool<E>(self, inside: bool) -> Result<PriorsChoice, E> {
        Ok(if inside { PriorsChoice::Inside } else { PriorsChoice::None })
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<PriorsChoice, E> {
        if word == "none" {
            Ok(PriorsChoice::None)
        } else {
            Err(E::invalid_value(Unexpected::Str(word), &self))
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<PriorsChoice, A::Error> {
        Priors::deserialize(MapAccessDeserializer::new(fields))
            .map(|priors| PriorsChoice::Given(Box::new(priors)))
    }
}

#[cfg(feature = "schema")]
pub(crate) fn schema(types: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "default": true,
        "anyOf": [{ "type": "boolean" }, { "const": "none" }, types.subschema_for::<Priors>()]
    })
}
