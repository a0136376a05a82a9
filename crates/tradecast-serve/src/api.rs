//! What there is to ask.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};
use tradecast::{Answer, Simulation, SimulationCache, isolated};
use tradecast_ask::{
    AnswerRequest, BatchRequest, BatchResult, Data, Forecaster, Forecasters, Options, ParsedQuestion,
    QuestionInput, Refusal, Result, SolveRequest, WithWarnings, read,
};

use crate::request::body::Bodies;
use crate::request::client::Client;
use crate::request::json_limits;
use crate::request::limits::{Cost, Limits, cells, step_of_fit, step_of_search, work_of_search};
use crate::response::{error_response, in_json};
use crate::work::fits::Fits;
use crate::work::pool::{Pool, Turn};

/// Series whose fits are kept, and the memory for them.
const KEPT: usize = 64;
const KEPT_BYTES: usize = 64_000_000;
/// Batches of more series keep no fits.
const FEW: usize = 16;

/// What a byte of a body is expected to cost before anybody has read it, in simulated values: what is not short is a batch.
const OF_BYTE: u64 = 40;

/// What requests share.
#[derive(Debug)]
pub(crate) struct Service {
    limits: Limits,
    bodies: Bodies,
    pool: Pool,
    fits: Fits,
}

/// What is done with a body: the text of the answer. It looks now and then whether the answer is still wanted.
pub(crate) type Work = fn(&Service, &[u8], &Turn) -> Result<String>;

impl Service {
    pub(crate) fn new(limits: Limits, bodies: Bodies) -> Self {
        let pool = Pool::new(limits.threads, limits.waiting);
        Self { limits, bodies, pool, fits: Fits::new(KEPT, KEPT_BYTES) }
    }

    /// Whether as many requests wait as may.
    pub(crate) fn is_full(&self) -> bool {
        self.pool.is_full()
    }

    /// Requests that are computed, and that wait for a thread.
    pub(crate) fn queue(&self) -> (usize, usize) {
        self.pool.count()
    }

    /// Reads the body, does the work and responds, all within the time of a request.
    pub(crate) async fn respond(self: Arc<Self>, request: Request, work: Work) -> Response {
        let time = self.limits.time;
        let client = request.extensions().get().map(|Client(address)| *address);
        let done = async {
            let body = self.bodies.read(request).await?;
            let service = Arc::clone(&self);
            let expected = OF_BYTE * body.len() as u64;
            self.pool.run(client, expected, move |turn| work(&service, &body, turn)).await
        };
        match tokio::time::timeout(time, done).await {
            Ok(Ok(text)) => in_json(StatusCode::OK, text),
            Ok(Err(refusal)) => error_response(&refusal),
            Err(_) => error_response(&Refusal::new(
                "too_slow",
                format!(
                    "there was no answer within {} s; ask for fewer paths, a shorter horizon or fewer series",
                    time.as_secs_f64()
                ),
            )),
        }
    }

    /// The one series of a request.
    fn one(&self, data: Option<Data>, options: Options) -> Result<Arc<Forecaster>> {
        let one = match data {
            Some(data) => {
                let all = Forecaster::each(data, options)?.with_remarks(1);
                if all.series() == 1 {
                    self.limits.of_rows(&all)?;
                }
                all.single()?
            }
            None => Forecaster::flagship(options)?,
        };
        self.limits.of_series(&one)?;
        Ok(self.fits.same(one))
    }

    fn parse(&self, forecaster: &Forecaster, question: QuestionInput) -> Result<ParsedQuestion> {
        let parsed = forecaster.parse(question)?;
        self.limits.of_question(&parsed)?;
        Ok(parsed)
    }
}

/// How the requests of one body are computed.
struct Job<'a> {
    service: &'a Service,
    turn: &'a Turn,
    /// Whether a model was asked for by name.
    by_name: bool,
    /// Bytes held while others have their turn.
    held: Cell<usize>,
}

impl Job<'_> {
    /// Lets others have their turn between the steps of something.
    fn go_on(&self, step: u64, held: usize) -> ControlFlow<()> {
        match self.turn.rest(step, self.held.get() + held) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// The simulation that answers a question.
    fn simulation(
        &self,
        forecaster: &Forecaster,
        cache: &mut SimulationCache,
        parsed: &ParsedQuestion,
    ) -> Result<Simulation> {
        let step = step_of_fit(forecaster, self.by_name);
        forecaster.fit_with_progress(parsed.with_priors, &mut |_| self.go_on(step, 0))?;
        // From here to the answer the simulation takes so much memory that nobody else has a turn.
        self.turn.rest(2 * cells(parsed), self.held.get())?;
        forecaster.simulate_cached(cache, parsed)
    }

    fn ask(
        &self,
        forecaster: &Forecaster,
        cache: &mut SimulationCache,
        question: QuestionInput,
    ) -> Result<Answer> {
        let parsed = self.service.parse(forecaster, question)?;
        let simulation = self.simulation(forecaster, cache, &parsed)?;
        self.turn.check()?;
        forecaster.answer(&simulation, &parsed)
    }
}

