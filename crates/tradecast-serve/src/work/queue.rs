//! Whose turn it is: between small and large work, between clients, and between the requests of one client.
//!
//! Work is small where it takes a moment, as one question does; all else is large. Where both wait, small work has three quarters of
//! the time and large work the rest, so that neither starves. Within either, the clients (addresses) have the same time. Of the large
//! requests of one client the one that will be done soonest comes first, and waiting makes up for size. A step that cannot be
//! interrupted and takes long leaves one thread to others, where there are several.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// Work up to this long is small.
const SMALL: Duration = Duration::from_millis(200);
/// Work that was taken for small and has gone on for so long is large.
const NOT_SMALL: Duration = Duration::from_secs(1);
/// A step from this long on that cannot be interrupted leaves a thread to others.
const LONG_STEP: Duration = Duration::from_millis(150);
/// Work is not interrupted sooner.
const SLICE: Duration = Duration::from_millis(10);
/// How much more of the time small work has than large work, where both wait.
const SHARE_OF_SMALL: u32 = 3;
/// How far behind in time one who waits may be.
const CREDIT: Duration = Duration::from_secs(1);
/// How much waiting makes up for size: a second of waiting for half a second of work.
const AGEING: f64 = 0.5;
/// Large requests that were begun and wait for another turn; more wait in front of the door.
const BEGUN: usize = 16;
/// Bytes that those hold together who were begun and wait.
const HELD: usize = 128_000_000;

/// Number of a request, in the order in which they came.
pub(crate) type Id = u64;

/// Who asks, where that is known.
pub(crate) type Client = Option<IpAddr>;

/// The requests that wait, and those that have a turn.
#[derive(Debug)]
pub(crate) struct Queue {
    /// Turns at a time.
    turns: usize,
    jobs: BTreeMap<Id, Job>,
    next: Id,
    /// Time that small and large work have had, in equal shares.
    had: [Duration; 2],
    /// Time that the clients have had who have small, or large, work here.
    clients: [HashMap<Client, Duration>; 2],
}

#[derive(Debug)]
struct Job {
    client: Client,
    size: Size,
    state: State,
    /// How long the work takes in all, as far as is known.
    expected: Duration,
    used: Duration,
    arrived: Instant,
    /// The next step takes long and cannot be interrupted.
    long_step: bool,
    /// Whether it had a turn before.
    begun: bool,
    /// Bytes held while it waits.
    held: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Small,
    Large,
}

#[derive(Debug)]
enum State {
    /// Told when its turn comes; dropped where nobody wants the result any more.
    Waits(oneshot::Sender<()>),
    /// Since when, and up to when its time is accounted for.
    HasTurn { since: Instant, counted: Instant },
}

impl Queue {
    pub(crate) fn new(turns: usize) -> Self {
        Self {
            turns: turns.max(1),
            jobs: BTreeMap::new(),
            next: 0,
            had: [Duration::ZERO; 2],
            clients: [HashMap::new(), HashMap::new()],
        }
    }

    /// Requests that have a turn, and that wait for one.
    pub(crate) fn count(&self) -> (usize, usize) {
        let running = self.running().count();
        (running, self.jobs.len() - running)
    }

    /// Adds a request that is expected to take so long, and says when its turn has come.
    pub(crate) fn add(
        &mut self,
        client: Client,
        expected: Duration,
        now: Instant,
    ) -> (Id, oneshot::Receiver<()>) {
        let (tell, told) = oneshot::channel();
        let id = self.next;
        self.next += 1;
        let size = size(expected);
        self.open_account(client, size);
        let job = Job {
            client,
            size,
            state: State::Waits(tell),
            expected,
            used: Duration::ZERO,
            arrived: now,
            long_step: false,
            begun: false,
            held: 0,
        };
        self.jobs.insert(id, job);
        self.give_turns(now);
        (id, told)
    }

