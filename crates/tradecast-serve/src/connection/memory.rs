//! Budgets of memory that requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tradecast_ask::{Refusal, Result};

/// Up to this many bytes are never waited for: there are at most as many as connections.
pub(crate) const SMALL: usize = 64_000;

/// Bytes that a permit stands for: budgets of more than 4 GB still fit into 32 bits.
const BLOCK: usize = 1_024;

/// Bytes that requests may hold at a time. Who finds no room waits in order, for a while.
#[derive(Debug)]
pub(crate) struct MemoryBudget {
    bytes: usize,
    room: Arc<Semaphore>,
    /// What those may hold who wait.
    queue: Arc<Semaphore>,
    wait: Duration,
    waiting: AtomicUsize,
}

/// Bytes held; the room is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Room(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// Counts one who waits.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl MemoryBudget {
    /// A budget where those who wait hold nothing yet.
    pub(crate) fn new(bytes: usize, wait: Duration) -> Self {
        Self::with_queue(bytes, usize::MAX, wait)
    }

    /// A budget where those who wait hold their bytes already: half as many as the budget, or they are sent away.
    pub(crate) fn of_held(bytes: usize, wait: Duration) -> Self {
        Self::with_queue(bytes, bytes / 2, wait)
    }

    fn with_queue(bytes: usize, queue: usize, wait: Duration) -> Self {
        let semaphore = |bytes: usize| Arc::new(Semaphore::new(blocks(bytes) as usize));
        Self { bytes, room: semaphore(bytes), queue: semaphore(queue), wait, waiting: AtomicUsize::new(0) }
    }

    /// Room for so many bytes, or for all that there are where those are fewer.
    pub(crate) async fn acquire(&self, bytes: usize) -> Result<Room> {
        let wanted = blocks(bytes.min(self.bytes));
        if let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(wanted) {
            return Ok(Room(room));
        }
        let busy = || {
            Refusal::new("busy", "too much memory is taken by other requests already; ask again in a second")
        };
        let Ok(_queued) = self.queue.try_acquire_many(wanted) else { return Err(busy()) };
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        match tokio::time::timeout(self.wait, Arc::clone(&self.room).acquire_many_owned(wanted)).await {
            Ok(room) => Ok(Room(room.expect("nobody closes it"))),
            Err(_) => Err(busy()),
        }
    }

    /// Whether somebody waits.
    pub(crate) fn is_crowded(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Bytes held.
    pub(crate) fn held(&self) -> usize {
        (blocks(self.bytes) as usize - self.room.available_permits()) * BLOCK
    }
}

fn blocks(bytes: usize) -> u32 {
    // A semaphore has room for 2^29 permits on a machine of 32 bits.
    const MOST: usize = Semaphore::MAX_PERMITS;
    u32::try_from(bytes.div_ceil(BLOCK).clamp(1, MOST)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::runtime::Builder;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(future)
    }

    #[test]
    fn room_is_given_in_order_and_no_more_than_there_is() {
        block_on(async {
            let budget = Arc::new(MemoryBudget::new(100 * BLOCK, Duration::from_secs(1)));
            let first = budget.acquire(60 * BLOCK).await.unwrap();
            assert_eq!((budget.held(), budget.is_crowded()), (60 * BLOCK, false));
            let wait = |bytes| {
                let budget = Arc::clone(&budget);
                tokio::spawn(async move { budget.acquire(bytes).await.map(|_| ()) })
            };
            let large = wait(70 * BLOCK);
            tokio::task::yield_now().await;
            let small = wait(BLOCK);
            tokio::task::yield_now().await;
            assert!(budget.is_crowded() && !small.is_finished(), "it does not overtake");
            drop(first);
            assert_eq!((large.await.unwrap(), small.await.unwrap()), (Ok(()), Ok(())));
            assert_eq!((budget.held(), budget.is_crowded()), (0, false));
        });
    }

    #[test]
    fn who_waits_too_long_is_sent_away() {
        block_on(async {
            let budget = MemoryBudget::new(10 * BLOCK, Duration::from_secs(1));
            let _all = budget.acquire(usize::MAX).await.unwrap();
            assert_eq!(budget.acquire(1).await.unwrap_err().code, "busy");
            assert!(!budget.is_crowded());
        });
    }

    #[test]
    fn those_who_wait_hold_half_the_budget_at_most() {
        block_on(async {
            let budget = Arc::new(MemoryBudget::of_held(10 * BLOCK, Duration::from_secs(1)));
            let all = budget.acquire(10 * BLOCK).await.unwrap();
            let waits = tokio::spawn({
                let budget = Arc::clone(&budget);
                async move { budget.acquire(5 * BLOCK).await.map(|_| ()) }
            });
            tokio::task::yield_now().await;
            assert_eq!(budget.acquire(BLOCK).await.unwrap_err().code, "busy", "at once");
            drop(all);
            assert_eq!(waits.await.unwrap(), Ok(()));
        });
    }
}
