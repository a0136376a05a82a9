//! What keeps strangers, floods and patience out.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use tradecast_serve::{Limits, Options, router};

use crate::api::{block_on, get, options, post, request, send, service};

const ASKED: &str = r#"{ "question": { "target": 1000, "paths": 500 } }"#;

fn to_host(host: &str) -> Request<Body> {
    Request::get("/healthz").header("host", host).body(Body::empty()).expect("it is there")
}

#[test]
fn who_asks_by_another_name_is_not_let_in() {
    let service = service();
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1:8420", "127.9.9.9", "[::1]:8420"] {
        assert_eq!(block_on(send(&service, to_host(host))).status, StatusCode::OK, "{host}");
    }
    for host in
        ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8420", "10.0.0.1", "0.0.0.0"]
    {
        let response = block_on(send(&service, to_host(host)));
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::FORBIDDEN, Some("wrong_host")),
            "{host}"
        );
    }
    for host in ["", "a b", "user@localhost", "localhost/", "http://localhost", "localhost:x"] {
        let response = block_on(send(&service, to_host(host)));
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::BAD_REQUEST, Some("bad_host")),
            "{host}"
        );
    }
    let named = router(Options { hosts: vec!["trade.example".to_owned()], ..options() });
    assert_eq!(block_on(send(&named, to_host("trade.example:80"))).status, StatusCode::OK);
}

#[test]
fn other_origins_are_told_nothing_unless_allowed() {
    let from = |method: Method, path: &str| {
        let mut asked = request(method, path, ASKED);
        asked.headers_mut().insert("origin", "https://example.org".parse().expect("it is there"));
        asked.headers_mut().insert("access-control-request-method", "POST".parse().expect("it is there"));
        asked
            .headers_mut()
            .insert("access-control-request-headers", "content-type".parse().expect("it is there"));
        asked
    };
    let allowed = |origin: Option<&str>, method: Method| {
        let origin = origin.map(|origin| origin.parse().expect("it is there"));
        let service = router(Options { origin, ..options() });
        let response = block_on(send(&service, from(method, "/v1/answer")));
        response
            .headers
            .get("access-control-allow-origin")
            .map(|origin| origin.to_str().expect("it is there").to_owned())
    };
    for method in [Method::OPTIONS, Method::POST] {
        assert_eq!(allowed(None, method.clone()), None);
        assert_eq!(allowed(Some("https://example.org"), method).as_deref(), Some("https://example.org"));
    }
}

/// What a page of another origin may send without asking first.
#[test]
fn a_body_that_is_not_said_to_be_json_is_not_read() {
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
        let mut asked = request(Method::POST, "/v1/answer", ASKED);
        asked.headers_mut().insert("content-type", kind.parse().expect("it is there"));
        let response = block_on(send(&service(), asked));
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, Some("not_json"))
        );
    }
    let mut asked = request(Method::POST, "/v1/answer", ASKED);
    asked
        .headers_mut()
        .insert("content-type", "Application/JSON; charset=utf-8".parse().expect("it is there"));
    assert_eq!(block_on(send(&service(), asked)).status, StatusCode::OK);
}

#[test]
fn large_bodies_are_refused_with_and_without_a_length() {
    let small = router(Options { limits: Limits { body: 100, ..options().limits }, ..options() });
    let long = " ".repeat(101);
    let mut told = request(Method::POST, "/v1/answer", long.clone());
    told.headers_mut().insert("content-length", "101".parse().expect("it is there"));
    for asked in [told, request(Method::POST, "/v1/answer", long)] {
        let response = block_on(send(&small, asked));
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::PAYLOAD_TOO_LARGE, Some("too_large"))
        );
    }
}

#[test]
fn what_takes_too_long_is_given_up() {
    let hasty = router(Options { limits: Limits { time: Duration::ZERO, ..options().limits }, ..options() });
    let response = block_on(post(&hasty, "/v1/answer", ASKED));
    assert_eq!(
        (response.status, response.json()["code"].as_str()),
        (StatusCode::REQUEST_TIMEOUT, Some("too_slow"))
    );
    assert_eq!(block_on(get(&hasty, "/healthz")).status, StatusCode::OK);
}

#[test]
fn places_and_methods_that_are_not_there_are_told() {
    for (method, path, status, code) in [
        (Method::GET, "/nothing", StatusCode::NOT_FOUND, "not_found"),
        (Method::GET, "/../etc/passwd", StatusCode::NOT_FOUND, "not_found"),
        (Method::GET, "/v1/answer", StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
        (Method::DELETE, "/", StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
    ] {
        let response = block_on(send(&service(), request(method, path, "")));
        assert_eq!((response.status, response.json()["code"].as_str()), (status, Some(code)), "{path}");
    }
}

/// With the page inside, or how to get it: either way nobody sniffs its type.
#[test]
fn the_front_page_is_there() {
    let page = block_on(get(&service(), "/"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Tradecast"));
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert_eq!(
        page.headers["content-type"].to_str().expect("it is there").starts_with("text/html"),
        page.body.starts_with("<!doctype")
    );
}

/// As many as may wait are at work: who looks after the service is told that it takes no more.
#[test]
fn a_full_queue_is_not_ready() {
    let limits = Limits { threads: 1, waiting: 0, ..options().limits };
    let service = router(Options { limits, ..options() });
    let questions = vec![r#"{ "target": 1000, "paths": 20000, "horizon": 30 }"#; 50].join(",");
    let long = format!(r#"{{ "questions": [{questions}] }}"#);
    block_on(async {
        assert_eq!(get(&service, "/readyz").await.status, StatusCode::OK);
        let asked = tokio::spawn({
            let service = service.clone();
            async move { post(&service, "/v1/batch", long).await.status }
        });
        let mut ready = get(&service, "/readyz").await;
        while ready.status == StatusCode::OK && !asked.is_finished() {
            tokio::time::sleep(Duration::from_millis(2)).await;
            ready = get(&service, "/readyz").await;
        }
        assert_eq!(
            (ready.status, ready.json()["code"].as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, Some("busy"))
        );
        assert_eq!(get(&service, "/healthz").await.status, StatusCode::OK);
        asked.abort();
    });
}

/// Strangers cannot make the metrics grow.
#[test]
fn metrics_name_the_paths_of_routes_only() {
    let service = service();
    let text = block_on(async {
        for number in 0..50 {
            get(&service, &format!("/nothing/{number}")).await;
        }
        send(&service, request(Method::from_bytes(b"BREW").expect("a method"), "/v1/levers", "")).await;
        get(&service, "/v1/levers").await;
        get(&service, "/metrics").await
    });
    assert_eq!(text.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    for line in [
        r#"tradecast_requests_total{path="other",method="GET",status="404"} 50"#,
        r#"tradecast_requests_total{path="/v1/levers",method="GET",status="200"} 1"#,
        r#"tradecast_requests_total{path="/v1/levers",method="other",status="405"} 1"#,
        r#"tradecast_refusals_total{code="not_found"} 50"#,
    ] {
        assert!(text.body.lines().any(|told| told == line), "{line} is not in\n{}", text.body);
    }
    assert!(!text.body.contains("nothing") && !text.body.contains("BREW"));
}

/// What is found out about a resource without its content says how long that is.
#[test]
fn a_head_has_the_length_of_the_body() {
    let (whole, head) = block_on(async {
        let service = service();
        (get(&service, "/v1/levers").await, send(&service, request(Method::HEAD, "/v1/levers", "")).await)
    });
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.headers["content-length"], whole.body.len().to_string().as_str());
}