/// `POST /v1/answer`
pub(crate) fn answer(service: &Service, body: &[u8], turn: &Turn) -> Result<String> {
    json_limits::check(body, &service.limits)?;
    let request: AnswerRequest = read(body)?;
    request.check()?;
    let AnswerRequest { data, options, question, .. } = request;
    let job = Job { service, turn, by_name: options.model.is_some(), held: Cell::default() };
    let forecaster = service.one(data, options)?;
    turn.expect(service.limits.cost_of_answer(&forecaster, &question, job.by_name).work);
    let answer = job.ask(&forecaster, &mut SimulationCache::default(), question)?;
    written(&answer, 0, &service.limits)
}

/// `POST /v1/solve`
pub(crate) fn solve(service: &Service, body: &[u8], turn: &Turn) -> Result<String> {
    json_limits::check(body, &service.limits)?;
    let request: SolveRequest = read(body)?;
    request.check()?;
    let SolveRequest { data, options, question, goal, .. } = request;
    let job = Job { service, turn, by_name: options.model.is_some(), held: Cell::default() };
    let forecaster = service.one(data, options)?;
    let cost = service.limits.cost_of_answer(&forecaster, &question, job.by_name);
    let parsed = service.parse(&forecaster, question)?;
    turn.expect(cost.work.saturating_add(work_of_search(&parsed, goal.levers.len())));
    let simulation = job.simulation(&forecaster, &mut SimulationCache::default(), &parsed)?;
    let (step, held) = (step_of_search(&parsed), 16 * cells(&parsed) as usize);
    let solution = forecaster.solve(&simulation, &parsed, goal, &mut |_| job.go_on(step, held))?;
    written(&WithWarnings::of(solution, forecaster.priors_warning(&parsed)), 0, &service.limits)
}

/// `POST /v1/batch`
pub(crate) fn batch(service: &Service, body: &[u8], turn: &Turn) -> Result<String> {
    json_limits::check(body, &service.limits)?;
    let request: BatchRequest = read(body)?;
    request.check()?;
    let BatchRequest { data, options, questions, .. } = request;
    // A misspelt field is a mistake in the whole request; values out of their bounds are errors of their rows.
    for (at, question) in questions.iter().enumerate() {
        question.check().map_err(|refusal| refusal.at(&format!("questions[{at}]")))?;
    }
    let job = Job { service, turn, by_name: options.model.is_some(), held: Cell::new(2 * body.len()) };
    let all = match data {
        Some(data) => Forecaster::each(data, options)?.with_remarks(1),
        None => Forecaster::flagship(options)?.into(),
    };
    let Cost { work, response } = service.limits.of_batch(&all, &questions, job.by_name)?;
    turn.expect(work);
    let answers =
        Answers { results: Results { job, all: RefCell::new(all), questions, failed: Cell::default() } };
    let text = written(&answers, response as usize, &service.limits);
    answers.results.failed.take().map_or(text, Err)
}

/// The answers of a batch, each computed when it is written, as [`tradecast_ask::BatchAnswer`] would be.
#[derive(Serialize)]
struct Answers<'a> {
    results: Results<'a>,
}

struct Results<'a> {
    job: Job<'a>,
    all: RefCell<Forecasters>,
    questions: Vec<QuestionInput>,
    /// Why there are no more.
    failed: Cell<Option<Refusal>>,
}

impl Results<'_> {
    fn answered(
        &self,
        forecaster: &Result<Arc<Forecaster>>,
        cache: &mut SimulationCache,
        question: &QuestionInput,
    ) -> Result<Answer> {
        let forecaster = forecaster.as_ref().map_err(Clone::clone)?;
        // A mistake with one series must not touch the others.
        isolated(format!("ask {}", forecaster.series().name()), || {
            self.job.ask(forecaster, cache, question.clone())
        })?
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let ended = |refusal| {
            self.failed.set(Some(refusal));
            S::Error::custom("the batch ended early")
        };
        let Service { limits, fits, .. } = self.job.service;
        let few = self.all.borrow().series() <= FEW;
        let mut results = serializer.serialize_seq(None)?;
        for one in &mut *self.all.borrow_mut() {
            let (series, forecaster) = one.map_err(ended)?;
            let series = shortened(series, limits.text);
            let forecaster = forecaster.and_then(|one| limits.of_series(&one).map(|()| one));
            let forecaster = forecaster.map(|one| if few { fits.same(one) } else { fits.known(one) });
            let mut cache = SimulationCache::default();
            for (number, question) in self.questions.iter().enumerate() {
                self.job.turn.rest(0, self.job.held.get()).map_err(ended)?;
                let answered = self.answered(&forecaster, &mut cache, question);
                let (answer, error) = match answered {
                    Ok(answer) => (Some(Box::new(answer)), None),
                    Err(refusal) if refusal.code == "stopped" => return Err(ended(refusal)),
                    Err(refusal) => (None, Some(refusal)),
                };
                results.serialize_element(&BatchResult {
                    series: series.clone(),
                    question: number,
                    answer,
                    error,
                })?;
            }
        }
        results.end()
    }
}

fn shortened(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A value as JSON, as [`tradecast_ask::json`] writes it, of so many bytes or about; refused where it gets too long.
fn written(value: &impl Serialize, about: usize, limits: &Limits) -> Result<String> {
    let mut text = Bounded { bytes: Vec::with_capacity(about.min(limits.response)), most: limits.response };
    match value.serialize(&mut serde_json::Serializer::pretty(&mut text)) {
        Ok(()) => Ok(String::from_utf8(text.bytes).expect("JSON is UTF-8")),
        Err(_) => Err(limits.response_too_large(limits.response as u64 + 1)),
    }
}

/// A text that cannot grow beyond a limit.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
