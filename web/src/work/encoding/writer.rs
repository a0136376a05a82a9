//! Writes values as bytes.

use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Serialize, Serializer};

use crate::work::encoding::format::{
    BYTES, END, EncodingError, FALSE, FLOAT, MAP, NEGATIVE, NONE, Result, SEQUENCE, SKIPPED, TEXT, TRUE,
    VARIANT, WHOLE,
};

pub(super) struct Writer(pub(super) Vec<u8>);

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
    type Error = EncodingError;
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
            type Error = EncodingError;

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
    type Error = EncodingError;

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
