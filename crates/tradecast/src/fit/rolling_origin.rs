//! Rolling origin: what each model would have said at earlier dates, and how wrong it would have been.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::fit::combination::Combination;
use crate::fit::kind_growth::{KindGrowth, Stated};
use crate::fit::report::{Score, TrackRecord};
use crate::model::builtin::ModelId;
use crate::model::builtin::panel::Panel;
use crate::model::errors::Errors;
use crate::model::fitted::Fitted;
use crate::model::model::{FitData, Model};
use crate::model::priors::Priors;
use crate::numeric::draws::{Draws, TOTAL};
use crate::numeric::mean::mean;
use crate::numeric::quantile;
use crate::numeric::sort::sort;
use crate::period::Frequency;
use crate::series::sample::Sample;
use crate::series::sample::Volatility;
use crate::series::season::Season;

/// Fewest observations before the first origin: what the slowest learner among the models needs.
const FIRST_ORIGIN: usize = 8;
/// Most origins, the latest ones: older ones say little about today and cost time.
const MOST_ORIGINS: usize = 8;
/// Longest lead scored, periods.
const LONGEST_LEAD: usize = 6;
/// Simulated paths per origin for the coverage of past bands.
const PATHS: usize = 200;
/// Seed of those paths, the same in every answer: a track record belongs to the data, not to the question.
const SEED: u32 = 1;

/// Weights of models go with this power of their mean absolute errors: half way between equal weights and inverse errors.
const POWER: f64 = -0.5;
/// Origins of average error that every model is taken to have had besides its own.
const PRIOR_ORIGINS: f64 = 3.0;
/// Weight of the panel's model before a series of its kind has spoken: anything between 0.75 and 0.95 does about as well on
/// the panel the priors come from.
const PANEL_WEIGHT: f64 = 0.85;

/// What is told how far a fit is, and says whether it goes on.
pub(crate) struct Progress<'a> {
    tell: &'a mut dyn FnMut(f64) -> ControlFlow<()>,
    /// Models fitted, at any origin.
    done: usize,
    /// How many there are to fit.
    all: usize,
}

pub(crate) const GO_ON: ControlFlow<()> = ControlFlow::Continue(());

impl<'a> Progress<'a> {
    /// Of the models fitted to the whole sample, where `whole` says so, and at every origin, where `rolling` does.
    pub(crate) fn new(
        models: usize,
        sample: &Sample,
        [whole, rolling]: [bool; 2],
        tell: &'a mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Self {
        let (first, last) = origins(sample);
        let origins = if rolling { (last + 1).saturating_sub(first) } else { 0 };
        Self { tell, done: 0, all: models * (usize::from(whole) + origins) }
    }

    /// Where nobody asks how far it is.
    fn untold(tell: &'a mut dyn FnMut(f64) -> ControlFlow<()>) -> Self {
        Self { tell, done: 0, all: 1 }
    }

    /// Before the next model.
    fn step(&mut self) -> Result<()> {
        let share = self.done as f64 / self.all.max(1) as f64;
        self.done += 1;
        if (self.tell)(share).is_break() { Err(Error::Stopped) } else { Ok(()) }
    }
}

/// Where simulated paths come from.
#[derive(Debug)]
pub(crate) enum Source<'a> {
    /// One model, with the errors it knows of.
    Model(&'a dyn Fitted),
    /// The weighted median of several, with the errors such medians have made.
    Combination(Combination),
    /// What the panel says.
    Panel(&'a Panel),
}

impl Source<'_> {
    /// One simulated path, in two parts as in [`Fitted::path`].
    pub(crate) fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        match self {
            Self::Model(model) => model.path(draws, trend, surprise),
            Self::Combination(combination) => combination.path(draws, trend, surprise),
            Self::Panel(panel) => panel.path(draws, trend, surprise),
        }
    }

    /// What it says `lead` periods ahead, where it is one of several.
    fn stated(&self, weight: f64, lead: usize) -> Stated {
        let (median, spread, kind) = match self {
            // A model that knows its own errors alone is the only source.
            Self::Model(model) => (model.point(lead), 0.0, 0.0),
            Self::Combination(all) => (all.point(lead), all.spread(lead), all.missed(lead)),
            Self::Panel(panel) => (panel.point(lead), panel.spread(lead), panel.kind_growth(lead)),
        };
        Stated { weight, median, spread, kind }
    }
}

