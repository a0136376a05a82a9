//! Connections: how many there may be, what each is doing, and which is closed when there are too many.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tradecast_ask::Refusal;

use crate::metrics::Metrics;

/// What connections may cost: how many, how slow, and how much memory for what they send and read.
///
/// ```
/// use std::time::Duration;
///
/// let strict = tradecast_serve::ConnectionLimits { header_time: Duration::from_secs(2), ..Default::default() };
/// assert!(strict.connections > 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// Connections in all; beyond them the oldest idle one is closed.
    pub connections: usize,
    /// Connections of one address (of one /64 network for IPv6). Where absent, a quarter of all, and no limit for this machine and
    /// trusted proxies.
    pub per_address: Option<usize>,
    /// From the first byte of the headers of a request to their end.
    pub header_time: Duration,
    /// How long a connection may stay open without a request.
    pub idle_time: Duration,
    /// How long a client may stop while it sends a body or reads a response. It has an eighth of that while others wait for the
    /// memory it holds.
    pub stall_time: Duration,
    /// Bytes a second below which a client counts as stopped.
    pub min_rate: u32,
    /// How long a request waits for memory.
    pub wait_time: Duration,
    /// Bytes of bodies in memory. Bodies of up to 64 kB are not counted: there are no more than connections.
    pub body_memory: usize,
    /// Bytes of responses that clients are reading, counted in the same way; half as many may wait.
    pub response_memory: usize,
}

impl Default for ConnectionLimits {
    /// 1,000 connections; 10 s for headers and for stalls, 75 s idle; 16 kB a second; 128 MB for bodies and as much for responses,
    /// which are waited for up to 15 s.
    fn default() -> Self {
        Self {
            connections: 1_000,
            per_address: None,
            header_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(75),
            stall_time: Duration::from_secs(10),
            min_rate: 16_000,
            wait_time: Duration::from_secs(15),
            body_memory: 128_000_000,
            response_memory: 128_000_000,
        }
    }
}

/// Connections beyond the limit that are told so; more are closed without a word.
const REFUSED_AT_A_TIME: usize = 64;

/// How long a connection that is only told that there are too many may take for that.
const REFUSED_TIME: Duration = Duration::from_secs(2);

/// The connections that are open.
#[derive(Debug)]
pub(crate) struct Connections {
    limits: ConnectionLimits,
    /// Proxies that bring the requests of many.
    proxies: Vec<IpAddr>,
    metrics: Arc<Metrics>,
    open: Mutex<Open>,
    /// Told whenever one closes.
    closed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    connections: HashMap<u64, Arc<Connection>>,
    addresses: HashMap<IpAddr, usize>,
    refused: usize,
    last: u64,
}

/// A connection, and what it is doing.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) peer: SocketAddr,
    /// The address of this machine that the client has connected to.
    pub(crate) local: Option<IpAddr>,
    /// What every request is told, where there are too many connections.
    pub(crate) refusal: Option<Refusal>,
    metrics: Arc<Metrics>,
    state: Mutex<State>,
    close: Notify,
    why: OnceLock<&'static str>,
}

#[derive(Debug)]
struct State {
    requests: usize,
    /// A response waits for the client to read.
    blocked: bool,
    /// Since when there is no request.
    idle: Instant,
    /// Since when headers are coming.
    header: Option<Instant>,
}

/// Counts a connection as long as it is open.
#[derive(Debug)]
pub(crate) struct Admission {
    pub(crate) connection: Arc<Connection>,
    connections: Arc<Connections>,
    id: u64,
}

