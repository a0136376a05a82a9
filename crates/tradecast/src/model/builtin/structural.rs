#![doc = include_str!("../../../guide/models/structural.md")]

use std::sync::OnceLock;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift::growth_parameter;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::growth_over::LEADS;
use crate::model::priors::Priors;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::kalman::{Column, Filtered, Linear, STATES};
use crate::numeric::minimise::{Minimum, minimise};
use crate::numeric::small_matrix::Precision;
use crate::period::Frequency;
use crate::series::sample::Sample;

/// Log ratios of the variances of level and slope to that of the noise: from nothing to nearly everything.
const RATIOS: [(f64, f64); 2] = [(-12.0, 9.0), (-16.0, 6.0)];
/// Standard deviation of the weak prior on a simulated log ratio.
const WEAK: f64 = 2.0;
/// Standard deviation of the panel's prior on the log ratio of level to noise.
const PANEL: f64 = 1.0;

/// Log ratios from which the searches start.
const LEVEL_STARTS: [[f64; 1]; 3] = [[-3.0], [0.0], [3.0]];
const TREND_STARTS: [[f64; 2]; 7] =
    [[-3.0, -3.0], [-3.0, -8.0], [0.0, -4.0], [0.0, -9.0], [3.0, -2.0], [3.0, -6.0], [-9.0, -1.0]];

/// What the panel says of growth: mean and standard deviation of log points a year.
#[derive(Debug, Clone, Copy)]
struct Growth {
    mean: f64,
    error: f64,
}

/// What the panel says.
#[derive(Debug, Clone, Copy)]
struct Lessons {
    /// Log ratio of the variances of step and noise.
    ratio: f64,
    /// Growth of all pairs together.
    common: Growth,
    /// Growth of one pair over ten years.
    own: Growth,
}

impl Lessons {
    fn of(priors: &Priors) -> Self {
        let square = |x: f64| x * x;
        let (near, far) = (square(priors.spread[0]), square(priors.spread[2]));
        let step = ((far - near) / (LEADS[2] - LEADS[0]) as f64).max(0.0);
        let noise = (near - step).max(0.0);
        let (lowest, highest) = RATIOS[0];
        let ratio = libm::log(step / noise);
        let years = LEADS[2] as f64;
        let (mean, error) = (priors.common_growth, priors.common_growth_error);
        Self {
            ratio: if ratio.is_nan() { 0.0 } else { ratio.clamp(lowest, highest) },
            common: Growth { mean, error },
            own: Growth { mean, error: (square(error) + far / square(years)).sqrt() },
        }
    }
}

#[derive(Debug)]
struct Structural {
    /// How many of the states there are: level, then slope.
    states: usize,
    /// Log ratios of variances to that of the noise; the second is unused by local-level.
    ratios: [f64; 2],
    filtered: Filtered,
    lessons: Option<Lessons>,
    /// What was filtered: logs, less common growth where that is the drift.
    z: Vec<f64>,
    evaluations: usize,
    uncertainty: OnceLock<Precision<2>>,
    sample: Sample,
}

/// Fits a level that wanders.
pub(crate) fn fit_level(sample: &Sample, priors: Option<&Priors>) -> Result<Box<dyn Fitted>> {
    Ok(Box::new(fit("local-level", sample, priors, &LEVEL_STARTS)?))
}

/// Fits a level and a slope that wander.
pub(crate) fn fit_trend(sample: &Sample, priors: Option<&Priors>) -> Result<Box<dyn Fitted>> {
    Ok(Box::new(fit("local-trend", sample, priors, &TREND_STARTS)?))
}

fn fit<const N: usize>(
    model: &'static str,
    sample: &Sample,
    priors: Option<&Priors>,
    starts: &[[f64; N]],
) -> Result<Structural> {
    // States, ratios and two observations for what is left.
    sample.needs(2 * N + 3, model)?;
    let lessons = priors.filter(|_| sample.start.frequency() == Frequency::Annual).map(Lessons::of);
    // Common growth is a drift: the level would lag behind it.
    let drift = lessons.filter(|_| N == 1).map_or(0.0, |l| l.common.mean);
    let z: Vec<f64> = sample.t.iter().zip(&sample.log).map(|(t, z)| z - drift * (t - sample.end())).collect();
    let bounds: [(f64, f64); N] = std::array::from_fn(|j| RATIOS[j]);
    let mut deviance = |ratios: &[f64; N]| {
        let found = linear(N, ratios).filter(&sample.t, &z, |_, _, _| {});
        found.map_or(f64::INFINITY, |found| found.deviance + penalty(lessons.as_ref(), ratios))
    };
    let failed = |reason| Error::NotFitted { model, reason };
    let Minimum { at, evaluations, converged, .. } =
        minimise(&mut deviance, &bounds, starts).ok_or_else(|| failed(NotFittedReason::NoLikelihood))?;
    let filtered = linear(N, &at)
        .filter(&sample.t, &z, |_, _, _| {})
        .filter(|_| converged)
        .ok_or_else(|| failed(NotFittedReason::VariancesNotFound))?;
    let mut ratios = [0.0; 2];
    ratios[..N].copy_from_slice(&at);
    Ok(Structural {
        states: N,
        ratios,
        filtered,
        lessons,
        z,
        evaluations,
        uncertainty: OnceLock::new(),
        sample: sample.clone(),
    })
}

