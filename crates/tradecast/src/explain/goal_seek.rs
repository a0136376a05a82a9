#![doc = include_str!("../../guide/methods/goal.md")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::answer::arrival::RequiredGrowth;
use crate::answer::arrival::required_growth;
use crate::error::{Error, Result};
use crate::explain::End;
use crate::format::{money, number};
use crate::period::Period;
use crate::plain::value;
use crate::question::assumptions::{Assumptions, Setting};
use crate::question::lever::LeverKey;
use crate::question::lever::table::{Way, helping};
use crate::question::settings::within;
use crate::question::target::Target;
use crate::simulate::simulation::Simulation;

/// Steps of a scan, at most.
const SCAN: usize = 20;
/// How much finer a scan is repeated around the best.
const REFINED: usize = 4;
/// Steps along the way from no move to all levers at their ends.
const PROPORTION: usize = 1000;
/// Runs of the simulation after which pairs are no longer traded off.
const RUNS: usize = 400;

/// What is wanted: the target reached by a period with a probability.
///
/// ```
/// let goal = tradecast::Goal { by: tradecast::Period::annual(2030), probability: 0.8 };
/// assert!(goal.probability < 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// Last period that counts as in time, instead of the deadline of the target.
    pub by: Period,
    /// Probability wanted, 0.001 to 0.999.
    pub probability: f64,
}

/// How a search ended.
///
/// ```
/// assert_eq!(serde_json::to_string(&tradecast::Verdict::OutOfReach).unwrap(), r#""out_of_reach""#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Verdict {
    /// The probability is as wanted with no further move.
    Already,
    /// The levers as given make it so.
    Reached,
    /// No value that was looked at does it; the levers as given come nearest.
    OutOfReach,
}

value! {
    /// What would have to be true.
    ///
    /// ```
    /// use tradecast::{Assumptions, Goal, Lever, ModelChoice, Observation, Verdict, Period, Series, Settings, Target, fit};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
    /// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let goal = Goal { by: Period::annual(2030), probability: 0.8 };
    /// let free = [(Lever::Growth.into(), 1.0)];
    /// let solution = simulation.solve(&Target::level(300.0)?, &Assumptions::baseline(), goal, &free)?;
    /// assert_eq!(solution.verdict, Verdict::Reached);
    /// println!("{}", solution.sentence());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Solution {
        /// Name of the series.
        series: String,
        /// Unit of the target.
        unit: String,
        /// The target, with the period asked about as its deadline.
        target: Target,
        /// Probability wanted.
        wanted: f64,
        /// Probability with the levers as they were.
        current: f64,
        /// How the search ended.
        verdict: Verdict,
        /// Probability with the levers as given.
        probability: f64,
        /// Standard error of the probability from the finite number of paths.
        monte_carlo_error: f64,
        /// The levers that were free to move.
        levers: Vec<Required>,
        /// All levers, those moved and those that were not free.
        assumptions: Assumptions,
        /// Constant growth that would reach the target by then without any doubt, and how often this series has kept it.
        required_growth: Option<RequiredGrowth>,
    }
}

value! {
    /// What one lever would have to be.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Goal, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let goal = Goal { by: Period::annual(2018), probability: 0.9 };
    /// let free = [(Lever::Growth.into(), 1.0)];
    /// let solution = simulation.solve(&Target::level(20.0)?, &Assumptions::baseline(), goal, &free)?;
    /// let less = solution.levers[0].one_step_less.as_ref().unwrap();
    /// assert!(less.value < solution.levers[0].to && less.probability < 0.9 && solution.probability >= 0.9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Required {
        /// The lever, with its part.
        lever: String,
        /// What a person reads.
        label: String,
        /// Unit of its values.
        unit: String,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
        /// Where it was; the middle where it is uncertain.
        from: f64,
        /// Where it would have to be.
        to: f64,
        /// The value one step before that, where the probability wanted is missed; absent where it does not move, and where
        /// the goal is out of reach.
        one_step_less: Option<End>,
    }
}