impl Connections {
    pub(crate) fn new(limits: ConnectionLimits, proxies: Vec<IpAddr>, metrics: Arc<Metrics>) -> Self {
        Self { limits, proxies, metrics, open: Mutex::default(), closed: Notify::new() }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a connection in, if need be in place of the oldest idle one. One too many is let in to be told so, or else not at all.
    pub(crate) fn admit(self: &Arc<Self>, peer: SocketAddr, local: Option<IpAddr>) -> Option<Admission> {
        let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
        let mut open = self.open();
        let of_address = open.addresses.get(&network(peer.ip())).copied().unwrap_or_default();
        let refusal = if of_address >= self.of_address(peer.ip()) {
            Some(Refusal::new(
                "too_many_connections",
                format!(
                    "this address has {of_address} connections open, and may have no more; close some, or use them again"
                ),
            ))
        } else if open.connections.len() >= self.limits.connections && !open.close_oldest_idle() {
            Some(Refusal::new(
                "busy",
                "all connections that this service allows are at work; ask again in a second",
            ))
        } else {
            None
        };
        if refusal.is_some() {
            self.metrics.connections_refused.inc();
            if open.refused >= REFUSED_AT_A_TIME {
                return None;
            }
            open.refused += 1;
        }
        open.last += 1;
        let id = open.last;
        let connection = Arc::new(Connection {
            peer,
            local: local.map(|local| local.to_canonical()),
            refusal,
            metrics: Arc::clone(&self.metrics),
            state: Mutex::new(State { requests: 0, blocked: false, idle: Instant::now(), header: None }),
            close: Notify::new(),
            why: OnceLock::new(),
        });
        if connection.refusal.is_none() {
            *open.addresses.entry(network(peer.ip())).or_default() += 1;
            open.connections.insert(id, Arc::clone(&connection));
            self.metrics.connections_accepted.inc();
        }
        Some(Admission { connection, connections: Arc::clone(self), id })
    }

    fn of_address(&self, address: IpAddr) -> usize {
        let trusted = address.is_loopback() || self.proxies.contains(&address);
        let usual = if trusted { usize::MAX } else { self.limits.connections.div_ceil(4) };
        self.limits.per_address.unwrap_or(usual)
    }

    /// Closes the oldest idle connection, where there is one, and waits a moment for something to close.
    pub(crate) async fn make_room(&self) -> bool {
        let closed = self.closed.notified();
        let found = self.open().close_oldest_idle();
        let _ = tokio::time::timeout(Duration::from_millis(100), closed).await;
        found
    }

    /// Connections open, and how many of them are idle.
    pub(crate) fn count(&self) -> (usize, usize) {
        let open = self.open();
        (open.connections.len(), open.connections.values().filter(|connection| connection.is_idle()).count())
    }
}

impl Open {
    /// Closes the connection that has been idle for longest; false where all are at work.
    fn close_oldest_idle(&mut self) -> bool {
        let idle = |connection: &Arc<Connection>| {
            let state = connection.state();
            (state.is_idle() && connection.why.get().is_none()).then_some(state.idle)
        };
        let oldest =
            self.connections.iter().filter_map(|(id, connection)| Some((idle(connection)?, *id))).min();
        let Some(connection) = oldest.and_then(|(_, id)| self.connections.get(&id)) else { return false };
        connection.close("idle, and there was no room for another connection");
        true
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        if open.connections.remove(&self.id).is_some() {
            let network = network(self.connection.peer.ip());
            if let Some(count) = open.addresses.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    open.addresses.remove(&network);
                }
            }
        } else {
            open.refused -= 1;
        }
        drop(open);
        self.connections.closed.notify_waiters();
    }
}

impl Connection {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_idle(&self) -> bool {
        self.state().is_idle()
    }

    /// A request begins: its headers are there.
    pub(crate) fn begin(&self) {
        let mut state = self.state();
        state.requests += 1;
        state.header = None;
    }

    /// A request ends: its response is written, or nobody wants it any more.
    pub(crate) fn end(&self) {
        let mut state = self.state();
        state.requests = state.requests.saturating_sub(1);
        state.idle = Instant::now();
    }

    pub(crate) fn received(&self, bytes: usize) {
        self.metrics.bytes_received.inc_by(bytes as u64);
        let mut state = self.state();
        if state.requests == 0 && state.header.is_none() {
            state.header = Some(Instant::now());
        }
    }

    pub(crate) fn sent(&self, bytes: usize) {
        self.metrics.bytes_sent.inc_by(bytes as u64);
    }

    /// Whether a response waits for the client to read.
    pub(crate) fn set_blocked(&self, blocked: bool) {
        self.state().blocked = blocked;
    }

    /// Asks for the connection to be closed, and says why.
    pub(crate) fn close(&self, why: &'static str) {
        self.closes_because(why);
        self.close.notify_one();
    }

    /// Says why the connection ends; the first reason counts.
    pub(crate) fn closes_because(&self, why: &'static str) {
        let _ = self.why.set(why);
    }

    /// Why the service ended the connection, where it did.
    pub(crate) fn why(&self) -> Option<&'static str> {
        self.why.get().copied()
    }

    /// Waits until the connection has to be closed: somebody said so, or its headers or the next request take too long.
    pub(crate) async fn expired(&self, limits: &ConnectionLimits) {
        let (header_time, idle_time) = match self.refusal {
            Some(_) => (REFUSED_TIME, REFUSED_TIME),
            None => (limits.header_time, limits.idle_time),
        };
        let step = (header_time.min(idle_time) / 8).max(Duration::from_millis(1));
        let watched = async {
            loop {
                tokio::time::sleep(step).await;
                let state = self.state();
                let why = match state.header {
                    Some(since) if since.elapsed() >= header_time => "the headers of a request took too long",
                    None if state.is_idle() && state.idle.elapsed() >= idle_time => "idle",
                    _ => continue,
                };
                drop(state);
                self.closes_because(why);
                return;
            }
        };
        tokio::select! {
            () = watched => {}
            () = self.close.notified() => {}
        }
    }
}