    /// Removes a request, whatever its state.
    pub(crate) fn remove(&mut self, id: Id, now: Instant) {
        self.settle(now);
        if let Some(job) = self.jobs.remove(&id) {
            self.close_account(job.client, job.size);
        }
        self.give_turns(now);
    }

    /// Takes back the wish for a turn: whoever waits is told that it never comes.
    pub(crate) fn give_up(&mut self, id: Id, now: Instant) {
        if matches!(self.jobs.get(&id), Some(Job { state: State::Waits(_), .. })) {
            self.remove(id, now);
        }
    }

    /// Learns how long a request takes from now on.
    pub(crate) fn expect(&mut self, id: Id, left: Duration, now: Instant) {
        self.settle(now);
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.expected = job.used + left;
        self.resize(id, size(left));
    }

    /// Before a step that takes so long and cannot be interrupted, while so many bytes are held: where it is the turn of another, tells
    /// when the turn comes again.
    pub(crate) fn rest(
        &mut self,
        id: Id,
        step: Duration,
        held: usize,
        now: Instant,
    ) -> Option<oneshot::Receiver<()>> {
        self.settle(now);
        let held_by_others: usize =
            self.waiting().filter(|(_, job)| job.begun).map(|(_, job)| job.held).sum();
        let others_wait = self.waiting().next().is_some();
        let job = self.jobs.get_mut(&id)?;
        let State::HasTurn { since, .. } = job.state else { return None };
        job.long_step = false;
        if job.size == Size::Small && job.used > NOT_SMALL {
            self.resize(id, Size::Large);
        }
        let long_step = step >= LONG_STEP;
        let no_room = long_step && !self.has_room_for_long_step();
        let job = self.jobs.get_mut(&id)?;
        job.long_step = long_step;
        let interrupted = others_wait && job.size == Size::Large && now.duration_since(since) >= SLICE;
        let mut told = None;
        if (no_room || interrupted) && held_by_others + held <= HELD {
            let (tell, receiver) = oneshot::channel();
            (job.state, job.held) = (State::Waits(tell), held);
            told = Some(receiver);
        }
        self.give_turns(now);
        // Mostly nobody else had a better claim.
        told.filter(|_| !matches!(self.jobs.get(&id), Some(Job { state: State::HasTurn { .. }, .. })))
    }

    /// Gives the free turns away.
    fn give_turns(&mut self, now: Instant) {
        self.settle(now);
        while self.running().count() < self.turns {
            let Some(id) = self.choose(now) else { return };
            let Some(job) = self.jobs.get_mut(&id) else { return };
            let turn = State::HasTurn { since: now, counted: now };
            let State::Waits(tell) = std::mem::replace(&mut job.state, turn) else { return };
            (job.begun, job.held) = (true, 0);
            if tell.send(()).is_err() {
                // Nobody waits for it any more.
                let (client, size) = (job.client, job.size);
                self.jobs.remove(&id);
                self.close_account(client, size);
            }
        }
    }

    /// Whose turn it is.
    fn choose(&self, now: Instant) -> Option<Id> {
        let room = self.has_room_for_long_step();
        let begun = self.jobs.values().filter(|job| job.begun && job.size == Size::Large).count();
        let may_go = |job: &Job| {
            let may_begin = job.begun || job.size == Size::Small || begun < self.turns + BEGUN;
            may_begin && (room || !job.long_step)
        };
        let ready = || self.waiting().filter(|(_, job)| may_go(job));
        let waits = |size: Size| ready().any(|(_, job)| job.size == size);
        let [small, large] = self.had;
        let size = match (waits(Size::Small), waits(Size::Large)) {
            (true, true) if small <= large => Size::Small,
            (true, false) => Size::Small,
            (_, true) => Size::Large,
            (false, false) => return None,
        };
        let of_size = || ready().filter(|(_, job)| job.size == size);
        let had = |client: Client| self.clients[size as usize].get(&client).copied().unwrap_or_default();
        let (_, first) = of_size().min_by_key(|(id, job)| (had(job.client), **id))?;
        let of_client = of_size().filter(|(_, job)| job.client == first.client);
        let (id, _) =
            of_client.min_by(|(_, one), (_, other)| one.urgency(now).total_cmp(&other.urgency(now)))?;
        Some(*id)
    }

