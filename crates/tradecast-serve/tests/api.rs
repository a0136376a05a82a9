//! Asking the router, and the questions that the other tests ask.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;
use tradecast_serve::{Limits, Options, router};

/// Ten years of two series.
pub(crate) const CSV: &str =
    "series,period,value\\nA,2018,100\\nA,2019,108\\nA,2020,99\\nA,2021,121\\nA,2022,130\\n";

/// What came back.
#[derive(Debug, PartialEq)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.body))
    }
}

/// A service that computes little at a time.
pub(crate) fn service() -> Router {
    router(options())
}

pub(crate) fn options() -> Options {
    let limits = Limits { threads: 2, time: Duration::from_secs(120), ..Limits::default() };
    Options { limits, ..Options::default() }
}

/// Sends a request made by hand.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Response {
    let response = router.clone().oneshot(request).await.expect("a router always responds");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("it is in memory");
    let body = String::from_utf8(body.into()).expect("UTF-8");
    Response { status: parts.status, headers: parts.headers, body }
}

pub(crate) fn request(method: Method, path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost:8420")
        .header("content-type", "application/json")
        .body(body.into())
        .expect("it is a request")
}

pub(crate) async fn post(router: &Router, path: &str, body: impl Into<Body>) -> Response {
    send(router, request(Method::POST, path, body)).await
}

pub(crate) async fn get(router: &Router, path: &str) -> Response {
    send(router, request(Method::GET, path, "")).await
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

#[test]
fn an_answer_is_that_of_the_core() {
    let answer =
        block_on(post(&service(), "/v1/answer", r#"{ "question": { "target": 1000, "paths": 500 } }"#));
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/json");
    let question = tradecast_ask::read(br#"{ "target": 1000, "paths": 500 }"#).unwrap();
    let core = tradecast_ask::Forecaster::flagship(tradecast_ask::Options::default())
        .unwrap()
        .ask(question)
        .unwrap();
    assert_eq!(answer.body, tradecast_ask::json(&core) + "\n");
}

#[test]
fn data_of_ones_own_are_answered_the_same_the_second_time() {
    let body = format!(
        r#"{{ "data": "{CSV}", "options": {{ "unit": "EUR m" }}, "question": {{ "target": 200, "paths": 500 }} }}"#
    );
    let service = service();
    let (first, second) = block_on(async {
        (post(&service, "/v1/answer", body.clone()).await, post(&service, "/v1/answer", body).await)
    });
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    let answer = first.json();
    assert_eq!((&answer["question"]["series"], &answer["question"]["unit"]), (&"A".into(), &"EUR m".into()));
}

#[test]
fn what_would_have_to_be_true_is_solved() {
    let body = r#"{ "question": { "target": 1000, "by": "2030", "paths": 500 }, "goal": { "probability": 0.8, "levers": { "growth": 1 } } }"#;
    let solution = block_on(post(&service(), "/v1/solve", body));
    assert_eq!(solution.status, StatusCode::OK, "{}", solution.body);
    assert_eq!(solution.json()["verdict"], "reached");
    assert_eq!(solution.json()["levers"][0]["lever"], "growth");
}

#[test]
fn levers_and_health_are_told() {
    let (levers, health) = block_on(async {
        let service = service();
        (get(&service, "/v1/levers").await, get(&service, "/healthz").await)
    });
    assert!(levers.json().as_array().unwrap().iter().any(|lever| lever["id"] == "growth"));
    assert_eq!(health.json()["status"], "ok");
}
