//! What there is to ask.

use std::ops::ControlFlow;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use tradecast_ask::{
    AnswerRequest, BatchAnswer, BatchRequest, BatchResult, Forecaster, Futures, Posed, QuestionInput,
    Refusal, Result, SolveRequest, json, read,
};

use crate::body::Bodies;
use crate::fits::Fits;
use crate::limits::Limits;
use crate::pool::{Pool, Wanted};
use crate::refused::{in_json, refused};

/// Series whose fits are kept.
const KEPT: usize = 64;

/// What requests share.
#[derive(Debug)]
pub(crate) struct Service {
    limits: Limits,
    bodies: Bodies,
    pool: Pool,
    fits: Fits,
}

/// What is done with a body: the text of the answer. It looks now and then whether the answer is still wanted.
pub(crate) type Work = fn(&Service, &[u8], &Wanted) -> Result<String>;

impl Service {
    pub(crate) fn new(limits: Limits, bodies: Bodies) -> Self {
        let pool = Pool::new(limits.threads, limits.waiting);
        Self { limits, bodies, pool, fits: Fits::new(KEPT) }
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
        let done = async {
            let body = self.bodies.read(request).await?;
            let service = Arc::clone(&self);
            self.pool.run(move |wanted| work(&service, &body, wanted)).await
        };
        match tokio::time::timeout(time, done).await {
            Ok(Ok(text)) => in_json(StatusCode::OK, text),
            Ok(Err(refusal)) => refused(&refusal),
            Err(_) => refused(&Refusal::new(
                "too_slow",
                format!(
                    "there was no answer within {} s; ask for fewer paths, a shorter horizon or fewer series",
                    time.as_secs_f64()
                ),
            )),
        }
    }

    /// The forecaster that knows the same and may be fitted already.
    fn forecaster(&self, forecaster: Forecaster) -> Result<Arc<Forecaster>> {
        self.limits.of_series(&forecaster)?;
        Ok(self.fits.same(forecaster))
    }

    fn pose(&self, forecaster: &Forecaster, question: QuestionInput) -> Result<Posed> {
        let posed = forecaster.pose(question)?;
        self.limits.of_question(&posed)?;
        Ok(posed)
    }

    fn ask(
        &self,
        forecaster: &Forecaster,
        futures: &mut Futures,
        question: QuestionInput,
        wanted: &Wanted,
    ) -> Result<tradecast::Answer> {
        let posed = self.pose(forecaster, question)?;
        wanted.check()?;
        forecaster.fit(posed.with_priors)?;
        wanted.check()?;
        let outlook = futures.of(forecaster, &posed)?;
        wanted.check()?;
        forecaster.answer(&outlook, &posed)
    }
}

/// `POST /v1/answer`
pub(crate) fn answer(service: &Service, body: &[u8], wanted: &Wanted) -> Result<String> {
    let request: AnswerRequest = read(body)?;
    request.check()?;
    let forecaster = service.forecaster(Forecaster::about(request.data, request.options)?)?;
    Ok(json(&service.ask(&forecaster, &mut Futures::default(), request.question, wanted)?))
}

/// `POST /v1/solve`
pub(crate) fn solve(service: &Service, body: &[u8], wanted: &Wanted) -> Result<String> {
    let request: SolveRequest = read(body)?;
    request.check()?;
    let forecaster = service.forecaster(Forecaster::about(request.data, request.options)?)?;
    let posed = service.pose(&forecaster, request.question)?;
    let outlook = forecaster.outlook(&posed)?;
    let mut progress = |_| if wanted.still() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    Ok(json(&forecaster.solve(&outlook, &posed, request.goal, &mut progress)?))
}

/// `POST /v1/batch`
pub(crate) fn batch(service: &Service, body: &[u8], wanted: &Wanted) -> Result<String> {
    let request: BatchRequest = read(body)?;
    request.check()?;
    let all = match request.data {
        Some(data) => Forecaster::each(data, &request.options)?,
        None => {
            let inside = Forecaster::flagship(request.options)?;
            vec![(inside.series().name().to_owned(), Ok(inside))]
        }
    };
    service.limits.of_batch(all.len(), request.questions.len())?;
    let mut results = Vec::new();
    for (series, forecaster) in all {
        let forecaster = forecaster.and_then(|forecaster| service.forecaster(forecaster));
        let mut futures = Futures::default();
        for (number, question) in request.questions.iter().enumerate() {
            wanted.check()?;
            let answered = match &forecaster {
                Ok(forecaster) => service.ask(forecaster, &mut futures, question.clone(), wanted),
                Err(refusal) => Err(refusal.clone()),
            };
            let (answer, error) = match answered {
                Ok(answer) => (Some(Box::new(answer)), None),
                Err(refusal) => (None, Some(refusal)),
            };
            results.push(BatchResult { series: series.clone(), question: number, answer, error });
        }
    }
    Ok(json(&BatchAnswer { results }))
}
