//! Where everything is.

use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use tower_http::cors::CorsLayer;
use tradecast::Lever;
use tradecast_ask::{Refusal, json};

use crate::api::{self, Service, Work};
use crate::door::door;
use crate::limits::Limits;
use crate::page::page;
use crate::refused::{in_json, refused};

/// What the service allows.
///
/// ```
/// let options = tradecast_serve::Options::default();
/// assert!(options.only_local && options.origin.is_none());
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    /// What one request may cost.
    pub limits: Limits,
    /// Whether only who asks for this machine by its own names is let in: `localhost`, `127.0.0.1`, `[::1]`, and `hosts`. For
    /// services that listen to this machine alone.
    pub only_local: bool,
    /// More names of this machine, such as the one by which a proxy asks for it.
    pub hosts: Vec<String>,
    /// The origin whose pages may ask as well; none but our own where absent.
    pub origin: Option<Origin>,
    /// Told a line of each request: method, path, status and time. Never what was asked.
    pub log: Option<fn(&str)>,
}

/// An origin, as browsers write it.
///
/// ```
/// use tradecast_serve::Origin;
///
/// assert!("https://example.org:8000".parse::<Origin>().is_ok());
/// assert!("https://example.org/page".parse::<Origin>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri = text.parse::<Uri>().ok().filter(|uri| {
            let parts = uri.scheme_str().zip(uri.authority());
            parts.is_some_and(|(scheme, authority)| format!("{scheme}://{authority}") == text)
        });
        match (uri, HeaderValue::from_str(text)) {
            (Some(_), Ok(value)) => Ok(Self(value)),
            _ => Err(
                "write scheme and host, with a port where it has one and no path, as in https://example.org"
                    .to_owned(),
            ),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { limits: Limits::default(), only_local: true, hosts: Vec::new(), origin: None, log: None }
    }
}

/// The description of the service, generated from the types.
const OPENAPI: &str = include_str!("../openapi.json");

/// The service: the page and the API.
///
/// ```
/// let router: axum::Router = tradecast_serve::router(tradecast_serve::Options::default());
/// assert!(router.has_routes());
/// ```
pub fn router(options: Options) -> Router {
    let service = Arc::new(Service::new(options.limits.clone()));
    let asking = |work: Work| -> MethodRouter<Arc<Service>> {
        post(move |State(service): State<Arc<Service>>, request: Request| service.respond(request, work))
    };
    let routes = Router::new()
        .route("/", get(page))
        .route("/healthz", get(health))
        .route("/v1/openapi.json", get(async || in_json(StatusCode::OK, OPENAPI.trim_end().to_owned())))
        .route("/v1/levers", get(async || in_json(StatusCode::OK, json(&Lever::ALL.map(Lever::spec)))))
        .route("/v1/answer", asking(api::answer))
        .route("/v1/solve", asking(api::solve))
        .route("/v1/batch", asking(api::batch))
        .with_state(service)
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method);
    let routes = match &options.origin {
        Some(origin) => routes.layer(
            CorsLayer::new()
                .allow_origin(origin.0.clone())
                .allow_methods([Method::GET, Method::POST])
                .allow_headers([CONTENT_TYPE]),
        ),
        None => routes,
    };
    routes.layer(axum::middleware::from_fn_with_state(Arc::new(options), door))
}

async fn health() -> Response {
    let engine = env!("CARGO_PKG_VERSION");
    in_json(StatusCode::OK, format!("{{ \"status\": \"ok\", \"engine\": \"{engine}\" }}"))
}

async fn not_found(request: Request) -> Response {
    let path = request.uri().path();
    refused(&Refusal::new(
        "not_found",
        format!("there is nothing at {path:?}; /v1/openapi.json lists what there is"),
    ))
}

async fn wrong_method(request: Request) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    let message = format!("{path} does not take {method}; /v1/openapi.json says what it takes");
    refused(&Refusal::new("wrong_method", message))
}