impl Simulation {
    /// The smallest move of one lever, or the cheapest combination of several, with which the target is reached in time with the
    /// probability wanted. The other levers stay as assumed. Each free lever comes with a weight: what a move over its whole range
    /// costs. Of a lever given twice the first counts. An uncertain lever that has to move becomes a number.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Goal, Lever, ModelChoice, Observation, Verdict, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let goal = Goal { by: Period::annual(2010), probability: 0.99 };
    /// let free = [(Lever::Growth.into(), 1.0)];
    /// let solution = simulation.solve(&Target::level(30.0)?, &Assumptions::baseline(), goal, &free)?;
    /// assert_eq!((solution.verdict, solution.levers[0].to), (Verdict::OutOfReach, 15.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`] for the period of the goal; [`crate::Error::SettingOutOfRange`] for a probability or a weight
    /// out of range or no free lever.
    pub fn solve(
        &self,
        target: &Target,
        assumptions: &Assumptions,
        goal: Goal,
        free: &[(LeverKey, f64)],
    ) -> Result<Solution> {
        self.solve_with_progress(target, assumptions, goal, free, &mut |_| ControlFlow::Continue(()))
    }

    /// The same as [`Simulation::solve`], telling `progress` before each run of the simulation how far the search is: an estimate that
    /// never goes back, as nobody knows beforehand how long a search takes. What it returns says whether the search goes on.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// # use tradecast::{Assumptions, Goal, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let goal = Goal { by: Period::annual(2018), probability: 0.9 };
    /// let free = [(Lever::Growth.into(), 1.0), (Lever::Programme.into(), 1.0)];
    /// let mut told = Vec::new();
    /// let mut progress = |share| {
    ///     told.push(share);
    ///     if told.len() < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    /// };
    /// let solved = simulation.solve_with_progress(&Target::level(20.0)?, &Assumptions::baseline(), goal, &free, &mut progress);
    /// assert_eq!(solved.unwrap_err().code(), "stopped");
    /// assert!(told[0] == 0.0 && told.is_sorted() && told.len() == 5 && told[4] < 1.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::solve`], and [`crate::Error::Stopped`] where `progress` ended it.
    pub fn solve_with_progress(
        &self,
        target: &Target,
        assumptions: &Assumptions,
        goal: Goal,
        free: &[(LeverKey, f64)],
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Result<Solution> {
        within("probability", goal.probability, 0.001, 0.999, "")?;
        within("number of free levers", free.len() as f64, 1.0, 100.0, "")?;
        free.iter().try_for_each(|(_, weight)| within("weight", *weight, 1e-6, 1e6, ""))?;
        let target = target.clone().by(goal.by);
        let horizon = self.settings().horizon;
        let leads = self.leads_asked(&target, horizon)?;
        let assumptions = self.applied(assumptions)?;
        let mut search = Search {
            simulation: self,
            target: target.clone(),
            leads,
            wanted: goal.probability,
            assumptions: &assumptions,
            axes: Vec::new(),
            runs: BTreeMap::new(),
            progress,
        };
        for (key, weight) in free {
            if search.axes.iter().all(|axis| axis.key != *key) {
                search.axes.push(Axis::new(self, &assumptions, key, *weight));
            }
        }
        let still = vec![Step::STILL; search.axes.len()];
        let current = search.chance(&still)?;
        let (verdict, point) =
            if current >= goal.probability { (Verdict::Already, still) } else { search.cheapest()? };
        let probability = search.chance(&point)?;
        let mut levers = Vec::new();
        for i in 0..point.len() {
            let one_step_less = match (verdict, point[i].before()) {
                (Verdict::Reached, Some(before)) => {
                    let less = with(&point, i, before);
                    Some(End { value: search.axes[i].value(before), probability: search.chance(&less)? })
                }
                _ => None,
            };
            let Axis { key, min, max, start, .. } = &search.axes[i];
            levers.push(Required {
                lever: key.to_string(),
                label: self.lever_label(key),
                unit: self.lever_unit(key),
                min: *min,
                max: *max,
                from: *start,
                to: search.axes[i].value(point[i]),
                one_step_less,
            });
        }
        let plan = self.plan(&assumptions);
        let series = self.fit().series();
        let level = |periods: usize| self.goal(&target, &plan, periods);
        let required_growth = required_growth(self.fit(), target.deadline(), level, horizon);
        Ok(Solution {
            series: series.name().to_owned(),
            unit: series.unit().to_owned(),
            target,
            wanted: goal.probability,
            current,
            verdict,
            probability,
            monte_carlo_error: (probability * (1.0 - probability) / f64::from(self.settings().paths)).sqrt(),
            levers,
            assumptions: search.at(&point)?,
            required_growth,
        })
    }
}

/// How far a lever has moved from where it was: so many steps one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    way: Way,
    number: usize,
}

