//! The forecaster of the page: quick answers while something moves, and what is shown beside an answer.

use std::sync::Arc;

use tradecast::{Forecaster, LeverKind, ModelChoice, Priors, Result, Settings, Simulation, SimulationCache};

use crate::engine::answer_view::{AnswerData, AnswerView, Overlays, PartialEffect};
use crate::question::{DisplayOptions, Precision, Question};

/// Paths simulated: as many as every other front end simulates by default, so that all print the same numbers.
pub(super) const PATHS: u32 = 20_000;

/// One in so many of them while something moves, where all take longer than a frame.
pub(crate) const QUICK: u32 = 5;

/// Paths shown one by one.
pub(super) const SAMPLE: usize = 20;

/// Answers questions one after the other, doing again only what changed: a series of which something else is known is fitted, a
/// longer horizon simulated, and a moved lever does neither. With and without priors are two fits, both kept.
///
/// ```
/// use std::rc::Rc;
/// use tradecast::{Assumptions, Lever, Observation, Period, Series, Target};
/// use tradecast_web::engine::Engine;
/// use tradecast_web::question::{Question, Data, OwnData, Precision::Full};
///
/// let observations = (2000..2025).map(|year| Observation::new(Period::annual(year), f64::from(year - 1990)));
/// let data = Data::Own(Rc::new(OwnData::new(Series::new("demo", observations.collect())?)));
/// let target = Target::level(50.0)?;
/// let question = Question { data, as_of: false, target, horizon: 10, assumptions: Assumptions::baseline(), priors: true };
/// let mut engine = Engine::new(500, None);
/// assert!(engine.ask(&question, Full)?.baseline.is_none());
/// let moved = Question { assumptions: Assumptions::baseline().with(Lever::Growth, 2.0)?, ..question };
/// assert!(engine.ask(&moved, Full)?.baseline.is_some());
/// assert_eq!((engine.fits(), engine.simulations()), (1, 1));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    paths: u32,
    priors: Option<Arc<Priors>>,
    /// The data of the last question; absent until the first.
    forecaster: Option<Forecaster>,
    /// Whether it has the priors: only where they fit the data, or are asked for.
    with_priors: bool,
    quick: SimulationCache,
    full: SimulationCache,
    display: DisplayOptions,
    /// Whether an answer from all paths takes longer than a frame, as far as it was measured.
    slow: bool,
    /// How often the data before those of the last question were fitted, and simulated.
    before: (usize, usize),
}

impl Engine {
    /// The engine of the page.
    #[must_use]
    pub fn usual() -> Self {
        Self::new(PATHS, Some(tradecast_data::priors()))
    }

    /// An engine that simulates so many paths and, where priors are given, knows what other series teach.
    #[must_use]
    pub fn new(paths: u32, priors: Option<Priors>) -> Self {
        Self {
            paths,
            priors: priors.map(Arc::new),
            forecaster: None,
            with_priors: false,
            quick: SimulationCache::default(),
            full: SimulationCache::default(),
            display: DisplayOptions::default(),
            slow: true,
            before: (0, 0),
        }
    }

    /// How often a series was fitted.
    #[must_use]
    pub fn fits(&self) -> usize {
        self.before.0 + self.forecaster.as_ref().map_or(0, Forecaster::fits)
    }

    /// How often paths were simulated.
    #[must_use]
    pub fn simulations(&self) -> usize {
        self.before.1 + self.quick.simulated() + self.full.simulated()
    }

    /// Tells the engine whether answers from all paths take longer than a frame here: then quick ones count fewer.
    pub fn measured(&mut self, slow: bool) {
        self.slow = slow;
    }

