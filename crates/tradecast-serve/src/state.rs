//! What the service allows, and what its requests and connections share.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::api::Service;
use crate::connection::admission::{ConnectionLimits, Connections};
use crate::connection::memory::MemoryBudget;
use crate::metrics::Metrics;
use crate::request::body::Bodies;
use crate::request::limits::Limits;
use crate::request::origin::Origin;
use crate::request::token::Token;

/// What the service allows.
///
/// ```
/// let options = tradecast_serve::Options::default();
/// assert!(options.token.is_none() && options.origin.is_none());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What one request may cost.
    pub limits: Limits,
    /// What connections may cost.
    pub connections: ConnectionLimits,
    /// What requests must carry, all but those for the page and for `/healthz` and `/readyz`.
    pub token: Option<Token>,
    /// Names of this machine beside `localhost` and the address that a client has connected to, such as the one by which a proxy
    /// asks for it; as [`host_name`](crate::host_name) gives them.
    pub hosts: Vec<String>,
    /// The origin whose pages may ask as well; none but our own where absent.
    pub origin: Option<Origin>,
    /// Addresses of proxies that are believed who asks (`X-Forwarded-For`).
    pub proxies: Vec<IpAddr>,
}

/// What requests and connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) connections: Arc<Connections>,
    /// Memory of large bodies, and of large responses.
    pub(crate) bodies: Arc<MemoryBudget>,
    pub(crate) responses: Arc<MemoryBudget>,
    pub(crate) stopping: AtomicBool,
    pub(crate) service: Arc<Service>,
}

impl Shared {
    pub(crate) fn new(options: Options) -> Self {
        let metrics = Arc::<Metrics>::default();
        let limits = &options.connections;
        let bodies = Arc::new(MemoryBudget::new(limits.body_memory, limits.wait_time));
        let read = Bodies::new(options.limits.body, limits, Arc::clone(&bodies));
        Self {
            connections: Arc::new(Connections::new(
                limits.clone(),
                options.proxies.clone(),
                Arc::clone(&metrics),
            )),
            responses: Arc::new(MemoryBudget::of_held(limits.response_memory, limits.wait_time)),
            stopping: AtomicBool::new(false),
            service: Arc::new(Service::new(options.limits.clone(), read)),
            options,
            metrics,
            bodies,
        }
    }
}
