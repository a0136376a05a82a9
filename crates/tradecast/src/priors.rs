//! What a panel of pairs teaches about one of them: priors for growth, its spread and its reversion.
//!
//! A pair's own past growth says little about its next decade; what other pairs in the same position did says more. Priors
//! are a handful of numbers estimated from many series by [`calibrate`], using nothing after a given year.

use serde::{Deserialize, Serialize};

use crate::answer::PanelRecord;
use crate::error::{Error, Result};
use crate::evaluate::combine;
use crate::model::{Sample, volatility};
use crate::period::{Frequency, Period};
use crate::series::Series;

/// Leads, in years, at which the panel regressions are run; between them their results are interpolated, beyond the last
/// nothing more reverts.
pub(crate) const LEADS: [usize; 3] = [1, 5, 10];

/// What is known of a pair at an origin, free of units: see [`Priors::features`].
pub(crate) const FEATURES: usize = 5;

/// Panel priors; written by [`calibrate`], read by [`crate::fit_with_priors`].
///
/// All values are in log points: 0.05 is about 5 %.
///
/// ```
/// use tradecast::Priors;
///
/// let error = serde_json::from_str::<Priors>(r#"{"as_of": 2014}"#).unwrap_err();
/// assert!(error.to_string().contains("missing field"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priors {
    /// Last year used.
    pub as_of: i32,
    /// Series used.
    pub series: usize,
    /// Where the panel came from.
    pub source: String,
    /// Mean yearly growth of all pairs together.
    pub common_growth: f64,
    /// Standard deviation of what one does not know about that mean over the coming decades.
    pub common_growth_error: f64,
    /// Share of a deviation of common growth from its mean that remains a year later.
    pub common_persistence: f64,
    /// Deviation of common growth from its mean in the last year used.
    pub common_now: f64,
    /// Standard deviation of a year's shock to common growth.
    pub common_shock: f64,
    /// Features of an average pair: last growth, level above the mean of its last five and ten years, growth a year over five
    /// years, log of its own volatility.
    pub centre: [f64; FEATURES],
    /// Standard deviation of the log volatility between pairs.
    pub volatility_spread: f64,
    /// Growth a year that the combination of a pair's own models misses on average.
    pub combination_growth: f64,
    /// Size of the combination's errors, relative to those on economic series of all kinds.
    pub combination_scale: f64,
    /// Expected excess growth over 1, 5 and 10 years per unit of each feature above the centre.
    pub reversion: [[f64; FEATURES]; 3],
    /// Standard deviation of the excess growth of an average pair over 1, 5 and 10 years.
    pub spread: [f64; 3],
    /// How much of a pair's own log volatility above the centre shows in the log of that standard deviation.
    pub own_volatility: [f64; 3],
    /// How answers with priors of this kind turned out for the series of the panel; absent where nobody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<PanelRecord>,
}

/// What one does not know about the mean of common growth over the decades to come. World trade grew by 9 % a year in the
/// fifties and sixties, 15 % in the seventies, 4 % in the eighties: decade means spread by about this much around each other.
const COMMON_GROWTH_ERROR: f64 = 0.04;
/// Persistence of common growth: booms and slumps last two or three years. Estimates from the panel lie between 0.35 and 0.55
/// at every origin but carry a standard error of 0.15, so that they are not used one by one.
const COMMON_PERSISTENCE: f64 = 0.4;
/// Ridge penalty on standardised features: the weight of fifty pair-years.
const RIDGE: f64 = 50.0;
/// Lowest volatility that is believed.
const LOWEST_VOLATILITY: f64 = 0.03;
/// Log volatility of economic series of all kinds, and its spread: 491 yearly series of the M1 and M3 competitions.
const ANY_VOLATILITY: f64 = -2.5;
const ANY_SPREAD: f64 = 0.88;
/// Odds before its volatility is known that a series is of the kind of the panel whose priors were given with it.
const KIN_ODDS: f64 = 20.0;
/// Years ahead at which the combination's errors are measured, and between the origins.
const COMBINATION_LEAD: usize = 5;
/// Errors of more than this many stated standard deviations count as this many.
const CUT: f64 = 5.0;
/// Least spread of log volatility between pairs that is believed.
const SMALLEST_SPREAD: f64 = 0.1;
/// Observations a pair must have behind it to be used in a regression.
const HISTORY: usize = 15;
/// Pairs a year must have to be used.
const PAIRS_A_YEAR: usize = 20;
/// Years behind the common growth.
const COMMON_YEARS: i32 = 60;