    /// Whether answers from all paths take longer than a frame, as far as it was told.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.slow
    }

    /// Chooses what the answers from now on show beside the forecast; nothing is simulated again for it.
    pub fn show(&mut self, display: DisplayOptions) {
        self.display = display;
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// Those of the core: a series that cannot be fitted, a horizon out of range, a deadline beyond the horizon.
    pub fn ask(&mut self, question: &Question, precision: Precision) -> Result<AnswerView> {
        let precision = if self.slow { precision } else { Precision::Full };
        // Where nothing says that they fit, nobody compares with them.
        let left_out = !question.priors && self.priors.is_some() && question.data.decision().uses_priors();
        let (forecaster, cache, settings) = self.prepared(question, precision);
        let simulation = cache.simulation(forecaster, question.priors, &settings)?;
        let (answer, baseline) = if !left_out && question.assumptions.is_baseline() {
            (forecaster.answer(&simulation, &question.target, &question.assumptions)?, None)
        } else {
            let baseline = cache.baseline(forecaster, &question.target, &settings)?;
            (forecaster.answer_beside(&simulation, &baseline, &question.assumptions)?, Some(baseline))
        };
        let without_priors = left_out && baseline.as_ref().is_some_and(|all| all.models != answer.models);
        let baseline = baseline.filter(|_| answer.baseline.is_some());
        let overlays = self.overlays(question, &simulation, without_priors)?;
        let full = precision == Precision::Full;
        Ok(AnswerView::new(AnswerData { answer, baseline, without_priors, full, overlays }))
    }

    /// The overlays of an answer; `without_priors` where leaving out priors changed the fit.
    fn overlays(
        &self,
        question: &Question,
        simulation: &Simulation,
        without_priors: bool,
    ) -> Result<Overlays> {
        let moved = |kind: LeverKind| {
            let other = question.assumptions.moved().filter(|(key, _)| key.lever().spec().kind != kind);
            let of_kind = other.fold(question.assumptions.clone(), |kept, (key, _)| kept.without(key));
            (kind == LeverKind::Data && without_priors) || !of_kind.is_baseline()
        };
        let kinds: Vec<LeverKind> = LeverKind::ALL.into_iter().filter(|kind| moved(*kind)).collect();
        let on_the_way = kinds.split_last().map_or(&[] as &[LeverKind], |(_, before)| before);
        let partial_effect = |last: &LeverKind| {
            let later = question.assumptions.moved().filter(|(key, _)| key.lever().spec().kind > *last);
            let until = later.fold(question.assumptions.clone(), |kept, (key, _)| kept.without(key));
            Ok(PartialEffect { kind: *last, medians: simulation.medians(&until)? })
        };
        let paths = if self.display.paths {
            simulation.sample_paths(&question.assumptions, SAMPLE)?
        } else {
            Vec::new()
        };
        Ok(Overlays { partial_effects: on_the_way.iter().map(partial_effect).collect::<Result<_>>()?, paths })
    }

    /// The simulation of a question, with all paths.
    ///
    /// # Errors
    /// Those of the core: a series that cannot be fitted, a horizon out of range.
    pub fn simulation_of(&mut self, question: &Question) -> Result<Simulation> {
        let (forecaster, cache, settings) = self.prepared(question, Precision::Full);
        let Settings { levels, .. } = Settings::default();
        cache.simulation(forecaster, question.priors, &Settings { levels, ..settings })
    }

    /// The forecaster of the data of a question, the simulations of a precision, and the settings. Other data drop what was cached.
    fn prepared(
        &mut self,
        question: &Question,
        precision: Precision,
    ) -> (&Forecaster, &mut SimulationCache, Settings) {
        let known = question.data.known(question.as_of);
        let with_priors = question.priors || question.data.decision().uses_priors();
        let serves = |forecaster: &Forecaster| *forecaster.context() == known;
        if self.with_priors != with_priors || !self.forecaster.as_ref().is_some_and(serves) {
            self.before = (self.fits(), self.simulations());
            (self.quick, self.full) = Default::default();
            self.forecaster = None;
        }
        self.with_priors = with_priors;
        let priors = self.priors.clone().filter(|_| with_priors);
        let forecaster = self.forecaster.get_or_insert_with(|| {
            let forecaster = Forecaster::new(known, ModelChoice::Auto, priors);
            if question.as_of { forecaster.with_later(question.data.series()) } else { forecaster }
        });
        let (cache, paths) = match precision {
            Precision::Quick => (&mut self.quick, self.paths / QUICK),
            Precision::Full => (&mut self.full, self.paths),
        };
        let levels = self.display.levels.values();
        (forecaster, cache, Settings { horizon: question.horizon, paths, levels, ..Settings::default() })
    }
}
