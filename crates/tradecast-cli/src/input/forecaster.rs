//! The forecaster of one series of a run: the same that page, package and service ask.

use std::sync::Arc;

use tradecast::{
    Answer, Assumptions, Composition, DataContext, Fit, Forecaster, ModelChoice, Readings, Settings,
    Simulation, Target, Warning,
};

use crate::input::priors::PriorsChoice;
use crate::input::source::SeriesAsOf;

/// A series with its context, fitted when it is first needed. A command asks one simulation all it wants to know, so that it keeps none.
pub(crate) struct SeriesForecaster {
    inner: Forecaster,
    /// Whether the priors are used; otherwise the forecaster has them for comparison only.
    with_priors: bool,
    /// Whether there are priors to use or to compare with.
    has_priors: bool,
    /// What was decided on the priors, where the arguments do not say.
    pub(crate) warning: Option<Warning>,
}

impl SeriesForecaster {
    /// The forecaster of a series and what is known beside it.
    pub(crate) fn new(
        known: &SeriesAsOf,
        composition: Option<Composition>,
        readings: Readings,
        models: ModelChoice,
        priors: &PriorsChoice,
    ) -> Self {
        let (series, months) = (Arc::clone(&known.series), known.months.clone());
        let context = DataContext { series, months, composition, readings };
        Self::of_context(known, context.into(), models, priors)
    }

    /// The same of a context that several forecasters share.
    pub(crate) fn of_context(
        known: &SeriesAsOf,
        context: Arc<DataContext>,
        models: ModelChoice,
        priors: &PriorsChoice,
    ) -> Self {
        let (with_priors, priors, warning) =
            (priors.uses(known.kind), priors.of(known.kind), priors.warning(known));
        let has_priors = priors.is_some();
        let inner = Forecaster::new(context, models, priors);
        let inner = match &known.whole {
            Some(whole) => inner.with_later(Arc::clone(whole)),
            None => inner,
        };
        Self { inner, with_priors, has_priors, warning }
    }

    /// The models as they are used.
    pub(crate) fn fit(&self) -> tradecast::Result<&Fit> {
        self.inner.fit(self.with_priors)
    }

    /// The simulation that the command asks.
    pub(crate) fn simulate(&self, settings: &Settings) -> tradecast::Result<Simulation> {
        self.inner.simulate(self.with_priors, settings)
    }

    /// The simulation without the priors that are used, or with those that are not; absent where there are none.
    pub(crate) fn simulate_otherwise(&self, settings: &Settings) -> Option<tradecast::Result<Simulation>> {
        self.has_priors.then(|| self.inner.simulate(!self.with_priors, settings))
    }

    /// The answer of a simulation, beside what has happened since the as-of date.
    pub(crate) fn answer(
        &self,
        simulation: &Simulation,
        target: &Target,
        assumptions: &Assumptions,
    ) -> tradecast::Result<Answer> {
        self.inner.answer(simulation, target, assumptions)
    }
}
