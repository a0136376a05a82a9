//! Listening, until somebody says stop.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime;
use tower::ServiceExt;
use tracing::{info, warn};

use crate::connection::admission::Admission;
use crate::connection::stream::Stream;
use crate::metrics::ReasonLabel;
use crate::router::routes;
use crate::state::{Options, Shared};

/// How much longer than the time of a request those under way get when the service stops.
const GRACE: Duration = Duration::from_secs(2);

/// Connections that wait to be let in.
const BACKLOG: u32 = 1_024;

/// What the system keeps of a response that a client has not read yet; the rest waits with us, where it is counted.
const SEND_BUFFER: u32 = 256 * 1_024;

/// Bytes of headers, and of what is read or written at once. The middleware refuses less than that, and says why.
const BUFFER: usize = 65_536;

/// Headers beyond which hyper refuses a request; the middleware refuses less.
const HEADERS: usize = 128;

/// The same warning is not given more often.
const WARNING_EVERY: Duration = Duration::from_secs(1);

/// Serves until the program is interrupted (Ctrl-C) or told to end (SIGTERM): then nobody new is let in, and those inside get
/// their answers. A second time ends it at once. Port 0 takes any free one; `ready` is told which.
///
/// ```
/// // Port 1 of an address that no machine has.
/// let nowhere = "192.0.2.1:1".parse().unwrap();
/// assert!(tradecast_serve::serve(nowhere, tradecast_serve::Options::default(), |_| {}).is_err());
/// ```
///
/// # Errors
/// Where the address cannot be listened to.
pub fn serve(address: SocketAddr, options: Options, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(listen(address, options, ready));
    // Work that nobody waits for any more must not hold the program up.
    runtime.shutdown_background();
    served
}

async fn listen(address: SocketAddr, options: Options, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let listener = bind(address)?;
    let patience = options.limits.time + GRACE;
    let shared = Arc::new(Shared::new(options));
    let router = routes(Arc::clone(&shared));
    ready(listener.local_addr()?);
    let inside = GracefulShutdown::new();
    tokio::select! {
        () = accept(&listener, &shared, &router, &inside) => {}
        () = interrupted() => {}
    }
    shared.stopping.store(true, Ordering::Relaxed);
    drop(listener);
    tokio::select! {
        () = inside.shutdown() => {}
        () = interrupted() => {}
        () = tokio::time::sleep(patience) => {}
    }
    Ok(())
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // As the standard library does: a port is free again as soon as the service has ended.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    // Connections have what the listener has.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Lets connections in, for ever. Where the system has no room for one more, the oldest idle one goes.
async fn accept(listener: &TcpListener, shared: &Arc<Shared>, router: &Router, inside: &GracefulShutdown) {
    let mut warned: Option<Instant> = None;
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                // Without it an answer may only come later.
                let _ = socket.set_nodelay(true);
                let local = socket.local_addr().ok().map(|local| local.ip());
                if let Some(admission) = shared.connections.admit(peer, local) {
                    let (shared, router) = (Arc::clone(shared), router.clone());
                    tokio::spawn(converse(socket, admission, shared, router, inside.watcher()));
                }
            }
            // The client has gone before it was let in.
            Err(error) if is_of_client(&error) => {}
            Err(error) => {
                let closed = shared.connections.make_room().await;
                if warned.is_none_or(|last| last.elapsed() >= WARNING_EVERY) {
                    warned = Some(Instant::now());
                    let (open, idle) = shared.connections.count();
                    let done = if closed {
                        "closed the oldest idle connection"
                    } else {
                        "no connection is idle: new ones wait"
                    };
                    warn!(%error, open, idle, "cannot let a connection in; {done}");
                }
            }
        }
    }
}

fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers the requests of a connection, until either side ends it.
async fn converse(
    socket: TcpStream,
    admission: Admission,
    shared: Arc<Shared>,
    router: Router,
    watcher: Watcher,
) {
    let connection = &admission.connection;
    let limits = &shared.options.connections;
    let stream = Stream::new(socket, Arc::clone(connection), Arc::clone(&shared.responses), limits);
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(connection.peer));
        request.extensions_mut().insert(Arc::clone(connection));
        router.clone().oneshot(request)
    });
    let mut http = Builder::new();
    // Headers and idle connections are timed by us: hyper has one time for both.
    http.header_read_timeout(None).max_buf_size(BUFFER).max_headers(HEADERS);
    let mut serving = pin!(watcher.watch(http.serve_connection(TokioIo::new(stream), service)));
    let ended = tokio::select! {
        ended = &mut serving => ended.map_err(|error| error.to_string()),
        () = connection.expired(limits) => Ok(()),
    };
    if let Some(reason) = connection.why() {
        shared.metrics.connections_closed.get_or_create(&ReasonLabel { reason }).inc();
        info!(client = %connection.peer.ip(), reason, "closed a connection");
    } else if let Err(error) = ended {
        info!(client = %connection.peer.ip(), error, "a connection ended");
    }
}

/// Waits for Ctrl-C or, where there is such a thing, SIGTERM.
async fn interrupted() {
    let pressed = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let ended = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        () = pressed => {}
        () = ended => {}
    }
}
