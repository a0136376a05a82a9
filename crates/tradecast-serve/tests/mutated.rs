//! Valid bodies with something wrong in them: whatever it is, the service answers or says in JSON what and where.

use axum::http::StatusCode;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::api::{block_on, post};
use crate::bodies::{must_hold, small, valid};

/// How many bodies are tried.
const CASES: u32 = 2_500;

/// One change of a text: cut, copy, overwrite, insert or exchange bytes at places chosen as shares of its length.
fn mutated(text: &[u8], (kind, at, length, byte): (u8, f64, usize, u8)) -> Vec<u8> {
    let place = |share: f64| ((text.len() as f64 * share) as usize).min(text.len());
    let (from, to) = (place(at), (place(at) + length).min(text.len()));
    let (before, inside, after) = (&text[..from], &text[from..to], &text[to..]);
    match kind {
        0 => [before, after].concat(),
        1 => [before, inside, inside, after].concat(),
        2 => [before, &vec![byte; inside.len()], after].concat(),
        3 => [before, &[byte], inside, after].concat(),
        4 => [inside, before, after].concat(),
        _ => before.to_vec(),
    }
}

/// One change of a value: something else stands at one of its places.
fn replaced(value: &mut Value, place: &mut usize, with: &Value) {
    if *place == 0 {
        *value = with.clone();
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|value| replaced(value, place, with)),
        Value::Array(values) => values.iter_mut().for_each(|value| replaced(value, place, with)),
        _ => {}
    }
}

fn places(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(places).sum(),
        Value::Array(values) => values.iter().map(places).sum(),
        _ => 0,
    }
}

fn bodies() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!([])),
        Just(json!({})),
        Just(json!("")),
        Just(json!(-1)),
        Just(json!(0)),
        Just(json!(1e308)),
        Just(json!(1e-308)),
        Just(json!(4_294_967_296_u64)),
        Just(json!("2022-13")),
        Just(json!("9999")),
        Just(json!([[], {}])),
        Just(json!({ "normal": [1, -1] })),
        Just(json!({ "pert": [3, 2, 1] })),
        Just(json!("\u{0}\u{fffd}\n,\"")),
        any::<f64>().prop_map(|number| json!(number)),
        any::<i64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(|text| json!(text)),
    ];
    let change = (0..6_u8, 0.0..1.0, 1..12_usize, any::<u8>());
    let of_text = prop::collection::vec(change, 1..4);
    let of_value = prop::collection::vec((any::<prop::sample::Index>(), odd), 1..3);
    (prop::sample::select(valid()), prop_oneof![of_text.prop_map(Ok), of_value.prop_map(Err)]).prop_map(
        |((path, mut value), changes)| {
            let text = match changes {
                Ok(changes) => changes
                    .into_iter()
                    .fold(value.to_string().into_bytes(), |text, change| mutated(&text, change)),
                Err(changes) => {
                    for (at, with) in changes {
                        let mut place = at.index(places(&value));
                        replaced(&mut value, &mut place, &with);
                    }
                    value.to_string().into_bytes()
                }
            };
            (path, text)
        },
    )
}

#[test]
fn the_bodies_are_valid_as_they_are() {
    for (path, body) in valid() {
        let response = block_on(post(&small(), path, body.to_string()));
        assert_eq!(response.status, StatusCode::OK, "{path}: {}", response.body);
    }
}

#[test]
fn whatever_is_wrong_is_told_in_json_with_its_place() {
    let service = small();
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let held = runner.run(&bodies(), |(path, body)| {
        let response = block_on(post(&service, path, body));
        must_hold(&response).map_err(TestCaseError::fail)?;
        Ok(())
    });
    held.unwrap();
}