/// Minus twice the logarithm of the panel's prior.
fn penalty(lessons: Option<&Lessons>, ratios: &[f64]) -> f64 {
    lessons.map_or(0.0, |lessons| {
        let off = (ratios[0] - lessons.ratio) / PANEL;
        off * off
    })
}

/// The state space form in units of the noise's variance.
fn linear(states: usize, ratios: &[f64]) -> Linear {
    let mut model = Linear::empty(states);
    for i in 0..states {
        for j in i..states {
            model.transition[i][j] = 1.0;
        }
        model.state_noise[i][i] = libm::exp(ratios[i]);
        let mut start = [0.0; STATES];
        start[i] = 1.0;
        model.add(Column { start, diffuse: true, ..Column::default() });
    }
    model.observe[0] = 1.0;
    model.noise = 1.0;
    model
}

impl Structural {
    fn degrees_of_freedom(&self) -> usize {
        self.sample.len() - self.states
    }

    /// Standard deviation of the noise.
    fn sigma(&self) -> f64 {
        (self.filtered.square / self.degrees_of_freedom() as f64).sqrt()
    }

    fn uncertainty(&self) -> &Precision<2> {
        self.uncertainty.get_or_init(|| {
            let half = |ratios: &[f64; 2]| {
                let found = linear(self.states, ratios).filter(&self.sample.t, &self.z, |_, _, _| {});
                found.map(|f| 0.5 * (f.deviance + penalty(self.lessons.as_ref(), ratios)))
            };
            Precision::at_minimum(half, &self.ratios, self.states, 1.0 / (WEAK * WEAK))
        })
    }

    /// Growth a period at the end of the sample, and its standard deviation.
    fn growth(&self) -> Growth {
        if self.states == 1 {
            return self.lessons.map_or(Growth { mean: 0.0, error: 0.0 }, |lessons| lessons.common);
        }
        let own =
            Growth { mean: self.filtered.state[1], error: self.sigma() * self.filtered.variance(1).sqrt() };
        match self.lessons {
            None => own,
            Some(lessons) => combined(own, lessons.own),
        }
    }
}

/// Two independent estimates weighed by their precisions.
fn combined(one: Growth, other: Growth) -> Growth {
    let (a, b) = (one.error * one.error, other.error * other.error);
    if a + b <= 0.0 {
        return one;
    }
    let share = b / (a + b);
    Growth { mean: share * one.mean + (1.0 - share) * other.mean, error: (a * share).sqrt() }
}

impl Fitted for Structural {
    fn parameters(&self) -> Vec<Parameter> {
        let sigma = self.sigma();
        let spread = self.uncertainty().spread();
        let deviation = |name: &str, value: f64, std_error: Option<f64>| Parameter {
            name: name.into(),
            value,
            std_error,
            unit: "log points a period".into(),
        };
        let of = |j: usize| sigma * libm::exp(self.ratios[j] / 2.0);
        let mut list = vec![
            deviation("sigma noise", sigma, None),
            // A standard deviation is the exponential of half its log variance.
            deviation("sigma level", of(0), Some(of(0) * spread[0] / 2.0)),
        ];
        if self.states == 2 {
            list.push(deviation("sigma slope", of(1), Some(of(1) * spread[1] / 2.0)));
        }
        if self.states == 2 || self.lessons.is_some() {
            let Growth { mean, error } = self.growth();
            list.push(growth_parameter("growth", mean, Some(error), self.sample.per_year()));
        }
        list
    }

    fn convergence(&self) -> Convergence {
        Convergence::Bfgs { evaluations: self.evaluations }
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        let model = linear(self.states, &self.ratios);
        let residuals = model.residuals(&self.sample.t, &self.z);
        Some(residual::diagnostics(
            &self.sample,
            |i| i,
            &residuals,
            self.sigma(),
            self.degrees_of_freedom(),
            None,
        ))
    }

