//! Models of the series in levels with one source of error: what they share is how they are fitted, extrapolated and simulated.
//!
//! *Falling series.* A series that fell is seen upside down: the model gets 1/y. On the level a fall of so much a period would run
//! into zero; upside down it fades in per cent just as growth of so much a period does, and a series and its mirror image on the
//! scale of logs get the same forecasts and bands, mirrored. Where a forecast turns against that direction it is [`softened`].

use std::sync::OnceLock;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::Draws;
use crate::series::sample::Sample;

/// Share of the last value below which nothing is expected while the model learns and is simulated: errors are relative to it.
const LOWEST: f64 = 0.02;
/// Largest surprise in one period, log points.
const LARGEST_SHOCK: f64 = 5.0;

/// A recursion that forecasts the next value from its state and learns from what comes.
pub(crate) trait LevelModel: Copy + Send + Sync + 'static {
    /// Everything a forecast needs at one point of time.
    type State: Copy + Send + Sync;

    /// State before the second value.
    fn start(&self, y: &[f64]) -> Self::State;

    /// Forecast of the next value.
    fn next(&self, state: &Self::State) -> f64;

    /// State after the next value.
    fn see(&self, state: &Self::State, value: f64) -> Self::State;

    /// Where the search ended, for a start nearby; `None` where nothing is searched.
    fn optimum(&self) -> Option<[f64; 3]>;

    /// Estimates in the unit of the series, which is `scale` times that of the model where that sees it upright.
    fn parameters(&self, sample: &Sample, direction: Direction) -> Vec<Parameter>;
}

/// A fall smaller than so many standard errors of the mean change is none: the sharpest low of a series without a trend would be
/// the highest peak upside down.
const LEAST_FALL: f64 = 0.5;

/// Whether a series fell from its first value to its last: it is then seen upside down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Direction {
    Upright,
    UpsideDown,
}

impl Direction {
    fn of(sample: &Sample) -> Self {
        let (span, fall) = (sample.end(), sample.log[0]);
        let squares: f64 = (1..sample.len())
            .map(|i| {
                let k = sample.t[i] - sample.t[i - 1];
                let surprise = sample.log[i] - sample.log[i - 1] + k * fall / span;
                surprise * surprise / k
            })
            .sum();
        let error = (squares / sample.len().saturating_sub(2).max(1) as f64 * span).sqrt();
        if fall > LEAST_FALL * error { Self::UpsideDown } else { Self::Upright }
    }

    /// What a log of the series is the log of, for the model, and the other way round.
    pub(crate) fn turn(self, log: f64) -> f64 {
        match self {
            Self::Upright => log,
            Self::UpsideDown => -log,
        }
    }
}

/// Log of an expected value relative to the last one. A fall is as large in logs as a rise by the same amount, so that nothing
/// falls below nothing; near the last value this is the logarithm.
fn softened(value: f64) -> f64 {
    if value < 1.0 { -libm::log(2.0 - value) } else { libm::log(value) }
}

/// Parameters and how they were found.
pub(crate) struct Estimated<M> {
    pub(crate) model: M,
    /// Parameters estimated, initial states included.
    pub(crate) parameters: usize,
    /// Evaluations of the search; zero where there is a closed form.
    pub(crate) evaluations: usize,
    /// Whether the search ended at a minimum, and not where its work is bounded or at an edge that it could not follow.
    pub(crate) converged: bool,
}

#[derive(Debug)]
struct OneSource<M: LevelModel> {
    model: M,
    sample: Sample,
    /// Whether the model sees the series upside down.
    direction: Direction,
    /// What the model sees: relative to the last value, without gaps.
    y: Vec<f64>,
    now: M::State,
    parameters: usize,
    evaluations: usize,
    converged: bool,
    /// Standard deviation of the relative one-step errors; computed when a path is first simulated.
    sigma: OnceLock<f64>,
}

