//! The session between page and worker: either side remembers what the other has sent. The data of the user and the baselines, which
//! are as large as an answer and rarely change, are sent once; the history of an answer is left out, as it is that of the data.

use std::collections::VecDeque;
use std::sync::Arc;

use tradecast::Answer;

use crate::engine::{AnswerData, AnswerView};
use crate::question::{Data, Question};
use crate::work::message::Request;
use crate::work::task::{Baseline, Task, TaskResult};

/// Baselines that either side remembers: the present one, and the last ones before it.
const REMEMBERED: usize = 4;

/// The page's side of the session with one worker.
#[derive(Debug, Default)]
pub(super) struct PageSession {
    data: Option<Data>,
    baselines: VecDeque<(u32, Arc<Answer>)>,
}

impl PageSession {
    /// A request as it is sent: without the data where the worker has them from the request before.
    pub(super) fn request(&mut self, id: u32, question: &Question, task: &Task) -> Request {
        let same_data = self.data.as_ref() == Some(&question.data);
        let data = if same_data { Data::default() } else { question.data.clone() };
        self.data = Some(question.data.clone());
        Request { id, same_data, question: Question { data, ..question.clone() }, task: task.clone() }
    }

    /// The answer to a question as the page shows it; absent where the worker did something else.
    pub(super) fn shown(&mut self, question: &Question, done: TaskResult) -> Option<AnswerView> {
        let TaskResult::Answer { mut answer, baseline, without_priors, overlays } = done else { return None };
        with_history(&mut answer, question);
        let baseline = match baseline {
            Some(baseline) => Some(self.baseline(question, baseline)?),
            None => None,
        };
        Some(AnswerView::new(AnswerData { answer: *answer, baseline, without_priors, full: true, overlays }))
    }

    fn baseline(&mut self, question: &Question, baseline: Baseline) -> Option<Arc<Answer>> {
        let Baseline { number, answer } = baseline;
        let found = match answer {
            Some(mut answer) => {
                with_history(&mut answer, question);
                (number, Arc::new(*answer))
            }
            None => self.baselines.remove(self.baselines.iter().position(|(known, _)| *known == number)?)?,
        };
        let answer = Arc::clone(&found.1);
        self.baselines.push_front(found);
        self.baselines.truncate(REMEMBERED);
        Some(answer)
    }
}

/// The worker's side.
#[derive(Debug, Default)]
pub(super) struct WorkerSession {
    data: Option<Data>,
    last: u32,
    baselines: VecDeque<(u32, Arc<Answer>)>,
}

impl WorkerSession {
    /// The question of a request, with its data.
    pub(super) fn ask(&mut self, request: &Request) -> Question {
        let mut question = request.question.clone();
        if request.same_data {
            question.data = self.data.clone().expect("there was a request before, with these data");
        }
        self.data = Some(question.data.clone());
        question
    }

    /// An answer as it is sent.
    pub(super) fn done(&mut self, question: &Question, shown: &AnswerView) -> TaskResult {
        TaskResult::Answer {
            answer: Box::new(without_history(&shown.answer, question)),
            baseline: shown.baseline.as_ref().map(|baseline| self.baseline(question, baseline)),
            without_priors: shown.without_priors,
            overlays: shown.overlays.clone(),
        }
    }

    fn baseline(&mut self, question: &Question, answer: &Arc<Answer>) -> Baseline {
        let known = self.baselines.iter().position(|(_, known)| Arc::ptr_eq(known, answer));
        if let Some(found) = known.and_then(|at| self.baselines.remove(at)) {
            let number = found.0;
            self.baselines.push_front(found);
            return Baseline { number, answer: None };
        }
        self.last += 1;
        self.baselines.push_front((self.last, Arc::clone(answer)));
        self.baselines.truncate(REMEMBERED);
        Baseline { number: self.last, answer: Some(Box::new(without_history(answer, question))) }
    }
}

/// An answer without its history, where that is all there is in the data. There is none without any.
fn without_history(answer: &Answer, question: &Question) -> Answer {
    let known = question.data.known(question.as_of);
    let mut sent = answer.clone();
    if sent.history == known.series.observations() {
        sent.history = Vec::new();
    }
    sent
}

fn with_history(answer: &mut Answer, question: &Question) {
    if answer.history.is_empty() {
        answer.history = question.data.known(question.as_of).series.observations().to_vec();
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tradecast::{Assumptions, Lever, Observation, Period, Series, Target};

    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::engine::Engine;
    use crate::question::OwnData;
    use crate::question::{DisplayOptions, Precision};

    fn own(factor: f64) -> Data {
        let rows = (2000..2020).map(|y| Observation::new(Period::annual(y), factor * f64::from(y - 1990)));
        Data::Own(Rc::new(OwnData::new(Series::new("mine", rows.collect()).unwrap())))
    }

    fn ask(data: Data, target: f64, growth: f64) -> Question {
        Question {
            data,
            as_of: false,
            target: Target::level(target).unwrap(),
            horizon: 8,
            assumptions: Assumptions::baseline().with(Lever::Growth, growth).unwrap(),
            priors: true,
        }
    }

    /// As plain values, as nothing else crosses; and how many letters that would be.
    fn crossing<T: Serialize + for<'de> Deserialize<'de>>(value: &T) -> (T, usize) {
        let sent = serde_json::to_value(value).unwrap();
        let letters = sent.to_string().len();
        (serde_json::from_value(sent).unwrap(), letters)
    }

    #[test]
    fn what_is_known_does_not_cross_again_and_nothing_is_lost_by_that() {
        let (mut page, mut worker) = (PageSession::default(), WorkerSession::default());
        let (mut engine, mut fresh) = (Engine::new(500, None), Engine::new(500, None));
        let mut sizes = Vec::new();
        let (mine, other) = (own(1.0), own(2.0));
        let wishes = [
            (&mine, 60.0, 0.0),
            (&mine, 60.0, 1.0),
            (&mine, 60.0, 2.0),
            (&other, 60.0, 2.0),
            (&Data::default(), 1000.0, 2.0),
            (&Data::default(), 1000.0, 3.0),
            (&mine, 60.0, 2.0),
            (&mine, 70.0, 2.0),
        ];
        for (id, (data, target, growth)) in (0..).zip(wishes) {
            let wanted = ask(data.clone(), target, growth);
            let task = Task::Answer(DisplayOptions::default());
            let (request, there) = crossing(&page.request(id, &wanted, &task));
            let asked = worker.ask(&request);
            assert_eq!(asked, wanted);
            let shown = engine.ask(&asked, Precision::Full).unwrap();
            let (done, back) = crossing(&worker.done(&asked, &shown));
            let arrived = page.shown(&wanted, done).unwrap();
            let expected = fresh.ask(&wanted, Precision::Full).unwrap();
            assert!(arrived.answer == expected.answer && arrived.baseline == expected.baseline, "{id}");
            sizes.push((there, back));
        }
        assert!(sizes[1].0 * 2 < sizes[0].0, "own data cross once: {sizes:?}");
        assert!(sizes[2].1 * 3 < sizes[1].1 * 2, "a baseline crosses once: {sizes:?}");
    }

    #[test]
    fn a_baseline_that_never_arrived_is_not_made_up() {
        let mut engine = Engine::new(200, None);
        let asked = ask(own(1.0), 60.0, 1.0);
        let mut worker = WorkerSession::default();
        let shown = engine.ask(&asked, Precision::Full).unwrap();
        worker.done(&asked, &shown);
        assert_eq!(PageSession::default().shown(&asked, worker.done(&asked, &shown)), None);
    }
}
