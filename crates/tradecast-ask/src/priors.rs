//! The option `priors`: those inside where they fit, those inside, those of an object, or none.

use std::fmt;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use tradecast::Priors;
use tradecast_io::PriorsDecision;

/// Which panel priors speak beside the series.
///
/// ```
/// use tradecast_ask::{PriorsChoice, read};
///
/// assert!(matches!(read(b"false"), Ok(PriorsChoice::None)));
/// assert!(matches!(read(br#""pairs""#), Ok(PriorsChoice::Pairs)));
/// assert!(read::<PriorsChoice>(br#""some""#).unwrap_err().message.contains("none"));
/// ```
#[derive(Debug, Clone, Default)]
pub enum PriorsChoice {
    /// Those inside where the series is known to be trade between two economies, else none.
    #[default]
    Decided,
    /// Those inside: whoever asks says that it is trade between two economies.
    Pairs,
    /// The series speaks alone.
    None,
    /// Those given.
    Given(Box<Priors>),
}

/// The choice with its priors, read once for any number of series.
#[derive(Debug)]
pub(crate) enum ParsedPriors {
    Decided(Arc<Priors>),
    Pairs(Arc<Priors>),
    None,
    Given(Arc<Priors>),
}

impl From<PriorsChoice> for ParsedPriors {
    fn from(choice: PriorsChoice) -> Self {
        let inside = || Arc::new(tradecast_data::priors());
        match choice {
            PriorsChoice::Decided => Self::Decided(inside()),
            PriorsChoice::Pairs => Self::Pairs(inside()),
            PriorsChoice::None => Self::None,
            PriorsChoice::Given(priors) => Self::Given(Arc::new(*priors)),
        }
    }
}

impl ParsedPriors {
    /// The priors of a series of a kind, and what was decided where nobody said which priors.
    pub(crate) fn of(&self, kind: PriorsDecision) -> (Option<Arc<Priors>>, Option<PriorsDecision>) {
        match self {
            Self::Decided(inside) => (kind.uses_priors().then(|| Arc::clone(inside)), Some(kind)),
            Self::Pairs(inside) => {
                let decided = if kind == PriorsDecision::BuiltIn { kind } else { PriorsDecision::Asked };
                (Some(Arc::clone(inside)), Some(decided))
            }
            Self::None => (None, None),
            Self::Given(given) => (Some(Arc::clone(given)), None),
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
        f.write_str(
            "true, false, the word \"pairs\" or \"none\", or an object with the fields of a priors file",
        )
    }

    fn visit_unit<E>(self) -> Result<PriorsChoice, E> {
        Ok(PriorsChoice::Decided)
    }

    fn visit_bool<E>(self, decided: bool) -> Result<PriorsChoice, E> {
        Ok(if decided { PriorsChoice::Decided } else { PriorsChoice::None })
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<PriorsChoice, E> {
        match word {
            "none" => Ok(PriorsChoice::None),
            "pairs" => Ok(PriorsChoice::Pairs),
            _ => Err(E::invalid_value(Unexpected::Str(word), &self)),
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
        "anyOf": [{ "type": "boolean" }, { "enum": ["pairs", "none"] }, types.subschema_for::<Priors>()]
    })
}