/// Fits a model in levels: `estimate` gets the values relative to the last one, without gaps.
pub(crate) fn fit<M: LevelModel>(
    name: &'static str,
    needs: usize,
    sample: &Sample,
    estimate: impl FnOnce(&[f64]) -> Option<Estimated<M>>,
) -> Result<Box<dyn Fitted>> {
    sample.needs(needs, name)?;
    let direction = Direction::of(sample);
    let y: Vec<f64> = sample.bridged().into_iter().map(|log| libm::exp(direction.turn(log))).collect();
    let Estimated { model, parameters, evaluations, converged } =
        estimate(&y).ok_or(Error::NotFitted { model: name, reason: NotFittedReason::NoMinimum })?;
    let now = y[1..].iter().fold(model.start(&y), |state, value| model.see(&state, *value));
    Ok(Box::new(OneSource {
        model,
        sample: sample.clone(),
        direction,
        y,
        now,
        parameters,
        evaluations,
        converged,
        sigma: OnceLock::new(),
    }))
}

impl<M: LevelModel> OneSource<M> {
    /// One-step errors in logs at the observations from the second on.
    fn residuals(&self) -> Vec<f64> {
        let mut state = self.model.start(&self.y);
        let errors: Vec<f64> = self.y[1..]
            .iter()
            .map(|value| {
                let error = libm::log(value / self.model.next(&state).max(LOWEST * value));
                state = self.model.see(&state, *value);
                self.direction.turn(error)
            })
            .collect();
        self.sample.t[1..].iter().map(|t| errors[*t as usize - 1]).collect()
    }

    fn degrees_of_freedom(&self) -> usize {
        (self.sample.len() - 1).saturating_sub(self.parameters).max(1)
    }

    fn spread(&self, residuals: &[f64]) -> f64 {
        (residuals.iter().map(|e| e * e).sum::<f64>() / self.degrees_of_freedom() as f64).sqrt()
    }
}

impl<M: LevelModel> Fitted for OneSource<M> {
    fn parameters(&self) -> Vec<Parameter> {
        let sigma = self.spread(&self.residuals());
        let sigma = Parameter {
            name: "sigma".into(),
            value: sigma,
            std_error: None,
            unit: "log points a period".into(),
        };
        self.model.parameters(&self.sample, self.direction).into_iter().chain([sigma]).collect()
    }

    fn convergence(&self) -> Convergence {
        match (self.evaluations, self.converged) {
            (0, _) => Convergence::ClosedForm,
            (evaluations, true) => Convergence::QuasiNewton { evaluations },
            (evaluations, false) => Convergence::QuasiNewtonStopped { evaluations },
        }
    }

    fn converged(&self) -> bool {
        self.converged
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        let residuals = self.residuals();
        let sigma = self.spread(&residuals);
        Some(residual::diagnostics(
            &self.sample,
            |i| i + 1,
            &residuals,
            sigma,
            self.degrees_of_freedom(),
            None,
        ))
    }

    fn optimum(&self) -> Option<[f64; 3]> {
        self.model.optimum()
    }

    fn point(&self, lead: usize) -> f64 {
        let mut leads = vec![0.0; lead];
        self.points(&mut leads);
        leads.last().copied().unwrap_or(0.0)
    }

    fn points(&self, leads: &mut [f64]) {
        let mut state = self.now;
        for lead in leads {
            let next = self.model.next(&state);
            *lead = self.direction.turn(softened(next));
            state = self.model.see(&state, next);
        }
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let sigma = *self.sigma.get_or_init(|| self.spread(&self.residuals()));
        let size = sigma * draws.scale(self.degrees_of_freedom());
        // What surprises add is the difference between a run with and one without them.
        let (mut calm, mut state) = (self.now, self.now);
        for (lead, (trend, surprise)) in trend.iter_mut().zip(surprise).enumerate() {
            let next = self.model.next(&calm);
            calm = self.model.see(&calm, next);
            *trend = self.direction.turn(softened(next));
            // Errors are relative, so that no path falls below nothing.
            let shock = (size * draws.surprise(lead)).clamp(-LARGEST_SHOCK, LARGEST_SHOCK);
            let value = self.model.next(&state).max(LOWEST) * libm::exp(self.direction.turn(shock));
            *surprise = self.direction.turn(libm::log(value) - libm::log(next.max(LOWEST)));
            state = self.model.see(&state, value);
        }
    }
}