/// The simulated paths of one sample: who simulates them, in which shares, and the season on top.
#[derive(Debug)]
pub(crate) struct PathMixture<'a> {
    sources: Vec<(Source<'a>, f64)>,
    /// Where they disagree about growth whatever the past; absent where there is one source.
    kind_growth: Option<KindGrowth>,
    season: &'a Season,
}

impl PathMixture<'_> {
    /// Periods after which the season repeats; zero where there is none.
    pub(crate) fn cycle(&self) -> usize {
        self.season.cycle()
    }

    /// One path with the random numbers of a component, in two parts as in [`Fitted::path`] and the season to be added to both, see [`Season::draw`].
    pub(crate) fn path(
        &self,
        seed: u32,
        path: usize,
        component: u32,
        trend: &mut [f64],
        surprise: &mut [f64],
        season: &mut [f64],
    ) {
        let source = assign(path, self.sources.iter().map(|(_, weight)| *weight));
        let draws = Draws::new(seed, path, component);
        self.sources[source].0.path(draws, trend, surprise);
        if let Some(growth) = &self.kind_growth {
            growth.apply(source, draws, trend);
        }
        self.season.draw(draws, season);
    }
}

/// Several models fitted to one sample without its season, and the panel's where there are priors.
#[derive(Debug)]
pub(crate) struct Fits {
    /// `None` where a model could not be fitted.
    pub(crate) models: Vec<Option<Box<dyn Fitted>>>,
    pub(crate) panel: Option<Panel>,
    pub(crate) season: Season,
    volatility: Volatility,
    per_year: f64,
}

impl Fits {
    /// Finds the season of a sample and fits the models to what is left of it, starting near the optima of an earlier fit, with
    /// the reasons of those that cannot be fitted.
    ///
    /// # Errors
    /// [`Error::Stopped`] where the progress ended it.
    pub(crate) fn of(
        candidates: &[Arc<dyn Model>],
        sample: &Sample,
        priors: Option<&Priors>,
        before: Option<&Self>,
        progress: &mut Progress<'_>,
    ) -> Result<(Self, Vec<Option<Error>>)> {
        let season = Season::of(sample);
        let sample = &season.taken_from(sample);
        let (mut models, mut reasons) = (Vec::new(), Vec::new());
        for (m, candidate) in candidates.iter().enumerate() {
            progress.step()?;
            let near = before.and_then(|fits| fits.models[m].as_ref()?.optimum());
            let (model, reason) = match candidate.fit(FitData { sample, priors, near }) {
                Ok(model) => (Some(model), None),
                Err(reason) => (None, Some(reason)),
            };
            models.push(model);
            reasons.push(reason);
        }
        // A model that was asked for by name answers alone.
        let panel =
            priors.filter(|_| candidates.len() > 1).and_then(|priors| Panel::place(sample, priors).ok());
        let (volatility, per_year) = (sample.volatility(), sample.per_year());
        Ok((Self { models, panel, season, volatility, per_year }, reasons))
    }

