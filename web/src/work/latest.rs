//! The latest question wins: one question is being answered, the latest one waits, those between are dropped.

/// A queue of one for a worker that answers one question at a time.
///
/// A question that comes while another is being answered waits; a later one replaces it. So an answer is never older than the one
/// before it, and the last answer is that to the latest question.
#[derive(Debug)]
pub(super) struct LatestWins<Q> {
    asked: u32,
    running: Option<(u32, Q)>,
    /// Whether nobody waits for the answer under way any more.
    forgotten: bool,
    waiting: Option<Q>,
    /// How often in a row the worker was lost over the question under way.
    losses: u32,
}

/// A question to be asked now, with the number that its answer will carry.
pub(super) type Next<Q> = Option<(u32, Q)>;

/// What is to be done once a worker was lost.
#[derive(Debug, PartialEq)]
pub(super) enum Lost<Q> {
    /// Nothing was under way.
    Idle,
    /// Ask another worker.
    Again(u32, Q),
    /// The question loses every worker: say so, and ask what waits.
    GiveUp(Q, Next<Q>),
}

/// Workers that one question may lose.
const LOSSES: u32 = 2;

impl<Q> Default for LatestWins<Q> {
    fn default() -> Self {
        Self { asked: 0, running: None, forgotten: false, waiting: None, losses: 0 }
    }
}

impl<Q: Clone + PartialEq> LatestWins<Q> {
    /// An answer to a question is wanted, and to none wanted before.
    pub(super) fn want(&mut self, question: Q) -> Next<Q> {
        match &self.running {
            Some((_, running)) => {
                let under_way = *running == question;
                self.forgotten &= !under_way;
                self.waiting = (!under_way).then_some(question);
                None
            }
            None => Some(self.run(question)),
        }
    }

    /// No answer is wanted any more, also not the one under way: there is a later one.
    pub(super) fn forget(&mut self) {
        self.waiting = None;
        self.forgotten = self.running.is_some();
    }

    /// An answer has come: the question it belongs to, absent where it was forgotten, and what to ask now. Nothing where no answer of
    /// that number is under way.
    pub(super) fn ended(&mut self, number: u32) -> Option<(Option<Q>, Next<Q>)> {
        let (_, question) = self.running.take_if(|(running, _)| *running == number)?;
        let question = (!std::mem::take(&mut self.forgotten)).then_some(question);
        let next = self.waiting.take();
        Some((question, next.map(|next| self.run(next))))
    }

    /// The worker was lost. What waits is asked instead of what was under way.
    pub(super) fn lost(&mut self) -> Lost<Q> {
        let Some((_, question)) = self.running.take() else { return Lost::Idle };
        let losses = self.losses + 1;
        let next = self.waiting.take();
        if std::mem::take(&mut self.forgotten) && next.is_none() {
            return Lost::Idle;
        }
        match next {
            Some(next) if losses < LOSSES => {
                let (number, next) = self.run(next);
                Lost::Again(number, next)
            }
            None if losses < LOSSES => {
                let (number, question) = self.run(question);
                self.losses = losses;
                Lost::Again(number, question)
            }
            next => Lost::GiveUp(question, next.map(|next| self.run(next))),
        }
    }

    fn run(&mut self, question: Q) -> (u32, Q) {
        self.asked += 1;
        self.losses = 0;
        self.running = Some((self.asked, question.clone()));
        (self.asked, question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_while_one_is_under_way_waits_and_only_the_latest_is_asked() {
        let mut flow = LatestWins::default();
        assert_eq!(flow.want('a'), Some((1, 'a')));
        assert_eq!([flow.want('b'), flow.want('c'), flow.want('d')], [None, None, None]);
        assert_eq!(flow.ended(1), Some((Some('a'), Some((2, 'd')))));
        assert_eq!(flow.ended(2), Some((Some('d'), None)));
        assert_eq!(flow.want('e'), Some((3, 'e')));
    }

    #[test]
    fn an_answer_nobody_waits_for_is_dropped() {
        let mut flow = LatestWins::default();
        flow.want('a');
        assert_eq!((flow.ended(7), flow.ended(1)), (None, Some((Some('a'), None))));
        assert_eq!(flow.ended(1), None, "the same answer does not come twice");
    }

    #[test]
    fn going_back_to_what_is_under_way_asks_nothing_more() {
        let mut flow = LatestWins::default();
        flow.want('a');
        assert_eq!([flow.want('b'), flow.want('a')], [None, None]);
        assert_eq!(flow.ended(1), Some((Some('a'), None)));
    }

    #[test]
    fn what_was_forgotten_is_not_answered_unless_it_is_wanted_again() {
        let mut flow = LatestWins::default();
        flow.forget();
        assert_eq!(flow.want('a'), Some((1, 'a')), "nothing was under way that could be forgotten");
        flow.want('b');
        flow.forget();
        assert_eq!(flow.ended(1), Some((None, None)));
        flow.want('c');
        flow.forget();
        flow.want('c');
        assert_eq!(flow.ended(2), Some((Some('c'), None)));
        flow.want('d');
        flow.forget();
        flow.want('e');
        assert_eq!(flow.ended(3), Some((None, Some((4, 'e')))));
        assert_eq!(flow.ended(4), Some((Some('e'), None)));
        flow.want('f');
        flow.forget();
        assert_eq!(flow.lost(), Lost::Idle);
    }

    /// Whatever the order of wishes and answers: answers are to ever later wishes, and the last is to the last.
    #[test]
    fn answers_never_go_back_and_the_last_is_to_the_last_wish() {
        for pattern in 0..1_u32 << 12 {
            let (mut flow, mut wish, mut sent, mut shown) = (LatestWins::default(), 0, None, 0);
            let mut answer = |flow: &mut LatestWins<u32>, sent: &mut Next<u32>| {
                if let Some((number, question)) = sent.take() {
                    let (answered, next) = flow.ended(number).unwrap();
                    assert_eq!(answered, Some(question));
                    assert!(question > shown);
                    shown = question;
                    *sent = next;
                }
                shown
            };
            for step in 0..12 {
                if pattern >> step & 1 == 0 {
                    wish += 1;
                    sent = flow.want(wish).or(sent);
                } else {
                    answer(&mut flow, &mut sent);
                }
            }
            let mut last = 0;
            while sent.is_some() {
                last = answer(&mut flow, &mut sent);
            }
            last = last.max(answer(&mut flow, &mut sent));
            assert_eq!(last, wish, "{pattern:b}");
        }
    }

    #[test]
    fn a_lost_worker_is_replaced_once_and_then_it_is_said() {
        let mut flow = LatestWins::default();
        assert_eq!(flow.lost(), Lost::Idle);
        flow.want('a');
        assert_eq!(flow.lost(), Lost::Again(2, 'a'));
        assert_eq!(flow.ended(1), None, "nobody waits for what the lost one was asked");
        assert_eq!(flow.lost(), Lost::GiveUp('a', None));
        // Another question has its own chances.
        flow.want('b');
        flow.want('c');
        assert_eq!(flow.lost(), Lost::Again(4, 'c'));
        flow.want('d');
        assert_eq!(flow.lost(), Lost::Again(5, 'd'));
        assert_eq!(flow.lost(), Lost::Again(6, 'd'));
        flow.want('e');
        assert_eq!(flow.lost(), Lost::GiveUp('d', Some((7, 'e'))));
        assert_eq!(flow.ended(7), Some((Some('e'), None)));
    }
}
