//! Caches fits and simulations: a question does again only what changed.

use std::rc::Rc;

use tradecast::{
    Answer, Assumptions, Fit, LeverKind, ModelChoice, Priors, Result, Settings, Simulation, Target,
    fit_with_priors,
};

use crate::engine::answer_view::{AnswerData, AnswerView, Ghost, Overlays};
use crate::question::{Ask, DataContext, Levels, Precision, Shows};

/// Futures simulated: as many as every other front end simulates by default, so that all print the same numbers.
pub(super) const PATHS: u32 = 20_000;

/// One in so many of them while something moves, where all take longer than a frame.
pub(crate) const QUICK: u32 = 5;

/// Futures shown one by one.
pub(super) const SAMPLE: usize = 20;

/// Answers questions one after the other, doing again only what changed: a series of which something else is known is fitted, a
/// longer horizon simulated, and a moved lever does neither. With and without priors are two fits, both kept.
///
/// ```
/// use std::rc::Rc;
/// use tradecast::{Assumptions, Lever, Observation, Period, Series, Target};
/// use tradecast_web::engine::Engine;
/// use tradecast_web::question::{Ask, Data, OwnData, Precision::Full};
///
/// let observations = (2000..2025).map(|year| Observation::new(Period::annual(year), f64::from(year - 1990)));
/// let data = Data::Own(Rc::new(OwnData::new(Series::new("demo", observations.collect())?)));
/// let target = Target::level(50.0)?;
/// let ask = Ask { data, then: false, target, horizon: 10, assumptions: Assumptions::baseline(), priors: true };
/// let mut engine = Engine::new(500, None);
/// assert!(engine.ask(&ask, Full)?.baseline.is_none());
/// let moved = Ask { assumptions: Assumptions::baseline().with(Lever::Growth, 2.0)?, ..ask };
/// assert!(engine.ask(&moved, Full)?.baseline.is_some());
/// assert_eq!((engine.fits(), engine.simulations()), (1, 1));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
    priors: Option<Priors>,
    known: Option<Rc<DataContext>>,
    with_priors: CachedFit,
    without: CachedFit,
    baseline: PerPrecision<Option<Baseline>>,
    shows: Shows,
    /// Whether all futures take longer than a frame, as far as it was measured.
    slow: bool,
    fits: usize,
    simulations: usize,
}

/// The answer with nothing moved, to a target within a horizon, with levels of bands.
pub(super) type Baseline = (Target, u32, Levels, Rc<Answer>);

/// The cached fit and simulations, with priors or without.
#[derive(Debug, Default)]
pub(super) struct CachedFit {
    fit: Option<Fit>,
    simulation: PerPrecision<Option<Simulation>>,
}

/// A value for either precision.
#[derive(Debug, Default)]
pub(super) struct PerPrecision<T> {
    quick: T,
    full: T,
}

impl<T> PerPrecision<T> {
    fn of(&mut self, precision: Precision) -> &mut T {
        match precision {
            Precision::Quick => &mut self.quick,
            Precision::Full => &mut self.full,
        }
    }
}

/// An answer as of an earlier date with what has happened since beside it.
pub(super) fn since(mut answer: Answer, ask: &Ask, simulation: &Simulation) -> Result<Answer> {
    if ask.then {
        answer.since = simulation.hindsight(&ask.data.series(), &ask.assumptions)?;
        let end = answer.forecast.last().map(|row| row.period);
        answer.since.retain(|row| Some(row.period) <= end);
    }
    Ok(answer)
}

impl Engine {
    /// The engine of the page.
    #[must_use]
    pub fn usual() -> Self {
        Self::new(PATHS, Some(tradecast_data::priors()))
    }

    /// An engine that simulates `paths` futures and, where priors are given, knows what other series teach.
    #[must_use]
    pub fn new(paths: u32, priors: Option<Priors>) -> Self {
        Self {
            settings: Settings { paths, ..Settings::default() },
            priors,
            known: None,
            with_priors: CachedFit::default(),
            without: CachedFit::default(),
            baseline: PerPrecision::default(),
            shows: Shows::default(),
            slow: true,
            fits: 0,
            simulations: 0,
        }
    }

    /// How often a series was fitted.
    #[must_use]
    pub fn fits(&self) -> usize {
        self.fits
    }

    /// How often futures were simulated.
    #[must_use]
    pub fn simulations(&self) -> usize {
        self.simulations
    }

    /// Tells the engine whether answers from all futures take longer than a frame here: then quick ones count fewer.
    pub fn measured(&mut self, slow: bool) {
        self.slow = slow;
    }

