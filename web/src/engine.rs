//! Answers: what is slow is kept, what is asked while busy is asked last.

use std::ops::Deref;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tradecast::{
    Answer, Assumptions, Fit, LeverKind, ModelChoice, Outlook, Priors, Result, Settings, Target,
    fit_with_priors,
};

use crate::question::{Ask, Known, Levels, Precision, Shows};

/// Futures simulated: as many as every other front end simulates by default, so that all print the same numbers.
const PATHS: u32 = 20_000;
/// One in so many of them while something moves, where all take longer than a frame.
pub(crate) const QUICK: u32 = 5;
/// Futures shown one by one.
const SAMPLE: usize = 20;

/// What is shown beside an answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Beside {
    /// Where levers of more than one kind are moved: the medians on the way from the baseline to the answer.
    pub ghosts: Vec<Ghost>,
    /// Some of the futures, one by one; empty where they are not shown.
    pub futures: Vec<Vec<f64>>,
}

/// The medians with the levers of a kind moved, and those of the kinds before it: data, world, policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ghost {
    /// The kind moved last.
    pub kind: LeverKind,
    /// The median of each period.
    pub medians: Vec<f64>,
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
    /// Whether all futures were counted.
    pub full: bool,
    /// What comes with it.
    pub beside: Beside,
}

impl Shown {
    pub(crate) fn new(both: Both) -> Self {
        Self(Rc::new(both))
    }
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
    known: Option<Rc<Known>>,
    with_priors: Side,
    without: Side,
    baseline: PerPrecision<Option<Baseline>>,
    shows: Shows,
    /// Whether all futures take longer than a frame, as far as it was measured.
    slow: bool,
    fits: usize,
    simulations: usize,
}

/// The answer with nothing moved, to a target within a horizon, with levels of bands.
type Baseline = (Target, u32, Levels, Rc<Answer>);

/// What is kept of the answers with priors, or of those without.
#[derive(Debug, Default)]
struct Side {
    fit: Option<Fit>,
    outlook: PerPrecision<Option<Outlook>>,
}

