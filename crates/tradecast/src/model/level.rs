//! Models of the series in levels with one source of error: what they share is how they are fitted, extrapolated and simulated.

use std::sync::OnceLock;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::Draws;
use crate::series::sample::Sample;

/// Share of the last value below which no forecast falls: a straight line down would end below nothing.
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

    /// Estimates in the unit of the series, which is `scale` times that of the model.
    fn parameters(&self, sample: &Sample) -> Vec<Parameter>;
}

/// Parameters and how they were found.
pub(crate) struct Estimated<M> {
    pub(crate) model: M,
    /// Parameters estimated, initial states included.
    pub(crate) parameters: usize,
    /// Evaluations of the search; zero where there is a closed form.
    pub(crate) evaluations: usize,
}

#[derive(Debug)]
struct OneSource<M: LevelModel> {
    model: M,
    sample: Sample,
    /// Relative to the last value, without gaps.
    y: Vec<f64>,
    now: M::State,
    parameters: usize,
    evaluations: usize,
    /// Standard deviation of the relative one-step errors; computed when a future is first simulated.
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
    let y = sample.bridged_levels();
    let Estimated { model, parameters, evaluations } =
        estimate(&y).ok_or(Error::NotFitted { model: name, reason: NotFittedReason::NoMinimum })?;
    let now = y[1..].iter().fold(model.start(&y), |state, value| model.see(&state, *value));
    Ok(Box::new(OneSource {
        model,
        sample: sample.clone(),
        y,
        now,
        parameters,
        evaluations,
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
                error
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
        self.model.parameters(&self.sample).into_iter().chain([sigma]).collect()
    }

    fn convergence(&self) -> Convergence {
        match self.evaluations {
            0 => Convergence::ClosedForm,
            evaluations => Convergence::QuasiNewton { evaluations },
        }
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
            *lead = libm::log(next.max(LOWEST));
            state = self.model.see(&state, next);
        }
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let sigma = *self.sigma.get_or_init(|| self.spread(&self.residuals()));
        let size = sigma * draws.scale(self.degrees_of_freedom());
        self.points(trend);
        let mut state = self.now;
        for (lead, (trend, surprise)) in trend.iter().zip(surprise).enumerate() {
            // Errors are relative, so that no future falls below nothing.
            let shock = (size * draws.surprise(lead)).clamp(-LARGEST_SHOCK, LARGEST_SHOCK);
            let value = self.model.next(&state).max(LOWEST) * libm::exp(shock);
            *surprise = libm::log(value) - *trend;
            state = self.model.see(&state, value);
        }
    }
}
