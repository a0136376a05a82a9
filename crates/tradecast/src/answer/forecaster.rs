//! Data that are fitted once, to be asked many times.

use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use crate::answer::answer::Answer;
use crate::error::Result;
use crate::fit::fit::{Fit, fit, fit_with_progress};
use crate::model::id::ModelChoice;
use crate::model::priors::Priors;
use crate::question::assumptions::Assumptions;
use crate::question::settings::Settings;
use crate::question::target::Target;
use crate::series::context::DataContext;
use crate::series::series::Series;
use crate::simulate::simulation::Simulation;

/// The data behind questions, fitted when a question first needs it: with panel priors, and without them for questions that leave
/// them out. Both fits are kept.
///
/// Threads can share it. Simulations are large, so that they belong to whoever asks: keep them in a [`crate::SimulationCache`].
///
/// Two forecasters are equal where they have the same data, models and priors, whatever they have computed since.
///
/// ```
/// use tradecast::{
///     Assumptions, DataContext, Forecaster, Lever, ModelChoice, Observation, Period, Question, Series, Settings, SimulationCache,
///     Target,
/// };
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let target = Target::level(250.0)?;
/// let forecaster = Forecaster::new(DataContext::only(series.clone()).into(), ModelChoice::Auto, None);
/// let mut cache = SimulationCache::default();
/// for growth in [0.0, 1.0, 2.0] {
///     let assumptions = Assumptions::baseline().with(Lever::Growth, growth)?;
///     let simulation = cache.simulation(&forecaster, true, &Settings::default())?;
///     let answer = forecaster.answer(&simulation, &target, &assumptions)?;
///     assert_eq!(answer, Question { assumptions, ..Question::new(series.clone(), target.clone()) }.answer()?);
/// }
/// assert_eq!((forecaster.fits(), cache.simulated()), (1, 1));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug)]
pub struct Forecaster {
    context: Arc<DataContext>,
    /// The series with its values after the as-of date, where the data are as of an earlier date.
    later: Option<Arc<Series>>,
    models: ModelChoice,
    priors: Option<Arc<Priors>>,
    /// With the priors, and without.
    fits: [OnceLock<Fit>; 2],
    /// Of the months, where they are known: priors are about years.
    months: OnceLock<Fit>,
}

impl PartialEq for Forecaster {
    fn eq(&self, other: &Self) -> bool {
        let Self { context, later, models, priors, fits: _, months: _ } = self;
        (context, later, models, priors) == (&other.context, &other.later, &other.models, &other.priors)
    }
}

