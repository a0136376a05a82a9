//! Calibration: priors from a panel of many yearly series.

use crate::error::{Error, Result};
use crate::fit::base_rates::growth_over as measure_growth_over;
use crate::fit::rolling_origin::combine;
use crate::model::features::FEATURES;
use crate::model::features::features;
use crate::model::growth_over::LEADS;
use crate::model::priors::{Priors, SMALLEST_SPREAD};
use crate::numeric::mean;
use crate::period::{Frequency, Period};
use crate::series::sample::Sample;
use crate::series::series::Series;

/// What one does not know about the mean of common growth over the decades to come. World trade grew by 9 % a year in the
/// fifties and sixties, 15 % in the seventies, 4 % in the eighties: decade means spread by about this much around each other.
const COMMON_GROWTH_ERROR: f64 = 0.04;
/// Persistence of common growth: booms and slumps last two or three years. Estimates from the panel lie between 0.35 and 0.55
/// at every origin but carry a standard error of 0.15, so that they are not used one by one.
const COMMON_PERSISTENCE: f64 = 0.4;
/// Ridge penalty on standardised features: the weight of fifty pair-years.
const RIDGE: f64 = 50.0;
/// Years ahead at which the combination's errors are measured, and between the origins.
const COMBINATION_LEAD: usize = 5;
/// Errors of more than this many stated standard deviations count as this many.
const CUT: f64 = 5.0;
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
        let first = sample.start.year();
        let floor = libm::log(smallest / sample.scale);
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
                    growth: LEADS.map(|lead| growth_over(&sample, i, lead)),
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
            let of_year = || changes.iter().filter(|(y, _)| *y == year).map(|(_, change)| *change);
            (of_year().count() >= PAIRS_A_YEAR).then(|| mean(of_year()))
        })
        .collect();
    let (Some(last_common), true) = (common.last(), common.len() > 1) else { return Err(too_few()) };
    let common_growth = mean(common.iter().copied());
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
        centre: std::array::from_fn(|j| mean(latest.iter().map(|o| o.features[j]))),
        volatility_spread: 0.0,
        combination_growth: 0.0,
        combination_scale: 1.0,
        reversion: [[0.0; FEATURES]; 3],
        spread: [0.0; 3],
        own_volatility: [0.0; 3],
        growth_over: None,
        record: None,
    };
    let apart = latest.iter().map(|o| o.features[FEATURES - 1] - priors.centre[FEATURES - 1]);
    priors.volatility_spread = mean(apart.map(|distance| distance * distance)).sqrt().max(SMALLEST_SPREAD);
    if misses.is_empty() {
        return Err(too_few());
    }
    let missed = mean(misses.iter().map(|m| m.error));
    let sizes = misses.iter().map(|m| (m.error - missed) / m.spread).map(|z| (z * z).min(CUT * CUT));
    priors.combination_growth = missed / COMBINATION_LEAD as f64;
    priors.combination_scale = mean(sizes).sqrt().clamp(0.1, 10.0);
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
    priors.growth_over = Some(measure_growth_over(panel, &priors, smallest));
    Ok(priors)
}

/// A pair at one origin.
struct Origin {
    year: i32,
    features: [f64; FEATURES],
    /// Log growth over each lead, where the outcome is known.
    growth: [Option<f64>; 3],
}

/// Log growth of a pair over the `lead` years after observation `i`; `None` where the later year is not known.
fn growth_over(sample: &Sample, i: usize, lead: usize) -> Option<f64> {
    let after = sample.t[i + 1..].iter().position(|t| *t - sample.t[i] == lead as f64)?;
    Some(sample.log[i + 1 + after] - sample.log[i])
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
        let happened = growth_over(sample, i, COMBINATION_LEAD)?;
        let said = combine(&sample.first(i + 1), COMBINATION_LEAD)?;
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
    let (middle, centre) = (mean(size.iter().copied()), mean(volatility.iter().copied()));
    let cross: f64 = size.iter().zip(&volatility).map(|(s, v)| (s - middle) * (v - centre)).sum();
    let power: f64 = volatility.iter().map(|v| (v - centre) * (v - centre)).sum();
    let elasticity = if power > 0.0 { cross / power } else { 0.0 };
    let typical = |v: f64| libm::exp(middle + elasticity * (v - centre));
    let standardised = residuals.iter().zip(&volatility).map(|(r, v)| (r / typical(*v)).clamp(-8.0, 8.0));
    let variance = standardised.map(|s| s * s).sum::<f64>() / residuals.len() as f64;
    (typical(centre) * variance.sqrt(), elasticity)
}

/// Mean of values of which there are some.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    mean::mean(values).expect("there are values")
}

fn dot(a: &[f64; FEATURES], b: &[f64; FEATURES]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