    /// Whether one more thread may be lost to a long step.
    fn has_room_for_long_step(&self) -> bool {
        self.running().filter(|(_, job)| job.long_step).count() < self.turns.saturating_sub(1).max(1)
    }

    fn running(&self) -> impl Iterator<Item = (&Id, &Job)> {
        self.jobs.iter().filter(|(_, job)| matches!(job.state, State::HasTurn { .. }))
    }

    fn waiting(&self) -> impl Iterator<Item = (&Id, &Job)> {
        self.jobs.iter().filter(|(_, job)| matches!(job.state, State::Waits(_)))
    }

    /// Accounts for the time of those who have a turn.
    fn settle(&mut self, now: Instant) {
        let Self { jobs, had, clients, .. } = self;
        for Job { client, size, state, used, .. } in jobs.values_mut() {
            let State::HasTurn { counted, .. } = state else { continue };
            let time = now.saturating_duration_since(*counted);
            (*counted, *used) = (now, *used + time);
            had[*size as usize] += if *size == Size::Small { time / SHARE_OF_SMALL } else { time };
            *clients[*size as usize].entry(*client).or_default() += time;
        }
        limit_credit(had.iter_mut());
        for accounts in clients {
            limit_credit(accounts.values_mut());
        }
    }

    fn resize(&mut self, id: Id, size: Size) {
        let Some(job) = self.jobs.get(&id).filter(|job| job.size != size) else { return };
        let (client, before) = (job.client, job.size);
        self.open_account(client, size);
        if let Some(job) = self.jobs.get_mut(&id) {
            job.size = size;
        }
        self.close_account(client, before);
    }

    /// Before a request comes: what was not used while nobody was here is no credit.
    fn open_account(&mut self, client: Client, size: Size) {
        let others = self.had[1 - size as usize];
        let of_size = || self.jobs.values().filter(|job| job.size == size);
        if of_size().next().is_none() {
            let had = &mut self.had[size as usize];
            *had = others.max(*had);
        }
        if of_size().all(|job| job.client != client) {
            let accounts = &mut self.clients[size as usize];
            let least = accounts.values().min().copied().unwrap_or_default();
            accounts.insert(client, least);
        }
    }

    /// After a request has gone.
    fn close_account(&mut self, client: Client, size: Size) {
        if self.jobs.values().all(|job| job.size != size || job.client != client) {
            self.clients[size as usize].remove(&client);
        }
    }
}

impl Job {
    /// The least comes first: seconds left, where waiting makes up for size. Small work comes in its order.
    fn urgency(&self, now: Instant) -> f64 {
        let age = now.saturating_duration_since(self.arrived).as_secs_f64();
        if self.size == Size::Small {
            return -age;
        }
        // What takes longer than was thought is taken to be half done.
        let left = self.expected.checked_sub(self.used).unwrap_or(self.used);
        left.as_secs_f64() - AGEING * age
    }
}

/// Who wants little now has no claim to much later.
fn limit_credit<'a>(accounts: impl Iterator<Item = &'a mut Duration>) {
    let mut accounts: Vec<&mut Duration> = accounts.collect();
    let most = accounts.iter().map(|had| **had).max().unwrap_or_default();
    for had in &mut accounts {
        **had = (**had).max(most.saturating_sub(CREDIT));
    }
}

