//! What crosses between the page and its worker, as bytes.
//!
//! Both are the same program, so fields stand in the order of their declaration, without names: the code that reads and writes this
//! is a fraction of what reading JavaScript objects takes, and the bytes are handed over as one piece. Each value says what kind it
//! is, for the few types that look before they choose; variants have their name beside their number for the same reason.

use std::fmt;

use js_sys::Uint8Array;
use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Deserializer, Serialize, Serializer, de, forward_to_deserialize_any, ser};
use wasm_bindgen::JsValue;

/// Why bytes are not the value they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WireError(String);

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WireError {}

impl de::Error for WireError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl ser::Error for WireError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

type Result<T> = std::result::Result<T, WireError>;

/// A value as what can be posted to the other thread.
pub(super) fn sent<T: Serialize>(value: &T) -> JsValue {
    let bytes = to_bytes(value).expect("what is sent consists of plain values");
    Uint8Array::from(bytes.as_slice()).into()
}

/// The value of what the other thread has posted.
pub(super) fn received<T: DeserializeOwned>(posted: &JsValue) -> T {
    from_bytes(&Uint8Array::new(posted).to_vec()).expect("both threads run the same program")
}

/// A value as bytes.
///
/// # Errors
/// Only those that the value itself raises.
pub(super) fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut writer = Writer(Vec::new());
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

/// The value of bytes.
///
/// # Errors
/// Where they are not those of such a value.
pub(super) fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = Reader(bytes);
    let value = T::deserialize(&mut reader)?;
    if reader.0.is_empty() { Ok(value) } else { Err(de::Error::custom("more than the value")) }
}