    /// What the models say, and how often, given their weights and that of the panel.
    pub(crate) fn path_mixture(&self, weights: &Weights, horizon: usize) -> PathMixture<'_> {
        let sources = self.sources(weights, horizon);
        let stated = |lead| sources.iter().map(|(source, weight)| source.stated(*weight, lead)).collect();
        let kind_growth =
            (sources.len() > 1).then(|| KindGrowth::of(&(1..=horizon).map(stated).collect::<Vec<_>>()));
        PathMixture { sources, kind_growth, season: &self.season }
    }

    fn sources(&self, weights: &Weights, horizon: usize) -> Vec<(Source<'_>, f64)> {
        let mut sources = Vec::new();
        match self.models.as_slice() {
            [Some(model)] => sources.push((Source::Model(model.as_ref()), 1.0)),
            _ => {
                let said = self.said(horizon);
                let any = self.combination(&said, &weights.models, Errors::ANY);
                sources.extend(any.map(|any| (Source::Combination(any), 1.0 - weights.kin)));
                if let Some(panel) = &self.panel {
                    let kin = self.combination(&said, &weights.models, panel.errors());
                    let share = if kin.is_some() { weights.panel } else { 1.0 };
                    sources.extend(
                        kin.map(|kin| (Source::Combination(kin), weights.kin * (1.0 - weights.panel))),
                    );
                    sources.push((Source::Panel(panel), weights.kin * share));
                }
            }
        }
        sources
    }

    /// What each model says at every lead up to the horizon; `None` where it could not be fitted.
    fn said(&self, horizon: usize) -> Vec<Option<Vec<f64>>> {
        self.models.iter().map(|model| Some(points(model.as_deref()?, horizon))).collect()
    }

    /// What the models have said, combined; `None` where none could be fitted.
    fn combination(&self, said: &[Option<Vec<f64>>], weights: &[f64], errors: Errors) -> Option<Combination> {
        let (points, weights): (Vec<&[f64]>, Vec<f64>) =
            said.iter().zip(weights).filter_map(|(said, weight)| Some((said.as_deref()?, *weight))).unzip();
        (!points.is_empty())
            .then(|| Combination::of(&points, &weights, self.volatility, self.per_year, errors))
    }

    fn usable(&self) -> Vec<bool> {
        self.models.iter().map(Option::is_some).collect()
    }
}

/// The models of the combination of series of such periods.
pub(crate) fn combined_models(frequency: Frequency) -> Vec<Arc<dyn Model>> {
    ModelId::combined(frequency).map(|id| Arc::new(id) as Arc<dyn Model>).collect()
}

/// The models combined with equal weights; `None` where none can be fitted.
pub(crate) fn combine(sample: &Sample, horizon: usize) -> Option<Combination> {
    let candidates = combined_models(sample.start.frequency());
    let fits = Fits::of(&candidates, sample, None, None, &mut Progress::untold(&mut |_| GO_ON)).ok()?.0;
    let count = fits.models.iter().flatten().count() as f64;
    let weights: Vec<f64> = fits.models.iter().map(|m| if m.is_some() { 1.0 / count } else { 0.0 }).collect();
    fits.combination(&fits.said(horizon), &weights, Errors::ANY)
}

fn points(model: &dyn Fitted, horizon: usize) -> Vec<f64> {
    let mut leads = vec![0.0; horizon];
    model.points(&mut leads);
    leads
}

/// How much each model counts.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// Of the models among themselves; they add up to one.
    pub(crate) models: Vec<f64>,
    /// Probability that the series is of the panel's kind; zero without a panel.
    pub(crate) kin: f64,
    /// Share of the panel's model against all of them, if it is.
    pub(crate) panel: f64,
}

/// What was said at one origin about one later observation.
#[derive(Debug, Clone, Copy)]
struct Miss {
    /// Index of the outcome's observation.
    outcome: usize,
    /// Forecast less outcome, log points.
    error: f64,
}

/// The models as they were at one origin.
#[derive(Debug)]
struct Origin {
    /// Index of the origin's observation.
    index: usize,
    fits: Fits,
    /// Logarithm of the score of the models together over that of the panel's model, over the outcomes that were known one
    /// lead-time later; `None` without a panel.
    panel_lead: Option<f64>,
    /// Index of the last outcome in that score.
    settled: usize,
}

/// The forecasts of several models from every origin of one series.
#[derive(Debug)]
pub(crate) struct RollingOrigin {
    sample: Sample,
    /// One list a model, the panel's last; in the same order of origins and outcomes.
    misses: Vec<Vec<Miss>>,
    origins: Vec<Origin>,
}

