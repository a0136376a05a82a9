//! Middleware: what is checked of every request, and what is told of it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{CONNECTION, HOST, REFERRER_POLICY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version};
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tracing::info;
use tradecast_ask::{Refusal, Result};

use crate::connection::admission::Connection;
use crate::connection::memory::{Room, SMALL};
use crate::metrics::{CodeLabel, Metrics, RequestLabels};
use crate::request::client::Client;
use crate::request::token::Credentials;
use crate::response::{RefusalCode, error_response};
use crate::state::Shared;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Headers of a request, in number and in bytes. What is far beyond hyper refuses, without a body.
const HEADERS: usize = 100;
const HEADER_BYTES: usize = 16_384;
const URI_BYTES: usize = 8_192;

/// Bytes of a response that are handed over at a time.
const CHUNK: usize = 65_536;

/// Longest path in the log.
const PATH: usize = 200;

/// Tells of a request when it ends, however it does, never what it said. Large responses wait for memory.
pub(crate) async fn observe(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    let mut exchange = Exchange::begin(&shared, &request);
    if let Some(client) = exchange.client {
        request.extensions_mut().insert(Client(client));
    }
    let id = exchange.id.clone();
    let refusal = exchange.connection.as_ref().and_then(|connection| connection.refusal.clone());
    let mut response = match refusal {
        Some(refusal) => closing(error_response(&refusal)),
        None => next.run(request).await,
    };
    let length = response.body().size_hint().lower();
    if length > SMALL as u64 {
        match shared.responses.acquire(length as usize).await {
            Ok(room) => exchange.room = Some(room),
            Err(refusal) => response = error_response(&refusal),
        }
    }
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(REQUEST_ID, id);
    exchange.responds(&response);
    response.map(|body| Body::new(Sending { body, chunk: Bytes::new(), exchange }))
}

/// Refuses a request that is not for this service, or not well made.
pub(crate) async fn check(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let local = request.extensions().get::<Arc<Connection>>().and_then(|connection| connection.local);
    let checked = of_size(&request).and_then(|()| is_ours(&request, local, &shared.options.hosts));
    match checked {
        Ok(()) => next.run(request).await,
        Err(refusal) => closing(error_response(&refusal)),
    }
}

