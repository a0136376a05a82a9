//! Every kind of value, there and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::work::encoding::*;

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
    let values = [all(), All { first: vec![0, 255], absent: Some("b".to_owned()), last: Some(1.0), ..all() }];
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
