//! Calibration: priors from a panel of many yearly series.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::fit::base_rates::growth_over as measure_growth_over;
use crate::fit::rolling_origin::combine;
use crate::model::common_state::CommonState;
use crate::model::features::FEATURES;
use crate::model::features::features;
use crate::model::growth_over::{LEADS, THOUSANDTHS};
use crate::model::priors::{Priors, SMALLEST_SPREAD};
use crate::numeric::mean;
use crate::period::{Frequency, Period};
use crate::series::sample::Sample;
use crate::series::series::Series;

/// What one does not know about the mean of common growth over the decades to come. World trade grew by 9 % a year in the
/// fifties and sixties, 15 % in the seventies, 4 % in the eighties: decade means spread by about this much around each other.
const COMMON_GROWTH_ERROR: f64 = 0.03;
/// What common growth is drawn towards, and the weight of the panel's own mean: a mean of some decades says little about the next.
const COMMON_GROWTH_ANYWHERE: f64 = 0.04;
const COMMON_GROWTH_OWN: f64 = 0.25;
/// Persistence of a year's shock to common growth.
const COMMON_PERSISTENCE: f64 = 0.2;
/// Years over which a boom or slump of common growth is added up.
const GAP_YEARS: i32 = 10;
/// Share of a gap that remains a year later: half of it is given back within six years. Regressions of the growth of six years on
/// the gap before them say 0.4 to 0.6 in two panels; at one origin they say next to nothing, so that none is made.
const GAP_REMAINS: f64 = 0.89;
/// A larger gap counts as this one: what the seventies added beyond it was inflation, and stayed.
const LARGEST_GAP: f64 = 0.5;
/// Ridge penalty on standardised features: the weight of fifty pair-years.
const RIDGE: f64 = 50.0;
/// Years ahead at which the combination's errors are measured, and between the origins.
const COMBINATION_LEAD: usize = 5;
/// Errors of more than this many stated standard deviations count as this many.
const CUT: f64 = 5.0;
/// Observations a pair must have behind it to be used in a regression.
const HISTORY: usize = 15;
/// Observations a pair must have behind it to count in common growth.
const COMMON_HISTORY: usize = 3;
/// Pairs a year must have to be used.
const PAIRS_A_YEAR: usize = 20;
/// Years behind the common growth.
const COMMON_YEARS: i32 = 60;