// Kinds of values.
const NONE: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const FLOAT: u8 = 3;
const WHOLE: u8 = 4;
const NEGATIVE: u8 = 5;
const TEXT: u8 = 6;
const SEQUENCE: u8 = 7;
const MAP: u8 = 8;
const VARIANT: u8 = 9;
/// A field that was left out because it says nothing.
const SKIPPED: u8 = 10;
/// Bytes that are not looked at one by one.
const BYTES: u8 = 12;
/// Behind the last element of a sequence or map.
const END: u8 = 11;

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, lowest first; the highest bit says that more follow.
    fn whole(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn text(&mut self, text: &str) {
        self.whole(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn variant(&mut self, index: u32, name: &str) {
        self.0.push(VARIANT);
        self.whole(u64::from(index));
        self.text(name);
    }

    fn kind(&mut self, kind: u8) -> Result<()> {
        self.0.push(kind);
        Ok(())
    }
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = WireError;
    type SerializeSeq = &'a mut Writer;
    type SerializeTuple = &'a mut Writer;
    type SerializeTupleStruct = &'a mut Writer;
    type SerializeTupleVariant = &'a mut Writer;
    type SerializeMap = &'a mut Writer;
    type SerializeStruct = &'a mut Writer;
    type SerializeStructVariant = &'a mut Writer;

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.kind(if value { TRUE } else { FALSE })
    }

    fn serialize_i8(self, value: i8) -> Result<()> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<()> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<()> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<()> {
        self.0.push(if value < 0 { NEGATIVE } else { WHOLE });
        self.whole(value.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<()> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<()> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<()> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<()> {
        self.0.push(WHOLE);
        self.whole(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<()> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<()> {
        self.0.push(FLOAT);
        self.0.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        self.0.push(TEXT);
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        self.0.push(BYTES);
        self.whole(value.len() as u64);
        self.0.extend_from_slice(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<()> {
        self.kind(NONE)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.kind(NONE)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.kind(NONE)
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, name: &'static str) -> Result<()> {
        self.variant(index, name);
        self.kind(NONE)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.variant(index, name);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self> {
        self.0.push(SEQUENCE);
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self> {
        self.variant(index, name);
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self> {
        self.0.push(MAP);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
        self.serialize_seq(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self> {
        self.variant(index, name);
        self.serialize_seq(None)
    }
}

/// The compounds whose elements stand one after the other.
macro_rules! elements {
    ($($compound:ident $write:ident ($($key:ident)?);)*) => {$(
        impl $compound for &mut Writer {
            type Ok = ();
            type Error = WireError;

            fn $write<T: ?Sized + Serialize>(&mut self, $($key: &'static str,)? value: &T) -> Result<()> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<()> {
                self.kind(END)
            }

            $(fn skip_field(&mut self, $key: &'static str) -> Result<()> {
                self.kind(SKIPPED)
            })?
        }
    )*};
}

elements! {
    SerializeSeq serialize_element ();
    SerializeTuple serialize_element ();
    SerializeTupleStruct serialize_field ();
    SerializeTupleVariant serialize_field ();
    SerializeStruct serialize_field (_name);
    SerializeStructVariant serialize_field (_name);
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = WireError;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<()> {
        self.kind(END)
    }
}

struct Reader<'de>(&'de [u8]);

impl<'de> Reader<'de> {
    fn take(&mut self, count: usize) -> Result<&'de [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(|| wrong("the bytes end early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    fn whole(&mut self) -> Result<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
            shift += 7;
            if shift > 63 {
                return Err(wrong("a number has no end"));
            }
        }
    }

    fn float(&mut self) -> Result<f64> {
        let bytes = self.take(8)?.try_into().expect("eight were taken");
        Ok(f64::from_le_bytes(bytes))
    }

    fn bytes(&mut self) -> Result<&'de [u8]> {
        let length = usize::try_from(self.whole()?).unwrap_or(usize::MAX);
        self.take(length)
    }

    fn text(&mut self) -> Result<&'de str> {
        std::str::from_utf8(self.bytes()?).map_err(|error| WireError(error.to_string()))
    }

    fn index(&mut self) -> Result<u32> {
        u32::try_from(self.whole()?).map_err(|error| WireError(error.to_string()))
    }

    fn expect(&mut self, kind: u8) -> Result<()> {
        if self.byte()? == kind { Ok(()) } else { Err(wrong("a value of another kind")) }
    }

    /// Whether the next value is of a kind; if so, that is read.
    fn next_is(&mut self, kind: u8) -> bool {
        let is = self.0.first() == Some(&kind);
        if is {
            self.0 = &self.0[1..];
        }
        is
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.byte()? {
            FLOAT => visitor.visit_f64(self.float()?),
            WHOLE => visitor.visit_u64(self.whole()?),
            NEGATIVE => visitor.visit_i64(0i64.wrapping_sub_unsigned(self.whole()?)),
            _ => Err(wrong("no number")),
        }
    }

    fn elements<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.expect(SEQUENCE)?;
        let value = visitor.visit_seq(Elements(self))?;
        self.expect(END)?;
        Ok(value)
    }

    fn pairs<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.expect(MAP)?;
        let value = visitor.visit_map(Elements(self))?;
        self.expect(END)?;
        Ok(value)
    }
}

fn wrong(what: &str) -> WireError {
    WireError(what.to_owned())
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = WireError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.first().copied() {
            Some(NONE) => self.deserialize_unit(visitor),
            Some(FALSE | TRUE) => self.deserialize_bool(visitor),
            Some(TEXT) => self.deserialize_str(visitor),
            Some(SEQUENCE) => self.elements(visitor),
            Some(MAP) => self.pairs(visitor),
            Some(VARIANT) => {
                self.byte()?;
                self.whole()?;
                let name = self.text()?;
                if self.next_is(NONE) {
                    visitor.visit_str(name)
                } else {
                    visitor.visit_map(Named { name: Some(name), reader: self })
                }
            }
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.byte()? {
            FALSE => visitor.visit_bool(false),
            TRUE => visitor.visit_bool(true),
            _ => Err(wrong("neither yes nor no")),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect(TEXT)?;
        visitor.visit_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect(BYTES)?;
        visitor.visit_bytes(self.bytes()?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.next_is(NONE) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect(NONE)?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.elements(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.elements(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.pairs(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.elements(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.expect(VARIANT)?;
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        i8 i16 u8 u16 f32 char unit_struct tuple_struct identifier ignored_any
    }
}

/// What stands before the end of a sequence or map.
struct Elements<'a, 'de>(&'a mut Reader<'de>);

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = WireError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        // A field that was left out looks to its type like the end, and is filled in; the next one is there again.
        if self.0.0.first() == Some(&END) || self.0.next_is(SKIPPED) {
            return Ok(None);
        }
        seed.deserialize(&mut *self.0).map(Some)
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = WireError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.0)
    }
}

/// A variant as a map from its name to its content, for types that look before they choose.
struct Named<'a, 'de> {
    name: Option<&'de str>,
    reader: &'a mut Reader<'de>,
}

impl<'de> MapAccess<'de> for Named<'_, 'de> {
    type Error = WireError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.name.take().map(|name| seed.deserialize(name.into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = WireError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let index: U32Deserializer<WireError> = self.index()?.into_deserializer();
        self.text()?;
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = WireError;

    fn unit_variant(self) -> Result<()> {
        self.expect(NONE)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.elements(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.elements(visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Nothing,
        Number(f64),
        Pair(u32, i64),
        Named { name: String, more: Option<bool> },
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(f64),
        Kind(Kind),
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct All {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        first: Vec<u8>,
        kinds: Vec<Kind>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        absent: Option<String>,
        either: [Either; 4],
        map: BTreeMap<String, (i32, f64)>,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<f64>,
    }

    fn all() -> All {
        All {
            first: vec![],
            kinds: vec![
                Kind::Nothing,
                Kind::Number(-0.0),
                Kind::Pair(u32::MAX, i64::MIN),
                Kind::Named { name: "Ünïcode\0".to_owned(), more: Some(false) },
                Kind::Named { name: String::new(), more: None },
            ],
            absent: None,
            either: [
                Either::Number(0.1),
                Either::Kind(Kind::Number(f64::INFINITY)),
                Either::Kind(Kind::Nothing),
                Either::Kind(Kind::Pair(1, -1)),
            ],
            map: [("a".to_owned(), (-7, 1e-300)), (String::new(), (128, 5e300))].into(),
            text: "x".repeat(300),
            last: None,
        }
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let values =
            [all(), All { first: vec![0, 255], absent: Some("b".to_owned()), last: Some(1.0), ..all() }];
        for value in values {
            assert_eq!(from_bytes::<All>(&to_bytes(&value).unwrap()).unwrap(), value);
        }
    }

    #[test]
    fn broken_bytes_are_refused_and_never_read_beyond() {
        let bytes = to_bytes(&all()).unwrap();
        for end in 0..bytes.len() {
            assert!(from_bytes::<All>(&bytes[..end]).is_err(), "{end} bytes");
        }
        for (at, _) in bytes.iter().enumerate() {
            let mut broken = bytes.clone();
            broken[at] ^= 0x15;
            // Another value, or none; but no panic.
            drop(from_bytes::<All>(&broken));
        }
        assert!(from_bytes::<All>(&[bytes, vec![0]].concat()).is_err());
    }
}
