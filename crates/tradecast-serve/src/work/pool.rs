//! Work on a bounded number of threads, in fair turns, as long as somebody wants it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tradecast_ask::{Refusal, Result};

use crate::work::queue::{Client, Id, Queue};

/// The threads, and who waits for them.
#[derive(Debug)]
pub(crate) struct Pool {
    queue: Arc<Mutex<Queue>>,
    /// For those at work and those that wait.
    places: usize,
}

/// How long a simulated value takes, about.
const OF_VALUE: Duration = Duration::from_nanos(50);

/// Work is asked to rest no more often.
const SLICE: Duration = Duration::from_millis(10);

/// The turn of a request: its thread computes as long as it has one.
#[derive(Debug)]
pub(crate) struct Turn {
    place: Place,
    wanted: Arc<AtomicBool>,
    /// When it was last asked whether it is the turn of another.
    asked: Cell<Instant>,
}

/// The place of a request in the queue; it goes when this is dropped.
#[derive(Debug)]
struct Place {
    queue: Arc<Mutex<Queue>>,
    id: Id,
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.queue).remove(self.id, Instant::now());
    }
}

/// While this is held, the result is wanted: it goes where the connection or the time of its request ends.
struct Holder {
    queue: Arc<Mutex<Queue>>,
    id: Id,
    wanted: Arc<AtomicBool>,
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.wanted.store(false, Ordering::Relaxed);
        lock(&self.queue).give_up(self.id, Instant::now());
    }
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Turn {
    /// Whether the result is still wanted.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// Refuses to go on where nobody wants the result.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_wanted() { Ok(()) } else { Err(Refusal::new("stopped", "whoever asked has gone")) }
    }

    /// Says how much work there is from now on, in simulated values.
    pub(crate) fn expect(&self, work: u64) {
        lock(&self.place.queue).expect(self.place.id, time(work), Instant::now());
    }

    /// Lets others have a turn where it is theirs, before a step of so much work that cannot be interrupted, while so many bytes are
    /// held. Refuses to go on where nobody wants the result.
    pub(crate) fn rest(&self, step: u64, held: usize) -> Result<()> {
        self.check()?;
        let now = Instant::now();
        if now.duration_since(self.asked.get()) >= SLICE || time(step) >= SLICE {
            self.asked.set(now);
            let next = lock(&self.place.queue).rest(self.place.id, time(step), held, now);
            // Where nobody wants the result any more, the turn never comes and its sender is dropped.
            if let Some(next) = next {
                let _ = next.blocking_recv();
                self.asked.set(Instant::now());
            }
        }
        self.check()
    }
}

fn time(work: u64) -> Duration {
    Duration::from_nanos(work.saturating_mul(OF_VALUE.as_nanos() as u64))
}

impl Pool {
    pub(crate) fn new(threads: usize, waiting: usize) -> Self {
        let threads = threads.max(1);
        Self { queue: Arc::new(Mutex::new(Queue::new(threads))), places: threads.saturating_add(waiting) }
    }

    /// Whether as many wait as may.
    pub(crate) fn is_full(&self) -> bool {
        let (running, waiting) = self.count();
        running + waiting >= self.places
    }

    /// How much work is done, and how much waits.
    pub(crate) fn count(&self) -> (usize, usize) {
        lock(&self.queue).count()
    }

    /// Does the work of a client, expected to be so much, when its turn comes. The future may be dropped at any time: work that has
    /// not begun never does, work under way is told through its argument and keeps its thread until it ends.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        client: Client,
        expected: u64,
        work: impl FnOnce(&Turn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (id, turn) = {
            let mut queue = lock(&self.queue);
            let (running, waiting) = queue.count();
            if running + waiting >= self.places {
                return Err(Refusal::new("busy", "too many requests wait already; ask again in a second"));
            }
            queue.add(client, time(expected), Instant::now())
        };
        let queue = || Arc::clone(&self.queue);
        let place = Place { queue: queue(), id };
        turn.await.expect("only who drops this future gives it up");
        let wanted = Arc::new(AtomicBool::new(true));
        let holder = Holder { queue: queue(), id, wanted: Arc::clone(&wanted) };
        let turn = Turn { place, wanted, asked: Cell::new(Instant::now()) };
        let done = tokio::task::spawn_blocking(move || {
            turn.check()?;
            work(&turn)
        });
        let done = done.await;
        drop(holder);
        done.unwrap_or_else(|_| Err(mistake()))
    }
}