/// Estimates priors from many yearly series, using nothing after `as_of`.
///
/// Growth is regressed on the features at every origin from which the outcome is known by then, with a ridge penalty and with
/// the mean of each origin's year taken out, so that only differences between pairs count; the spread of what is left is
/// regressed on the pair's own volatility. Common growth is the mean of the yearly means over the last sixty years, drawn three
/// quarters of the way to four per cent; what the last ten years were above it is the [state](CommonState) of each year.
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
/// assert!((priors.common_growth - 0.0405).abs() < 0.002); // a quarter of ln 1.05 less half the variance, three of 0.04
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// [`Error::TooFewObservations`] where fewer than 20 pairs can be used in any year.
pub fn calibrate(panel: &[Series], as_of: i32, smallest: f64, source: &str) -> Result<Priors> {
    let mut used = 0;
    let mut origins: Vec<Origin> = Vec::new();
    let mut changes: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
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
            if i + 1 >= COMMON_HISTORY && i + 1 < sample.len() && sample.t[i + 1] - sample.t[i] == 1.0 {
                let change = sample.log[i + 1] - sample.log[i];
                changes.entry(first + sample.t[i + 1] as i32).or_default().push(change.clamp(-1.0, 1.0));
            }
            if i + 1 >= HISTORY {
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
    let CommonGrowth { mean: common_growth, variance, state } =
        CommonGrowth::of(&changes, as_of).ok_or_else(too_few)?;
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
        common_now: 0.0,
        common_shock: (variance * (1.0 - COMMON_PERSISTENCE * COMMON_PERSISTENCE)).sqrt(),
        centre: std::array::from_fn(|j| mean(latest.iter().map(|o| o.features[j]))),
        volatility_spread: 0.0,
        combination_growth: 0.0,
        combination_scale: 1.0,
        reversion: [[0.0; FEATURES]; 3],
        spread: [0.0; 3],
        own_volatility: [0.0; 3],
        common_state: Some(state),
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

/// What the yearly means of all pairs say.
struct CommonGrowth {
    mean: f64,
    /// Of the yearly means.
    variance: f64,
    state: CommonState,
}

impl CommonGrowth {
    /// From the changes of each year; `None` with fewer than two years that have enough of them.
    fn of(changes: &BTreeMap<i32, Vec<f64>>, as_of: i32) -> Option<Self> {
        let yearly: BTreeMap<i32, f64> = changes
            .range(as_of - COMMON_YEARS + 1..=as_of)
            .filter(|(_, of_year)| of_year.len() >= PAIRS_A_YEAR)
            .map(|(year, of_year)| (*year, mean(of_year.iter().copied())))
            .collect();
        let first = *yearly.first_key_value().filter(|_| yearly.len() > 1)?.0;
        let own = mean(yearly.values().copied());
        let square = |x: f64| x * x;
        let variance = yearly.values().map(|c| square(c - own)).sum::<f64>() / (yearly.len() - 1) as f64;
        let mean = COMMON_GROWTH_OWN * own + (1.0 - COMMON_GROWTH_OWN) * COMMON_GROWTH_ANYWHERE;
        // A year with too few pairs counts as one of mean growth.
        let gap = |year: i32| {
            let gap = yearly.range(year - GAP_YEARS + 1..=year).map(|(_, c)| c - mean).sum::<f64>();
            gap.clamp(-LARGEST_GAP, LARGEST_GAP)
        };
        let first_year = (first + GAP_YEARS - 1).min(as_of);
        let gap = (first_year..=as_of).map(|year| (gap(year) * THOUSANDTHS).round() / THOUSANDTHS).collect();
        Some(Self { mean, variance, state: CommonState { first_year, gap, remains: GAP_REMAINS } })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::series::Observation;

    /// Thirty pairs that grow by `growth` of each year from 1960 on, each with a swing of its own that is a third of the pairs'
    /// up and a third's down.
    fn panel(years: i32, growth: impl Fn(i32) -> f64) -> Vec<Series> {
        let pair = |pair: i32| {
            let mut level = 5.0 + 0.1 * f64::from(pair);
            let rows = (1960..1960 + years).map(|year| {
                level += growth(year);
                let swing = 0.1 * f64::from((pair + year) % 3 - 1);
                Observation::new(Period::annual(year), libm::exp(level + swing))
            });
            Series::new(format!("pair {pair}"), rows.collect()).unwrap()
        };
        (0..30).map(pair).collect()
    }

    #[test]
    fn common_growth_is_drawn_to_what_is_usual_and_the_last_ten_years_are_a_gap() {
        // Five per cent a year until 1999, then ten.
        let panel = panel(46, |year| if year < 2000 { 0.05 } else { 0.1 });
        let priors = calibrate(&panel, 2005, 10.0, "made up").unwrap();
        // The first three years of a pair do not count: 37 years at 0.05 and six at 0.1.
        let own = (37.0 * 0.05 + 6.0 * 0.1) / 43.0;
        let mean = 0.25 * own + 0.75 * 0.04;
        assert!((priors.common_growth - mean).abs() < 1e-9, "{}", priors.common_growth);
        let state = priors.common_state.unwrap();
        assert_eq!((state.first_year, state.gap.len()), (1972, 34));
        for (year, growth) in [(1999, 10.0 * 0.05), (2000, 9.0 * 0.05 + 0.1), (2005, 4.0 * 0.05 + 6.0 * 0.1)]
        {
            let gap = growth - 10.0 * mean;
            assert!((state.gap_in(year) - gap).abs() < 6e-4, "{year}: {}", state.gap_in(year));
        }
        assert_eq!(priors.common_now, 0.0);
    }

    /// Of a state that belongs to a date later data change the mean only.
    #[test]
    fn states_know_nothing_of_later_years() {
        let panel = panel(60, |year| if year < 2006 { 0.05 } else { 0.01 });
        let [early, late] = [2005, 2015].map(|as_of| calibrate(&panel, as_of, 10.0, "made up").unwrap());
        let shift = 10.0 * (late.common_growth - early.common_growth);
        let [early, late] = [early, late].map(|priors| priors.common_state.unwrap());
        for year in 1980..=2005 {
            assert!((late.gap_in(year) - (early.gap_in(year) - shift)).abs() < 1.1e-3, "{year}");
        }
        assert!(late.gap_in(2015) < -0.25 && early.gap_in(2015).abs() < early.gap_in(2005).abs());
    }
}
