//! Rolling origin: what each model would have said at earlier dates, and how wrong it would have been.

use crate::answer::{Score, TrackRecord};
use crate::draws::Draws;
use crate::metric::{crps, mean};
use crate::model::{Fitted, ModelId, Sample};
use crate::priors::Priors;
use crate::quantile;

/// Fewest observations before the first origin: what the slowest learner among the models needs.
const FIRST_ORIGIN: usize = 8;
/// Most origins, the latest ones: older ones say little about today and cost time.
const MOST_ORIGINS: usize = 16;
/// Longest lead scored, periods.
const LONGEST_LEAD: usize = 6;
/// Simulated futures per origin for the coverage of past bands.
const PATHS: usize = 200;
/// Seed of those futures, the same in every answer: a track record belongs to the data, not to the question.
const SEED: u32 = 1;

/// Weight of the panel's model before this series has spoken: what weighted best at earlier origins of the panel the
/// priors come from; anything between 0.6 and 0.9 does as well.
const PANEL_WEIGHT: f64 = 0.75;

/// What a model said at one origin about one later observation.
#[derive(Debug, Clone, Copy)]
struct Miss {
    /// Index of the origin's observation.
    origin: usize,
    /// Index of the observation forecast.
    outcome: usize,
    /// Forecast less outcome, log points.
    error: f64,
}

/// The models as they were at one origin.
struct Origin {
    /// Index of the origin's observation.
    index: usize,
    /// `None` where a model could not be fitted.
    fitted: Vec<Option<Box<dyn Fitted>>>,
    /// Mean continuous ranked probability scores of the panel's model and of the others together, over the outcomes that
    /// were known one lead-time later; `None` without a panel.
    crps: Option<[f64; 2]>,
    /// Index of the last outcome in those scores.
    settled: usize,
}

/// The forecasts of several models from every origin of one series.
pub(crate) struct RollingOrigin {
    sample: Sample,
    /// One list a model, in the same order of origins and outcomes.
    misses: Vec<Vec<Miss>>,
    fits: Vec<Origin>,
    /// Position of the panel's model among the models.
    panel: Option<usize>,
}

impl RollingOrigin {
    /// Fits every model at every origin. A model that cannot be fitted at an origin says what naive says there, so that
    /// all are scored on the same forecasts.
    pub(crate) fn of(models: &[ModelId], sample: &Sample, priors: Option<&Priors>) -> Self {
        let last_origin = sample.len().saturating_sub(1);
        let first_origin = FIRST_ORIGIN.max((last_origin + 1).saturating_sub(MOST_ORIGINS));
        let mut misses = vec![Vec::new(); models.len()];
        let mut fits = Vec::new();
        for count in first_origin..=last_origin {
            let origin = count - 1;
            let known = sample.first(count);
            let fitted: Vec<Option<Box<dyn Fitted>>> =
                models.iter().map(|model| model.fit(&known, priors).ok()).collect();
            for (outcome, lead) in outcomes(sample, origin) {
                let happened = sample.log[outcome] - sample.log[origin];
                for (misses, fitted) in misses.iter_mut().zip(&fitted) {
                    let said = fitted.as_ref().map_or(0.0, |f| f.point(lead));
                    misses.push(Miss { origin, outcome, error: said - happened });
                }
            }
            fits.push(Origin { index: origin, fitted, crps: None, settled: 0 });
        }
        let panel = models.iter().position(|model| *model == ModelId::Panel).filter(|_| models.len() > 1);
        let mut rolling = Self { sample: sample.clone(), misses, fits, panel };
        if let Some(panel) = panel {
            rolling.score_panel(panel);
        }
        rolling
    }