impl Step {
    const STILL: Self = Self { way: Way::Up, number: 0 };

    fn new(way: Way, number: usize) -> Self {
        if number == 0 { Self::STILL } else { Self { way, number } }
    }

    fn before(self) -> Option<Self> {
        self.number.checked_sub(1).map(|number| Self::new(self.way, number))
    }
}

/// The same point with one lever elsewhere.
fn with(point: &[Step], axis: usize, step: Step) -> Vec<Step> {
    let mut other = point.to_vec();
    other[axis] = step;
    other
}

/// A free lever and the values at which it is looked.
#[derive(Debug)]
struct Axis {
    key: LeverKey,
    weight: f64,
    min: f64,
    max: f64,
    /// Where the lever is.
    start: f64,
    /// Values are whole multiples of the one divided by the other, one of which is 1: so that 0.35 is 0.35.
    grid: [f64; 2],
}

impl Axis {
    fn new(simulation: &Simulation, assumptions: &Assumptions, key: &LeverKey, weight: f64) -> Self {
        let lever = key.lever();
        let [min, max, default] = simulation.lever_range(lever);
        let start = assumptions.setting(key).map_or(default, Setting::middle);
        let step = lever.spec().step;
        let grid = match lever.spec().times_last {
            _ if lever.counts_years() => [1.0, 1.0],
            false => [1.0, libm::round(10.0 / step)],
            // Amounts are round in the unit of the series, whatever its last value.
            true => match libm::floor(libm::log10(step * max / lever.spec().max)) - 1.0 {
                power if power < 0.0 => [1.0, libm::exp10(-power)],
                power => [libm::exp10(power), 1.0],
            },
        };
        Self { key: key.clone(), weight, min, max, start, grid }
    }

    /// The ways to look.
    fn ways(&self) -> Vec<Way> {
        helping(self.key.lever()).map_or_else(|| vec![Way::Up, Way::Down], |way| vec![way])
    }

    /// Where the grid begins beyond the start, and how many steps there are until the end of the range.
    fn track(&self, way: Way) -> (f64, usize) {
        let place = |value: f64| value * self.grid[1] / self.grid[0];
        // What is on the grid up to rounding is on the grid.
        const ROUNDING: f64 = 1e-9;
        let start = place(self.start);
        match way {
            Way::Up if self.start >= self.max => (0.0, 0),
            Way::Down if self.start <= self.min => (0.0, 0),
            Way::Up => {
                let first = libm::floor(start + ROUNDING) + 1.0;
                (first, 1 + (libm::ceil(place(self.max) - ROUNDING) - first).max(0.0) as usize)
            }
            Way::Down => {
                let first = libm::ceil(start - ROUNDING) - 1.0;
                (first, 1 + (first - libm::floor(place(self.min) + ROUNDING)).max(0.0) as usize)
            }
        }
    }

    /// Steps until the end of the range.
    fn steps(&self, way: Way) -> usize {
        self.track(way).1
    }

    fn value(&self, Step { way, number }: Step) -> f64 {
        let (first, steps) = self.track(way);
        let beyond = number as f64 - 1.0;
        let on_grid = |place: f64| place * self.grid[0] / self.grid[1];
        match way {
            _ if number == 0 => self.start,
            Way::Up if number >= steps => self.max,
            Way::Down if number >= steps => self.min,
            Way::Up => on_grid(first + beyond),
            Way::Down => on_grid(first - beyond),
        }
    }

    fn cost(&self, step: Step) -> f64 {
        self.weight * (self.value(step) - self.start).abs() / (self.max - self.min)
    }