fn size(expected: Duration) -> Size {
    if expected <= SMALL { Size::Small } else { Size::Large }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);
    const SHORT: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(20);

    /// A queue, a clock that goes as told, and requests that say whether they have a turn.
    struct Scene {
        queue: Queue,
        now: Instant,
        told: BTreeMap<Id, oneshot::Receiver<()>>,
    }

    impl Scene {
        fn new(turns: usize) -> Self {
            Self { queue: Queue::new(turns), now: Instant::now(), told: BTreeMap::new() }
        }

        fn add(&mut self, client: u8, expected: Duration) -> Id {
            let client = Some(IpAddr::from([10, 0, 0, client]));
            let (id, told) = self.queue.add(client, expected, self.now);
            self.told.insert(id, told);
            id
        }

        /// Who has a turn.
        fn have_turns(&self) -> Vec<Id> {
            self.queue.running().map(|(id, _)| *id).collect()
        }

        fn rest(&mut self, id: Id, step: Duration) {
            if let Some(told) = self.queue.rest(id, step, 0, self.now) {
                self.told.insert(id, told);
            }
        }

        fn remove(&mut self, id: Id) {
            self.queue.remove(id, self.now);
            self.told.remove(&id);
        }

        /// Works for so many slices of so long, in each of which everybody who has a turn rests once; `again` is done at the end of each.
        /// How long each had a turn.
        fn work(
            &mut self,
            slices: usize,
            slice: Duration,
            mut again: impl FnMut(&mut Self),
        ) -> HashMap<Id, Duration> {
            let mut worked = HashMap::new();
            for _ in 0..slices {
                let running = self.have_turns();
                self.now += slice;
                for id in running {
                    *worked.entry(id).or_default() += slice;
                    self.rest(id, Duration::ZERO);
                }
                again(self);
            }
            worked
        }
    }

    #[test]
    fn small_work_comes_before_large_work_that_was_there_first() {
        let mut scene = Scene::new(1);
        let large = scene.add(1, LONG);
        assert_eq!(scene.have_turns(), [large]);
        let small = scene.add(1, SHORT);
        assert_eq!(scene.have_turns(), [large], "work is not taken its thread");
        scene.now += SLICE / 2;
        scene.rest(large, Duration::ZERO);
        assert_eq!(scene.have_turns(), [large], "nor asked to rest at once");
        scene.now += SLICE;
        scene.rest(large, Duration::ZERO);
        assert_eq!(scene.have_turns(), [small]);
        scene.remove(small);
        assert_eq!(scene.have_turns(), [large]);
        assert!(scene.told.get_mut(&large).is_some_and(|told| told.try_recv().is_ok()));
    }

    #[test]
    fn where_both_wait_small_work_has_three_quarters_of_the_time() {
        let mut scene = Scene::new(1);
        let large = scene.add(1, LONG);
        // Questions without end: one goes, another comes.
        let mut small: Vec<Id> = (0..20).map(|_| scene.add(2, SHORT)).collect();
        let mut of_large = Duration::ZERO;
        for _ in 0..200 {
            let id = scene.have_turns()[0];
            scene.now += SHORT;
            if id == large {
                of_large += SHORT;
                scene.rest(large, Duration::ZERO);
            } else {
                scene.remove(id);
                small.push(scene.add(2, SHORT));
            }
        }
        let share = of_large.as_secs_f64() / (200 * SHORT).as_secs_f64();
        assert!((share - 0.25).abs() < 0.02, "{share}");
    }

    #[test]
    fn clients_have_the_same_time_however_much_they_ask() {
        let mut scene = Scene::new(1);
        let greedy: Vec<Id> = (0..10).map(|_| scene.add(1, LONG)).collect();
        let modest = scene.add(2, LONG);
        let worked = scene.work(400, 20 * MS, |_| {});
        let of_greedy: Duration = greedy.iter().filter_map(|id| worked.get(id)).sum();
        let ratio = worked[&modest].as_secs_f64() / of_greedy.as_secs_f64();
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    }

    #[test]
    fn of_one_client_the_request_that_is_done_soonest_comes_first_and_waiting_makes_up_for_size() {
        let mut scene = Scene::new(1);
        let long = scene.add(1, LONG);
        let shorter = scene.add(1, LONG / 10);
        scene.now += SLICE;
        scene.rest(long, Duration::ZERO);
        assert_eq!(scene.have_turns(), [shorter]);
        // Again and again somebody asks for something shorter.
        let mut last = shorter;
        for _ in 0..50 {
            scene.now += LONG / 10;
            scene.remove(last);
            if scene.have_turns() == [long] {
                return;
            }
            last = scene.add(1, LONG / 10);
        }
        panic!("the long one starves");
    }

    #[test]
    fn who_wanted_little_has_no_claim_to_much() {
        let mut scene = Scene::new(1);
        let large = scene.add(1, LONG);
        // A small request that is there all the time and takes nothing.
        scene.now += SLICE;
        scene.add(2, SHORT);
        scene.rest(large, Duration::ZERO);
        let idle = scene.have_turns()[0];
        scene.now += SLICE;
        let second = scene.add(2, SHORT);
        scene.remove(idle);
        scene.remove(second);
        scene.work(1_000, 20 * MS, |_| {});
        for _ in 0..100 {
            scene.add(2, SHORT);
        }
        let mut slices = 0;
        while scene.have_turns() != [large] || slices == 0 {
            let id = scene.have_turns()[0];
            scene.now += SHORT;
            if id == large {
                scene.rest(large, Duration::ZERO)
            } else {
                scene.remove(id)
            }
            slices += 1;
        }
        // Its turn comes again after the credit of a second, three times over.
        assert!(slices < 70, "{slices}");
    }

    #[test]
    fn long_steps_leave_a_thread_where_there_are_several() {
        for (turns, most) in [(1, 1), (2, 1), (3, 2)] {
            let mut scene = Scene::new(turns);
            let all: Vec<Id> = (0..4).map(|_| scene.add(1, LONG)).collect();
            scene.now += SLICE;
            for id in &all {
                scene.rest(*id, LONG_STEP);
            }
            assert_eq!(
                scene.queue.running().filter(|(_, job)| job.long_step).count(),
                most,
                "{turns} threads"
            );
            let small = scene.add(2, SHORT);
            assert_eq!(scene.have_turns().contains(&small), turns > most, "{turns} threads");
        }
    }

    #[test]
    fn what_was_taken_for_small_and_is_not_is_large() {
        let mut scene = Scene::new(1);
        let liar = scene.add(1, SHORT);
        let honest = scene.add(2, SHORT);
        scene.now += NOT_SMALL / 2;
        scene.rest(liar, Duration::ZERO);
        assert_eq!(scene.have_turns(), [liar]);
        scene.now += NOT_SMALL;
        scene.rest(liar, Duration::ZERO);
        assert_eq!(scene.have_turns(), [honest]);
        let told = scene.add(2, SHORT);
        scene.queue.expect(told, LONG, scene.now);
        scene.remove(honest);
        assert_eq!(scene.have_turns(), [liar], "it is large too, and another client had more");
    }

    #[test]
    fn who_gives_up_waits_no_more_and_a_turn_that_was_given_is_free() {
        let mut scene = Scene::new(1);
        let first = scene.add(1, LONG);
        let waits = scene.add(1, LONG);
        scene.queue.give_up(waits, scene.now);
        assert!(scene.told.get_mut(&waits).is_some_and(|told| told.try_recv().is_err()));
        scene.queue.give_up(first, scene.now);
        assert_eq!(scene.have_turns(), [first], "its thread still works");
        // The next has gone without having said so.
        let gone = scene.add(1, SHORT);
        scene.told.remove(&gone);
        let next = scene.add(1, SHORT);
        scene.remove(first);
        assert_eq!((scene.have_turns(), scene.queue.count()), (vec![next], (1, 0)));
    }

    #[test]
    fn only_so_much_is_begun() {
        let mut scene = Scene::new(1);
        let all: Vec<Id> = (0..50).map(|client| scene.add(client, LONG)).collect();
        let worked = scene.work(500, 20 * MS, |_| {});
        assert_eq!(worked.len(), 1 + BEGUN, "each client has turns, but not all at a time");
        scene.remove(all[0]);
        assert_eq!(scene.work(200, 20 * MS, |_| {}).len(), 1 + BEGUN);
    }
}