impl State {
    fn is_idle(&self) -> bool {
        self.requests == 0 && !self.blocked
    }
}

/// What counts as one address: who has one of IPv6 has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(connections: usize, per_address: Option<usize>) -> Arc<Connections> {
        let limits = ConnectionLimits { connections, per_address, ..ConnectionLimits::default() };
        let proxies = vec!["10.0.0.9".parse().unwrap()];
        Arc::new(Connections::new(limits, proxies, Arc::default()))
    }

    fn admit(connections: &Arc<Connections>, peer: &str) -> Admission {
        connections.admit(SocketAddr::new(peer.parse().unwrap(), 5000), None).unwrap()
    }

    fn code(admission: &Admission) -> Option<&str> {
        admission.connection.refusal.as_ref().map(|refusal| refusal.code)
    }

    #[test]
    fn the_oldest_idle_connection_makes_room() {
        let connections = connections(3, None);
        let [busy, oldest, later] = [1, 2, 3].map(|_| admit(&connections, "127.0.0.1"));
        busy.connection.begin();
        later.connection.begin();
        later.connection.end();
        let next = admit(&connections, "127.0.0.1");
        assert_eq!(code(&next), None);
        let closed = [&busy, &oldest, &later].map(|admission| admission.connection.why().is_some());
        assert_eq!(closed, [false, true, false]);
        // It may take a moment until that one has gone; the next must not be closed in its place a second time.
        next.connection.begin();
        assert_eq!(code(&admit(&connections, "127.0.0.1")), None);
        assert!(later.connection.why().is_some());
        assert_eq!(code(&admit(&connections, "127.0.0.1")), Some("busy"));
    }

    #[test]
    fn a_connection_whose_client_still_reads_is_not_idle() {
        let connections = connections(1, None);
        let reading = admit(&connections, "127.0.0.1");
        reading.connection.set_blocked(true);
        assert_eq!(code(&admit(&connections, "127.0.0.1")), Some("busy"));
        reading.connection.set_blocked(false);
        assert_eq!(code(&admit(&connections, "127.0.0.1")), None);
    }

    #[test]
    fn one_address_has_a_quarter_unless_it_is_this_machine_or_a_proxy() {
        let connections = connections(8, None);
        let held: Vec<_> =
            ["10.0.0.1", "10.0.0.1", "::ffff:10.0.0.1"].map(|peer| admit(&connections, peer)).into();
        assert_eq!([0, 1, 2].map(|i| code(&held[i])), [None, None, Some("too_many_connections")]);
        assert_eq!(code(&admit(&connections, "10.0.0.2")), None);
        let of_one_network =
            ["2001:db8::1", "2001:db8::2", "2001:db8::3"].map(|peer| admit(&connections, peer));
        assert_eq!(code(&of_one_network[2]), Some("too_many_connections"));
        for peer in ["127.0.0.1", "::1", "10.0.0.9"] {
            let many = [1, 2, 3].map(|_| admit(&connections, peer));
            assert_eq!(code(&many[2]), None, "{peer}");
        }
        drop(held);
        assert_eq!(code(&admit(&connections, "10.0.0.1")), None);
    }

    #[test]
    fn a_limit_that_is_asked_for_holds_for_this_machine_too() {
        let connections = connections(8, Some(1));
        let first = admit(&connections, "127.0.0.1");
        assert_eq!(code(&admit(&connections, "127.0.0.1")), Some("too_many_connections"));
        drop(first);
        assert_eq!(code(&admit(&connections, "127.0.0.1")), None);
        assert_eq!(connections.count(), (0, 0));
    }

    #[test]
    fn only_so_many_are_told_that_there_are_too_many() {
        let connections = connections(1, None);
        let all = admit(&connections, "127.0.0.1");
        all.connection.begin();
        let told: Vec<_> = (0..REFUSED_AT_A_TIME).map(|_| admit(&connections, "127.0.0.1")).collect();
        assert!(connections.admit("127.0.0.1:1".parse().unwrap(), None).is_none());
        drop(told);
        assert_eq!(code(&admit(&connections, "127.0.0.1")), Some("busy"));
    }
}