/// Something that is kept for either precision.
#[derive(Debug, Default)]
struct PerPrecision<T> {
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
fn since(mut answer: Answer, ask: &Ask, outlook: &Outlook) -> Result<Answer> {
    if ask.then {
        answer.since = outlook.hindsight(&ask.data.series(), &ask.assumptions)?;
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
            with_priors: Side::default(),
            without: Side::default(),
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
    pub fn ask(&mut self, ask: &Ask, precision: Precision) -> Result<Shown> {
        self.turn_to(ask);
        let precision = if self.slow { precision } else { Precision::Full };
        let full = precision == Precision::Full;
        let left_out = !ask.priors && self.priors.is_some();
        let outlook = self.outlook(ask, !left_out, precision)?.with_levels(&self.shows.levels.values())?;
        if !left_out && ask.assumptions.is_baseline() {
            let answer =
                since(outlook.answer_within(ask.horizon, &ask.target, &ask.assumptions)?, ask, &outlook)?;
            let beside = self.beside(ask, &outlook, false)?;
            return Ok(Shown::new(Both { answer, baseline: None, alone: false, full, beside }));
        }
        let baseline = self.baseline(ask, precision)?;
        let answer = since(outlook.answer_beside(&baseline, &ask.assumptions)?, ask, &outlook)?;
        let alone = left_out && answer.models != baseline.models;
        let baseline = answer.baseline.is_some().then_some(baseline);
        let beside = self.beside(ask, &outlook, alone)?;
        Ok(Shown::new(Both { answer, baseline, alone, full, beside }))
    }

    /// What comes with an answer; `alone` where leaving out priors changed what is known.
    fn beside(&self, ask: &Ask, outlook: &Outlook, alone: bool) -> Result<Beside> {
        let within = |mut values: Vec<f64>| {
            values.truncate(ask.horizon as usize);
            values
        };
        let moved = |kind: LeverKind| {
            let other = ask.assumptions.moved().filter(|(key, _)| key.lever().spec().kind != kind);
            let of_kind = other.fold(ask.assumptions.clone(), |kept, (key, _)| kept.without(key));
            (kind == LeverKind::Data && alone) || !of_kind.is_baseline()
        };
        let kinds: Vec<LeverKind> = LeverKind::ALL.into_iter().filter(|kind| moved(*kind)).collect();
        let on_the_way = kinds.split_last().map_or(&[] as &[LeverKind], |(_, before)| before);
        let ghost = |last: &LeverKind| {
            let later = ask.assumptions.moved().filter(|(key, _)| key.lever().spec().kind > *last);
            let until = later.fold(ask.assumptions.clone(), |kept, (key, _)| kept.without(key));
            Ok(Ghost { kind: *last, medians: within(outlook.medians(&until)?) })
        };
        let futures = if self.shows.futures {
            outlook.sample_paths(&ask.assumptions, SAMPLE)?.into_iter().map(within).collect()
        } else {
            Vec::new()
        };
        Ok(Beside { ghosts: on_the_way.iter().map(ghost).collect::<Result<_>>()?, futures })
    }

    /// The simulated futures of a question, all of them.
    ///
    /// # Errors
    /// Those of the core: a series that cannot be fitted, a horizon out of range.
    pub fn outlook_of(&mut self, ask: &Ask) -> Result<Outlook> {
        self.turn_to(ask);
        let priors = ask.priors || self.priors.is_none();
        self.outlook(ask, priors, Precision::Full)
    }

    /// Forgets what it knows of other data.
    fn turn_to(&mut self, ask: &Ask) {
        let known = ask.data.known(ask.then);
        if self.known.as_ref() != Some(&known) {
            (self.with_priors, self.without, self.baseline) = Default::default();
            self.known = Some(known);
        }
    }

    /// Simulated futures at least as long as asked for.
    fn outlook(&mut self, ask: &Ask, priors: bool, precision: Precision) -> Result<Outlook> {
        let side = if priors { &mut self.with_priors } else { &mut self.without };
        let long_enough = |outlook: &Outlook| outlook.settings().horizon >= ask.horizon;
        if let Some(outlook) = side.outlook.of(precision).clone().filter(long_enough) {
            return Ok(outlook);
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
        let Known { composition, readings, .. } = &**known;
        let outlook = fitted.simulate(&settings)?.knowing(composition.as_ref(), readings)?;
        Ok(side.outlook.of(precision).insert(outlook).clone())
    }

    fn baseline(&mut self, ask: &Ask, precision: Precision) -> Result<Rc<Answer>> {
        let levels = self.shows.levels;
        if let Some((target, horizon, shown, answer)) = self.baseline.of(precision)
            && (&*target, *horizon, *shown) == (&ask.target, ask.horizon, levels)
        {
            return Ok(Rc::clone(answer));
        }
        let outlook = self.outlook(ask, true, precision)?.with_levels(&levels.values())?;
        let answer = Rc::new(outlook.answer_within(ask.horizon, &ask.target, &Assumptions::baseline())?);
        *self.baseline.of(precision) = Some((ask.target.clone(), ask.horizon, levels, Rc::clone(&answer)));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use tradecast::{Lever, LeverKey, Observation, Period, Question, Series};

    use super::Precision::{Full, Quick};
    use super::*;
    use crate::question::{Data, OwnData};

    fn own(series: Series) -> Data {
        Data::Own(Rc::new(OwnData::new(series)))
    }

    fn ask() -> Ask {
        let values = [90.0, 110.0, 105.0, 130.0, 128.0, 150.0, 149.0, 170.0, 190.0, 185.0];
        let observations =
            (2010..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value));
        Ask {
            data: own(Series::new("test", observations.collect()).unwrap()),
            then: false,
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
        engine.ask(&first, Full).unwrap();
        for growth in [1.0, 2.0, 3.0] {
            let assumptions = Assumptions::baseline().with(Lever::Growth, growth).unwrap();
            engine.ask(&Ask { assumptions, ..first.clone() }, Full).unwrap();
        }
        engine.ask(&Ask { target: Target::level(250.0).unwrap(), ..first.clone() }, Full).unwrap();
        engine.ask(&Ask { horizon: 8, ..first.clone() }, Full).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (1, 1));
        engine.ask(&Ask { horizon: 20, ..first.clone() }, Full).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (1, 2));
        let data = own(first.data.series().as_of(Period::annual(2017)).unwrap());
        engine.ask(&Ask { data, ..first }, Full).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (2, 3));
    }

    #[test]
    fn what_is_kept_changes_no_number() {
        let mut worn = Engine::new(300, None);
        let first = ask();
        let moved = Assumptions::baseline().with(Lever::Volatility, 1.5).unwrap();
        worn.ask(&Ask { horizon: 20, ..first.clone() }, Full).unwrap();
        worn.ask(
            &Ask { assumptions: moved.clone(), target: Target::level(200.0).unwrap(), ..first.clone() },
            Full,
        )
        .unwrap();
        let asked = Ask { assumptions: moved, ..first };
        let (kept, fresh) =
            (worn.ask(&asked, Full).unwrap(), Engine::new(300, None).ask(&asked, Full).unwrap());
        assert_eq!(kept.answer, fresh.answer);
        assert_eq!(kept.baseline, fresh.baseline);
    }

    #[test]
    fn priors_are_left_out_and_let_in_again_without_a_new_fit() {
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        let moved = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
        let asked = |priors, assumptions| Ask { priors, assumptions, ..ask() };
        let mut shown = |priors, assumptions| engine.ask(&asked(priors, assumptions), Full).unwrap();
        let usual = shown(true, Assumptions::baseline());
        assert!(usual.baseline.is_none() && !usual.alone);
        for assumptions in [Assumptions::baseline(), moved] {
            let alone = shown(false, assumptions.clone());
            let fresh = Engine::new(300, None).ask(&asked(true, assumptions.clone()), Full).unwrap();
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
    fn what_is_shown_beside_simulates_nothing_again() {
        let mut engine = Engine::new(500, None);
        let moved = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
        let moved = moved.with(Lever::Programme, 30.0).unwrap();
        let both = Ask { assumptions: moved.clone(), ..ask() };
        let usual = engine.ask(&both, Full).unwrap();
        engine.show(Shows { levels: "30".parse().unwrap(), futures: true });
        let other = engine.ask(&both, Full).unwrap();
        assert_eq!((engine.fits(), engine.simulations()), (1, 1));
        assert_eq!(other.answer.arrival, usual.answer.arrival);
        let levels = |answer: &Answer| answer.forecast[0].bands.iter().map(|b| b.level).collect::<Vec<_>>();
        assert_eq!(levels(&other.answer), [30.0]);
        assert_eq!(other.baseline.as_deref().map(levels), Some(vec![30.0]));
        assert!(usual.beside.futures.is_empty() && other.beside.futures.len() == SAMPLE);
        // What moves keeps what rests beside it: nothing on the page jumps.
        assert_eq!(engine.ask(&both, Quick).unwrap().beside.futures, other.beside.futures);
    }

    #[test]
    fn ghosts_lead_from_the_baseline_to_the_answer_kind_by_kind() {
        let known = Some(tradecast_data::priors());
        let mut engine = Engine::new(300, known);
        let growth = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
        let both = growth.clone().with(Lever::Programme, 30.0).unwrap();
        let mut ghosts = |priors: bool, assumptions: &Assumptions| {
            let asked = Ask { priors, assumptions: assumptions.clone(), ..ask() };
            engine.ask(&asked, Full).unwrap().beside.ghosts.clone()
        };
        assert_eq!(ghosts(true, &growth), []);
        let world = ghosts(true, &both);
        assert_eq!(world.len(), 1);
        assert_eq!((world[0].kind, world[0].medians.len()), (LeverKind::World, 12));
        let kinds = |ghosts: &[Ghost]| ghosts.iter().map(|ghost| ghost.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&ghosts(false, &both)), [LeverKind::Data, LeverKind::World]);
        assert_eq!(kinds(&ghosts(false, &growth)), [LeverKind::Data]);
        let alone = engine.ask(&Ask { assumptions: growth, ..ask() }, Full).unwrap();
        let median = alone.answer.forecast.iter().map(|row| row.median).collect::<Vec<_>>();
        assert_eq!(world[0].medians, median, "the ghost is the answer with only these levers moved");
    }

    #[test]
    fn priors_that_have_no_say_make_no_difference() {
        let quarters = (0..24).map(|q| {
            let period = format!("{}-Q{}", 2018 + q / 4, q % 4 + 1).parse().unwrap();
            Observation::new(period, f64::from(100 + q * 3 + q * 7 % 5))
        });
        let data = own(Series::new("quarterly", quarters.collect()).unwrap());
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        let shown = engine.ask(&Ask { data, priors: false, ..ask() }, Full).unwrap();
        assert!(shown.baseline.is_none() && shown.answer.baseline.is_none() && !shown.alone);
    }

    #[test]
    fn the_built_in_series_is_asked_as_everywhere_else() {
        let mut engine = Engine::new(300, Some(tradecast_data::priors()));
        let cheaper =
            Assumptions::baseline().with("wheat.price".parse::<LeverKey>().unwrap(), -30.0).unwrap();
        let mut simulated = 0;
        for then in [false, true] {
            let known = Data::BuiltIn.known(then);
            for (priors, assumptions) in
                [(true, &cheaper), (false, &cheaper), (true, &Assumptions::baseline())]
            {
                let (assumptions, target) = (assumptions.clone(), Target::level(1000.0).unwrap());
                let asked =
                    Ask { data: Data::BuiltIn, then, target: target.clone(), assumptions, priors, ..ask() };
                let answer = engine.ask(&asked, Full).unwrap();
                let question = Question {
                    assumptions: asked.assumptions,
                    settings: Settings { horizon: 12, paths: 300, ..Settings::default() },
                    priors: priors.then(tradecast_data::priors),
                    composition: known.composition.clone(),
                    readings: known.readings.clone(),
                    ..Question::new((*known.series).clone(), target)
                };
                let expected = question.answer().unwrap();
                assert_eq!(answer.answer.arrival, expected.arrival, "{then} {priors}");
                assert_eq!(answer.answer.forecast, expected.forecast);
                assert_eq!(answer.answer.nowcast, expected.nowcast);
                assert_eq!(answer.answer.nowcast.is_some(), !then);
            }
            simulated += 2;
            assert_eq!((engine.fits(), engine.simulations()), (simulated, simulated));
        }
    }

    #[test]
    fn an_error_leaves_the_engine_usable() {
        let mut engine = Engine::new(300, None);
        let late = Ask { target: Target::level(300.0).unwrap().by(Period::annual(2090)), ..ask() };
        assert_eq!(engine.ask(&late, Full).unwrap_err().code(), "deadline_out_of_reach");
        assert!(engine.ask(&ask(), Full).is_ok());
    }

    #[test]
    fn where_all_futures_take_too_long_a_move_counts_fewer() {
        let mut engine = Engine::new(500, None);
        let paths =
            |engine: &mut Engine, precision| engine.ask(&ask(), precision).unwrap().answer.question.paths;
        assert_eq!([paths(&mut engine, Quick), paths(&mut engine, Full)], [100, 500]);
        engine.measured(false);
        assert_eq!(paths(&mut engine, Quick), 500);
    }
}
