//! Integers of JSON, in which `500.0` is the integer 500.

use std::fmt::{self, Formatter};

use serde::Deserializer;
use serde::de::{Error, Unexpected, Visitor};

/// An integer, or none.
pub(crate) fn optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    from.deserialize_option(Optional)
}

struct Optional;

impl<'de> Visitor<'de> for Optional {
    type Value = Option<u32>;

    fn expecting(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str("u32")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_u32(Integer).map(Some)
    }
}

struct Integer;

impl Visitor<'_> for Integer {
    type Value = u32;

    fn expecting(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str("u32")
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<u32, E> {
        u32::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<u32, E> {
        u32::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<u32, E> {
        if value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value) {
            Ok(value as u32)
        } else {
            Err(E::invalid_type(Unexpected::Float(value), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{QuestionInput, read};

    fn horizon(written: &str) -> Result<Option<u32>, String> {
        let question: Result<QuestionInput, _> =
            read(format!("{{ \"target\": 1, \"horizon\": {written} }}").as_bytes());
        question.map(|question| question.horizon).map_err(|error| error.message)
    }

    #[test]
    fn an_integer_may_have_zeros_behind_its_point_and_nothing_else() {
        for (written, read) in [("null", None), ("28", Some(28)), ("28.0", Some(28)), ("2.8e1", Some(28))] {
            assert_eq!(horizon(written), Ok(read), "{written}");
        }
        assert_eq!(horizon("0"), Ok(Some(0)));
        for written in ["28.5", "-1", "-1.0", "4294967296", "4294967296.0", "1e300", "\"28\"", "true", "[]"] {
            let error = horizon(written).expect_err(written);
            assert!(error.contains("expected u32"), "{written}: {error}");
        }
    }
}
