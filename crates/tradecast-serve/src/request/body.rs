//! Bodies of requests: read when there is memory for them, and no slower than agreed.

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt;
use tradecast_ask::{Refusal, Result};

use crate::connection::admission::ConnectionLimits;
use crate::connection::memory::{MemoryBudget, Room, SMALL};
use crate::connection::min_data_rate::MinDataRate;

/// Reads bodies within limits.
#[derive(Debug)]
pub(crate) struct Bodies {
    /// Bytes of one body.
    most: usize,
    stall_time: Duration,
    min_rate: u32,
    memory: Arc<MemoryBudget>,
}

/// A body that was read, and its part of the memory.
#[derive(Debug)]
pub(crate) struct Received {
    bytes: Vec<u8>,
    _room: Option<Room>,
}

impl Deref for Received {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Bodies {
    pub(crate) fn new(most: usize, limits: &ConnectionLimits, memory: Arc<MemoryBudget>) -> Self {
        Self { most, stall_time: limits.stall_time, min_rate: limits.min_rate, memory }
    }

    /// The body of a request, which must say that it is JSON. A large one waits until there is memory for all of it.
    pub(crate) async fn read(&self, request: Request) -> Result<Received> {
        is_json(request.headers())?;
        let length = length(request.headers());
        if length.is_some_and(|length| length > self.most as u64) {
            return Err(self.too_large());
        }
        let length = length.map_or(self.most, |length| length as usize);
        let mut room = None;
        // Nothing is read before: a client that waits for `100 Continue` is not told to go on.
        if length > SMALL && request.headers().contains_key(CONTENT_LENGTH) {
            room = Some(self.memory.acquire(length).await?);
        }
        let mut bytes = Vec::with_capacity(length.min(SMALL));
        let mut rate = MinDataRate::new(self.stall_time, self.min_rate);
        let mut body = request.into_body();
        while let Some(frame) = self.frame(&mut body, &mut rate).await? {
            if bytes.len() + frame.len() > self.most {
                return Err(self.too_large());
            }
            if room.is_none() && bytes.len() + frame.len() > SMALL {
                room = Some(self.memory.acquire(self.most).await?);
            }
            if bytes.len() + frame.len() > bytes.capacity() {
                bytes.reserve_exact(length.max(SMALL) - bytes.len());
            }
            bytes.extend_from_slice(&frame);
        }
        Ok(Received { bytes, _room: room })
    }

    /// The next bytes of a body, none at its end.
    async fn frame(&self, body: &mut Body, rate: &mut MinDataRate) -> Result<Option<axum::body::Bytes>> {
        loop {
            let begun = Instant::now();
            let frame = tokio::time::timeout(rate.step(), body.frame()).await;
            rate.waited(begun.elapsed());
            match frame {
                Ok(Some(Ok(frame))) => {
                    // Trailers say nothing to us.
                    if let Ok(bytes) = frame.into_data() {
                        rate.moved(bytes.len());
                        if !rate.is_over(self.memory.is_crowded()) {
                            return Ok(Some(bytes));
                        }
                    }
                }
                Ok(Some(Err(error))) => {
                    let message = format!("the body cannot be read: {error}; send it again");
                    return Err(Refusal::new("bad_body", message));
                }
                Ok(None) => return Ok(None),
                Err(_) => {}
            }
            if rate.is_over(self.memory.is_crowded()) {
                return Err(Refusal::new(
                    "body_too_slow",
                    format!(
                        "the body came too slowly; send it without stops of {} s, and at {} bytes a second or more",
                        self.stall_time.as_secs_f64(),
                        self.min_rate
                    ),
                ));
            }
        }
    }

    fn too_large(&self) -> Refusal {
        let message = format!("the body is larger than {} bytes; send fewer series at a time", self.most);
        Refusal::new("too_large", message)
    }
}

/// Also what keeps pages of other origins from asking without having been allowed to.
fn is_json(headers: &HeaderMap) -> Result<()> {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let message =
        format!("the body is said to be {kind:?}; send JSON, and the header content-type: application/json");
    Err(Refusal::new("not_json", message))
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
