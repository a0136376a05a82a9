//! What there is to ask.

use std::ops::ControlFlow;
use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use http_body_util::LengthLimitError;
use tradecast_ask::{
    AnswerRequest, BatchAnswer, BatchRequest, BatchResult, Forecaster, Posed, QuestionInput, Refusal, Result,
    SolveRequest, json, read,
};

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
    pool: Pool,
    fits: Fits,
}

/// What is done with a body: the text of the answer. It looks now and then whether the answer is still wanted.
pub(crate) type Work = fn(&Service, &[u8], &Wanted) -> Result<String>;

impl Service {
    pub(crate) fn new(limits: Limits) -> Self {
        let pool = Pool::new(limits.threads, limits.waiting);
        Self { limits, pool, fits: Fits::new(KEPT) }
    }

    /// Reads the body, does the work and responds, all within the time of a request.
    pub(crate) async fn respond(self: Arc<Self>, request: Request, work: Work) -> Response {
        let time = self.limits.time;
        let done = async {
            let body = self.body(request).await?;
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

    async fn body(&self, request: Request) -> Result<Bytes> {
        let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        // Also what keeps pages of other origins from asking without having been allowed to.
        if !kind.eq_ignore_ascii_case("application/json") {
            let message = format!(
                "the body is said to be {kind:?}; send JSON, and the header content-type: application/json"
            );
            return Err(Refusal::new("not_json", message));
        }
        let too_large = || {
            let message =
                format!("the body is larger than {} bytes; send fewer series at a time", self.limits.body);
            Refusal::new("too_large", message)
        };
        let length = request
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > self.limits.body as u64) {
            return Err(too_large());
        }
        to_bytes(request.into_body(), self.limits.body).await.map_err(|error| {
            let source = std::error::Error::source(&error);
            if source.is_some_and(|source| source.is::<LengthLimitError>()) {
                too_large()
            } else {
                Refusal::new("bad_body", format!("the body cannot be read: {error}; send it again"))
            }
        })
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
        question: QuestionInput,
        wanted: &Wanted,
    ) -> Result<tradecast::Answer> {
        let posed = self.pose(forecaster, question)?;
        wanted.check()?;
        forecaster.fit(posed.with_priors)?;
        wanted.check()?;
        let outlook = forecaster.outlook(&posed)?;
        wanted.check()?;
        forecaster.answer(&outlook, &posed)
    }
}

/// `POST /v1/answer`
pub(crate) fn answer(service: &Service, body: &[u8], wanted: &Wanted) -> Result<String> {
    let request: AnswerRequest = read(body)?;
    request.check()?;
    let forecaster = service.forecaster(Forecaster::about(request.data, request.options)?)?;
    Ok(json(&service.ask(&forecaster, request.question, wanted)?))
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
        for (number, question) in request.questions.iter().enumerate() {
            wanted.check()?;
            let answered = match &forecaster {
                Ok(forecaster) => service.ask(forecaster, question.clone(), wanted),
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
