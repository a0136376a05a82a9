//! Answers: what is slow is kept, what is asked while busy is asked last.

use std::ops::Deref;
use std::rc::Rc;

use tradecast::{
    Answer, Assumptions, Fit, ModelChoice, Outlook, Priors, Result, Settings, Target, fit_with_priors,
};

use crate::state::Known;

/// A question of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What is known: the series, its parts and the readings of the running year.
    pub known: Rc<Known>,
    /// The target.
    pub target: Target,
    /// Forecast periods.
    pub horizon: u32,
    /// The levers.
    pub assumptions: Assumptions,
    /// Whether what other series teach is used.
    pub priors: bool,
}

/// An answer of the page: cheap to hand on, equal only to itself.
#[derive(Debug, Clone)]
pub struct Shown(Rc<Both>);

/// An answer and the one of a page nobody has touched.
#[derive(Debug)]
pub struct Both {
    /// The answer.
    pub answer: Answer,
    /// The answer with no lever moved, and with priors; absent where that is the answer itself.
    pub baseline: Option<Rc<Answer>>,
    /// Whether priors were left out that would have made a difference.
    pub alone: bool,
}

impl Deref for Shown {
    type Target = Both;

    fn deref(&self) -> &Both {
        &self.0
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Answers questions one after the other, doing again only what changed: a series of which something else is known is fitted, a
/// longer horizon simulated, and a moved lever does neither. With and without priors are two fits, both kept.
///
/// ```
/// use std::rc::Rc;
/// use tradecast::{Assumptions, Lever, Observation, Period, Series, Target};
/// use tradecast_web::engine::{Ask, Engine};
/// use tradecast_web::state::Known;
///
/// let observations = (2000..2025).map(|year| Observation::new(Period::annual(year), f64::from(year - 1990)));
/// let known = Rc::new(Known::only(Series::new("demo", observations.collect())?));
/// let target = Target::level(50.0)?;
/// let ask = Ask { known, target, horizon: 10, assumptions: Assumptions::baseline(), priors: true };
/// let mut engine = Engine::new(500, None);
/// assert!(engine.ask(&ask)?.baseline.is_none());
/// let moved = Ask { assumptions: Assumptions::baseline().with(Lever::Growth, 2.0)?, ..ask };
/// assert!(engine.ask(&moved)?.baseline.is_some());
/// assert_eq!((engine.fits(), engine.simulations()), (1, 1));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
    priors: Option<Priors>,
    known: Option<Rc<Known>>,
    with_priors: Side,
    without: Side,
    baseline: Option<(Target, u32, Rc<Answer>)>,
    fits: usize,
    simulations: usize,
}

/// What is kept of the answers with priors, or of those without.
#[derive(Debug, Default)]
struct Side {
    fit: Option<Fit>,
    outlook: Option<Outlook>,
}

impl Engine {
    /// An engine that simulates `paths` futures and, where priors are given, knows what other series teach.
    #[must_use]
    pub fn new(paths: u32, priors: Option<Priors>) -> Self {
        Self {
            settings: Settings { paths, ..Settings::default() },
            priors,
            known: None,
            with_priors: Side::default(),
            without: Side::default(),
            baseline: None,
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

    /// The answer to a question.
    ///
    /// # Errors
    /// Those of the core: a series that cannot be fitted, a horizon out of range, a deadline beyond the horizon.
    pub fn ask(&mut self, ask: &Ask) -> Result<Shown> {
        if self.known.as_ref() != Some(&ask.known) {
            (self.with_priors, self.without, self.baseline) = Default::default();
            self.known = Some(Rc::clone(&ask.known));
        }
        let left_out = !ask.priors && self.priors.is_some();
        let outlook = self.outlook(ask, !left_out)?;
        if !left_out && ask.assumptions.is_baseline() {
            let answer = outlook.answer_within(ask.horizon, &ask.target, &ask.assumptions)?;
            return Ok(Shown(Rc::new(Both { answer, baseline: None, alone: false })));
        }
        let baseline = self.baseline(ask)?;
        let answer = outlook.answer_beside(&baseline, &ask.assumptions)?;
        let same_models = answer.models == baseline.models;
        let baseline = answer.baseline.is_some().then_some(baseline);
        Ok(Shown(Rc::new(Both { answer, baseline, alone: left_out && !same_models })))
    }

    /// Simulated futures at least as long as asked for.
    fn outlook(&mut self, ask: &Ask, priors: bool) -> Result<Outlook> {
        let side = if priors { &mut self.with_priors } else { &mut self.without };
        let long_enough = |outlook: &Outlook| outlook.settings().horizon >= ask.horizon;
        if let Some(outlook) = side.outlook.clone().filter(long_enough) {
            return Ok(outlook);
        }
        let fitted = match &side.fit {
            Some(fitted) => fitted,
            None => {
                self.fits += 1;
                let priors = self.priors.as_ref().filter(|_| priors);
                side.fit.insert(fit_with_priors(&ask.known.series, &ModelChoice::Auto, priors)?)
            }
        };
        self.simulations += 1;
        let settings = Settings { horizon: ask.horizon, ..self.settings.clone() };
        let Known { composition, readings, .. } = &*ask.known;
        let outlook = fitted.simulate(&settings)?.knowing(composition.as_ref(), readings)?;
        Ok(side.outlook.insert(outlook).clone())
    }

    fn baseline(&mut self, ask: &Ask) -> Result<Rc<Answer>> {
        if let Some((target, horizon, answer)) = &self.baseline
            && (target, *horizon) == (&ask.target, ask.horizon)
        {
            return Ok(Rc::clone(answer));
        }
        let outlook = self.outlook(ask, true)?;
        let answer = Rc::new(outlook.answer_within(ask.horizon, &ask.target, &Assumptions::baseline())?);
        self.baseline = Some((ask.target.clone(), ask.horizon, Rc::clone(&answer)));
        Ok(answer)
    }
}

/// Latest wins: of all that is handed in before the next run, only the last is run.
///
/// ```
/// use tradecast_web::engine::Latest;
///
/// let mut latest = Latest::default();
/// assert!(latest.submit(1)); // somebody must schedule a run
/// assert!(!latest.submit(2)); // one is already scheduled
/// assert_eq!(latest.take(), Some(2));
/// assert_eq!(latest.take(), None);
/// assert!(latest.submit(3));
/// ```
#[derive(Debug)]
pub struct Latest<T> {
    pending: Option<T>,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { pending: None }
    }
}

impl<T> Latest<T> {
    /// Hands in a value; true where the caller has to schedule a run.
    pub fn submit(&mut self, value: T) -> bool {
        self.pending.replace(value).is_none()
    }

