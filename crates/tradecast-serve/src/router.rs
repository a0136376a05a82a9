//! Where everything is.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use tradecast::Lever;
use tradecast_ask::{Refusal, json};

use crate::api::{self, Work};
use crate::log;
use crate::metrics::Now;
use crate::middleware::{REQUEST_ID, authorize, check, observe};
use crate::page::page;
use crate::response::{error_response, in_json, text};
use crate::state::{Options, Shared};

/// The description of the service, generated from the types.
const OPENAPI: &str = include_str!("../openapi.json");

/// The service: the page and the API.
///
/// ```
/// let router: axum::Router = tradecast_serve::router(tradecast_serve::Options::default());
/// assert!(router.has_routes());
/// ```
pub fn router(options: Options) -> Router {
    routes(Arc::new(Shared::new(options)))
}

/// The service of what is shared.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    let asking = |work: Work| -> MethodRouter<Arc<Shared>> {
        post(move |State(shared): State<Arc<Shared>>, request: Request| {
            Arc::clone(&shared.service).respond(request, work)
        })
    };
    let routes = Router::new()
        .route("/", get(page))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/v1/openapi.json", get(async || in_json(StatusCode::OK, OPENAPI.trim_end().to_owned())))
        .route("/v1/levers", get(async || in_json(StatusCode::OK, json(&Lever::ALL.map(Lever::spec)))))
        .route("/v1/answer", asking(api::answer))
        .route("/v1/solve", asking(api::solve))
        .route("/v1/batch", asking(api::batch))
        .with_state(Arc::clone(&shared))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(&shared), authorize))
        .layer(CatchPanicLayer::custom(|_| {
            error_response(&Refusal::new("internal", "this is a mistake of the service; please report it"))
        }));
    // Before the token is asked for: browsers ask whether they may send it without sending it.
    let routes = match &shared.options.origin {
        Some(origin) => routes.layer(
            CorsLayer::new()
                .allow_origin(origin.header().clone())
                .allow_methods([Method::GET, Method::POST])
                .allow_headers([CONTENT_TYPE, AUTHORIZATION, REQUEST_ID])
                .expose_headers([REQUEST_ID, RETRY_AFTER]),
        ),
        None => routes,
    };
    routes.layer(from_fn_with_state(Arc::clone(&shared), check)).layer(from_fn_with_state(shared, observe))
}

async fn health() -> Response {
    let engine = env!("CARGO_PKG_VERSION");
    in_json(StatusCode::OK, format!("{{ \"status\": \"ok\", \"engine\": \"{engine}\" }}"))
}

/// Whether requests are taken: not while the service stops, and not while as many wait as may.
async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    if shared.stopping.load(Ordering::Relaxed) {
        error_response(&Refusal::new("stopping", "this service is about to stop; ask another"))
    } else if shared.service.is_full() {
        error_response(&Refusal::new("busy", "too many requests wait already; ask again in a second"))
    } else {
        in_json(StatusCode::OK, "{ \"status\": \"ready\" }".to_owned())
    }
}

async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    let (connections_open, connections_idle) = shared.connections.count();
    let (queue_running, queue_waiting) = shared.service.queue();
    let now = Now {
        connections_open,
        connections_idle,
        queue_running,
        queue_waiting,
        body_memory: shared.bodies.held(),
        response_memory: shared.responses.held(),
        log_lines_dropped: log::dropped(),
    };
    text(HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"), shared.metrics.text(now))
}

async fn not_found(request: Request) -> Response {
    let path = request.uri().path();
    error_response(&Refusal::new(
        "not_found",
        format!("there is nothing at {path:?}; /v1/openapi.json lists what there is"),
    ))
}

async fn wrong_method(request: Request) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    let message = format!("{path} does not take {method}; /v1/openapi.json says what it takes");
    error_response(&Refusal::new("wrong_method", message))
}