    /// Scores the panel's model against the others together at every origin.
    fn score_panel(&mut self, panel: usize) {
        for i in 0..self.fits.len() {
            let Origin { index, fitted, .. } = &self.fits[i];
            let others: Vec<bool> = (0..fitted.len()).map(|m| m != panel && fitted[m].is_some()).collect();
            let ahead: Vec<(usize, usize)> = outcomes(&self.sample, *index).collect();
            let (Some(alone), true, Some(&(settled, _))) =
                (&fitted[panel], others.contains(&true), ahead.last())
            else {
                continue;
            };
            let horizon = ahead.iter().map(|(_, lead)| *lead).max().unwrap_or(1);
            let weights = self.own_weights(*index, &others);
            let together: Vec<(&dyn Fitted, f64)> =
                fitted.iter().zip(&weights).filter_map(|(f, w)| Some((f.as_deref()?, *w))).collect();
            let sides = [
                simulate_columns(&[(alone.as_ref(), 1.0)], SEED, horizon),
                simulate_columns(&together, SEED, horizon),
            ];
            let scores = sides.map(|columns| {
                let each = ahead.iter().map(|&(outcome, lead)| {
                    crps(&columns[lead - 1], self.sample.log[outcome] - self.sample.log[*index])
                });
                mean(each.flatten()).unwrap_or(0.0)
            });
            (self.fits[i].crps, self.fits[i].settled) = (Some(scores), settled);
        }
    }

    /// Weights of all models from what was known at observation `known`: the panel's share against that of the others
    /// together, and theirs among themselves.
    ///
    /// The panel's odds are three to one before this series has spoken. Origins multiply them by the ratio of the scores, the
    /// likelihood ratio of two forecasts whose densities are inversely proportional to their width; as each origin is scored
    /// over the same years as its neighbours, as many origins as there are leads count as one.
    pub(crate) fn weights(&self, known: usize, usable: &[bool]) -> Vec<f64> {
        let own = |panel: Option<usize>| -> Vec<bool> {
            usable.iter().enumerate().map(|(m, u)| *u && Some(m) != panel).collect()
        };
        let others = own(self.panel);
        let Some(panel) = self.panel.filter(|&panel| usable[panel] && others.contains(&true)) else {
            return self.own_weights(known, usable);
        };
        let ratios =
            self.fits.iter().filter(|o| o.settled <= known).filter_map(|o| o.crps).map(|[panel, own]| {
                // Two perfect forecasts are equally good; a ratio beyond a thousand says no more than a thousand.
                if panel == own { 0.0 } else { libm::log(own / panel).clamp(-7.0, 7.0) }
            });
        let odds = PANEL_WEIGHT / (1.0 - PANEL_WEIGHT) * libm::exp(ratios.sum::<f64>() / LONGEST_LEAD as f64);
        let share = if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 };
        let mut weights: Vec<f64> =
            self.own_weights(known, &others).iter().map(|w| w * (1.0 - share)).collect();
        weights[panel] = share;
        weights
    }

    /// Mean squared error of naive: forecast minus outcome is the change, negated.
    fn naive_mse(&self) -> Option<f64> {
        let misses = self.misses.first()?;
        let change = |m: &Miss| self.sample.log[m.outcome] - self.sample.log[m.origin];
        mean(misses.iter().map(|m| change(m) * change(m)))
    }

    /// The score of each model; `None` where there are too few forecasts.
    pub(crate) fn scores(&self) -> Vec<Option<Score>> {
        let naive = self.naive_mse();
        self.misses
            .iter()
            .map(|misses| {
                let mse = mean(misses.iter().map(|m| m.error * m.error))?;
                Some(Score {
                    origins: self.fits.len(),
                    forecasts: misses.len(),
                    rmse_log: mse.sqrt(),
                    relative_to_naive: ratio(mse, naive?),
                })
            })
            .collect()
    }

    /// Weights of models that learn from this series alone, from the errors of forecasts whose outcomes were known at observation `known`.
    ///
    /// Half of the weight is shared by the inverse mean squared errors (Bates and Granger 1969, Operational Research
    /// Quarterly 20, 451), half equally: weights estimated from few overlapping forecasts are noisy, and equal weights
    /// are hard to beat (Smith and Wallis 2009, Oxford Bulletin 71, 331). `usable` says which models may have a weight.
    fn own_weights(&self, known: usize, usable: &[bool]) -> Vec<f64> {
        let count = usable.iter().filter(|u| **u).count().max(1) as f64;
        let equal: Vec<f64> = usable.iter().map(|&u| if u { 1.0 / count } else { 0.0 }).collect();
        let errors: Option<Vec<f64>> = self
            .misses
            .iter()
            .map(|misses| mean(misses.iter().filter(|m| m.outcome <= known).map(|m| m.error * m.error)))
            .collect();
        let Some(errors) = errors else { return equal };
        let best =
            errors.iter().zip(usable).filter(|(_, u)| **u).map(|(e, _)| *e).fold(f64::INFINITY, f64::min);
        if !(best.is_finite() && best > 0.0) {
            return equal;
        }
        // Relative to the best, so that tiny errors cannot overflow.
        let inverse: Vec<f64> =
            errors.iter().zip(usable).map(|(e, &u)| if u { best / e } else { 0.0 }).collect();
        let total: f64 = inverse.iter().sum();
        equal.iter().zip(inverse).map(|(equal, inverse)| 0.5 * equal + 0.5 * inverse / total).collect()
    }

    /// How the combination would have done at the earlier origins, weighted at each by what was known there.
    pub(crate) fn track_record(&self) -> Option<TrackRecord> {
        let mut errors = Vec::new();
        let (mut inside, mut longest_lead) = (0, 0);
        for Origin { index: origin, fitted, .. } in &self.fits {
            let usable: Vec<bool> = fitted.iter().map(Option::is_some).collect();
            if !usable.contains(&true) {
                continue;
            }
            let weights = self.weights(*origin, &usable);
            let ahead: Vec<(usize, usize)> = outcomes(&self.sample, *origin).collect();
            let horizon = ahead.iter().map(|(_, lead)| *lead).max()?;
            let models: Vec<(&dyn Fitted, f64)> =
                fitted.iter().zip(&weights).filter_map(|(f, w)| Some((f.as_deref()?, *w))).collect();
            let columns = simulate_columns(&models, SEED, horizon);
            for (outcome, lead) in ahead {
                let happened = self.sample.log[outcome] - self.sample.log[*origin];
                let [lo, median, hi] = quantile::of(&columns[lead - 1], [0.1, 0.5, 0.9]);
                inside += usize::from(lo <= happened && happened <= hi);
                longest_lead = longest_lead.max(lead);
                errors.push(median - happened);
            }
        }
        let mse = mean(errors.iter().map(|e| e * e))?;
        Some(TrackRecord {
            origins: self.fits.len(),
            forecasts: errors.len(),
            longest_lead,
            coverage80: inside as f64 / errors.len() as f64,
            rmse_log: mse.sqrt(),
            relative_to_naive: ratio(mse, self.naive_mse()?),
        })
    }
}