/// Estimates priors from many yearly series, using nothing after `as_of`.
///
/// Growth is regressed on the features at every origin from which the outcome is known by then, with a ridge penalty and with
/// the mean of each origin's year taken out, so that only differences between pairs count; the spread of what is left is
/// regressed on the pair's own volatility. Common growth is the mean of the yearly means over the last sixty years, of the same
/// pairs that the regressions use.
///
/// Series that are not annual are left out. Values below `smallest` are not used as origins: a figure rounded to a whole
/// number says nothing about growth when it is small.
///
/// ```
/// use tradecast::{Observation, Period, Series, calibrate};
///
/// // Two hundred made-up pairs, forty years each.
/// let mut state = 1u32;
/// let mut noise = || { state = state.wrapping_mul(1664525).wrapping_add(1013904223); f64::from(state >> 8) / 16777216.0 - 0.5 };
/// let panel: Vec<Series> = (0..200).map(|pair| {
///     let mut value = 100.0;
///     let rows = (1960..2000).map(|year| { value *= 1.05 + 0.4 * noise(); Observation::new(Period::annual(year), value) });
///     Series::new(format!("pair {pair}"), rows.collect()).unwrap()
/// }).collect();
/// let priors = calibrate(&panel, 1999, 10.0, "made up")?;
/// assert!((priors.common_growth - 0.043).abs() < 0.01); // ln 1.05 less half the variance
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// [`Error::TooFewObservations`] where fewer than 20 pairs can be used in any year.
pub fn calibrate(panel: &[Series], as_of: i32, smallest: f64, source: &str) -> Result<Priors> {
    let mut used = 0;
    let mut origins: Vec<Origin> = Vec::new();
    let mut changes: Vec<(i32, f64)> = Vec::new();
    let mut misses: Vec<Miss> = Vec::new();
    for series in panel.iter().filter(|s| s.frequency() == Frequency::Annual) {
        let Ok(known) = series.as_of(Period::annual(as_of)) else { continue };
        used += 1;
        let sample = Sample::of(&known);
        let first = known.first().period.year();
        let floor = libm::log(smallest / known.last().value);
        misses.extend(combination_misses(&sample, floor));
        for i in 0..sample.len() {
            if sample.log[i] < floor {
                continue;
            }
            if i + 1 >= HISTORY {
                if i + 1 < sample.len() && sample.t[i + 1] - sample.t[i] == 1.0 {
                    let change = sample.log[i + 1] - sample.log[i];
                    changes.push((first + sample.t[i + 1] as i32, change.clamp(-1.0, 1.0)));
                }
                origins.push(Origin {
                    year: first + sample.t[i] as i32,
                    features: features(&sample.t[..=i], &sample.log[..=i]),
                    growth: LEADS.map(|lead| {
                        let at = sample.t[i + 1..].iter().position(|t| *t - sample.t[i] == lead as f64)?;
                        Some(sample.log[i + 1 + at] - sample.log[i])
                    }),
                });
            }
        }
    }
    let too_few = || Error::TooFewObservations {
        series: source.to_owned(),
        have: used,
        need: PAIRS_A_YEAR,
        wanted_by: format!("a panel regression (pairs a year with {HISTORY} years of history and ten more)"),
    };
    let common: Vec<f64> = (as_of - COMMON_YEARS + 1..=as_of)
        .filter_map(|year| {
            let of_year: Vec<f64> =
                changes.iter().filter(|(y, _)| *y == year).map(|(_, change)| *change).collect();
            (of_year.len() >= PAIRS_A_YEAR).then(|| mean(&of_year))
        })
        .collect();
    let (Some(last_common), true) = (common.last(), common.len() > 1) else { return Err(too_few()) };
    let common_growth = mean(&common);
    let variance = common.iter().map(|c| (c - common_growth) * (c - common_growth)).sum::<f64>()
        / (common.len() - 1) as f64;
    let latest: Vec<&Origin> = {
        let year = origins.iter().map(|o| o.year).max().ok_or_else(too_few)?;
        origins.iter().filter(|o| o.year == year).collect()
    };
    let mut priors = Priors {
        as_of,
        series: used,
        source: source.to_owned(),
        common_growth,
        common_growth_error: COMMON_GROWTH_ERROR,
        common_persistence: COMMON_PERSISTENCE,
        common_now: last_common - common_growth,
        common_shock: (variance * (1.0 - COMMON_PERSISTENCE * COMMON_PERSISTENCE)).sqrt(),
        centre: std::array::from_fn(|j| mean(&latest.iter().map(|o| o.features[j]).collect::<Vec<_>>())),
        volatility_spread: 0.0,
        combination_growth: 0.0,
        combination_scale: 1.0,
        reversion: [[0.0; FEATURES]; 3],
        spread: [0.0; 3],
        own_volatility: [0.0; 3],
        record: None,
    };
    let apart: Vec<f64> = latest
        .iter()
        .map(|o| o.features[FEATURES - 1] - priors.centre[FEATURES - 1])
        .map(|distance| distance * distance)
        .collect();
    priors.volatility_spread = mean(&apart).sqrt().max(SMALLEST_SPREAD);
    if misses.is_empty() {
        return Err(too_few());
    }
    let missed = mean(&misses.iter().map(|m| m.error).collect::<Vec<_>>());
    let sizes = misses.iter().map(|m| (m.error - missed) / m.spread).map(|z| (z * z).min(CUT * CUT));
    priors.combination_growth = missed / COMBINATION_LEAD as f64;
    priors.combination_scale = mean(&sizes.collect::<Vec<_>>()).sqrt().clamp(0.1, 10.0);
    for lead in 0..LEADS.len() {
        let (features, growth) = within_years(&origins, lead);
        if growth.len() < HISTORY * PAIRS_A_YEAR {
            return Err(too_few());
        }
        let coefficients = ridge(&features, &growth).ok_or_else(too_few)?;
        let residuals: Vec<f64> =
            features.iter().zip(&growth).map(|(f, g)| g - dot(f, &coefficients)).collect();
        priors.reversion[lead] = coefficients;
        (priors.spread[lead], priors.own_volatility[lead]) = spread(&features, &residuals);
    }
    Ok(priors)
}