    fn point(&self, lead: usize) -> f64 {
        self.filtered.state[0] + self.growth().mean * lead as f64
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.degrees_of_freedom());
        let shift = self.uncertainty().drawn(|j| draws.normal(Purpose::Parameter, j));
        let ratios: [f64; 2] =
            std::array::from_fn(|j| (self.ratios[j] + shift[j]).clamp(RATIOS[j].0, RATIOS[j].1));
        let found = linear(self.states, &ratios).filter(&self.sample.t, &self.z, |_, _, _| {});
        let filtered = found.unwrap_or(self.filtered);
        let sigma = scale * (filtered.square / self.degrees_of_freedom() as f64).sqrt();
        let (_, state) = filtered.drawn(draws, sigma, self.ratios.len());
        let growth = match (self.states, self.lessons) {
            (1, None) => 0.0,
            (2, None) => state[1],
            _ => {
                let Growth { mean, error } = self.growth();
                mean + error * draws.normal(Purpose::Parameter, 2 * STATES)
            }
        };
        for (lead, trend) in trend.iter_mut().enumerate() {
            *trend = state[0] + growth * (lead + 1) as f64;
        }
        let step = sigma * libm::exp(ratios[0] / 2.0);
        let bend = if self.states == 2 { sigma * libm::exp(ratios[1] / 2.0) } else { 0.0 };
        let (mut level, mut slope) = (0.0, 0.0);
        for (lead, surprise) in surprise.iter_mut().enumerate() {
            level += slope + step * draws.surprise(lead);
            slope += bend * draws.normal(Purpose::Slope, lead);
            *surprise = level + sigma * draws.noise(lead);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::{cases, number, numbers, sample, yearly};

    fn ratios(case: &serde_json::Value) -> Vec<f64> {
        numbers(&case["ratios"]).iter().map(|&ratio| libm::log(ratio)).collect()
    }

    #[test]
    fn likelihood_and_state_agree_with_statsmodels() {
        for case in cases(include_str!("../../../../../tests/reference/structural.json")) {
            let (sample, ratios) = (sample(&case), ratios(&case));
            let what = format!("{} {}", case["series"], case["model"]);
            let model = linear(ratios.len(), &ratios);
            let found = model.filter(&sample.t, &sample.log, |_, _, _| {}).unwrap();
            let (ours, theirs) = (found.deviance, number(&case["deviance"]));
            assert!((ours - theirs).abs() < 1e-8 * theirs.abs().max(1.0), "{what}: {ours} {theirs}");
            for (ours, theirs) in found.state.iter().zip(numbers(&case["state"])) {
                assert!((ours - theirs).abs() < 1e-9, "{what}: {ours} {theirs}");
            }
        }
    }

    #[test]
    fn the_optimum_is_as_good_as_that_of_statsmodels() {
        for case in cases(include_str!("../../../../../tests/reference/structural.json")) {
            let sample = sample(&case);
            let fitted = match ratios(&case).len() {
                1 => fit("local-level", &sample, None, &LEVEL_STARTS),
                _ => fit("local-trend", &sample, None, &TREND_STARTS),
            };
            let (ours, theirs) = (fitted.unwrap().filtered.deviance, number(&case["optimum"]));
            assert!((ours - theirs).abs() < 1e-3, "{} {}: {ours} {theirs}", case["series"], case["model"]);
        }
    }

    /// One year out of line is mostly noise: the forecast starts nearer to the years before it.
    #[test]
    fn a_jump_is_partly_given_back() {
        let values = [100.0, 104.0, 97.0, 101.0, 99.0, 103.0, 98.0, 102.0, 100.0, 150.0];
        let fitted = fit_level(&yearly(&values), None).unwrap();
        assert!(fitted.point(1) < -0.1 && fitted.point(1) > -0.4, "{}", fitted.point(1));
        assert_eq!(fitted.point(1), fitted.point(9));
    }

    fn priors() -> Priors {
        Priors {
            as_of: 2014,
            series: 100,
            source: "made up".into(),
            common_growth: 0.05,
            common_growth_error: 0.04,
            common_persistence: 0.4,
            common_now: 0.0,
            common_shock: 0.1,
            centre: [0.0; 5],
            volatility_spread: 0.5,
            combination_growth: 0.0,
            combination_scale: 1.0,
            reversion: [[0.0; 5]; 3],
            spread: [0.3, 0.5, 0.6],
            own_volatility: [0.0; 3],
            common_state: None,
            growth_over: None,
            record: None,
        }
    }

    /// The panel's growth is that of local-level, and pulls that of local-trend towards it.
    #[test]
    fn a_panel_draws_growth_towards_its_own() {
        let value = |t: i32| 100.0 * libm::exp(-0.1 * f64::from(t) + 0.2 * f64::from(t % 3));
        let (sample, priors) = (yearly(&(0..20).map(value).collect::<Vec<_>>()), priors());
        let level = fit_level(&sample, Some(&priors)).unwrap();
        assert!((level.point(11) - level.point(1) - 10.0 * 0.05).abs() < 1e-12);
        let growth = |priors| {
            let fitted = fit_trend(&sample, priors).unwrap();
            fitted.point(2) - fitted.point(1)
        };
        let (own, drawn) = (growth(None), growth(Some(&priors)));
        assert!(own < drawn && drawn < 0.05, "{own} {drawn}");
    }

    #[test]
    fn precisions_weigh_two_estimates() {
        let both = combined(Growth { mean: 0.0, error: 0.1 }, Growth { mean: 0.1, error: 0.2 });
        // Weights 100 and 25: 0.1 * 25/125, and a precision of 125.
        assert!((both.mean - 0.02).abs() < 1e-15, "{both:?}");
        assert!((both.error - (1.0f64 / 125.0).sqrt()).abs() < 1e-15, "{both:?}");
    }
}
