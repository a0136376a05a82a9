//! Numbers, texts and lists of them in a scenario file.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, SeqAccess, Visitor};

/// A number.
#[derive(Clone, Copy)]
pub(super) struct Number;

impl Visitor<'_> for Number {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> std::result::Result<f64, E> {
        Ok(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> std::result::Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> std::result::Result<f64, E> {
        Ok(value as f64)
    }
}

/// A text.
#[derive(Clone, Copy)]
pub(super) struct Text;

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotation marks")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<String, E> {
        Ok(text.to_owned())
    }
}

/// A list of numbers or texts.
pub(super) struct List<V>(pub(super) V);

impl<'de, V: Visitor<'de> + Copy> Visitor<'de> for List<V> {
    type Value = Vec<V::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, each item of it ")?;
        self.0.expecting(f)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Item(self.0))? {
            list.push(item);
        }
        Ok(list)
    }
}

/// One item of a list.
struct Item<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Item<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}
