//! The sample: a series as the models see it, in logs relative to its last value. Models see the level of trade while there is trade:
//! a period without trade is a gap to them, and whether there is trade is told apart (`fit/activity.rs`).

use std::sync::Arc;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::numeric::resolution::RESOLUTION;
use crate::period::Period;
use crate::series::series::Series;

/// The observations as a model sees them.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Periods since the first positive value; increasing, with gaps.
    pub(crate) t: Vec<f64>,
    /// Logarithm of the value relative to the last positive value; the last entry is zero.
    pub(crate) log: Vec<f64>,
    /// Last positive value, in the unit of the series.
    pub(crate) scale: f64,
    /// First period with a positive value.
    pub(crate) start: Period,
    /// Unit of the values.
    pub(crate) unit: Arc<str>,
    /// What may explain the series, known at each of its times.
    pub(crate) regressors: Vec<Regressor>,
}

/// A regressor of a sample.
#[derive(Debug, Clone)]
pub(crate) struct Regressor {
    pub(crate) name: String,
    /// Periods since the first observation of the sample; negative before it.
    pub(crate) t: Vec<f64>,
    /// Logarithm of the value relative to the regressor's last.
    pub(crate) log: Vec<f64>,
}

impl Regressor {
    fn of(series: &Series, start: Period) -> Self {
        let observations = series.observations();
        let scale = series.last().value;
        Self {
            name: series.name().to_owned(),
            t: observations.iter().map(|o| f64::from(o.period.minus(start))).collect(),
            log: observations.iter().map(|o| on_grid(libm::log(o.value / scale))).collect(),
        }
    }

    /// What was known of it at a time.
    pub(crate) fn until(&self, t: f64) -> Self {
        let known = self.t.partition_point(|s| *s <= t);
        Self { name: self.name.clone(), t: self.t[..known].to_vec(), log: self.log[..known].to_vec() }
    }

    /// Growth per period between two times at which the sample was observed.
    pub(crate) fn growth(&self, from: f64, to: f64) -> f64 {
        let at = |t: f64| self.log[self.t.partition_point(|s| *s < t)];
        (at(to) - at(from)) / (to - from)
    }

    /// Growth in the periods after the sample's `end`, as far as values were given without a gap.
    pub(crate) fn ahead(&self, end: f64) -> Vec<f64> {
        let after = self.t.partition_point(|t| *t <= end);
        let given = self.t[after..].iter().enumerate();
        let unbroken = given.take_while(|(lead, t)| **t == end + (lead + 1) as f64);
        unbroken.map(|(_, &t)| self.growth(t - 1.0, t)).collect()
    }
}

impl Sample {
    /// Of the positive values; empty where there are none.
    pub(crate) fn of(series: &Series) -> Self {
        let start = series.positive().next().unwrap_or_else(|| series.first()).period;
        let scale = series.last_positive().map_or(1.0, |last| last.value);
        Self {
            t: series.positive().map(|o| f64::from(o.period.minus(start))).collect(),
            log: series.positive().map(|o| on_grid(libm::log(o.value / scale))).collect(),
            scale,
            start,
            unit: series.shared_unit(),
            regressors: series.regressors().iter().map(|r| Regressor::of(r, start)).collect(),
        }
    }

    /// Of positive values at periods since the `first` one.
    pub(crate) fn of_history(periods: &[f64], values: &[f64], first: Period) -> Self {
        let scale = values.last().copied().unwrap_or(1.0);
        Self {
            t: periods.to_vec(),
            log: values.iter().map(|value| on_grid(libm::log(value / scale))).collect(),
            scale,
            start: first,
            unit: Arc::from(""),
            regressors: Vec::new(),
        }
    }