/// Refuses a request without the token, where there is one.
pub(crate) async fn authorize(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    // The page says nothing of this service, and who only looks after it has no token.
    const OPEN: [&str; 3] = ["/", "/healthz", "/readyz"];
    let Some(token) = shared.options.token.as_ref().filter(|_| !OPEN.contains(&request.uri().path())) else {
        return next.run(request).await;
    };
    let (message, challenge) = match token.check(request.headers()) {
        Credentials::Right => return next.run(request).await,
        Credentials::Wrong => (
            "the token is not that of this service; send the header `authorization: Bearer TOKEN` with the right one",
            "Bearer realm=\"tradecast\", error=\"invalid_token\"",
        ),
        Credentials::Absent => (
            "this service asks for a token; send the header `authorization: Bearer TOKEN`",
            "Bearer realm=\"tradecast\"",
        ),
    };
    let mut response = error_response(&Refusal::new("unauthorized", message));
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

/// The response ends the connection: what else comes over it is not read.
fn closing(mut response: Response) -> Response {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A request from its headers to the end of its response. When it is dropped the request has ended.
#[derive(Debug)]
struct Exchange {
    metrics: Arc<Metrics>,
    connection: Option<Arc<Connection>>,
    client: Option<IpAddr>,
    id: HeaderValue,
    method: Method,
    path: String,
    route: Option<MatchedPath>,
    begun: Instant,
    status: Option<StatusCode>,
    code: Option<&'static str>,
    sent: u64,
    ended: bool,
    room: Option<Room>,
}

impl Exchange {
    fn begin(shared: &Shared, request: &Request) -> Self {
        let connection = request.extensions().get::<Arc<Connection>>().cloned();
        if let Some(connection) = &connection {
            connection.begin();
        }
        shared.metrics.requests_in_flight.inc();
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        Self {
            metrics: Arc::clone(&shared.metrics),
            connection,
            client: peer.map(|peer| client(peer, request.headers(), &shared.options.proxies)),
            id: id(request.headers()),
            method: request.method().clone(),
            path: printable(request.uri().path()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            begun: Instant::now(),
            status: None,
            code: None,
            sent: 0,
            ended: false,
            room: None,
        }
    }

    fn responds(&mut self, response: &Response) {
        self.status = Some(response.status());
        self.code = response.extensions().get().map(|RefusalCode(code)| *code);
        self.ended = response.body().is_end_stream() || self.method == Method::HEAD;
    }

    /// Why the request ended before its response did.
    fn cut_short(&self) -> Option<&'static str> {
        let why = || self.connection.as_ref().and_then(|connection| connection.why());
        (!self.ended).then(|| why().unwrap_or("the client closed the connection"))
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        // What nginx calls a request whose client has gone.
        const CLIENT_GONE: u16 = 499;
        let status = self.status.map_or(CLIENT_GONE, |status| status.as_u16());
        let duration = self.begun.elapsed();
        let labels = RequestLabels {
            path: self.route.as_ref().map_or("other", MatchedPath::as_str).to_owned(),
            method: known(&self.method),
            status,
        };
        self.metrics.ended(labels, duration.as_secs_f64());
        if let Some(code) = self.code {
            self.metrics.refusals.get_or_create(&CodeLabel { code }).inc();
        }
        self.metrics.requests_in_flight.dec();
        info!(
            method = printable(self.method.as_str()),
            path = self.path,
            status,
            duration_ms = (duration.as_secs_f64() * 1e4).round() / 10.0,
            bytes = self.sent,
            client = self.client.map(tracing::field::display),
            id = self.id.to_str().unwrap_or_default(),
            code = self.code,
            reason = self.cut_short(),
            "request"
        );
        if let Some(connection) = &self.connection {
            connection.end();
        }
    }
}

/// A response that is being sent, piece by piece, so that what a client does not read stays with us and not in buffers.
struct Sending {
    body: Body,
    chunk: Bytes,
    exchange: Exchange,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, axum::Error>>> {
        if self.chunk.is_empty() {
            match std::task::ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => self.chunk = bytes,
                    Err(other) => return Poll::Ready(Some(Ok(other))),
                },
                end => {
                    self.exchange.ended = end.is_none();
                    return Poll::Ready(end);
                }
            }
        }
        let most = self.chunk.len().min(CHUNK);
        let piece = self.chunk.split_to(most);
        self.exchange.sent += piece.len() as u64;
        self.exchange.ended = self.is_end_stream();
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.chunk.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = self.body.size_hint();
        let inside = self.chunk.len() as u64;
        match hint.exact() {
            Some(rest) => hint = SizeHint::with_exact(rest + inside),
            None => hint.set_lower(hint.lower() + inside),
        }
        hint
    }
}

/// The client that a request comes from: a proxy that is trusted names it, last in the list unless that is a trusted proxy again.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    let named = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<&str> = named.flat_map(|value| value.split(',')).map(str::trim).collect();
    for name in named.iter().rev() {
        if !proxies.contains(&client) {
            break;
        }
        let Ok(before) = name.parse::<IpAddr>() else { break };
        client = before.to_canonical();
    }
    client
}

/// The name of a request: the one that it has, where that is fit for a log, or a new one.
fn id(headers: &HeaderMap) -> HeaderValue {
    static LAST: AtomicU64 = AtomicU64::new(0);
    static START: OnceLock<u32> = OnceLock::new();
    let fit = |id: &&HeaderValue| {
        (1..=64).contains(&id.len())
            && id.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
    };
    headers.get(REQUEST_ID).filter(fit).cloned().unwrap_or_else(|| {
        // Random, so that names of one run are not those of the next.
        let start = START.get_or_init(|| RandomState::new().build_hasher().finish() as u32);
        let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{start:08x}-{number:06x}").parse().expect("digits are visible")
    })
}

/// A text in one line of visible ASCII, cut where it is long.
fn printable(text: &str) -> String {
    let mut printable = String::new();
    for character in text.chars() {
        if printable.len() >= PATH {
            printable.push_str("...");
            break;
        }
        match character {
            '!'..='~' if character != '"' && character != '\\' => printable.push(character),
            ' ' => printable.push_str("\\u{20}"),
            _ => printable.extend(character.escape_default()),
        }
    }
    printable
}