    /// Starts the run: the value to run with, if there still is one.
    pub fn take(&mut self) -> Option<T> {
        self.pending.take()
    }
}

#[cfg(test)]
mod tests {
    use tradecast::{Lever, LeverKey, Observation, Period, Question, Series};

    use super::*;

    fn ask() -> Ask {
        let values = [90.0, 110.0, 105.0, 130.0, 128.0, 150.0, 149.0, 170.0, 190.0, 185.0];
        let observations =
            (2010..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value));
        Ask {
            known: Rc::new(Known::only(Series::new("test", observations.collect()).unwrap())),
            target: Target::level(300.0).unwrap(),
            horizon: 12,
            assumptions: Assumptions::baseline(),
            priors: true,
        }
    }

    #[test]
    fn only_what_changed_is_done_again() {
        let mut engine = Engine::new(300, None);
        let first = ask();
        engine.ask(&first).unwrap();
        for growth in [1.0, 2.0, 3.0] {
            let assumptions = Assumptions::baseline().with(Lever::Growth, growth).unwrap();
            engine.ask(&Ask { assumptions, ..first.clone() }).unwrap();
        }
        engine.ask(&Ask { target: Target::level(250.0).unwrap(), ..first.clone() }).unwrap();
        engine.ask(&Ask { horizon: 8, ..first.clone() }).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (1, 1));
        engine.ask(&Ask { horizon: 20, ..first.clone() }).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (1, 2));
        let known = Rc::new(Known::only(first.known.series.as_of(Period::annual(2017)).unwrap()));
        engine.ask(&Ask { known, ..first }).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (2, 3));
    }

    #[test]
    fn what_is_kept_changes_no_number() {
        let mut worn = Engine::new(300, None);
        let first = ask();
        let moved = Assumptions::baseline().with(Lever::Volatility, 1.5).unwrap();
        worn.ask(&Ask { horizon: 20, ..first.clone() }).unwrap();
        worn.ask(&Ask { assumptions: moved.clone(), target: Target::level(200.0).unwrap(), ..first.clone() })
            .unwrap();
        let asked = Ask { assumptions: moved, ..first };
        let (kept, fresh) = (worn.ask(&asked).unwrap(), Engine::new(300, None).ask(&asked).unwrap());
        assert_eq!(kept.answer, fresh.answer);
        assert_eq!(kept.baseline, fresh.baseline);
    }

    #[test]
    fn priors_are_left_out_and_let_in_again_without_a_new_fit() {
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        let moved = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
        let asked = |priors, assumptions| Ask { priors, assumptions, ..ask() };
        let known = ask().known;
        let mut shown = |priors, assumptions| {
            engine.ask(&Ask { known: Rc::clone(&known), ..asked(priors, assumptions) }).unwrap()
        };
        let usual = shown(true, Assumptions::baseline());
        assert!(usual.baseline.is_none() && !usual.alone);
        for assumptions in [Assumptions::baseline(), moved] {
            let alone = shown(false, assumptions.clone());
            let fresh = Engine::new(300, None).ask(&asked(true, assumptions.clone())).unwrap();
            assert_eq!(alone.answer.arrival, fresh.answer.arrival);
            assert_eq!(alone.answer.forecast, fresh.answer.forecast);
            // It is compared with a page nobody has touched, and the sentence says so.
            assert!(alone.alone && alone.answer.headline.contains("(was "), "{}", alone.answer.headline);
            assert_eq!(alone.baseline.as_deref(), Some(&usual.answer));
            assert_eq!(shown(true, Assumptions::baseline()).answer, usual.answer);
        }
        assert_eq!((engine.fits(), engine.simulations()), (2, 2));
    }

    #[test]
    fn priors_that_have_no_say_make_no_difference() {
        let quarters = (0..24).map(|q| {
            let period = format!("{}-Q{}", 2018 + q / 4, q % 4 + 1).parse().unwrap();
            Observation::new(period, f64::from(100 + q * 3 + q * 7 % 5))
        });
        let known = Rc::new(Known::only(Series::new("quarterly", quarters.collect()).unwrap()));
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        let shown = engine.ask(&Ask { known, priors: false, ..ask() }).unwrap();
        assert!(shown.baseline.is_none() && shown.answer.baseline.is_none() && !shown.alone);
    }

    #[test]
    fn the_built_in_series_is_asked_as_everywhere_else() {
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        let cheaper =
            Assumptions::baseline().with("wheat.price".parse::<LeverKey>().unwrap(), -30.0).unwrap();
        let mut simulated = 0;
        for year in [None, Some(crate::state::THEN)] {
            let known = Rc::new(Known::built_in(year).unwrap());
            for (priors, assumptions) in
                [(true, &cheaper), (false, &cheaper), (true, &Assumptions::baseline())]
            {
                let (assumptions, target) = (assumptions.clone(), Target::level(1000.0).unwrap());
                let asked =
                    Ask { known: Rc::clone(&known), target: target.clone(), assumptions, priors, ..ask() };
                let answer = engine.ask(&asked).unwrap();
                let question = Question {
                    assumptions: asked.assumptions,
                    settings: Settings { horizon: 12, paths: 300, ..Settings::default() },
                    priors: priors.then(tradecast_data::priors),
                    composition: known.composition.clone(),
                    readings: known.readings.clone(),
                    ..Question::new((*known.series).clone(), target)
                };
                let expected = question.answer().unwrap();
                assert_eq!(answer.answer.arrival, expected.arrival, "{year:?} {priors}");
                assert_eq!(answer.answer.forecast, expected.forecast);
                assert_eq!(answer.answer.nowcast, expected.nowcast);
                assert_eq!(answer.answer.nowcast.is_some(), year.is_none());
            }
            simulated += 2;
            assert_eq!((engine.fits(), engine.simulations()), (simulated, simulated));
        }
    }

    #[test]
    fn an_error_leaves_the_engine_usable() {
        let mut engine = Engine::new(300, None);
        let late = Ask { target: Target::level(300.0).unwrap().by(Period::annual(2090)), ..ask() };
        assert_eq!(engine.ask(&late).unwrap_err().code(), "deadline_out_of_reach");
        assert!(engine.ask(&ask()).is_ok());
    }

    #[test]
    fn a_burst_is_one_run() {
        let mut latest = Latest::default();
        let scheduled = (0..100).filter(|value| latest.submit(*value)).count();
        let mut runs = Vec::new();
        for _ in 0..scheduled {
            runs.extend(latest.take());
        }
        assert_eq!(runs, [99]);
    }
}
