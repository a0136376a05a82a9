//! Who may come in, and what is told of them.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header::{HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::Response;
use tradecast_ask::Refusal;

use crate::refused::refused;
use crate::router::Options;

/// Lets in who asks for this machine by a name of this machine: a page whose own name is made to point here (DNS rebinding) asks
/// for it by that name. Then tells what was asked, never what it said.
pub(crate) async fn door(State(options): State<Arc<Options>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let what = format!("{} {}", request.method(), request.uri().path());
    let mut response = if options.only_local && !is_ours(&request, &options.hosts) {
        refused(&Refusal::new(
            "wrong_host",
            "this service is asked for by a name that is not its own; use localhost, or allow the name with --allow-host",
        ))
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(log) = options.log {
        log(&format!("{what} {} {} ms", response.status().as_u16(), begun.elapsed().as_millis()));
    }
    response
}

fn is_ours(request: &Request, hosts: &[String]) -> bool {
    let header = request.headers().get(HOST).map(|host| host.to_str().unwrap_or_default());
    let named = header.or_else(|| request.uri().authority().map(Authority::as_str));
    // What has no name comes from no browser.
    named.is_none_or(|name| {
        Uri::try_from(name).is_ok_and(|uri| uri.host().is_some_and(|host| is_local(host, hosts)))
    })
}

fn is_local(host: &str, hosts: &[String]) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback())
        || hosts.iter().any(|allowed| host.eq_ignore_ascii_case(allowed))
}