/// What is said where the service itself is wrong.
fn mistake() -> Refusal {
    Refusal::new("internal", "this is a mistake of the service; please report it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use tokio::runtime::Builder;

    const LARGE: u64 = 400_000_000;

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
                    pool.run(None, 0, move |_| {
                        begun.send(()).unwrap();
                        told.recv().unwrap();
                        Ok(1)
                    })
                    .await
                }
            });
            begins.await.unwrap();
            assert!(pool.is_full() && pool.count() == (1, 0));
            assert_eq!(pool.run(None, 0, |_| Ok(2)).await.unwrap_err().code, "busy");
            tell.send(()).unwrap();
            assert_eq!(first.await.unwrap(), Ok(1));
            assert_eq!(pool.run(None, 0, |_| Ok(3)).await, Ok(3));
        });
    }

    #[test]
    fn a_mistake_ends_the_request_and_not_the_service() {
        block_on(async {
            let pool = Pool::new(1, 0);
            let broken = pool.run::<()>(None, 0, |_| panic!("a mistake")).await;
            assert_eq!(broken.unwrap_err().code, "internal");
            assert_eq!(pool.run(None, 0, |_| Ok(5)).await, Ok(5));
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
                    pool.run(None, 0, move |turn| {
                        begun.send(()).unwrap();
                        while turn.is_wanted() {
                            std::thread::yield_now();
                        }
                        end.send(turn.check().unwrap_err().code).unwrap();
                        Ok(())
                    })
                    .await
                }
            });
            begins.await.unwrap();
            asked.abort();
            assert_eq!(ended.await.unwrap(), "stopped");
            assert_eq!(pool.run(None, 0, |_| Ok(4)).await, Ok(4));
        });
    }

    /// Large work on the only thread: it rests while small work is done, and ends where nobody wants it although it rests.
    #[test]
    fn large_work_rests_for_small_work_and_goes_on() {
        block_on(async {
            let pool = Arc::new(Pool::new(1, 10));
            let (stop, stopped) = channel::<()>();
            let (begun, begins) = tokio::sync::oneshot::channel();
            let large = tokio::spawn({
                let pool = Arc::clone(&pool);
                async move {
                    pool.run(None, LARGE, move |turn| {
                        begun.send(()).unwrap();
                        let mut rests = 0;
                        while stopped.try_recv().is_err() {
                            turn.rest(0, 0)?;
                            rests += 1;
                            std::thread::sleep(Duration::from_millis(1));
                        }
                        Ok(rests)
                    })
                    .await
                }
            });
            begins.await.unwrap();
            for answer in 0..5 {
                assert_eq!(pool.run(None, 0, move |_| Ok(answer)).await, Ok(answer));
            }
            stop.send(()).unwrap();
            assert!(large.await.unwrap().unwrap() > 5);
        });
    }

    #[test]
    fn who_rests_and_is_not_wanted_any_more_ends() {
        block_on(async {
            let pool = Arc::new(Pool::new(1, 10));
            let (begun, begins) = tokio::sync::oneshot::channel();
            let (end, ended) = tokio::sync::oneshot::channel();
            let large = tokio::spawn({
                let pool = Arc::clone(&pool);
                async move {
                    pool.run(None, LARGE, move |turn| {
                        begun.send(()).unwrap();
                        let why = loop {
                            std::thread::sleep(SLICE);
                            if let Err(why) = turn.rest(0, 0) {
                                break why;
                            }
                        };
                        end.send(why.code).unwrap();
                        Ok(())
                    })
                    .await
                }
            });
            begins.await.unwrap();
            let (tell, told) = channel();
            let small = tokio::spawn({
                let pool = Arc::clone(&pool);
                async move { pool.run(None, 0, move |_| Ok::<u8, _>(told.recv().unwrap())).await }
            });
            while pool.count() != (1, 1) {
                tokio::task::yield_now().await;
            }
            large.abort();
            let _ = large.await;
            assert_eq!(ended.await.unwrap(), "stopped", "while another has the thread");
            tell.send(7).unwrap();
            assert_eq!(small.await.unwrap(), Ok(7));
        });
    }
}