    /// The last of the steps one way that cost less; none where not even standing still does.
    fn affordable(&self, way: Way, cost: f64) -> Option<usize> {
        let affordable = |number: usize| self.cost(Step::new(way, number)) < cost;
        let (mut yes, mut no) = (0, self.steps(way) + 1);
        if !affordable(0) {
            return None;
        }
        while no - yes > 1 {
            let middle = yes.midpoint(no);
            if affordable(middle) { yes = middle } else { no = middle }
        }
        Some(yes)
    }
}

/// What one lever alone can do.
enum Alone {
    /// The nearest step that was found to reach the probability.
    Reaches(Step),
    /// The step that comes nearest.
    Falls(Step),
}

struct Search<'a> {
    simulation: &'a Simulation,
    target: Target,
    leads: usize,
    wanted: f64,
    assumptions: &'a Assumptions,
    axes: Vec<Axis>,
    /// Probabilities of the points looked at.
    runs: BTreeMap<Vec<Step>, f64>,
    /// Told how far the search is; says whether it goes on.
    progress: &'a mut dyn FnMut(f64) -> ControlFlow<()>,
}

impl Search<'_> {
    /// The assumptions at a point.
    fn at(&self, point: &[Step]) -> Result<Assumptions> {
        let moved = self.axes.iter().zip(point).filter(|(_, step)| step.number > 0);
        let assumptions =
            moved.into_iter().try_fold(self.assumptions.clone(), |assumptions, (axis, step)| {
                assumptions.with(axis.key.clone(), axis.value(*step))
            });
        self.simulation.applied(&assumptions?)
    }

    fn chance(&mut self, point: &[Step]) -> Result<f64> {
        if let Some(known) = self.runs.get(point) {
            return Ok(*known);
        }
        // One lever is bisected; of several, pairs are traded off until enough was tried.
        let usual = if self.axes.len() > 1 { RUNS } else { SCAN } as f64;
        let done = self.runs.len() as f64;
        if (self.progress)(done / (usual + done)).is_break() {
            return Err(Error::Stopped);
        }
        let chance = self.simulation.chance(&self.target, self.leads, &self.at(point)?);
        self.runs.insert(point.to_vec(), chance);
        Ok(chance)
    }

    fn reaches(&mut self, point: &[Step]) -> Result<bool> {
        Ok(self.chance(point)? >= self.wanted)
    }

    fn cost(&self, point: &[Step]) -> f64 {
        self.axes.iter().zip(point).map(|(axis, step)| axis.cost(*step)).sum()
    }

    /// Between a step of a lever that misses the probability and one that reaches it: one that reaches it and is next to one that
    /// misses it.
    fn between(
        &mut self,
        point: &[Step],
        axis: usize,
        way: Way,
        [misses, reaches]: [usize; 2],
    ) -> Result<Step> {
        let (mut no, mut yes) = (misses, reaches);
        while yes - no > 1 {
            let middle = no.midpoint(yes);
            if self.reaches(&with(point, axis, Step::new(way, middle)))? { yes = middle } else { no = middle }
        }
        Ok(Step::new(way, yes))
    }

    /// The nearest step of one lever, the others standing still, from which the probability is missed.
    fn alone(&mut self, axis: usize) -> Result<Alone> {
        let still = vec![Step::STILL; self.axes.len()];
        let (mut nearest, mut best) = (None, Step::STILL);
        for way in self.axes[axis].ways() {
            let found = match helping(self.axes[axis].key.lever()) {
                Some(_) => self.bisected(&still, axis, way)?,
                None => self.scanned(&still, axis, way)?,
            };
            match found {
                Alone::Reaches(step) => {
                    let nearer = |other: &Step| self.axes[axis].cost(step) < self.axes[axis].cost(*other);
                    if nearest.as_ref().is_none_or(nearer) {
                        nearest = Some(step);
                    }
                }
                Alone::Falls(step) => {
                    if self.chance(&with(&still, axis, step))? > self.chance(&with(&still, axis, best))? {
                        best = step;
                    }
                }
            }
        }
        Ok(nearest.map_or(Alone::Falls(best), Alone::Reaches))
    }

    /// Bisection, where the end of the range does most.
    fn bisected(&mut self, point: &[Step], axis: usize, way: Way) -> Result<Alone> {
        let steps = self.axes[axis].steps(way);
        let end = Step::new(way, steps);
        if steps > 0 && self.reaches(&with(point, axis, end))? {
            return Ok(Alone::Reaches(self.between(point, axis, way, [0, steps])?));
        }
        Ok(Alone::Falls(end))
    }

    /// Scanning in steps that become smaller around the best.
    fn scanned(&mut self, point: &[Step], axis: usize, way: Way) -> Result<Alone> {
        let steps = self.axes[axis].steps(way);
        let (mut from, mut to, mut stride) = (0, steps, steps.div_ceil(SCAN).max(1));
        let mut best = Step::STILL;
        loop {
            let mut before = from;
            for number in stepping(from, to, stride) {
                let step = Step::new(way, number);
                let chance = self.chance(&with(point, axis, step))?;
                if chance >= self.wanted {
                    return Ok(Alone::Reaches(self.between(point, axis, way, [before, number])?));
                }
                if chance > self.chance(&with(point, axis, best))? {
                    best = step;
                }
                before = number;
            }
            if stride == 1 {
                return Ok(Alone::Falls(best));
            }
            (from, to) = (best.number.saturating_sub(stride), (best.number + stride).min(steps));
            stride = stride.div_ceil(REFINED);
        }
    }

    /// The cheapest point that reaches the probability, or the one that comes nearest.
    fn cheapest(&mut self) -> Result<(Verdict, Vec<Step>)> {
        let still = vec![Step::STILL; self.axes.len()];
        let (mut found, mut best, mut ways): (Option<Vec<Step>>, _, Vec<Way>) =
            (None, still.clone(), Vec::new());
        for axis in 0..self.axes.len() {
            let alone = self.alone(axis)?;
            let (Alone::Reaches(step) | Alone::Falls(step)) = alone;
            let point = with(&still, axis, step);
            match alone {
                Alone::Reaches(_)
                    if found.as_ref().is_none_or(|found| self.cost(&point) < self.cost(found)) =>
                {
                    found = Some(point);
                }
                Alone::Falls(_) if self.chance(&point)? > self.chance(&best)? => best = point,
                _ => {}
            }
            ways.push(helping(self.axes[axis].key.lever()).unwrap_or(step.way));
        }
        if self.axes.len() > 1 {
            let together = self.together(&ways)?;
            match together {
                Some(point) if found.as_ref().is_none_or(|found| self.cost(&point) < self.cost(found)) => {
                    found = Some(point);
                }
                Some(_) => {}
                None => {
                    let ends = self.proportion(&ways, PROPORTION);
                    if self.chance(&ends)? > self.chance(&best)? {
                        best = ends;
                    }
                }
            }
        }
        let Some(mut point) = found else { return Ok((Verdict::OutOfReach, best)) };
        loop {
            let before = point.clone();
            for axis in 0..point.len() {
                for other in axis + 1..point.len() {
                    if self.runs.len() < RUNS {
                        point = self.traded(point, [axis, other], &ways)?;
                    }
                }
            }
            point = self.tightened(point)?;
            if point == before || self.runs.len() >= RUNS {
                return Ok((Verdict::Reached, point));
            }
        }
    }

    /// All levers so many parts of the way to their ends.
    fn proportion(&self, ways: &[Way], part: usize) -> Vec<Step> {
        let step =
            |(axis, way): (&Axis, &Way)| Step::new(*way, (axis.steps(*way) * part).div_ceil(PROPORTION));
        self.axes.iter().zip(ways).map(step).collect()
    }

    /// The first point that reaches the probability on the way of all levers to their ends.
    fn together(&mut self, ways: &[Way]) -> Result<Option<Vec<Step>>> {
        if !self.reaches(&self.proportion(ways, PROPORTION))? {
            return Ok(None);
        }
        let (mut no, mut yes) = (0, PROPORTION);
        while yes - no > 1 {
            let middle = no.midpoint(yes);
            if self.reaches(&self.proportion(ways, middle))? { yes = middle } else { no = middle }
        }
        Ok(Some(self.proportion(ways, yes)))
    }

    /// The cheapest point that differs from one that reaches the probability in two levers at most.
    fn traded(&mut self, point: Vec<Step>, [axis, other]: [usize; 2], ways: &[Way]) -> Result<Vec<Step>> {
        let steps = self.axes[axis].steps(ways[axis]);
        let mut best = point;
        let (mut from, mut to, mut stride) = (0, steps, steps.div_ceil(SCAN).max(1));
        loop {
            for number in std::iter::once(from).chain(stepping(from, to, stride)) {
                let moved = with(&best, axis, Step::new(ways[axis], number));
                let without = self.cost(&with(&moved, other, Step::STILL));
                let budget = self.cost(&best) - without;
                let Some(most) = self.axes[other].affordable(ways[other], budget) else { continue };
                if !self.reaches(&with(&moved, other, Step::new(ways[other], most)))? {
                    continue;
                }
                let still = with(&moved, other, Step::STILL);
                best = if self.reaches(&still)? {
                    still
                } else {
                    let step = self.between(&moved, other, ways[other], [0, most])?;
                    with(&moved, other, step)
                };
            }
            if stride == 1 {
                return Ok(best);
            }
            let around = best[axis].number;
            (from, to) = (around.saturating_sub(stride), (around + stride).min(steps));
            stride = stride.div_ceil(REFINED);
        }
    }

    /// The same point with every lever brought back as far as the others allow, so that one step less of any misses.
    fn tightened(&mut self, mut point: Vec<Step>) -> Result<Vec<Step>> {
        for axis in 0..point.len() {
            let Step { way, number } = point[axis];
            let Some(before) = point[axis].before() else { continue };
            if !self.reaches(&with(&point, axis, before))? {
                continue;
            }
            let still = with(&point, axis, Step::STILL);
            point = if self.reaches(&still)? {
                still
            } else {
                let step = self.between(&point, axis, way, [0, number - 1])?;
                with(&point, axis, step)
            };
        }
        Ok(point)
    }
}