impl RollingOrigin {
    /// Fits every model at every origin. A model that cannot be fitted at an origin says what naive says there, so that
    /// all are scored on the same forecasts.
    ///
    /// # Errors
    /// [`Error::Stopped`] where the progress ended it.
    pub(crate) fn of(
        candidates: &[Arc<dyn Model>],
        sample: &Sample,
        priors: Option<&Priors>,
        progress: &mut Progress<'_>,
    ) -> Result<Self> {
        let (first, last) = origins(sample);
        let mut rolling = Self {
            sample: sample.clone(),
            misses: vec![Vec::new(); candidates.len() + 1],
            origins: Vec::new(),
        };
        for count in first..=last {
            let index = count - 1;
            // Neighbouring origins have neighbouring optima.
            let before = rolling.origins.last().map(|origin: &Origin| &origin.fits);
            let fits = Fits::of(candidates, &sample.first(count), priors, before, progress)?.0;
            let ahead: Vec<(usize, usize)> = outcomes(sample, index).collect();
            let horizon = ahead.iter().map(|(_, lead)| *lead).max().unwrap_or(0);
            let said = fits.said(horizon);
            let of_panel = fits.panel.as_ref().map(|panel| points(panel, horizon));
            for (misses, said) in rolling.misses.iter_mut().zip(said.iter().chain([&of_panel])) {
                misses.extend(ahead.iter().map(|&(outcome, lead)| {
                    let happened = change(sample, &fits.season, index, outcome, lead);
                    Miss { outcome, error: said.as_ref().map_or(0.0, |said| said[lead - 1]) - happened }
                }));
            }
            let panel_lead = rolling.panel_lead(&fits, &said, index, &ahead);
            let settled = ahead.last().map_or(index, |(outcome, _)| *outcome);
            rolling.origins.push(Origin { index, fits, panel_lead, settled });
        }
        Ok(rolling)
    }

    /// How far the panel's model was ahead of the others together at an origin.
    fn panel_lead(
        &self,
        fits: &Fits,
        said: &[Option<Vec<f64>>],
        index: usize,
        ahead: &[(usize, usize)],
    ) -> Option<f64> {
        let panel = fits.panel.as_ref()?;
        let weights = self.model_weights(index, &fits.usable());
        let combination = fits.combination(said, &weights, panel.errors())?;
        let score = |stated: &dyn Fn(usize) -> (f64, f64)| {
            mean(ahead.iter().map(|&(outcome, lead)| {
                let (centre, spread) = stated(lead);
                normal_crps(change(&self.sample, &fits.season, index, outcome, lead) - centre, spread)
            }))
        };
        let of_panel = score(&|lead| (panel.point(lead), panel.spread(lead)))?;
        let of_others = score(&|lead| (combination.point(lead), combination.spread(lead)))?;
        Some(libm::log(of_others / of_panel))
    }

    /// Weights from what was known at observation `known`; `fits` says which models may have one.
    ///
    /// The odds of the panel's model are six to one before the series has spoken. Origins multiply them by the ratio of the
    /// continuous ranked probability scores, the likelihood ratio of two forecasts whose densities are inversely proportional
    /// to their width; as each origin is scored over the same years as its neighbours, as many origins as there are leads
    /// count as one.
    pub(crate) fn weights(&self, known: usize, fits: &Fits) -> Weights {
        let usable = fits.usable();
        let models = self.model_weights(known, &usable);
        let Some(panel) = &fits.panel else { return Weights { models, kin: 0.0, panel: 0.0 } };
        let lead: f64 = self.origins.iter().filter(|o| o.settled <= known).filter_map(|o| o.panel_lead).sum();
        let odds = PANEL_WEIGHT / (1.0 - PANEL_WEIGHT) * libm::exp(lead / LONGEST_LEAD as f64);
        let kin = if usable.contains(&true) { panel.kinship() } else { 1.0 };
        Weights { models, kin, panel: odds / (1.0 + odds) }
    }