    /// What was known when the first `count` observations were.
    pub(crate) fn first(&self, count: usize) -> Self {
        let last = self.log[count - 1];
        Self {
            t: self.t[..count].to_vec(),
            log: self.log[..count].iter().map(|z| z - last).collect(),
            scale: self.scale * libm::exp(last),
            regressors: self.regressors.iter().map(|r| r.until(self.t[count - 1])).collect(),
            ..self.clone()
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.t.len()
    }

    /// Logarithms, one a period; across a gap growth is spread evenly.
    pub(crate) fn bridged(&self) -> Vec<f64> {
        bridged(&self.t, &self.log)
    }

    /// How much the series moves in a period and in a year.
    pub(crate) fn volatility(&self) -> Volatility {
        let of_period = volatility(&self.t, &self.log);
        let of_year = self.volatility_of_year(of_period);
        Volatility { of_period, of_year }
    }

    /// Standard deviation of the changes over a year: less than a random walk of the changes in a period would have, where
    /// some of these do not last. Few years say little about that, so that random walk counts as [`WALK_YEARS`] more.
    pub(crate) fn volatility_of_year(&self, of_period: f64) -> f64 {
        let cycle = self.per_year();
        let walk = of_period * cycle.sqrt();
        if cycle == 1.0 {
            return walk;
        }
        let changes: Vec<(f64, f64)> = (0..self.len())
            .filter_map(|i| {
                let before = (0..i)
                    .rev()
                    .take_while(|&j| self.t[i] - self.t[j] <= cycle)
                    .find(|&j| self.t[i] - self.t[j] == cycle)?;
                let weight = libm::exp2(-(self.end() - self.t[i]) / cycle / VOLATILITY_HALF_LIFE);
                Some((weight / cycle, self.log[i] - self.log[before]))
            })
            .collect();
        let years: f64 = changes.iter().map(|(w, _)| w).sum();
        let drift = changes.iter().map(|(w, d)| w * d).sum::<f64>() / years.max(f64::MIN_POSITIVE);
        let squares: f64 = changes.iter().map(|(w, d)| w * (d - drift) * (d - drift)).sum();
        ((squares + WALK_YEARS * walk * walk) / ((years - 1.0).max(0.0) + WALK_YEARS)).sqrt()
    }

    /// Time of the last positive value.
    pub(crate) fn end(&self) -> f64 {
        self.t[self.len() - 1]
    }

    /// Period of the last positive value.
    pub(crate) fn last_period(&self) -> Period {
        self.period(self.len() - 1)
    }

    pub(crate) fn period(&self, index: usize) -> Period {
        self.start.plus(self.t[index] as i32)
    }

    pub(crate) fn per_year(&self) -> f64 {
        self.start.frequency().per_year().into()
    }

    /// Refuses a sample that is too short for `model`.
    pub(crate) fn needs(&self, need: usize, model: &'static str) -> Result<()> {
        if self.len() >= need {
            return Ok(());
        }
        let reason = NotFittedReason::TooShort { have: self.len(), need };
        Err(Error::NotFitted { model, reason })
    }
}

/// Logarithms one a period; across a gap growth is spread evenly.
pub(crate) fn bridged(t: &[f64], log: &[f64]) -> Vec<f64> {
    let mut all = Vec::with_capacity(t[t.len() - 1] as usize + 1);
    all.push(log[0]);
    for i in 1..t.len() {
        let (steps, from) = (t[i] - t[i - 1], log[i - 1]);
        let change = (log[i] - from) / steps;
        all.extend((1..=steps as usize).map(|k| from + change * k as f64));
    }
    all
}

/// Half-life of the weights in a volatility, periods.
const VOLATILITY_HALF_LIFE: f64 = 12.0;
/// Weight of a random walk of the changes in a period against what the changes over a year say, years.
const WALK_YEARS: f64 = 2.0;
/// A change that every series is taken to have seen once besides its own: no series is without surprises.
pub(crate) const SMALLEST_CHANGE: f64 = 0.01;

/// Standard deviation of the changes in a period, older ones counting less; a change over k periods counts as k equal ones.
pub(crate) fn volatility(t: &[f64], log: &[f64]) -> f64 {
    let end = t[t.len() - 1];
    let (mut total, mut sum) = (0.0, 0.0);
    let changes: Vec<(f64, f64, f64)> = (1..t.len())
        .map(|i| {
            let weight = libm::exp2(-(end - t[i]) / VOLATILITY_HALF_LIFE);
            let (k, change) = (t[i] - t[i - 1], log[i] - log[i - 1]);
            (total, sum) = (total + weight, sum + weight * change / k);
            (weight, k, change)
        })
        .collect();
    let total = total.max(f64::MIN_POSITIVE);
    let drift = sum / total;
    let squares: f64 = changes.iter().map(|(w, k, d)| w * (d - k * drift) * (d - k * drift) / k).sum();
    ((squares + SMALLEST_CHANGE * SMALLEST_CHANGE) / total.max(1.0)).sqrt()
}

/// Rounds a logarithm to the resolution. Rewriting figures in another unit changes their last bits; without the grid, a
/// model that barely can or cannot be fitted could change its mind over them.
pub(crate) fn on_grid(log: f64) -> f64 {
    libm::rint(log / RESOLUTION) * RESOLUTION
}

/// How much a series moves, log points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Volatility {
    /// Standard deviation of its changes over a period.
    pub(crate) of_period: f64,
    /// Standard deviation of its changes over a year.
    pub(crate) of_year: f64,
}
