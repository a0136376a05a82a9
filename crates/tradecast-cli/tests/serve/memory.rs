//! `tradecast serve` with little memory: bodies that once took gigabytes are refused, and the service goes on.

use std::fmt::Write as _;
use std::process::Command;

use serde_json::json;

use crate::service::Service;

/// Kilobytes of addresses that the service may use. Most of it is what threads reserve for their stacks and heaps.
const ADDRESSES: usize = 3_000_000;

/// Megabytes that it may really use.
const MEMORY: f64 = 300.0;

fn limited() -> Service {
    let mut command = Command::new("bash");
    let limit = format!("ulimit -v {ADDRESSES}; exec \"$@\"");
    command.args(["-c", &limit, "bash", env!("CARGO_BIN_EXE_tradecast"), "serve", "--port", "0"]);
    Service::run(command)
}

/// Many series of one observation each, with a unit as long as the body has room for.
fn long_unit() -> String {
    let mut data = "series,period,value\n".to_owned();
    for series in 0..120_000 {
        writeln!(data, "{series},2020,1").expect("a text grows");
    }
    let options = json!({ "unit": "x".repeat(2_000_000) });
    json!({ "data": data, "options": options, "questions": [{ "target": 2 }] }).to_string()
}

/// Many series of two observations each, centuries apart.
fn long_gaps() -> String {
    let mut data = "series,period,value\n".to_owned();
    for series in 0..900 {
        writeln!(data, "{series},0001-01,1\n{series},0001-02,2\n{series},9999-01,3").expect("a text grows");
    }
    json!({ "data": data, "questions": [{ "target_multiple": 2, "paths": 100, "horizon": 1 }] }).to_string()
}

#[test]
fn bodies_that_cost_too_much_are_refused_in_little_memory() {
    let service = limited();
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(500_000), "]".repeat(500_000));
    for (path, body, status, code) in [
        ("/v1/batch", long_unit(), 422, "too_long"),
        ("/v1/answer", deep, 422, "too_deep"),
        ("/v1/answer", format!("{{\"x\":[{}0]}}", "0,".repeat(1_500_000)), 413, "too_large"),
    ] {
        let response = service.ask("POST", path, &[], &body);
        assert_eq!((response.status, response.code().as_str()), (status, code), "{}", response.body);
    }
    // Each of these series is refused alone, as an error of its own.
    let (status, text) = service.send("POST", "/v1/batch", &long_gaps());
    assert_eq!(status, 200, "{text}");
    assert_eq!(text.matches(r#""far_off_period""#).count(), 900);
    let (status, text) = service.send("POST", "/v1/answer", r#"{ "question": { "target": 1000 } }"#);
    assert_eq!(status, 200, "{text}");
    assert!(service.peak_memory() < MEMORY, "{} MB", service.peak_memory());
}