impl Priors {
    /// Deviation of common growth from its mean in a later year, as far as it is still felt; nothing is known of it earlier.
    pub(crate) fn common_now_in(&self, year: i32) -> f64 {
        let since = year - self.as_of;
        if since < 0 { 0.0 } else { self.common_now * libm::pow(self.common_persistence, since.into()) }
    }

    /// Probability that a series of this log volatility is of the panel's kind rather than any other economic series: a series as calm as hardly a pair of the panel is not judged by the panel.
    pub(crate) fn kinship(&self, log_volatility: f64) -> f64 {
        let density = |centre: f64, spread: f64| {
            let z = (log_volatility - centre) / spread;
            libm::exp(-0.5 * z * z) / spread
        };
        let (kin, other) =
            (density(self.centre[FEATURES - 1], self.volatility_spread), density(ANY_VOLATILITY, ANY_SPREAD));
        let kin = KIN_ODDS * kin;
        if kin + other > 0.0 { kin / (kin + other) } else { 0.0 }
    }

    /// Refuses values that would let a NaN or an explosion into the simulation.
    ///
    /// # Errors
    /// [`Error::BadPriors`], naming the field.
    pub fn check(&self) -> Result<()> {
        let ranges: [(&'static str, f64, f64, Vec<f64>); 12] = [
            ("common_growth", -1.0, 1.0, vec![self.common_growth]),
            ("common_growth_error", 0.0, 1.0, vec![self.common_growth_error]),
            ("common_persistence", 0.0, 0.99, vec![self.common_persistence]),
            ("common_now", -1.0, 1.0, vec![self.common_now]),
            ("common_shock", 0.0, 1.0, vec![self.common_shock]),
            ("centre", -20.0, 20.0, self.centre.to_vec()),
            ("volatility_spread", SMALLEST_SPREAD, 20.0, vec![self.volatility_spread]),
            ("combination_growth", -1.0, 1.0, vec![self.combination_growth]),
            ("combination_scale", 0.1, 10.0, vec![self.combination_scale]),
            ("reversion", -20.0, 20.0, self.reversion.concat()),
            ("spread", 0.0, 5.0, self.spread.to_vec()),
            ("own_volatility", -2.0, 2.0, self.own_volatility.to_vec()),
        ];
        let shares = self
            .record
            .iter()
            .map(|r| ("record", 0.0, 1.0, vec![r.coverage80, r.brier, r.brier_of_base_rate]));
        let ratio = self.record.iter().map(|r| ("record", 0.0, f64::MAX, vec![r.relative_to_naive]));
        let within = |given: f64, min: f64, max: f64| (min..=max).contains(&given);
        let mut all = ranges.into_iter().chain(shares).chain(ratio);
        let wrong = all.find_map(|(field, min, max, values)| {
            values.into_iter().find(|given| !within(*given, min, max)).map(|given| (field, given, min, max))
        });
        wrong.map_or(Ok(()), |(field, given, min, max)| Err(Error::BadPriors { field, given, min, max }))
    }
}

/// A pair at one origin.
struct Origin {
    year: i32,
    features: [f64; FEATURES],
    /// Log growth over each lead, where the outcome is known.
    growth: [Option<f64>; 3],
}

/// An outcome less what the combination of a pair's own models said, beside the spread it stated.
struct Miss {
    error: f64,
    spread: f64,
}

/// What the combination missed at a lead of some years, from every few years of a series.
fn combination_misses(sample: &Sample, floor: f64) -> Vec<Miss> {
    let origins = (HISTORY - 1..sample.len()).step_by(COMBINATION_LEAD).filter(|&i| sample.log[i] >= floor);
    let missed = origins.filter_map(|i| {
        let ahead = |t: &f64| *t - sample.t[i] == COMBINATION_LEAD as f64;
        let outcome = i + 1 + sample.t[i + 1..].iter().position(ahead)?;
        let said = combine(&sample.first(i + 1), COMBINATION_LEAD)?;
        let happened = sample.log[outcome] - sample.log[i];
        let error = happened - said.point(COMBINATION_LEAD);
        let spread = said.spread(COMBINATION_LEAD);
        (spread > 0.0).then_some(Miss { error: error.clamp(-CUT * spread, CUT * spread), spread })
    });
    missed.collect()
}

/// What the origins of each year say about a lead, less the mean of that year.
fn within_years(origins: &[Origin], lead: usize) -> (Vec<[f64; FEATURES]>, Vec<f64>) {
    let mut known: Vec<(i32, [f64; FEATURES], f64)> =
        origins.iter().filter_map(|o| Some((o.year, o.features, o.growth[lead]?))).collect();
    known.sort_by_key(|(year, ..)| *year); // stable: sums must not depend on the order of ties
    let (mut features, mut growth) = (Vec::new(), Vec::new());
    for year in known.chunk_by(|a, b| a.0 == b.0).filter(|year| year.len() >= PAIRS_A_YEAR) {
        let n = year.len() as f64;
        let centre: [f64; FEATURES] = std::array::from_fn(|j| year.iter().map(|o| o.1[j]).sum::<f64>() / n);
        let middle = year.iter().map(|o| o.2).sum::<f64>() / n;
        features
            .extend(year.iter().map(|o| -> [f64; FEATURES] { std::array::from_fn(|j| o.1[j] - centre[j]) }));
        growth.extend(year.iter().map(|o| o.2 - middle));
    }
    (features, growth)
}

/// Ridge regression through the origin on features scaled to unit variance (Hoerl and Kennard 1970, Technometrics 12, 55).
fn ridge(features: &[[f64; FEATURES]], growth: &[f64]) -> Option<[f64; FEATURES]> {
    use nalgebra::{SMatrix, SVector};
    let n = growth.len() as f64;
    let scale: [f64; FEATURES] =
        std::array::from_fn(|j| (features.iter().map(|f| f[j] * f[j]).sum::<f64>() / n).sqrt().max(1e-9));
    let mut gram = SMatrix::<f64, FEATURES, FEATURES>::identity() * RIDGE;
    let mut moment = SVector::<f64, FEATURES>::zeros();
    for (f, g) in features.iter().zip(growth) {
        let scaled = SVector::<f64, FEATURES>::from_fn(|j, _| f[j] / scale[j]);
        gram += scaled * scaled.transpose();
        moment += scaled * *g;
    }
    let solved = gram.cholesky()?.solve(&moment);
    Some(std::array::from_fn(|j| solved[j] / scale[j]))
}

/// Standard deviation of residuals of an average pair, and its elasticity with respect to the pair's own volatility: log
/// absolute residuals regressed on log volatility, then scaled to the residuals' standard deviation.
fn spread(features: &[[f64; FEATURES]], residuals: &[f64]) -> (f64, f64) {
    let volatility: Vec<f64> = features.iter().map(|f| f[FEATURES - 1]).collect();
    let size: Vec<f64> = residuals.iter().map(|r| libm::log(r.abs() + 1e-3)).collect();
    let (middle, centre) = (mean(&size), mean(&volatility));
    let cross: f64 = size.iter().zip(&volatility).map(|(s, v)| (s - middle) * (v - centre)).sum();
    let power: f64 = volatility.iter().map(|v| (v - centre) * (v - centre)).sum();
    let elasticity = if power > 0.0 { cross / power } else { 0.0 };
    let typical = |v: f64| libm::exp(middle + elasticity * (v - centre));
    let standardised = residuals.iter().zip(&volatility).map(|(r, v)| (r / typical(*v)).clamp(-8.0, 8.0));
    let variance = standardised.map(|s| s * s).sum::<f64>() / residuals.len() as f64;
    (typical(centre) * variance.sqrt(), elasticity)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn dot(a: &[f64; FEATURES], b: &[f64; FEATURES]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Last growth a year; level above the mean of the last five and ten years; growth a year over five years; log volatility.
/// Gaps are bridged: a change over k years counts as k equal ones, a mean takes the years that are there.
pub(crate) fn features(t: &[f64], log: &[f64]) -> [f64; FEATURES] {
    let last = t.len() - 1;
    let above = |years: f64| {
        let recent: Vec<f64> = (0..t.len()).filter(|&i| t[last] - t[i] < years).map(|i| log[i]).collect();
        log[last] - mean(&recent)
    };
    let five = (0..t.len()).rev().find(|&i| t[last] - t[i] >= 5.0).unwrap_or(0);
    let over = |from: usize| if last > from { (log[last] - log[from]) / (t[last] - t[from]) } else { 0.0 };
    [
        over(last.saturating_sub(1)),
        above(5.0),
        above(10.0),
        over(five),
        libm::log(volatility(t, log).max(LOWEST_VOLATILITY)),
    ]
}
