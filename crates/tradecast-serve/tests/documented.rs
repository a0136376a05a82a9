//! The description of the service, and the service itself.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::api::{block_on, get, request, send, service};

fn document() -> Value {
    block_on(get(&service(), "/v1/openapi.json")).json()
}

#[test]
fn everything_described_is_there_and_its_example_is_answered() {
    let (service, document) = (service(), document());
    let paths = document["paths"].as_object().unwrap();
    assert!(["/v1/answer", "/v1/solve", "/v1/batch"].iter().all(|path| paths.contains_key(*path)));
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let example = &operation["requestBody"]["content"]["application/json"]["example"];
            let body = if example.is_null() { String::new() } else { example.to_string() };
            let response = block_on(send(&service, request(method, path, body)));
            assert_eq!(response.status, StatusCode::OK, "{path}: {}", response.body);
        }
    }
}

#[test]
fn every_type_referred_to_is_described() {
    let document = document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let place = reference.trim_start_matches('#');
        assert!(document.pointer(place).is_some(), "{reference}");
    }
    let question = &document["components"]["schemas"]["QuestionInput"];
    assert_eq!(question["additionalProperties"], false);
    assert!(question["properties"]["target_multiple"]["description"].as_str().unwrap().contains("multiple"));
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(reference) if name == "$ref" => references.push(reference.clone()),
            _ => collect(value, references),
        }),
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
