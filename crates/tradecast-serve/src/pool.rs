//! Work on a bounded number of threads, as long as somebody wants it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Semaphore;
use tradecast_ask::{Refusal, Result};

/// The threads, and who waits for them.
#[derive(Debug)]
pub(crate) struct Pool {
    /// For those at work and those that wait.
    places: Semaphore,
    threads: Arc<Semaphore>,
    most_inside: usize,
    most_running: usize,
}

/// Whether the result of some work is still wanted.
#[derive(Debug, Clone)]
pub(crate) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    pub(crate) fn still(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Refuses to go on where nobody wants the result.
    pub(crate) fn check(&self) -> Result<()> {
        if self.still() { Ok(()) } else { Err(Refusal::new("stopped", "whoever asked has gone")) }
    }
}

/// While this is held, the result is wanted: it goes where the connection or the time of its request ends.
struct Holder(Wanted);

impl Drop for Holder {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

impl Pool {
    pub(crate) fn new(threads: usize, waiting: usize) -> Self {
        let threads = threads.max(1);
        Self {
            places: Semaphore::new(threads + waiting),
            threads: Arc::new(Semaphore::new(threads)),
            most_inside: threads + waiting,
            most_running: threads,
        }
    }

    /// Whether as many wait as may.
    pub(crate) fn is_full(&self) -> bool {
        self.places.available_permits() == 0
    }

    /// How much work is done, and how much waits.
    pub(crate) fn count(&self) -> (usize, usize) {
        let running = self.most_running - self.threads.available_permits();
        let inside = self.most_inside - self.places.available_permits();
        (running, inside.saturating_sub(running))
    }

    /// Does the work when a thread is free. The future may be dropped at any time: work that has not begun never does, work under
    /// way is told through its argument and keeps its thread until it ends.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Wanted) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let busy = |_| Refusal::new("busy", "too many requests wait already; ask again in a second");
        let _place = self.places.try_acquire().map_err(busy)?;
        let thread = Arc::clone(&self.threads).acquire_owned().await.expect("nobody closes it");
        let holder = Holder(Wanted(Arc::new(AtomicBool::new(true))));
        let wanted = holder.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _thread = thread;
            work(&wanted)
        });
        let done = done.await;
        drop(holder);
        done.unwrap_or_else(|_| {
            Err(Refusal::new("internal", "this is a mistake of the service; please report it"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use tokio::runtime::Builder;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn who_finds_no_place_is_sent_away() {
        block_on(async {
            let pool = Arc::new(Pool::new(1, 0));
            let (tell, told) = channel();
            let (begun, begins) = tokio::sync::oneshot::channel();
            let first = tokio::spawn({
                let pool = Arc::clone(&pool);
                async move {
                    pool.run(move |_| {
                        begun.send(()).unwrap();
                        told.recv().unwrap();
                        Ok(1)
                    })
                    .await
                }
            });
            begins.await.unwrap();
            assert_eq!(pool.run(|_| Ok(2)).await.unwrap_err().code, "busy");
            tell.send(()).unwrap();
            assert_eq!(first.await.unwrap(), Ok(1));
            assert_eq!(pool.run(|_| Ok(3)).await, Ok(3));
        });
    }

    #[test]
    fn a_mistake_ends_the_request_and_not_the_service() {
        block_on(async {
            let pool = Pool::new(1, 0);
            let broken = pool.run::<()>(|_| panic!("a mistake")).await;
            assert_eq!(broken.unwrap_err().code, "internal");
            assert_eq!(pool.run(|_| Ok(5)).await, Ok(5));
        });
    }

    #[test]
    fn work_is_told_that_nobody_wants_it_and_frees_its_thread() {
        block_on(async {
            let pool = Arc::new(Pool::new(1, 1));
            let (begun, begins) = tokio::sync::oneshot::channel();
            let (end, ended) = tokio::sync::oneshot::channel();
            let asked = tokio::spawn({
                let pool = Arc::clone(&pool);
                async move {
                    pool.run(move |wanted| {
                        begun.send(()).unwrap();
                        while wanted.still() {
                            std::thread::yield_now();
                        }
                        end.send(wanted.check().unwrap_err().code).unwrap();
                        Ok(())
                    })
                    .await
                }
            });
            begins.await.unwrap();
            asked.abort();
            assert_eq!(ended.await.unwrap(), "stopped");
            assert_eq!(pool.run(|_| Ok(4)).await, Ok(4));
        });
    }
}
