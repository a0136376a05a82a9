//! Reads values from bytes.

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserializer, forward_to_deserialize_any};

use crate::work::encoding::format::{
    BYTES, END, EncodingError, FALSE, FLOAT, MAP, NEGATIVE, NONE, Result, SEQUENCE, SKIPPED, TEXT, TRUE,
    VARIANT, WHOLE,
};

pub(super) struct Reader<'de>(pub(super) &'de [u8]);

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
        std::str::from_utf8(self.bytes()?).map_err(|error| EncodingError(error.to_string()))
    }

    fn index(&mut self) -> Result<u32> {
        u32::try_from(self.whole()?).map_err(|error| EncodingError(error.to_string()))
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

pub(super) fn wrong(what: &str) -> EncodingError {
    EncodingError(what.to_owned())
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = EncodingError;

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
pub(super) struct Elements<'a, 'de>(&'a mut Reader<'de>);

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = EncodingError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        // A field that was left out looks to its type like the end, and is filled in; the next one is there again.
        if self.0.0.first() == Some(&END) || self.0.next_is(SKIPPED) {
            return Ok(None);
        }
        seed.deserialize(&mut *self.0).map(Some)
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = EncodingError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.0)
    }
}

/// A variant as a map from its name to its content, for types that look before they choose.
pub(super) struct Named<'a, 'de> {
    name: Option<&'de str>,
    reader: &'a mut Reader<'de>,
}

impl<'de> MapAccess<'de> for Named<'_, 'de> {
    type Error = EncodingError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.name.take().map(|name| seed.deserialize(name.into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = EncodingError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let index: U32Deserializer<EncodingError> = self.index()?.into_deserializer();
        self.text()?;
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = EncodingError;

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