/// Methods that are counted by name.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 6] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// Refuses headers that are too many or too long.
fn of_size(request: &Request) -> Result<()> {
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if headers.len() > HEADERS || bytes > HEADER_BYTES {
        let message = format!(
            "{} headers of {bytes} bytes are too many; send at most {HEADERS} of {HEADER_BYTES} bytes together",
            headers.len()
        );
        return Err(Refusal::new("headers_too_large", message));
    }
    let length = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if length > URI_BYTES {
        let message = format!("the address has {length} bytes; it may have {URI_BYTES}");
        return Err(Refusal::new("uri_too_long", message));
    }
    Ok(())
}

/// Lets in who asks for this machine by a name of this machine: a page whose own name is made to point here (DNS rebinding) asks
/// for it by that name.
fn is_ours(request: &Request, local: Option<IpAddr>, names: &[String]) -> Result<()> {
    let bad = |message: &str| Err(Refusal::new("bad_host", message));
    let mut hosts = request.headers().get_all(HOST).iter();
    let target = request.uri().authority();
    let host = match (hosts.next(), hosts.next()) {
        (Some(_), Some(_)) => return bad("there is more than one Host header; send one"),
        (Some(host), None) => match host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()) {
            Some(host) if is_host(&host) => host,
            _ => {
                return bad(
                    "the Host header is neither a name nor an address, with a port where it has one; send such",
                );
            }
        },
        // No browser speaks HTTP/1.0 without it; checks of health do.
        (None, _) if request.version() == Version::HTTP_10 && target.is_none() => return Ok(()),
        (None, _) => return bad("there is no Host header; send one"),
    };
    if target.is_some_and(|target| target != &host) {
        return bad("the address of the request and its Host header name different services; send the same");
    }
    if is_local(host.host(), local) || names.iter().any(|name| host.host().eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    Err(Refusal::new(
        "wrong_host",
        "this service is asked for by a name that is not its own; use localhost or its address, or allow the name with \
         --allow-host",
    ))
}

/// Whether an authority is a host, with a port where it has one.
fn is_host(authority: &Authority) -> bool {
    let rest = authority.as_str().strip_prefix(authority.host());
    rest.is_some_and(|rest| matches!(rest, "" | ":") || authority.port_u16().is_some())
}

/// Whether a host is this machine by its nature: no page has an address of ours for its own name.
fn is_local(host: &str, local: Option<IpAddr>) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| {
            let address = address.to_canonical();
            address.is_loopback() || Some(address) == local
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(named: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in named {
            headers.append(name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_a_trusted_proxy_says_who_asks() {
        let proxies = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let of = |peer: &str, forwarded: &[&str]| {
            let named: Vec<_> = forwarded.iter().map(|value| (FORWARDED_FOR, *value)).collect();
            client(peer.parse().unwrap(), &headers(&named), &proxies).to_string()
        };
        assert_eq!(of("192.0.2.1", &["198.51.100.1"]), "192.0.2.1", "anybody can say so");
        assert_eq!(of("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(of("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            of("10.0.0.1", &["203.0.113.1, 198.51.100.1"]),
            "198.51.100.1",
            "the first is what the client says"
        );
        assert_eq!(of("10.0.0.1", &["203.0.113.1", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(of("10.0.0.1", &["203.0.113.1, unknown"]), "10.0.0.1");
    }

    #[test]
    fn ids_fit_for_a_log_are_kept_and_others_are_made() {
        let of = |given: &str| id(&headers(&[(REQUEST_ID, given)])).to_str().unwrap().to_owned();
        for fit in ["7", "a1b2-C3.d_4", &"x".repeat(64)] {
            assert_eq!(of(fit), fit);
        }
        for unfit in ["", "a b", "a\"b", "a=b", &"x".repeat(65)] {
            let made = of(unfit);
            assert!(made != unfit && made.len() > 8, "{made}");
        }
        assert_ne!(of(""), of(""));
    }

    #[test]
    fn what_is_logged_is_one_line_of_visible_characters() {
        assert_eq!(printable("/v1/answer"), "/v1/answer");
        assert_eq!(printable("/a b\n\u{1b}[31m\"\\\u{e9}"), "/a\\u{20}b\\n\\u{1b}[31m\\\"\\\\\\u{e9}");
        assert!(printable(&"x".repeat(10_000)).len() < PATH + 10);
    }
}