    /// Whether answers from all futures take longer than a frame, as far as it was told.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.slow
    }

    /// Chooses what the answers from now on show beside the forecast; nothing is simulated again for it.
    pub fn show(&mut self, shows: Shows) {
        self.shows = shows;
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// Those of the core: a series that cannot be fitted, a horizon out of range, a deadline beyond the horizon.
    pub fn ask(&mut self, ask: &Ask, precision: Precision) -> Result<AnswerView> {
        self.turn_to(ask);
        let precision = if self.slow { precision } else { Precision::Full };
        let full = precision == Precision::Full;
        let left_out = !ask.priors && self.priors.is_some();
        let simulation =
            self.simulation(ask, !left_out, precision)?.with_levels(&self.shows.levels.values())?;
        if !left_out && ask.assumptions.is_baseline() {
            let answer = since(
                simulation.answer_within(ask.horizon, &ask.target, &ask.assumptions)?,
                ask,
                &simulation,
            )?;
            let overlays = self.overlays(ask, &simulation, false)?;
            return Ok(AnswerView::new(AnswerData {
                answer,
                baseline: None,
                without_priors: false,
                full,
                overlays,
            }));
        }
        let baseline = self.baseline(ask, precision)?;
        let answer = since(simulation.answer_beside(&baseline, &ask.assumptions)?, ask, &simulation)?;
        let without_priors = left_out && answer.models != baseline.models;
        let baseline = answer.baseline.is_some().then_some(baseline);
        let overlays = self.overlays(ask, &simulation, without_priors)?;
        Ok(AnswerView::new(AnswerData { answer, baseline, without_priors, full, overlays }))
    }

    /// The overlays of an answer; `without_priors` where leaving out priors changed the fit.
    fn overlays(&self, ask: &Ask, simulation: &Simulation, without_priors: bool) -> Result<Overlays> {
        let within = |mut values: Vec<f64>| {
            values.truncate(ask.horizon as usize);
            values
        };
        let moved = |kind: LeverKind| {
            let other = ask.assumptions.moved().filter(|(key, _)| key.lever().spec().kind != kind);
            let of_kind = other.fold(ask.assumptions.clone(), |kept, (key, _)| kept.without(key));
            (kind == LeverKind::Data && without_priors) || !of_kind.is_baseline()
        };
        let kinds: Vec<LeverKind> = LeverKind::ALL.into_iter().filter(|kind| moved(*kind)).collect();
        let on_the_way = kinds.split_last().map_or(&[] as &[LeverKind], |(_, before)| before);
        let ghost = |last: &LeverKind| {
            let later = ask.assumptions.moved().filter(|(key, _)| key.lever().spec().kind > *last);
            let until = later.fold(ask.assumptions.clone(), |kept, (key, _)| kept.without(key));
            Ok(Ghost { kind: *last, medians: within(simulation.medians(&until)?) })
        };
        let futures = if self.shows.futures {
            simulation.sample_paths(&ask.assumptions, SAMPLE)?.into_iter().map(within).collect()
        } else {
            Vec::new()
        };
        Ok(Overlays { ghosts: on_the_way.iter().map(ghost).collect::<Result<_>>()?, futures })
    }

    /// The simulated futures of a question, all of them.
    ///
    /// # Errors
    /// Those of the core: a series that cannot be fitted, a horizon out of range.
    pub fn simulation_of(&mut self, ask: &Ask) -> Result<Simulation> {
        self.turn_to(ask);
        let priors = ask.priors || self.priors.is_none();
        self.simulation(ask, priors, Precision::Full)
    }

    /// Drops the caches where the data are others.
    fn turn_to(&mut self, ask: &Ask) {
        let known = ask.data.known(ask.then);
        if self.known.as_ref() != Some(&known) {
            (self.with_priors, self.without, self.baseline) = Default::default();
            self.known = Some(known);
        }
    }

    /// Simulated futures at least as long as asked for.
    fn simulation(&mut self, ask: &Ask, priors: bool, precision: Precision) -> Result<Simulation> {
        let side = if priors { &mut self.with_priors } else { &mut self.without };
        let long_enough = |simulation: &Simulation| simulation.settings().horizon >= ask.horizon;
        if let Some(simulation) = side.simulation.of(precision).clone().filter(long_enough) {
            return Ok(simulation);
        }
        let known = self.known.as_ref().expect("the engine has turned to the data of the question");
        let fitted = match &side.fit {
            Some(fitted) => fitted,
            None => {
                self.fits += 1;
                let priors = self.priors.as_ref().filter(|_| priors);
                side.fit.insert(fit_with_priors(&known.series, &ModelChoice::Auto, priors)?)
            }
        };
        self.simulations += 1;
        let paths = match precision {
            Precision::Quick => self.settings.paths / QUICK,
            Precision::Full => self.settings.paths,
        };
        let settings = Settings { horizon: ask.horizon, paths, ..self.settings.clone() };
        let DataContext { composition, readings, .. } = &**known;
        let simulation = fitted.simulate(&settings)?.with_context(composition.as_ref(), readings)?;
        Ok(side.simulation.of(precision).insert(simulation).clone())
    }

    fn baseline(&mut self, ask: &Ask, precision: Precision) -> Result<Rc<Answer>> {
        let levels = self.shows.levels;
        if let Some((target, horizon, shown, answer)) = self.baseline.of(precision)
            && (&*target, *horizon, *shown) == (&ask.target, ask.horizon, levels)
        {
            return Ok(Rc::clone(answer));
        }
        let simulation = self.simulation(ask, true, precision)?.with_levels(&levels.values())?;
        let answer = Rc::new(simulation.answer_within(ask.horizon, &ask.target, &Assumptions::baseline())?);
        *self.baseline.of(precision) = Some((ask.target.clone(), ask.horizon, levels, Rc::clone(&answer)));
        Ok(answer)
    }
}