impl Forecaster {
    /// A forecaster of some data, with the models that answer and what a panel of other series teaches, where that is known.
    ///
    /// ```
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series};
    /// let one = Series::new("short", vec![Observation::new(Period::annual(2022), 461.9)])?;
    /// // Nothing is computed yet.
    /// let forecaster = Forecaster::new(DataContext::only(one).into(), ModelChoice::Auto, None);
    /// assert_eq!(forecaster.fit(true).unwrap_err().code(), "too_few_observations");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn new(context: Arc<DataContext>, models: ModelChoice, priors: Option<Arc<Priors>>) -> Self {
        Self { context, later: None, models, priors, fits: Default::default(), months: OnceLock::new() }
    }

    /// The same forecaster where the data are as of an earlier date: `later` is the series with the values since, and every answer
    /// compares its forecast with them ([`Answer::since`]).
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use tradecast::{Assumptions, DataContext, Forecaster, ModelChoice, Observation, Period, Series, Settings, Target};
    /// # let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0, 185.0, 190.0];
    /// # let all = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let known = DataContext::only(all.as_of(Period::annual(2022))?);
    /// let forecaster = Forecaster::new(known.into(), ModelChoice::Auto, None).with_later(Arc::new(all));
    /// let simulation = forecaster.simulate(true, &Settings::default())?;
    /// let answer = forecaster.answer(&simulation, &Target::level(250.0)?, &Assumptions::baseline())?;
    /// assert_eq!(answer.since.iter().map(|row| row.value).collect::<Vec<_>>(), [185.0, 190.0]);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with_later(self, later: Arc<Series>) -> Self {
        Self { later: Some(later), ..self }
    }

    /// The data, as known at the as-of date.
    ///
    /// ```
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series};
    /// # let context = DataContext::only(Series::new("mine", vec![Observation::new(Period::annual(2022), 3.0)])?);
    /// assert_eq!(**Forecaster::new(context.clone().into(), ModelChoice::Auto, None).context(), context);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn context(&self) -> &Arc<DataContext> {
        &self.context
    }

    /// The fit with the priors, or without; the same where there are no priors. It is computed by the first call and kept;
    /// a fit that fails is tried again by the next call.
    ///
    /// ```
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::named("drift")?, None);
    /// assert_eq!(forecaster.fit(true)?.reports()[0].name, "drift");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`crate::fit_with_priors`].
    pub fn fit(&self, with_priors: bool) -> Result<&Fit> {
        self.fitted(with_priors, &mut |_| ControlFlow::Continue(()))
    }

    /// The same where fitting may take long, and the score of a single model, which every answer needs, with it. `progress` is called
    /// with the share that is done and says whether to go on. Two threads that call it first at the same time both fit: neither
    /// waits for the other, whose `progress` may block.
    ///
    /// ```
    /// # use std::ops::ControlFlow;
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// let stopped = forecaster.fit_with_progress(true, &mut |_| ControlFlow::Break(()));
    /// assert_eq!(stopped.unwrap_err().code(), "stopped");
    /// assert!(forecaster.fit(true).is_ok());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::fit`], and [`crate::Error::Stopped`] where `progress` ended it.
    pub fn fit_with_progress(
        &self,
        with_priors: bool,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Result<&Fit> {
        let fit = self.fitted(with_priors, progress)?;
        fit.score_with_progress(progress)?;
        Ok(fit)
    }

    /// The fit, scored only where several models are weighted: a forecast of a single model needs no score, which takes longer.
    fn fitted(&self, with_priors: bool, progress: &mut dyn FnMut(f64) -> ControlFlow<()>) -> Result<&Fit> {
        let kept = &self.fits[self.slot(with_priors)];
        if let Some(fit) = kept.get() {
            return Ok(fit);
        }
        let priors = self.priors.as_deref().filter(|_| with_priors);
        let fit = fit_with_progress(&self.context.series, &self.models, priors, progress)?;
        // Where another thread was faster, both found the same.
        Ok(kept.get_or_init(|| fit))
    }

    /// How many fits are kept: with priors, without, or neither so far.
    ///
    /// ```
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// let before = forecaster.fits();
    /// // Without priors both are the same fit.
    /// (forecaster.fit(true)?, forecaster.fit(false)?);
    /// assert_eq!((before, forecaster.fits()), (0, 1));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn fits(&self) -> usize {
        self.fits.iter().filter(|fit| fit.get().is_some()).count()
    }

    /// Simulates the data with all that is known beside the series. [`crate::SimulationCache`] keeps the result for later questions.
    ///
    /// ```
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series, Settings};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// let settings = Settings { paths: 500, ..Settings::default() };
    /// assert_eq!(*forecaster.simulate(true, &settings)?.settings(), settings);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::fit`], [`Fit::simulate`], [`Simulation::with_months`] and [`Simulation::with_context`].
    pub fn simulate(&self, with_priors: bool, settings: &Settings) -> Result<Simulation> {
        let DataContext { months, composition, readings, .. } = &*self.context;
        let whole = self.fit(with_priors)?.simulate(settings)?;
        let simulation = match months {
            Some(months) => whole.with_months(self.fit_of_months(months)?)?,
            None => whole,
        };
        simulation.with_context(composition.as_ref(), readings)
    }

    fn fit_of_months(&self, months: &Series) -> Result<&Fit> {
        if let Some(fit) = self.months.get() {
            return Ok(fit);
        }
        let fit = fit(months, &self.models)?;
        Ok(self.months.get_or_init(|| fit))
    }

    /// The answer of a simulation of these data, with [what has happened since](Forecaster::with_later).
    ///
    /// ```
    /// # use tradecast::{Assumptions, DataContext, Forecaster, ModelChoice, Observation, Period, Series, Settings, Target};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// let simulation = forecaster.simulate(true, &Settings::default())?;
    /// assert!(forecaster.answer(&simulation, &Target::level(8.0)?, &Assumptions::baseline())?.arrival.already_reached);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`].
    pub fn answer(
        &self,
        simulation: &Simulation,
        target: &Target,
        assumptions: &Assumptions,
    ) -> Result<Answer> {
        self.with_hindsight(simulation, simulation.answer(target, assumptions)?, assumptions)
    }

    /// The same beside a baseline that is known already, such as that of [`crate::SimulationCache::baseline`].
    ///
    /// ```
    /// # use tradecast::{
    /// #     Assumptions, DataContext, Forecaster, Lever, ModelChoice, Observation, Period, Series, Settings, SimulationCache, Target,
    /// # };
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// # let (mut cache, settings, target) = (SimulationCache::default(), Settings::default(), Target::level(12.0)?);
    /// let (simulation, baseline) =
    ///     (cache.simulation(&forecaster, true, &settings)?, cache.baseline(&forecaster, &target, &settings)?);
    /// let faster = Assumptions::baseline().with(Lever::Growth, 2.0)?;
    /// let answer = forecaster.answer_beside(&simulation, &baseline, &faster)?;
    /// assert_eq!(answer, forecaster.answer(&simulation, &target, &faster)?);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer_beside`].
    pub fn answer_beside(
        &self,
        simulation: &Simulation,
        baseline: &Answer,
        assumptions: &Assumptions,
    ) -> Result<Answer> {
        self.with_hindsight(simulation, simulation.answer_beside(baseline, assumptions)?, assumptions)
    }

    fn with_hindsight(
        &self,
        simulation: &Simulation,
        mut answer: Answer,
        assumptions: &Assumptions,
    ) -> Result<Answer> {
        if let Some(later) = &self.later {
            answer.since = simulation.hindsight(later, assumptions)?;
        }
        Ok(answer)
    }

    /// Where the fit is kept, and what was simulated with it: without priors to leave out both are the same.
    pub(crate) fn slot(&self, with_priors: bool) -> usize {
        usize::from(self.priors.is_some() && !with_priors)
    }
}