    /// Weights of the models among themselves, from the errors of forecasts whose outcomes were known at observation `known`.
    ///
    /// They go with the square root of the inverse mean absolute error, which is the continuous ranked probability score of a
    /// point forecast, and errors are drawn towards the middle one: weights estimated from few overlapping forecasts are noisy,
    /// and equal weights are hard to beat (Smith and Wallis 2009, Oxford Bulletin 71, 331).
    fn model_weights(&self, known: usize, usable: &[bool]) -> Vec<f64> {
        let origins = self.origins.iter().filter(|o| o.index < known).count() as f64;
        let mut errors: Vec<f64> = self.misses[..usable.len()]
            .iter()
            .map(|misses| {
                mean(misses.iter().filter(|m| m.outcome <= known).map(|m| m.error.abs())).unwrap_or(0.0)
            })
            .collect();
        let mut sorted: Vec<f64> = errors.iter().zip(usable).filter(|(_, u)| **u).map(|(e, _)| *e).collect();
        sort(&mut sorted);
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        if middle > 0.0 {
            for error in &mut errors {
                *error = (origins * *error / middle + PRIOR_ORIGINS) / (origins + PRIOR_ORIGINS);
            }
        } else {
            errors.fill(1.0);
        }
        let powers: Vec<f64> = errors
            .iter()
            .zip(usable)
            .map(|(error, &u)| if u { libm::pow(*error, POWER) } else { 0.0 })
            .collect();
        let total: f64 = powers.iter().sum();
        powers.into_iter().map(|power| if total > 0.0 { power / total } else { 0.0 }).collect()
    }

    /// Mean squared error of naive: forecast minus outcome is the change, negated.
    fn naive_mse(&self) -> Option<f64> {
        let changes = self.origins.iter().flat_map(|origin| {
            outcomes(&self.sample, origin.index)
                .map(|(outcome, _)| self.sample.log[outcome] - self.sample.log[origin.index])
        });
        mean(changes.map(|change| change * change))
    }

    /// The score of each model, the panel's last; `None` where there are too few forecasts.
    pub(crate) fn scores(&self) -> Vec<Option<Score>> {
        let naive = self.naive_mse();
        self.misses
            .iter()
            .map(|misses| {
                let mse = mean(misses.iter().map(|m| m.error * m.error))?;
                Some(Score {
                    origins: self.origins.len(),
                    forecasts: misses.len(),
                    rmse_log: mse.sqrt(),
                    relative_to_naive: ratio(mse, naive?),
                })
            })
            .collect()
    }

    /// How the combination would have done at the earlier origins, weighted at each by what was known there.
    pub(crate) fn track_record(&self) -> Option<TrackRecord> {
        let mut errors = Vec::new();
        let (mut inside, mut longest_lead) = (0, 0);
        for Origin { index, fits, .. } in &self.origins {
            let ahead: Vec<(usize, usize)> = outcomes(&self.sample, *index).collect();
            let horizon = ahead.iter().map(|(_, lead)| *lead).max()?;
            let mixture = fits.path_mixture(&self.weights(*index, fits), horizon);
            if mixture.sources.is_empty() {
                continue;
            }
            let columns = simulate_columns(&mixture, horizon);
            for (outcome, lead) in ahead {
                let happened = self.sample.log[outcome] - self.sample.log[*index];
                let [lo, median, hi] = quantile::of(&columns[lead - 1], [0.1, 0.5, 0.9]);
                inside += usize::from(lo <= happened && happened <= hi);
                longest_lead = longest_lead.max(lead);
                errors.push(median - happened);
            }
        }
        let mse = mean(errors.iter().map(|e| e * e))?;
        Some(TrackRecord {
            origins: self.origins.len(),
            forecasts: errors.len(),
            longest_lead,
            coverage80: inside as f64 / errors.len() as f64,
            rmse_log: mse.sqrt(),
            relative_to_naive: ratio(mse, self.naive_mse()?),
        })
    }
}

/// How many observations were known at the first and at the last origin; the first is beyond the last where there are too few.
fn origins(sample: &Sample) -> (usize, usize) {
    let last = sample.len().saturating_sub(1);
    (FIRST_ORIGIN.max((last + 1).saturating_sub(MOST_ORIGINS)), last)
}

