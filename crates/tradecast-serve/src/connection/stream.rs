//! The bytes of a connection: counted, and given up where the client does not read them.

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::connection::admission::{Connection, ConnectionLimits};
use crate::connection::memory::MemoryBudget;
use crate::connection::min_data_rate::MinDataRate;

/// The socket of a connection.
#[derive(Debug)]
pub(crate) struct Stream {
    socket: TcpStream,
    connection: Arc<Connection>,
    /// The memory that a client holds who does not read.
    responses: Arc<MemoryBudget>,
    rate: MinDataRate,
    /// Since when the client has not read, as far as the rate knows.
    blocked: Option<Instant>,
    wake: Option<Pin<Box<Sleep>>>,
}

impl Stream {
    pub(crate) fn new(
        socket: TcpStream,
        connection: Arc<Connection>,
        responses: Arc<MemoryBudget>,
        limits: &ConnectionLimits,
    ) -> Self {
        Self {
            socket,
            connection,
            responses,
            rate: MinDataRate::new(limits.stall_time, limits.min_rate),
            blocked: None,
            wake: None,
        }
    }

    /// What became of bytes to be written. Where the socket takes none, the task is woken to look at the rate again.
    fn written(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        let now = Instant::now();
        let waited = self.blocked.map(|since| now.saturating_duration_since(since));
        self.rate.waited(waited.unwrap_or_default());
        match result {
            Poll::Ready(written) => {
                if self.blocked.take().is_some() {
                    self.connection.set_blocked(false);
                }
                if let Ok(bytes) = written {
                    self.rate.moved(bytes);
                    self.connection.sent(bytes);
                }
                Poll::Ready(written)
            }
            Poll::Pending => {
                if self.blocked.replace(now).is_none() {
                    self.connection.set_blocked(true);
                }
                loop {
                    if self.rate.is_over(self.responses.is_crowded()) {
                        self.connection.closes_because("the client does not read the response");
                        return Poll::Ready(Err(ErrorKind::TimedOut.into()));
                    }
                    let wake = self.wake.get_or_insert_with(|| Box::pin(sleep(self.rate.step())));
                    if wake.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                    self.wake = None;
                }
            }
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let result = Pin::new(&mut self.socket).poll_read(cx, into);
        let bytes = into.filled().len() - before;
        if bytes > 0 {
            self.connection.received(bytes);
        }
        result
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.written(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.socket).poll_write_vectored(cx, parts);
        self.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
