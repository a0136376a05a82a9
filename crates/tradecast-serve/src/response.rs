//! Refusals as responses.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use tradecast_ask::{Refusal, json};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The code of a refusal, for those who count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefusalCode(pub(crate) &'static str);

/// The response to what was refused, with the status that fits its code.
pub(crate) fn error_response(refusal: &Refusal) -> Response {
    let mut response = in_json(status(refusal.code), json(refusal));
    response.extensions_mut().insert(RefusalCode(refusal.code));
    if ["busy", "too_many_connections"].contains(&refusal.code) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// A response that is JSON, ended with a line break as a file would be.
pub(crate) fn in_json(status: StatusCode, mut json: String) -> Response {
    json.push('\n');
    let mut response = text(JSON, json);
    *response.status_mut() = status;
    response
}

/// A response of some type.
pub(crate) fn text(kind: HeaderValue, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

fn status(code: &str) -> StatusCode {
    match code {
        "bad_json" | "bad_input" | "bad_body" | "bad_host" => StatusCode::BAD_REQUEST,
        "unauthorized" => StatusCode::UNAUTHORIZED,
        "wrong_host" => StatusCode::FORBIDDEN,
        "not_found" => StatusCode::NOT_FOUND,
        "wrong_method" => StatusCode::METHOD_NOT_ALLOWED,
        "too_slow" | "body_too_slow" => StatusCode::REQUEST_TIMEOUT,
        "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "uri_too_long" => StatusCode::URI_TOO_LONG,
        "not_json" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "too_many_connections" => StatusCode::TOO_MANY_REQUESTS,
        "headers_too_large" => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        "busy" | "stopped" | "stopping" => StatusCode::SERVICE_UNAVAILABLE,
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