/// Later observations within the longest lead, as (index, lead).
fn outcomes(sample: &Sample, origin: usize) -> impl Iterator<Item = (usize, usize)> {
    (origin + 1..sample.len())
        .map(move |outcome| (outcome, (sample.t[outcome] - sample.t[origin]) as usize))
        .take_while(|(_, lead)| *lead <= LONGEST_LEAD)
}

/// How the logarithm moved from an origin to an outcome, beyond what the season known at the origin adds.
fn change(sample: &Sample, season: &Season, origin: usize, outcome: usize, lead: usize) -> f64 {
    sample.log[outcome] - sample.log[origin] - season.ahead(lead)
}

fn simulate_columns(mixture: &PathMixture<'_>, horizon: usize) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::with_capacity(PATHS); horizon];
    let (mut trend, mut surprise) = (vec![0.0; horizon], vec![0.0; horizon]);
    let mut season = vec![0.0; mixture.cycle()];
    for path in 0..PATHS {
        mixture.path(SEED, path, TOTAL, &mut trend, &mut surprise, &mut season);
        let seasons = season.iter().cycle().chain(std::iter::repeat(&0.0));
        let parts = trend.iter().zip(&surprise).zip(seasons);
        for (column, ((trend, surprise), season)) in columns.iter_mut().zip(parts) {
            column.push(trend + surprise + season);
        }
    }
    columns
}

/// Continuous ranked probability score of a normal forecast that was off by `error` (Gneiting and Raftery 2007, J. Am. Stat.
/// Assoc. 102, 359, p. 367).
fn normal_crps(error: f64, spread: f64) -> f64 {
    if spread <= 0.0 {
        return error.abs();
    }
    let z = error / spread;
    let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    let below = 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
    spread * (z * (2.0 * below - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt())
}

/// Which source a path comes from: the golden-ratio sequence spreads every run of paths evenly over the weights, so that
/// the first thousand of twenty thousand paths are as balanced as all of them.
pub(crate) fn assign(path: usize, weights: impl Iterator<Item = f64>) -> usize {
    let turns = (path as f64 + 0.5) * 0.618_033_988_749_894_9;
    let position = turns - libm::floor(turns);
    let mut upto = 0.0;
    let mut last_with_weight = 0;
    for (model, weight) in weights.enumerate() {
        upto += weight;
        if weight > 0.0 {
            last_with_weight = model;
            if position < upto {
                break;
            }
        }
    }
    last_with_weight
}

/// Ratio of root mean squared errors; `None` where the reference made no error.
fn ratio(mse: f64, reference: f64) -> Option<f64> {
    (reference > 0.0).then(|| (mse / reference).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the definition, the integral of the squared difference of distribution and outcome.
    #[test]
    fn the_score_of_a_normal_forecast_is_its_integral() {
        for (error, spread) in [(0.0, 1.0), (0.7, 0.5), (-2.0, 0.3)] {
            let step = 1e-3;
            let integral: f64 = (-20_000..20_000)
                .map(|i| {
                    let x = (f64::from(i) + 0.5) * step;
                    let below = 0.5 * libm::erfc(-x / spread * std::f64::consts::FRAC_1_SQRT_2);
                    let happened = if x >= error { 1.0 } else { 0.0 };
                    (below - happened) * (below - happened) * step
                })
                .sum();
            // The midpoint rule is off by at most a step at the jump.
            assert!((normal_crps(error, spread) - integral).abs() < step, "{error} {spread}");
        }
        assert_eq!(normal_crps(-3.0, 0.0), 3.0);
    }

    #[test]
    fn paths_follow_the_weights_in_every_stretch() {
        let weights = [0.5, 0.0, 0.3, 0.2];
        for start in [0, 1234, 19_000] {
            let mut counts = [0; 4];
            (start..start + 1000).for_each(|path| counts[assign(path, weights.into_iter())] += 1);
            for (count, weight) in counts.into_iter().zip(weights) {
                // The golden-ratio sequence has discrepancy below 10 in 1000.
                assert!((f64::from(count) - 1000.0 * weight).abs() <= 10.0, "{counts:?}");
            }
        }
    }
}
