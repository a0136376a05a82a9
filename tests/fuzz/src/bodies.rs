//! Any bytes as a request to the service, a path and a body below it: answered, or refused in JSON.
#![no_main]

#[allow(dead_code, reason = "the tests of the service ask in more ways")]
#[path = "../../../crates/tradecast-serve/tests/api.rs"]
mod api;
#[allow(dead_code, reason = "seeds are written by another program")]
#[path = "../../../crates/tradecast-serve/tests/bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|request: &[u8]| {
    let Some(end) = request.iter().position(|byte| *byte == b'\n') else { return };
    let path = match &request[..end] {
        b"/v1/solve" => "/v1/solve",
        b"/v1/batch" => "/v1/batch",
        _ => "/v1/answer",
    };
    let response = api::block_on(api::post(&bodies::small(), path, request[end + 1..].to_vec()));
    if let Err(why) = bodies::must_hold(&response) {
        panic!("{why}");
    }
});
