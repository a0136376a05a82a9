//! What one request may cost: what is beyond is refused with what was counted, before anything is built.

use axum::http::StatusCode;
use serde_json::{Value, json};
use tradecast_serve::{Limits, Options, router};

use crate::api::{block_on, options, post, service};

/// A body, and what is said of it: path, status, code and field.
type Case = (&'static str, Value, u16, &'static str, Option<&'static str>);

fn rows(count: usize) -> Vec<Value> {
    (0..count).map(|row| json!({ "period": format!("{:04}", row % 9_000 + 1), "value": 1 })).collect()
}

fn csv(series: usize, rows: usize) -> String {
    let row = |at: usize| format!("{},{:04},{}\n", at / rows, at % rows + 1, at % 7 + 1);
    format!("series,period,value\n{}", (0..series * rows).map(row).collect::<String>())
}

fn cases() -> Vec<Case> {
    let question = json!({ "target_multiple": 2, "paths": 100, "horizon": 1 });
    let long = "x".repeat(201);
    let asked = |question: Value| json!({ "question": question });
    let about = |options: Value| json!({ "options": options, "question": question });
    let many: Value =
        (0..201).map(|at| (format!("lever{at}"), json!(0))).collect::<serde_json::Map<_, _>>().into();
    let mut deep = json!(1);
    (0..20).for_each(|_| deep = json!([deep]));
    let gap = "period,value\n0001-01,1\n0001-02,2\n0001-03,1\n9999-01,6\n9999-02,7\n";
    let solve = |goal: Value| json!({ "question": { "target": 1000, "by": "2030" }, "goal": goal });
    let long_name = format!("series,period,value\n{long},2020,1\n{long},2021,2\n{long},2022,3\n");
    vec![
        ("answer", asked(json!({ "target": 1, "x": deep })), 422, "too_deep", Some("question.x")),
        ("answer", json!({ "question": question, "x": vec![0; 100_001] }), 413, "too_large", None),
        ("answer", json!({ "question": question, long.clone(): 1 }), 422, "too_long", None),
        ("answer", asked(json!({ "target": 1, "by": long })), 422, "too_long", Some("question.by")),
        (
            "answer",
            asked(json!({ "target": 1, "decided_by": long })),
            422,
            "too_long",
            Some("question.decided_by"),
        ),
        ("answer", about(json!({ "model": long })), 422, "too_long", Some("options.model")),
        ("answer", about(json!({ "unit": long })), 422, "too_long", Some("options.unit")),
        (
            "answer",
            about(json!({ "priors": { "source": "x".repeat(1_001) } })),
            422,
            "too_long",
            Some("options.priors.source"),
        ),
        (
            "answer",
            asked(json!({ "target": 1, "assumptions": many })),
            422,
            "too_many_levers",
            Some("question.assumptions"),
        ),
        (
            "solve",
            solve(json!({ "probability": 0.5, "levers": many })),
            422,
            "too_many_levers",
            Some("goal.levers"),
        ),
        (
            "answer",
            json!({ "data": rows(5_001), "question": question }),
            422,
            "too_many_observations",
            Some("data"),
        ),
        (
            "answer",
            json!({ "data": [{ "period": "2020", "value": 1, "note": "x".repeat(1_001) }], "question": question }),
            422,
            "too_long",
            Some("data[0].note"),
        ),
        (
            "answer",
            json!({ "data": csv(1, 5_001), "question": question }),
            422,
            "too_many_observations",
            Some("data"),
        ),
        (
            "answer",
            json!({ "data": csv(2_000, 2), "question": question }),
            422,
            "several_series",
            Some("data"),
        ),
        ("answer", json!({ "data": gap, "question": question }), 422, "far_off_period", Some("data")),
        ("answer", json!({ "data": long_name, "question": question }), 422, "too_long", Some("data")),
        ("batch", json!({ "questions": vec![json!({}); 1_001] }), 422, "too_many_answers", Some("questions")),
        (
            "batch",
            json!({ "data": csv(1_001, 1), "questions": [question] }),
            422,
            "too_many_answers",
            Some("questions"),
        ),
        (
            "batch",
            json!({ "data": csv(1, 250_001), "questions": [question] }),
            422,
            "too_many_rows",
            Some("data"),
        ),
        (
            "batch",
            json!({ "questions": vec![json!({ "target": 1000, "paths": 100_000 }); 500] }),
            422,
            "too_much_work",
            Some("questions"),
        ),
        (
            "batch",
            json!({ "data": csv(1, 4_000), "questions": vec![question.clone(); 200] }),
            422,
            "response_too_large",
            Some("questions"),
        ),
    ]
}

#[test]
fn what_costs_too_much_is_refused_with_its_place() {
    let service = service();
    for (path, body, status, code, field) in cases() {
        let response = block_on(post(&service, &format!("/v1/{path}"), body.to_string()));
        let said = response.json();
        let told = (response.status.as_u16(), said["code"].as_str(), said["field"].as_str());
        assert_eq!(told, (status, Some(code), field), "{said}");
        let message = said["message"].as_str().unwrap_or_default();
        assert!(message.len() < 500, "{} bytes: {message}", message.len());
    }
}

/// The largest that is allowed is answered, or refused for another reason.
#[test]
fn what_is_just_allowed_passes() {
    let service = service();
    let question = json!({ "target_multiple": 2, "paths": 100, "horizon": 1 });
    let text = "\u{e9}".repeat(200);
    let named = json!({ "data": csv(1, 10), "options": { "unit": text, "reporter": text, "name": text }, "question": question });
    let long = json!({ "data": csv(1, 5_000), "options": { "model": "naive" }, "question": question });
    let many = json!({ "data": csv(1_000, 3), "options": { "model": "naive" }, "questions": [question] });
    for (path, body) in [("answer", named), ("answer", long), ("batch", many)] {
        let response = block_on(post(&service, &format!("/v1/{path}"), body.to_string()));
        assert_eq!(response.status, StatusCode::OK, "{}", &response.body[..300.min(response.body.len())]);
    }
}

/// Of a batch, one series that costs too much touches no other.
#[test]
fn a_series_that_costs_too_much_is_an_error_of_its_own() {
    let long = "n".repeat(500);
    let data = format!(
        "series,period,value\n{long},2020,1\n{long},2021,2\n{long},2022,3\ngap,0001-01,1\ngap,0001-02,2\ngap,9999-01,3\n\
         good,2020,1\ngood,2021,2\ngood,2022,3\n"
    );
    let question = json!({ "target_multiple": 2, "paths": 100, "horizon": 1 });
    let body = json!({ "data": data, "questions": [question, question] });
    let response = block_on(post(&service(), "/v1/batch", body.to_string()));
    assert_eq!(response.status, StatusCode::OK);
    let results = response.json()["results"].as_array().expect("results").clone();
    let codes: Vec<_> = results.iter().map(|row| row["error"]["code"].as_str()).collect();
    let (long, gap) = (Some("too_long"), Some("far_off_period"));
    assert_eq!(codes, [long, long, gap, gap, None, None]);
    assert!(
        results[0]["series"].as_str().is_some_and(|name| name.chars().count() == 201 && name.ends_with('…'))
    );
}

/// What turns out longer than was estimated ends there.
#[test]
fn a_response_that_gets_too_long_is_not_finished() {
    let limits = Limits { response: 40_000, ..options().limits };
    let service = router(Options { limits, ..options() });
    let question = json!({ "target": 1000, "paths": 100, "horizon": 1 });
    // The sources of the data inside are not estimated.
    let body = json!({ "questions": [question, question] });
    let response = block_on(post(&service, "/v1/batch", body.to_string()));
    let said = response.json();
    assert_eq!(
        (response.status.as_u16(), said["code"].as_str()),
        (422, Some("response_too_large")),
        "{said}"
    );
    let one = block_on(post(&service, "/v1/batch", json!({ "questions": [question] }).to_string()));
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
}

/// Written as they are computed, the answers have the bytes of the type that documents them.
#[test]
fn a_batch_is_written_as_its_type_is() {
    let data = "series,period,value\na,2020,1\na,2021,2\na,2022,3\nb,2020,x\n";
    let question = json!({ "target": 1000, "paths": 100, "horizon": 1 });
    let body = json!({ "data": data, "questions": [question] });
    let response = block_on(post(&service(), "/v1/batch", body.to_string()));
    let data = tradecast_ask::Data::Csv(data.to_owned());
    let results = tradecast_ask::Forecaster::each(data, tradecast_ask::Options::default())
        .expect("it is read")
        .map(|one| {
            let (series, one) = one.expect("it is read");
            let question = tradecast_ask::read(question.to_string().as_bytes()).expect("a question");
            let (answer, error) = match one.and_then(|one| one.ask(question)) {
                Ok(answer) => (Some(Box::new(answer)), None),
                Err(error) => (None, Some(error)),
            };
            tradecast_ask::BatchResult { series, question: 0, answer, error }
        })
        .collect();
    let typed = tradecast_ask::json(&tradecast_ask::BatchAnswer { results });
    assert_eq!(response.body, typed + "\n");
}