/// The numbers after one up to another in strides, the last included.
fn stepping(from: usize, to: usize, stride: usize) -> impl Iterator<Item = usize> {
    (from + 1..=to).filter(move |number| (number - from).is_multiple_of(stride) || *number == to)
}

impl Solution {
    /// The solution as people read it.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Goal, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let goal = Goal { by: Period::annual(2010), probability: 0.99 };
    /// let free = [(Lever::Growth.into(), 1.0)];
    /// let solution = simulation.solve(&Target::level(30.0)?, &Assumptions::baseline(), goal, &free)?;
    /// assert!(solution.sentence().starts_with("No value of Extra growth from -10 to 15 % a year is enough"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        let goal = money(self.target.value(), &self.unit);
        let by = self.target.deadline().map(|by| format!(" by {by}")).unwrap_or_default();
        // A tenth more than elsewhere: next to what is wanted, rounding would hide whether it is reached.
        let exactly = |probability: f64| format!("{:.1} %", 100.0 * probability);
        let [wanted, probability, current] = [self.wanted, self.probability, self.current].map(exactly);
        let value = |required: &Required, value: f64| format!("{} {}", number(value), required.unit);
        let moved: Vec<&Required> = self.levers.iter().filter(|lever| lever.to != lever.from).collect();
        let moves: Vec<String> = moved
            .iter()
            .map(|lever| {
                format!("{} {} instead of {}", lever.label, value(lever, lever.to), number(lever.from))
            })
            .collect();
        match (self.verdict, &self.levers[..]) {
            (Verdict::Already, _) => {
                format!(
                    "Nothing has to change: {goal} is reached{by} with {current}, and {wanted} is wanted."
                )
            }
            (Verdict::Reached, _) => {
                let less: Vec<String> = moved
                    .iter()
                    .filter_map(|lever| Some((lever, lever.one_step_less.as_ref()?)))
                    .map(|(lever, less)| {
                        format!(
                            "{} {} gives {}",
                            lever.label,
                            value(lever, less.value),
                            exactly(less.probability)
                        )
                    })
                    .collect();
                format!(
                    "{goal} is reached{by} with {probability} (now {current}, wanted {wanted}) with {}. One step less is not enough: {}.",
                    moves.join(" and "),
                    less.join(", ")
                )
            }
            (Verdict::OutOfReach, [lever]) => format!(
                "No value of {} from {} to {} is enough to reach {goal}{by} with {wanted} (now {current}): at best {probability}, at {}.",
                lever.label,
                number(lever.min),
                value(lever, lever.max),
                number(lever.to),
            ),
            (Verdict::OutOfReach, levers) => {
                let names: Vec<&str> = levers.iter().map(|lever| lever.label.as_str()).collect();
                format!(
                    "{} together are not enough to reach {goal}{by} with {wanted} (now {current}): at best {probability}{}.",
                    names.join(" and "),
                    if moves.is_empty() { String::new() } else { format!(", with {}", moves.join(" and ")) }
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::question::lever::Lever;
    use crate::question::settings::Settings;
    use crate::series::series::{Observation, Series};

    fn simulation() -> Simulation {
        let values = [310.0, 402.0, 337.0, 455.0, 461.9];
        let rows = (2018..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value));
        let series = Series::new("test", rows.collect()).unwrap();
        let settings = Settings { paths: 100, horizon: 2, ..Settings::default() };
        fit(&series, &ModelChoice::Auto).unwrap().simulate(&settings).unwrap()
    }

    fn axis(lever: Lever, start: Option<f64>) -> Axis {
        let assumptions =
            start.map_or_else(Assumptions::baseline, |at| Assumptions::baseline().with(lever, at).unwrap());
        Axis::new(&simulation(), &assumptions, &lever.into(), 1.0)
    }

    #[test]
    fn values_are_round_and_lead_from_where_the_lever_is_to_the_ends_of_its_range() {
        for lever in
            Lever::ALL.into_iter().filter(|lever| lever.spec().scope != crate::question::lever::Scope::Part)
        {
            let axis = axis(lever, None);
            for way in [Way::Up, Way::Down] {
                let steps = axis.steps(way);
                let values: Vec<f64> = (0..=steps).map(|number| axis.value(Step::new(way, number))).collect();
                let ordered = match way {
                    Way::Up => values.is_sorted_by(|a, b| a < b),
                    Way::Down => values.is_sorted_by(|a, b| a > b),
                };
                let end = if way == Way::Up { axis.max } else { axis.min };
                assert!(ordered && values[0] == axis.start && values[steps] == end, "{lever:?} {values:?}");
                let digits = |value: &f64| value.to_string().trim_start_matches('-').len();
                assert!(
                    values[1..].iter().rev().skip(1).all(|value| digits(value) <= 5),
                    "{lever:?} {values:?}"
                );
            }
        }
    }

    #[test]
    fn steps_are_a_tenth_of_the_sliders_and_begin_next_to_any_start() {
        let value = |axis: &Axis, way, number| axis.value(Step::new(way, number));
        let growth = axis(Lever::Growth, Some(0.33));
        assert_eq!([1, 2].map(|number| value(&growth, Way::Up, number)), [0.35, 0.4]);
        assert_eq!([1, 2].map(|number| value(&growth, Way::Down, number)), [0.3, 0.25]);
        let amount = axis(Lever::Programme, None);
        assert_eq!([1, 2, 4619].map(|number| value(&amount, Way::Up, number)), [0.1, 0.2, 461.9]);
        let year = axis(Lever::ReliefYear, None);
        assert_eq!([1, 2].map(|number| value(&year, Way::Down, number)), [4.0, 3.0]);
    }

    #[test]
    fn what_is_affordable_costs_less() {
        let growth = Axis { weight: 2.0, ..axis(Lever::Growth, None) };
        // A point of growth is a 25th of the range and costs 0.08.
        assert_eq!(growth.affordable(Way::Up, 0.0801), Some(20));
        assert_eq!(growth.affordable(Way::Up, 9.0), Some(300));
        assert_eq!((growth.affordable(Way::Up, 0.001), growth.affordable(Way::Up, 0.0)), (Some(0), None));
    }
}