/// Later observations within the longest lead, as (index, lead).
fn outcomes(sample: &Sample, origin: usize) -> impl Iterator<Item = (usize, usize)> {
    (origin + 1..sample.len())
        .map(move |outcome| (outcome, (sample.t[outcome] - sample.t[origin]) as usize))
        .take_while(|(_, lead)| *lead <= LONGEST_LEAD)
}

fn simulate_columns(models: &[(&dyn Fitted, f64)], seed: u32, horizon: usize) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::with_capacity(PATHS); horizon];
    let (mut trend, mut surprise) = (vec![0.0; horizon], vec![0.0; horizon]);
    for path in 0..PATHS {
        let model = models[assign(path, models.iter().map(|(_, weight)| *weight))].0;
        model.path(Draws::new(seed, path, 0), &mut trend, &mut surprise);
        for (column, (trend, surprise)) in columns.iter_mut().zip(trend.iter().zip(&surprise)) {
            column.push(trend + surprise);
        }
    }
    columns
}

/// Which model a path comes from: the golden-ratio sequence spreads every run of paths evenly over the weights, so that
/// the first thousand of twenty thousand paths are as balanced as all of them.
pub(crate) fn assign(path: usize, weights: impl Iterator<Item = f64>) -> usize {
    let position = ((path as f64 + 0.5) * 0.618_033_988_749_894_9) % 1.0;
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
