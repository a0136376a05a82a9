//! What is refused, with which status, and how it names the place.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::{CSV, block_on, post, service};

/// A body for `/v1/answer` and what is said of it: status, code, field and row.
type Case = (String, u16, &'static str, Option<&'static str>, Option<u64>);

fn cases() -> Vec<Case> {
    let asked = |question: &str| format!(r#"{{ "question": {question} }}"#);
    let data = |data: &str| format!(r#"{{ "data": {data}, "question": {{ "target": 1000 }} }}"#);
    let options = |options: &str| format!(r#"{{ "options": {options}, "question": {{ "target": 1000 }} }}"#);
    vec![
        (String::new(), 400, "bad_json", None, Some(1)),
        ("{\n \"question\": {,\n".to_owned(), 400, "bad_json", Some("question"), Some(2)),
        (r#"{ "question": { "target": 1 } } x"#.to_owned(), 400, "bad_json", None, Some(1)),
        ("[]".to_owned(), 400, "bad_input", None, Some(1)),
        ("{}".to_owned(), 400, "bad_input", None, Some(1)),
        (asked(r#"{ "target": "high" }"#), 400, "bad_input", Some("question.target"), None),
        (asked(r#"{ "target": 1000, "horizont": 3 }"#), 400, "bad_input", Some("question.horizont"), None),
        (asked("{}"), 400, "bad_input", Some("question.target"), None),
        (
            asked(r#"{ "target": 1000, "assumptions": { "growth": "2" } }"#),
            400,
            "bad_input",
            Some("question.assumptions.growth"),
            None,
        ),
        (asked(r#"{ "target": -1 }"#), 422, "bad_target", Some("question.target"), None),
        (asked(r#"{ "target": 1000, "by": "soon" }"#), 422, "bad_period", Some("question.by"), None),
        (
            asked(r#"{ "target": 1000, "by": "1999" }"#),
            422,
            "deadline_out_of_reach",
            Some("question.by"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "horizon": 0 }"#),
            422,
            "setting_out_of_range",
            Some("question.horizon"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "levels": [] }"#),
            422,
            "setting_out_of_range",
            Some("question.levels"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "paths": 900000 }"#),
            422,
            "too_many_paths",
            Some("question.paths"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "decided_by": "Nobody" }"#),
            422,
            "unknown_reporter",
            Some("question.decided_by"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "assumptions": { "wind": 1 } }"#),
            422,
            "unknown_lever",
            Some("question.assumptions.wind"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "assumptions": { "growth": 99 } }"#),
            422,
            "lever_out_of_range",
            Some("question.assumptions.growth"),
            None,
        ),
        (
            asked(r#"{ "target": 1000, "assumptions": { "stone.price": 9 } }"#),
            422,
            "unknown_part",
            Some("question.assumptions.stone.price"),
            None,
        ),
        (options(r#"{ "as_of": "1900" }"#), 422, "as_of_too_early", Some("options.as_of"), None),
        (options(r#"{ "model": "crystal-ball" }"#), 422, "unknown_model", Some("options.model"), None),
        (options(r#"{ "model": "gompertz" }"#), 422, "no_model", Some("options.model"), None),
        (options(r#"{ "priors": "some" }"#), 400, "bad_input", Some("options.priors"), None),
        (options(r#"{ "unit": "EUR" }"#), 422, "bad_combination", Some("options.unit"), None),
        (options(r#"{ "priors": null }"#), 400, "bad_input", Some("options.priors"), None),
        (data("42"), 400, "bad_input", Some("data"), None),
        (data(r#""""#), 422, "empty_file", Some("data"), None),
        (data(r#""period,value\n2020,1\n2021,about 2\n""#), 422, "bad_number", Some("data"), Some(3)),
        (data(r#""period,value\n2020,1\n""#), 422, "too_few_observations", Some("data"), None),
        (
            data(r#"[{ "period": "2020", "value": 1 }, { "period": "2021", "value": -1 }]"#),
            422,
            "negative_value",
            Some("data"),
            Some(2),
        ),
        (
            data(r#"[{ "period": "2020", "value": 1 }, { "period": "2021", "value": "0" }]"#),
            400,
            "bad_input",
            Some("data[1].value"),
            None,
        ),
    ]
}

#[test]
fn every_refusal_names_code_place_and_fix() {
    let service = service();
    for (body, status, code, field, row) in cases() {
        let response = block_on(post(&service, "/v1/answer", body.clone()));
        let said = response.json();
        let text = |name: &str| said[name].as_str();
        assert_eq!(
            (response.status.as_u16(), text("code"), text("field"), said["row"].as_u64()),
            (status, Some(code), field, row),
            "{body}: {said}"
        );
        assert!(!text("message").unwrap_or_default().is_empty(), "{body}: {said}");
    }
}

#[test]
fn what_the_message_mentions_is_carried_by_name() {
    let service = service();
    for (body, values) in [
        (
            r#"{ "question": { "target": 1000, "assumptions": { "growth": 99 } } }"#,
            json!({ "lever": "growth", "given": 99.0, "unit": "% a year", "min": -10.0, "max": 15.0 }),
        ),
        (
            r#"{ "data": "period,value\n2020,1\n2021,about 2\n", "question": { "target": 1000 } }"#,
            json!({ "row": 3.0, "column": "value", "text": "about 2", "problem": { "code": "number_text" } }),
        ),
        (r#"{ "question": {} }"#, Value::Null),
    ] {
        let said = block_on(post(&service, "/v1/answer", body.to_owned())).json();
        assert_eq!(said["values"], values, "{said}");
    }
}

#[test]
fn a_goal_is_refused_by_its_own_fields() {
    let service = service();
    for (goal, code, field) in [
        (r#"{ "probability": 2, "levers": { "growth": 1 } }"#, "setting_out_of_range", "goal.probability"),
        (r#"{ "probability": 0.8, "levers": {} }"#, "setting_out_of_range", "goal.levers"),
        (r#"{ "probability": 0.8, "levers": { "wind": 1 } }"#, "unknown_lever", "goal.levers.wind"),
        (r#"{ "probability": 0.8, "levers": { "growth": "1" } }"#, "bad_input", "goal.levers.growth"),
        (r#"{ "probability": 0.8, "levers": { "growth": 1 }, "by": 1 }"#, "bad_input", "goal.by"),
    ] {
        let body =
            format!(r#"{{ "question": {{ "target": 1000, "by": "2030", "paths": 500 }}, "goal": {goal} }}"#);
        let said = block_on(post(&service, "/v1/solve", body)).json();
        assert_eq!(
            (said["code"].as_str(), said["field"].as_str()),
            (Some(code), Some(field)),
            "{goal}: {said}"
        );
    }
    let without =
        r#"{ "question": { "target": 1000 }, "goal": { "probability": 0.8, "levers": { "growth": 1 } } }"#;
    let said = block_on(post(&service, "/v1/solve", without)).json();
    assert_eq!(said["field"], "question.by");
}

#[test]
fn a_misspelt_field_of_a_question_refuses_the_batch() {
    let body = r#"{ "questions": [{ "target": 1000 }, { "target": 2000, "horizn": 5 }] }"#.to_owned();
    let said = block_on(post(&service(), "/v1/batch", body)).json();
    assert_eq!(
        (said["code"].as_str(), said["field"].as_str()),
        (Some("bad_input"), Some("questions[1].horizn"))
    );
}

#[test]
fn a_long_series_is_refused_before_it_is_fitted() {
    let rows: Vec<Value> = (0..6_000)
        .map(|month| serde_json::json!({ "period": format!("{:04}-{:02}", 1500 + month / 12, 1 + month % 12), "value": 1 + month % 7 }))
        .collect();
    let body = serde_json::json!({ "data": rows, "question": { "target": 10 } });
    let response = block_on(post(&service(), "/v1/answer", body.to_string()));
    assert_eq!(
        (response.status, response.json()["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("too_many_observations"))
    );
    assert!(CSV.len() < body.to_string().len());
}
