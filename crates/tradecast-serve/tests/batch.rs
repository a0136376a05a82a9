//! Many series and questions at once.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::{block_on, post, service};

const MANY: &str = "series,period,value\nbad,2019,1\nA,2019,100\nA,2020,104\nbad,2020,about 2\nA,2021,99\nA,2022,121\n\
short,2021,5\nB,2020,7\nB,2021,8\nB,2022,9\n";

fn batch(body: &Value) -> (StatusCode, Value) {
    let response = block_on(post(&service(), "/v1/batch", body.to_string()));
    (response.status, response.json())
}

#[test]
fn every_series_and_question_has_its_answer_or_its_reason_in_order() {
    let questions = json!([{ "target_multiple": 2, "paths": 500 }, { "target_multiple": 0, "paths": 500 }]);
    let (status, answered) = batch(&json!({ "data": MANY, "questions": questions }));
    assert_eq!(status, StatusCode::OK, "{answered}");
    let told: Vec<(String, u64, String)> = answered["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let what = match &row["error"] {
                Value::Null => {
                    format!("answer about {}", row["answer"]["question"]["series"].as_str().unwrap())
                }
                error => format!("{} {}", error["code"].as_str().unwrap(), error["field"].as_str().unwrap()),
            };
            (row["series"].as_str().unwrap().to_owned(), row["question"].as_u64().unwrap(), what)
        })
        .collect();
    let row = |series: &str, question, what: &str| (series.to_owned(), question, what.to_owned());
    assert_eq!(
        told,
        [
            row("bad", 0, "bad_number data"),
            row("bad", 1, "bad_number data"),
            row("A", 0, "answer about A"),
            row("A", 1, "bad_target question.target"),
            row("short", 0, "too_few_observations data"),
            row("short", 1, "bad_target question.target"),
            row("B", 0, "answer about B"),
            row("B", 1, "bad_target question.target"),
        ]
    );
    assert_eq!(answered["results"][0]["error"]["row"], 5);
}

#[test]
fn answers_of_a_batch_are_those_given_one_by_one() {
    let question = json!({ "target_multiple": 1.5, "by": "2030", "paths": 500 });
    let (_, answered) = batch(&json!({ "questions": [question] }));
    let alone = block_on(post(&service(), "/v1/answer", json!({ "question": question }).to_string()));
    assert_eq!(answered["results"][0]["answer"], alone.json());
}

#[test]
fn too_many_at_a_time_are_refused_before_any_is_answered() {
    let questions = vec![json!({ "target": 1000 }); 1_001];
    let (status, refusal) = batch(&json!({ "questions": questions }));
    assert_eq!((status, &refusal["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &"too_many_answers".into()));
    assert_eq!(refusal["field"], "questions");
}
