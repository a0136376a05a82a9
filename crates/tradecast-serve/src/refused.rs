//! Refusals as responses.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use tradecast_ask::{Refusal, json};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The response to what was refused, with the status that fits its code.
pub(crate) fn refused(refusal: &Refusal) -> Response {
    let mut response = in_json(status(refusal.code), json(refusal));
    if refusal.code == "busy" {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// A response that is JSON, ended with a line break as a file would be.
pub(crate) fn in_json(status: StatusCode, mut text: String) -> Response {
    text.push('\n');
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

fn status(code: &str) -> StatusCode {
    match code {
        "bad_json" | "bad_input" | "bad_body" => StatusCode::BAD_REQUEST,
        "wrong_host" => StatusCode::FORBIDDEN,
        "not_found" => StatusCode::NOT_FOUND,
        "wrong_method" => StatusCode::METHOD_NOT_ALLOWED,
        "too_slow" => StatusCode::REQUEST_TIMEOUT,
        "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "not_json" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "busy" | "stopped" => StatusCode::SERVICE_UNAVAILABLE,
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
