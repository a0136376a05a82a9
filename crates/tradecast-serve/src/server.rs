//! Listening, until somebody says stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::Notify;

use crate::router::{Options, router};

/// How much longer than the time of a request those under way get when the service stops.
const GRACE: Duration = Duration::from_secs(2);

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
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(listen(address, options, ready));
    // Work that nobody waits for any more must not hold the program up.
    runtime.shutdown_background();
    served
}

async fn listen(address: SocketAddr, options: Options, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    let patience = options.limits.time + GRACE;
    let stop = Arc::new(Notify::new());
    let stopping = Arc::clone(&stop);
    ready(listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // Without it an answer may only come later.
        let _ = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, router(options))
        .with_graceful_shutdown(async move { stopping.notified().await })
        .into_future();
    let told = async {
        interrupted().await;
        stop.notify_one();
        tokio::select! {
            () = interrupted() => {}
            () = tokio::time::sleep(patience) => {}
        }
    };
    tokio::select! {
        served = serving => served,
        () = told => Ok(()),
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
